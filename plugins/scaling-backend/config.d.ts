export interface Config {
  scaling?: {
    kubernetes?: {
      /**
       * After how many seconds clusters are asked to end a watch, which is then
       * begun anew. A quiet watch confirms what is known when it ends, so this should
       * be shorter than the time after which values count as old. Default: 40.
       * What fails or is missing is asked for again as often, at the least.
       */
      watchSeconds?: number;
      /** How many objects one page of a list holds. Default: 500. */
      pageSize?: number;
      /** How many seconds one page of a list may take. Default: 20. */
      listSeconds?: number;
    };
  };
}
