import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { SignalsService } from '@backstage/plugin-signals-node';
import { SHARDS_CHANNEL } from '@worldscale/backstage-plugin-scaling-common';

/**
 * Players come and go at every moment somewhere; pages that are told twice a second
 * would read all the time. Short enough for a page to be right within five seconds.
 */
const EVERY_MS = 2_000;

/** Tells open pages that shards changed, and never what; at most every two seconds. */
export class ShardSignals {
  readonly #signals: SignalsService;
  readonly #logger: LoggerService;
  #pending: NodeJS.Timeout | undefined;

  constructor(options: { signals: SignalsService; logger: LoggerService }) {
    this.#signals = options.signals;
    this.#logger = options.logger;
  }

  changed(): void {
    this.#pending ??= setTimeout(() => {
      this.#pending = undefined;
      this.#signals
        .publish({
          recipients: { type: 'broadcast' },
          channel: SHARDS_CHANNEL,
          message: { changed: true },
        })
        .catch(error =>
          this.#logger.debug(`No signal sent: ${toError(error).message}`),
        );
    }, EVERY_MS);
  }

  stop(): void {
    clearTimeout(this.#pending);
    this.#pending = undefined;
  }
}
