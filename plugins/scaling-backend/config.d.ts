import { HumanDuration } from '@backstage/types';

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
    /** The ledger of changes of size. */
    ledger?: {
      /** How long changes are kept. Default: 400 days. */
      retention?: HumanDuration | string;
      /**
       * How far back recorded series are asked for past sizes at the first start, at
       * most; zero: not at all. Default: 30 days.
       */
      backfill?: HumanDuration | string;
    };
    /**
     * Series that tell the demand on services. Of several entries the first that is for
     * a service counts; the annotation `worldscale.io/demand-metric` comes before them.
     */
    demand?: Array<{
      /** Unique. */
      name: string;
      /** Shown to people; default: the name. */
      title?: string;
      /** What is counted, for example `players`; default: the name. */
      unit?: string;
      /** Name of a metric; asked for is its sum by the labels of `match`. */
      metric?: string;
      /** Or PromQL, grouped by the labels of `match`. */
      expression?: string;
      /**
       * Which label of a series names what: values are texts with the placeholders
       * {name}, {kubernetesId}, {namespace}, {region} and {cluster}. A label that a series
       * does not have is not compared. Default: `service: '{name}'`,
       * `namespace: '{namespace}'`, `region: '{region}'`, and the cluster's label.
       */
      match?: { [label: string]: string };
      /** Which services it is for; default: all. */
      services?: {
        entityRefs?: string[];
        /** Of `spec.type`. */
        types?: string[];
      };
      /** How much one replica carries; the annotation `worldscale.io/capacity-per-replica` comes before it. */
      capacityPerReplica?: number;
    }>;
    /** How long new capacity takes, where that cannot be measured. */
    capacity?: {
      /** Until a new node takes pods. Default: 5 minutes. */
      newNode?: HumanDuration | string;
      /** Until a person has raised a limit. Default: 15 minutes. */
      raisedLimit?: HumanDuration | string;
      /** From creation of a replica to ready, where no start was seen. Default: 2 minutes. */
      replicaStart?: HumanDuration | string;
    };
  };
}
