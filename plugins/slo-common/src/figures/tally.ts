/*
 * The three budgeting methods of OpenSLO v1 as one sum: each slice gives
 * something bad and something that it is a share of.
 *
 * - Occurrences: bad events of all events
 * - Timeslices: 1 of 1 where the share of good events missed the slice's target
 * - RatioTimeslices: the share of bad events of 1
 *
 * Three kinds of slices are kept apart: not observed (a gap), observed without
 * events (says nothing in either direction, but the eye was open), and rated.
 * Sums can be joined, in any grouping: that is how hours make days.
 */
import { BudgetingMethod } from '../openslo/schema';
import { Interval } from '../time/Interval';
import {
  excludedSlices,
  expectedSlices,
  SliceSeries,
  slicesWithin,
  withoutExcluded,
} from './SliceSeries';

/** How slices are judged. */
export interface SliceRule {
  method: BudgetingMethod;
  /** Share of good events that makes a slice good; Timeslices only. */
  timeSliceTarget?: number;
}

export interface Tally {
  /** Slices of the grid that count: excluded ones do not. */
  expected: number;
  excluded: number;
  observed: number;
  /** Observed, with events. */
  rated: number;
  badEvents: number;
  totalEvents: number;
  /** What was bad, in the method's own measure. */
  bad: number;
  /** What it is a share of. */
  of: number;
}

export const emptyTally: Tally = {
  expected: 0,
  excluded: 0,
  observed: 0,
  rated: 0,
  badEvents: 0,
  totalEvents: 0,
  bad: 0,
  of: 0,
};

export function mergeTallies(a: Tally, b: Tally): Tally {
  return {
    expected: a.expected + b.expected,
    excluded: a.excluded + b.excluded,
    observed: a.observed + b.observed,
    rated: a.rated + b.rated,
    badEvents: a.badEvents + b.badEvents,
    totalEvents: a.totalEvents + b.totalEvents,
    bad: a.bad + b.bad,
    of: a.of + b.of,
  };
}

/** How bad one slice with events was, in the method's own measure. */
export function badnessOf(bad: number, total: number, rule: SliceRule): number {
  if (rule.method === 'Occurrences') return bad;
  if (rule.method === 'RatioTimeslices') return bad / total;
  // 95 of 100 meet 0.95 although 0.95 * 100 may lie a hair above 95.
  const needed = (rule.timeSliceTarget ?? 1) * total * (1 - 1e-12);
  return total - bad >= needed ? 0 : 1;
}

/**
 * Adds up the slices that lie wholly within an interval. Sums run from the
 * first slice to the last, so that a burn-down ends on the very same number.
 *
 * @param excluded - sorted, without overlaps
 */
export function tallySlices(
  series: SliceSeries,
  within: Interval,
  rule: SliceRule,
  excluded: readonly Interval[] = [],
): Tally {
  const { bad, total } = withoutExcluded(series, excluded);
  const { from, to } = slicesWithin(series, within);
  const left = excludedSlices(series, within, excluded);
  const sums = addUp(bad, total, from, to, rule);
  return {
    expected: expectedSlices(series, within) - left,
    excluded: left,
    ...sums,
    of: rule.method === 'Occurrences' ? sums.totalEvents : sums.rated,
  };
}

/** The one loop over all slices, plain for speed: 43,200 of them a month. */
function addUp(
  bad: Float64Array,
  total: Float64Array,
  from: number,
  to: number,
  rule: SliceRule,
) {
  const isOccurrences = rule.method === 'Occurrences';
  let observed = 0;
  let rated = 0;
  let badEvents = 0;
  let totalEvents = 0;
  let badSum = 0;
  for (let i = from; i < to; i++) {
    const events = total[i];
    // Not so for NaN, which is a slice that was not observed.
    if (events >= 0) {
      observed += 1;
      if (events > 0) {
        rated += 1;
        totalEvents += events;
        badEvents += bad[i];
        if (!isOccurrences) badSum += badnessOf(bad[i], events, rule);
      }
    }
  }
  return {
    observed,
    rated,
    badEvents,
    totalEvents,
    bad: isOccurrences ? badEvents : badSum,
  };
}
