/*
 * The error budget of one window.
 *
 *   budget    = 1 - target
 *   burn rate = share of bad / budget            (SRE Workbook, chapter 5)
 *   consumed  = burn rate * part of the window that is over
 *   remaining = 1 - consumed                     signed: below 0 is overspent
 *
 * A rolling window is always over, so there consumed is the burn rate. In a
 * calendar window the whole period's budget is what people plan with. Slices of
 * the period are known in advance; how many events it will have is not, so
 * Occurrences take the traffic so far to go on: without that the budget would
 * seem to grow back as the month goes on.
 */
import { Interval } from '../time/Interval';
import { BudgetingMethod } from '../openslo/schema';
import { WindowAt } from '../time/windowAt';
import { Measurement, measure } from './measurement';
import { excludedSlices, expectedSlices, SliceSeries } from './SliceSeries';
import { SliceRule, Tally, tallySlices } from './tally';

export interface BudgetQuestion {
  series: SliceSeries;
  window: WindowAt;
  rule: SliceRule;
  /** 0 to below 1. */
  target: number;
  coverageFloor: number;
  /** Sorted, without overlaps. */
  excluded?: readonly Interval[];
  isStale?: boolean;
}

export interface BudgetFigures {
  /** Share of the budget that is used; may pass 1. */
  consumed: number;
  /** Share that is left; below 0 is overspent. */
  remaining: number;
  /** Of the part of the window that is over. */
  burnRate: number;
  /** Of the window's time that counts, as if everything failed at once. */
  minutes: { allowed: number; remaining: number };
  /** Occurrences only. */
  events?: {
    allowed: number;
    bad: number;
    remaining: number;
    /** Whether the traffic of the rest of a calendar window was assumed. */
    isEstimated: boolean;
  };
}

export type Budget = {
  tally: Tally;
  /** Part of the window's counting slices that is over, 0 to 1. */
  elapsedShare: number;
  measurement: Measurement;
  /** Absent where the measurement is unknown. */
  figures?: BudgetFigures;
};

/** Share of a budget used by something bad. All figures of a budget come from here. */
export function consumedShare(
  bad: number,
  of: number,
  elapsedShare: number,
  target: number,
): number {
  return ((bad / of) * elapsedShare) / budgetShareOf(target);
}

/** 1 - target, rounded as in the rules: 0.001, not 0.0010000000000000009. */
export function budgetShareOf(target: number): number {
  return Number((1 - target).toPrecision(12));
}

/** The part of a window that lies behind, as an interval. */
export function elapsedPart({ startMs, elapsedMs }: WindowAt): Interval {
  return { startMs, endMs: startMs + elapsedMs };
}

export function budgetOf(question: BudgetQuestion): Budget {
  const { series, window, rule, target, coverageFloor, isStale } = question;
  const excluded = question.excluded ?? [];
  const tally = tallySlices(series, elapsedPart(window), rule, excluded);
  const wholeSlices =
    expectedSlices(series, window) - excludedSlices(series, window, excluded);
  return budgetOfTally(tally, {
    method: rule.method,
    sliceMs: series.sliceMs,
    ...{ wholeSlices, target, coverageFloor, isStale },
  });
}

export interface TallyQuestion {
  method: BudgetingMethod;
  sliceMs: number;
  /** Slices of the whole window that count, those to come included. */
  wholeSlices: number;
  target: number;
  coverageFloor: number;
  isStale?: boolean;
}

/** The budget of a window whose past part is added up already. */
export function budgetOfTally(tally: Tally, question: TallyQuestion): Budget {
  const { method, sliceMs, wholeSlices, target } = question;
  const measurement = measure(tally, question);
  const elapsedShare = wholeSlices > 0 ? tally.expected / wholeSlices : 0;
  const answer = { tally, elapsedShare, measurement };
  if (measurement.state === 'unknown') return answer;

  const consumed = consumedShare(tally.bad, tally.of, elapsedShare, target);
  const remaining = 1 - consumed;
  const budget = budgetShareOf(target);
  const allowedMinutes = (wholeSlices * sliceMs * budget) / 60_000;
  const figures: BudgetFigures = {
    consumed,
    remaining,
    burnRate: burnRateOf(measurement.badShare, target),
    minutes: { allowed: allowedMinutes, remaining: allowedMinutes * remaining },
  };
  if (method === 'Occurrences') {
    const allowed = (tally.totalEvents / elapsedShare) * budget;
    const isEstimated = elapsedShare < 1;
    const { badEvents } = tally;
    const left = allowed - badEvents;
    figures.events = { allowed, bad: badEvents, remaining: left, isEstimated };
  }
  return { ...answer, figures };
}

/** How many times faster than sustainable the budget burns. */
export function burnRateOf(badShare: number, target: number): number {
  return badShare / budgetShareOf(target);
}

/** What one window says of how the budget burns; null where it is not known. */
export interface BurnRateAt {
  windowMs: number;
  burnRate: number | null;
  measurement: Measurement;
}

/** Burn rates over windows that all end at one instant. */
export function burnRates(
  question: Omit<BudgetQuestion, 'window'>,
  endMs: number,
  windowsMs: readonly number[],
): BurnRateAt[] {
  const { series, rule, target, coverageFloor, excluded, isStale } = question;
  return windowsMs.map(windowMs => {
    const within = { startMs: endMs - windowMs, endMs };
    const tally = tallySlices(series, within, rule, excluded);
    const measurement = measure(tally, { coverageFloor, isStale });
    const burnRate =
      measurement.state === 'known'
        ? burnRateOf(measurement.badShare, target)
        : null;
    return { windowMs, burnRate, measurement };
  });
}
