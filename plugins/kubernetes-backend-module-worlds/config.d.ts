export interface Config {
  kubernetes?: {
    worlds?: {
      /**
       * How many seconds a cluster has for its answer to one request of the Kubernetes
       * tab. What is not there by then is named as missing. Default: 8.
       */
      answerWithinSeconds?: number;
    };
  };
}
