import { LoggerService, SchedulerService } from '@backstage/backend-plugin-api';
import { SignalsService } from '@backstage/plugin-signals-node';
import { FLEET_SIGNAL } from '@worldscale/backstage-plugin-worlds-common';
import { CatalogPull } from './ingest/CatalogPull';
import { SummariesPull } from './ingest/SummariesPull';
import { WorldsConfig } from './readWorldsConfig';

export interface PullsOptions {
  config: WorldsConfig;
  scheduler: SchedulerService;
  signals: SignalsService;
  logger: LoggerService;
  catalogPull: CatalogPull;
  summariesPull: SummariesPull;
}

/**
 * Puts the pulls on the schedule: one task per domain, so that a slow one holds up no
 * other, each run by one backend at a time. Watchers are told "changed", and nothing
 * else; whoever misses it polls.
 */
export async function startPulls(options: PullsOptions): Promise<void> {
  const { config, scheduler, signals, logger } = options;
  const tell = async (changed: boolean) => {
    if (!changed) return;
    try {
      await signals.publish({
        recipients: { type: 'broadcast' },
        channel: FLEET_SIGNAL,
        message: {},
      });
    } catch (error) {
      logger.warn('Could not signal that the fleet changed', error as Error);
    }
  };
  await scheduler.scheduleTask({
    ...config.catalogSchedule,
    id: 'pull-catalog',
    scope: 'global',
    fn: async () => tell((await options.catalogPull.run()) > 0),
  });
  for (const domain of config.domains) {
    await scheduler.scheduleTask({
      ...config.pullSchedule,
      id: `pull-${domain}`,
      scope: 'global',
      fn: async signal => tell(await options.summariesPull.run(domain, signal)),
    });
  }
}
