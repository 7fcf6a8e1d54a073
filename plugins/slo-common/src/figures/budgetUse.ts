import { Interval } from '../time/Interval';
import { Budget, BudgetQuestion, consumedShare, elapsedPart } from './budget';
import { coverageOf } from './measurement';
import { tallySlices } from './tally';

/** What one stretch of time took from the budget. */
export interface BudgetUse extends Interval {
  /** Share of the whole budget; null where too little of the stretch was observed. */
  consumed: number | null;
  badEvents: number;
  coverage: number;
}

/**
 * What incidents, days or deployments took from a budget whose figures are
 * known. Stretches that share no slice and cover the window add up to what the
 * window consumed. Parts outside the window do not count.
 */
export function budgetUse(
  question: BudgetQuestion,
  budget: Budget,
  stretches: readonly Interval[],
): BudgetUse[] {
  const { series, window, rule, target, coverageFloor, excluded } = question;
  const past = elapsedPart(window);
  return stretches.map(({ startMs, endMs }) => {
    const within = {
      startMs: Math.max(startMs, past.startMs),
      endMs: Math.min(endMs, past.endMs),
    };
    const tally = tallySlices(series, within, rule, excluded);
    const coverage = coverageOf(tally);
    const isKnown =
      budget.figures !== undefined &&
      (tally.expected === 0 || coverage >= coverageFloor);
    const consumed = isKnown
      ? consumedShare(tally.bad, budget.tally.of, budget.elapsedShare, target)
      : null;
    return { startMs, endMs, consumed, badEvents: tally.badEvents, coverage };
  });
}
