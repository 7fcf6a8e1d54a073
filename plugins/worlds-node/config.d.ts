import { HumanDuration } from '@backstage/types';

export interface Config {
  worldscale?: {
    freshness?: {
      /**
       * Age after which an observed value is shown as old. Default: one minute.
       * @deepVisibility frontend
       */
      oldAfter?: HumanDuration | string;
      /**
       * Age after which an observed value no longer counts and the state is unknown.
       * Default: five minutes.
       * @deepVisibility frontend
       */
      unknownAfter?: HumanDuration | string;
    };
    /**
     * Metrics: Prometheus, or anything that answers like it (Thanos, Mimir,
     * VictoriaMetrics). Without it, what is read from metrics says that it is not
     * configured. One at most of bearerToken, basicAuth and a header Authorization.
     */
    prometheus?: {
      /** What people call it. Default: Prometheus. */
      title?: string;
      /** Address below which `/api/v1/query` is found, its path included. */
      baseUrl: string;
      /** @visibility secret */
      bearerToken?: string;
      basicAuth?: {
        username: string;
        /** @visibility secret */
        password: string;
      };
      /**
       * Further headers, for example `X-Scope-OrgID` of Mimir.
       * @deepVisibility secret
       */
      headers?: { [name: string]: string };
      /** How long an answer may take. Default: 20 seconds. */
      timeout?: HumanDuration | string;
      /** How many questions each plugin asks at the same time. Default: 6. */
      maxConcurrent?: number;
      /** Larger answers are not read. Default: 16 MiB. */
      maxResponseBytes?: number;
      /**
       * Label that names the cluster of a series. Default: cluster. Empty where all
       * series are of one cluster and carry no such label.
       */
      clusterLabel?: string;
      /**
       * Values of that label by the cluster's name below `kubernetes:`, where the two
       * differ.
       */
      clusterValues?: { [cluster: string]: string };
    };
  };
}
