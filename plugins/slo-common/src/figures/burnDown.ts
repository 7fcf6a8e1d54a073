/*
 * How the budget went down over its window. Each point takes away what was bad
 * until then, as a share of the whole window's budget: so the line never rises
 * while no slice is corrected, and ends exactly on the tile. (Taking the ratio
 * up to each point instead lets a budget recover that was long spent:
 * elastic/kibana#270381. This is how OpenObserve does it.)
 */
import { Budget, BudgetQuestion, consumedShare, elapsedPart } from './budget';
import { SliceSeries, slicesWithin, withoutExcluded } from './SliceSeries';
import { badnessOf } from './tally';

export interface BurnDown {
  /** Unix milliseconds, ascending; the last is where the window's past ends. */
  atMs: number[];
  /** Share of the budget that is left; null before the first observation. */
  remaining: (number | null)[];
}

/**
 * The line of a budget whose figures are known; of one that is unknown, no
 * points.
 *
 * @param points - at most this many, evenly spread
 */
export function burnDown(
  question: BudgetQuestion,
  budget: Budget,
  points = 500,
): BurnDown {
  const line: BurnDown = { atMs: [], remaining: [] };
  if (!budget.figures) return line;
  const { series, window, rule, target, excluded = [] } = question;
  const { from, to } = slicesWithin(series, elapsedPart(window));
  const { bad, total } = withoutExcluded(series, excluded);
  const step = Math.max(1, Math.ceil((to - from) / points));
  let badSum = 0;
  let isObserved = false;
  for (let i = from; i < to; i++) {
    if (total[i] >= 0) isObserved = true;
    if (total[i] > 0) badSum += badnessOf(bad[i], total[i], rule);
    const isPoint = (to - 1 - i) % step === 0;
    if (!isPoint) continue;
    line.atMs.push(endOf(series, i));
    line.remaining.push(
      isObserved
        ? 1 -
            consumedShare(badSum, budget.tally.of, budget.elapsedShare, target)
        : null,
    );
  }
  return line;
}

function endOf({ startMs, sliceMs }: SliceSeries, i: number): number {
  return startMs + (i + 1) * sliceMs;
}
