import { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';

export interface Config {
  worlds?: {
    /**
     * Plugin ids of the domains whose summaries make the fleet. Default: all domains of
     * the suite; those that are not installed are left out.
     */
    domains?: string[];
    /**
     * When each domain is asked for what changed. Default: every ten seconds.
     */
    pullSchedule?: SchedulerServiceTaskScheduleDefinitionConfig;
    /**
     * When worlds, regions and services are read from the catalog. Default: every 30
     * seconds.
     */
    catalogSchedule?: SchedulerServiceTaskScheduleDefinitionConfig;
  };
}
