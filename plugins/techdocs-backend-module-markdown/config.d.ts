import type { SchedulerServiceTaskScheduleDefinitionConfig } from '@backstage/backend-plugin-api';
import type { HumanDuration } from '@backstage/types';

export interface Config {
  techdocs?: {
    /** Sites built from Markdown in the backend's own process. */
    markdown?: {
      /** Memory for rendered pages, so that a rebuild renders what changed. Default: 64. */
      cacheMegabytes?: number;
      /** A longer page is shown as it is written. Default: 1,000,000. */
      maxPageCharacters?: number;
      /** A page that takes longer is shown as it is written. Default: 5. */
      maxPageSeconds?: number;
      /**
       * Whether publishing to a local folder deletes what a new build no longer has.
       * Backstage's own local publisher keeps it for ever. Default: true.
       */
      removeStaleFiles?: boolean;
      /**
       * Where the portal has pages of its own, as paths from its root. A link in a page
       * that starts at the root and leads to none of them is reported. In place of the
       * default: /api, /api-docs, /catalog, /catalog-graph, /catalog-import, /create,
       * /devtools, /docs, /explore, /fleet, /graphiql, /home, /kubernetes,
       * /notifications, /oauth2, /scaling, /search, /settings, /shards, /slos,
       * /tech-radar, /visualizer, /worlds.
       */
      portalPaths?: string[];
      /** Builds the docs of all entities, so that search finds what nobody opened. */
      builds?: {
        /** Default: true where `techdocs.builder` is local. */
        enabled?: boolean;
        /**
         * How often it is looked for entities that are new or due. Default: ten seconds
         * after the start, then every minute.
         */
        schedule?: SchedulerServiceTaskScheduleDefinitionConfig;
        /**
         * After how long the host of an entity's docs is asked for changes, if nobody
         * has opened them. Default: 30 minutes.
         */
        recheckAfter?: HumanDuration | string;
      };
    };
  };
}
