import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import {
  NotificationSendOptions,
  NotificationService,
} from '@backstage/plugin-notifications-node';
import { SignalsService } from '@backstage/plugin-signals-node';
import { SLO_SIGNAL } from '@worldscale/backstage-plugin-slo-common';
import { CatalogPicture } from '../definitions/CatalogReader';
import { ChangeStore, UntoldChange } from './ChangeStore';

/** Of more changes at once than this, people are better told by the list. */
const MOST_AT_ONCE = 50;

type Severity = NotificationSendOptions['payload']['severity'];

/** What somebody must act on; what got better is only in the timeline. */
const severities: Partial<Record<UntoldChange['kind'], Severity>> = {
  alertFired: 'high',
  budgetSpent: 'high',
  policyChanged: 'normal',
};

export interface ChangeFlowOptions {
  changes: ChangeStore;
  notifications: Pick<NotificationService, 'send'>;
  signals: Pick<SignalsService, 'publish'>;
  picture: () => CatalogPicture;
  logger: LoggerService;
}

/** Tells owners and open pages of what has changed. */
export class ChangeFlow {
  readonly #options: ChangeFlowOptions;

  constructor(options: ChangeFlowOptions) {
    this.#options = options;
  }

  async run(hasChanged: boolean): Promise<void> {
    const { changes, signals, logger } = this.#options;
    for (const change of await changes.takeUntold(MOST_AT_ONCE)) {
      await this.#tell(change);
    }
    if (!hasChanged) return;
    try {
      await signals.publish({
        recipients: { type: 'broadcast' },
        channel: SLO_SIGNAL,
        message: { changed: true },
      });
    } catch (error) {
      logger.debug(`No signal sent: ${toError(error).message}`);
    }
  }

  async #tell(change: UntoldChange): Promise<void> {
    const { notifications, picture, logger } = this.#options;
    const severity =
      change.severity === 'page' ? 'critical' : severities[change.kind];
    const entity = change.entityRef
      ? picture().entities.get(change.entityRef)
      : undefined;
    if (!severities[change.kind] || !entity?.owner) return;
    const [title, ...rest] = change.text.split(/(?<=\.) /);
    try {
      await notifications.send({
        recipients: { type: 'entity', entityRef: entity.owner },
        payload: {
          title: title.slice(0, 200),
          description: rest.join(' ') || undefined,
          link: change.slo ? `/slos/${change.slo}` : linkOf(entity.entityRef),
          ...{ severity, topic: 'slo' },
          // A later one of the same kind takes the place of one that nobody read.
          scope: [change.kind, change.slo ?? change.entityRef].join(':'),
        },
      });
    } catch (error) {
      logger.warn(`${entity.owner} was not told: ${toError(error).message}`);
    }
  }
}

function linkOf(entityRef: string): string {
  const [kind, path] = entityRef.split(':');
  const [namespace, name] = path.split('/');
  return `/catalog/${namespace}/${kind}/${name}/slos`;
}
