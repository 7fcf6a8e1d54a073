import { ReplicaRange } from './replicaRange';

/** How a size came about, by the published algorithm and by what was reported. */
export interface Decision {
  /**
   * What the algorithm yields from the reported values; a range where they leave some
   * of it open, null where it cannot be computed.
   */
  computed: ReplicaRange | null;
  /** What the autoscaler says that it wants; null: unknown. */
  reported: number | null;
  /**
   * `agrees`: both are the same. `held`: they differ for a reason that the controller
   * gives. `differs`: they differ, and nothing says why. `notComputed`: there is
   * nothing to compare.
   */
  verdict: 'agrees' | 'held' | 'differs' | 'notComputed';
  /** Sentences for people, in the order in which the autoscaler goes about it. */
  steps: string[];
}

export function notComputed(
  reported: number | null,
  ...steps: string[]
): Decision {
  return { computed: null, reported, verdict: 'notComputed', steps };
}
