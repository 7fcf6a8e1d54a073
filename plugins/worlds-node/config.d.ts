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
  };
}
