import { Labels } from '../promql/labels';
import { Matcher } from '../promql/Matcher';
import { Observed } from './rate';
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

/** Windows of one length that end at given instants (ascending). */
export interface Windows {
  ends: Float64Array;
  rangeMs: number;
  /** Whether a sample on the left end is inside. */
  closed: boolean;
}

/** A counter whose windows are told without all their samples. */
export interface ObservedCounter {
  labels: Labels;
  /**
   * What the i-th window holds, until the next one is asked for; undefined with fewer
   * than two samples.
   */
  observe(i: number): Observed | undefined;
}

/** What is needed for the increase of counters over windows. */
export interface CounterSamples {
  observed: ObservedCounter[];
  /** The counters of which all samples are needed. */
  runs: Run[];
}

/** The windows as few intervals that ascend and do not overlap. */
export function coveringIntervals({ ends, rangeMs }: Windows): Interval[] {
  const intervals: Interval[] = [];
  for (const toMs of ends) {
    const last = intervals[intervals.length - 1];
    if (last && toMs - rangeMs <= last.toMs) last.toMs = toMs;
    else intervals.push({ fromMs: toMs - rangeMs, toMs });
  }
  return intervals;
}

/** Sum and number of the samples of one series within an interval. */
export interface Total {
  labels: Labels;
  sum: number;
  count: number;
}

/** Where the evaluator gets samples from. */
export interface SampleStore {
  /**
   * Sums over an interval that do not read every sample; undefined where they would.
   */
  totals?(
    matchers: readonly Matcher[],
    interval: Interval,
    work: Work,
  ): Promise<Total[] | undefined>;

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

  /** What rate() and increase() need over windows. */
  counters(
    matchers: readonly Matcher[],
    windows: Windows,
    work: Work,
  ): Promise<CounterSamples>;
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

  async totals(
    matchers: readonly Matcher[],
    interval: Interval,
    work: Work,
  ): Promise<Total[] | undefined> {
    const found: Total[] = [];
    for (const store of this.stores) {
      const totals = await store.totals?.(matchers, interval, work);
      if (!totals) return undefined;
      found.push(...totals);
    }
    return found;
  }

  async counters(
    matchers: readonly Matcher[],
    windows: Windows,
    work: Work,
  ): Promise<CounterSamples> {
    const found: CounterSamples = { observed: [], runs: [] };
    for (const store of this.stores) {
      const { observed, runs } = await store.counters(matchers, windows, work);
      found.observed.push(...observed);
      found.runs.push(...runs);
    }
    return found;
  }
}
