import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { SignalsService } from '@backstage/plugin-signals-node';
import { scalingChannel } from '@worldscale/backstage-plugin-scaling-common';

/**
 * Tells open pages that a service changed: one channel per service, and never what
 * changed. Pages poll as well, so that a signal that is lost only costs time. After
 * a change of very many at once (the first picture, a lost region) the pages'
 * polling is left to do it.
 */
const MOST_AT_ONCE = 200;

export class ChangeSignals {
  readonly #signals: SignalsService;
  readonly #logger: LoggerService;

  constructor(options: { signals: SignalsService; logger: LoggerService }) {
    this.#signals = options.signals;
    this.#logger = options.logger;
  }

  changed(entityRefs: Iterable<string>): void {
    const refs = [...entityRefs];
    if (refs.length > MOST_AT_ONCE) return;
    for (const entityRef of refs) {
      this.#signals
        .publish({
          recipients: { type: 'broadcast' },
          channel: scalingChannel(entityRef),
          message: { changed: true },
        })
        .catch(error =>
          this.#logger.debug(`No signal sent: ${toError(error).message}`),
        );
    }
  }
}
