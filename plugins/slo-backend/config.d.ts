import { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';
import { HumanDuration } from '@backstage/types';

export interface Config {
  slo?: {
    /**
     * Addresses of OpenSLO files that no entity names in its annotation
     * `worldscale.io/slo`, read through the integrations.
     */
    files?: string[];
    /** After which time a file is asked for again. Default: 5 minutes. */
    recheckAfter?: HumanDuration | string;
    /**
     * How many SLOs are measured by queries of their own while their rules are not
     * loaded in Prometheus, or have not recorded enough yet. Default: 500.
     */
    mostWithoutRules?: number;
    /**
     * How far back hours are read from Prometheus where rules are loaded. Default: as
     * long as results by the hour are kept.
     */
    readBack?: HumanDuration | string;
    /** How long results are kept. */
    retention?: {
      /** Results by the hour. Default: 100 days. */
      hours?: HumanDuration | string;
      /** Results by the day. Default: 1098 days. */
      days?: HumanDuration | string;
      /** Alerts, policies and other changes. Default: 400 days. */
      changes?: HumanDuration | string;
    };
    /** When figures are read. Default: every 20 seconds. */
    measureSchedule?: SchedulerServiceTaskScheduleDefinitionConfig;
    /** When annotations and files are looked at. Default: every 10 seconds. */
    readSchedule?: SchedulerServiceTaskScheduleDefinitionConfig;
  };
}
