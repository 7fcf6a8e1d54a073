import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { SignalsService } from '@backstage/plugin-signals-node';
import {
  SERVICES_CHANNEL,
  ServicesChanged,
  signalKeyOf,
} from '@worldscale/backstage-plugin-scaling-common';

/** Short enough for a page to be right within five seconds. */
const EVERY_MS = 1_000;
/** Some 20 kB for every page that is open; beyond it all reload. */
const MOST_KEYS = 2_500;

/**
 * Tells open pages which services changed, and never what: one signal a second for all
 * of them. Pages poll as well, so that a signal that is lost only costs time.
 */
export class ChangeSignals {
  readonly #signals: SignalsService;
  readonly #logger: LoggerService;
  readonly #keys = new Set<string>();
  #pending: NodeJS.Timeout | undefined;

  constructor(options: { signals: SignalsService; logger: LoggerService }) {
    this.#signals = options.signals;
    this.#logger = options.logger;
  }

  changed(entityRefs: Iterable<string>): void {
    for (const entityRef of entityRefs) this.#keys.add(signalKeyOf(entityRef));
    if (this.#keys.size === 0) return;
    this.#pending ??= setTimeout(() => this.#publish(), EVERY_MS);
  }

  stop(): void {
    clearTimeout(this.#pending);
    this.#pending = undefined;
  }

  #publish(): void {
    this.#pending = undefined;
    const message: ServicesChanged = {
      changed: this.#keys.size > MOST_KEYS ? true : [...this.#keys],
    };
    this.#keys.clear();
    this.#signals
      .publish({
        recipients: { type: 'broadcast' },
        channel: SERVICES_CHANNEL,
        message,
      })
      .catch(error =>
        this.#logger.debug(`No signal sent: ${toError(error).message}`),
      );
  }
}
