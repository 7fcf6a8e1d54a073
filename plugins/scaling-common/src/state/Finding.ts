import { State } from '@worldscale/backstage-plugin-worlds-common';

/** One thing that can be said about a workload, and what it means. */
export interface Finding {
  /** Stable name of the rule that found it. */
  code: string;
  state: State;
  /** One sentence for people. */
  sentence: string;
  /** What the controller itself wrote, where the sentence puts it in other words. */
  detail?: string;
}
