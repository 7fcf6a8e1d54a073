export interface Config {
  scaffolder?: {
    worlds?: {
      /**
       * Where new services get their repository, for the actions `worlds:planService`
       * and `worlds:publishRepository`.
       */
      repositories?: {
        /**
         * Host of one of `integrations.gitea`. Default: the only one there; with
         * several it must be said.
         */
        host?: string;
        /** Organisation that owns the repositories. It must exist. */
        owner: string;
      };
    };
  };
}
