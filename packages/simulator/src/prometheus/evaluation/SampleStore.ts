import { Labels } from '../promql/labels';
import { Matcher } from '../promql/Matcher';
import { Work } from './Work';

/**
 * One series at the instants of a query: `values[i]` counts where
 * `present[i]` is 1. (Not-a-number is a value, so it cannot mean absence.)
 */
export interface Column {
  labels: Labels;
  values: Float64Array;
  present: Uint8Array;
}

/** Raw samples of one series, oldest first. */
export interface Run {
  labels: Labels;
  timesMs: Float64Array;
  values: Float64Array;
}

/** Both ends belong to it; Unix milliseconds. */
export interface Interval {
  fromMs: number;
  toMs: number;
}

/** Where the evaluator gets samples from. */
export interface SampleStore {
  /**
   * For each instant (ascending, Unix milliseconds) the newest sample of each
   * series that is not stale there. Series without any are left out.
   */
  latest(
    matchers: readonly Matcher[],
    instants: Float64Array,
    work: Work,
  ): Promise<Column[]>;

  /** All samples within the intervals, which ascend and do not overlap. */
  between(
    matchers: readonly Matcher[],
    intervals: readonly Interval[],
    work: Work,
  ): Promise<Run[]>;
}

/** Several stores as one. */
export class CombinedSampleStore implements SampleStore {
  constructor(private readonly stores: readonly SampleStore[]) {}

  async latest(
    matchers: readonly Matcher[],
    instants: Float64Array,
    work: Work,
  ): Promise<Column[]> {
    const found: Column[] = [];
    for (const store of this.stores) {
      found.push(...(await store.latest(matchers, instants, work)));
    }
    return found;
  }

  async between(
    matchers: readonly Matcher[],
    intervals: readonly Interval[],
    work: Work,
  ): Promise<Run[]> {
    const found: Run[] = [];
    for (const store of this.stores) {
      found.push(...(await store.between(matchers, intervals, work)));
    }
    return found;
  }
}
