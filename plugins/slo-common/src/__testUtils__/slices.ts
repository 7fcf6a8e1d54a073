import fc from 'fast-check';
import { BudgetQuestion } from '../figures/budget';
import { sliceSeries, SliceSeries } from '../figures/SliceSeries';
import { budgetingMethods } from '../openslo/schema';

export const minuteMs = 60_000;

/** Slices of a minute from the epoch; `[bad, total]`, or null where nothing was observed. */
export function slices(
  counts: readonly (readonly [number, number] | null)[],
  sliceMs = minuteMs,
): SliceSeries {
  return sliceSeries(
    0,
    sliceMs,
    counts.map(c => (c ? c[0] : NaN)),
    counts.map(c => (c ? c[1] : NaN)),
  );
}

/** The window that a series just fills. */
export function wholeOf(series: SliceSeries) {
  const endMs = series.startMs + series.total.length * series.sliceMs;
  return { startMs: series.startMs, endMs, elapsedMs: endMs - series.startMs };
}

const count = fc
  .tuple(fc.nat(50), fc.nat(50))
  .map(([bad, good]): [number, number] => [bad, bad + good]);
const slice = fc.option(count, { freq: 8, nil: null });

export const someCounts = fc.array(slice, { minLength: 1, maxLength: 120 });
export const rules = fc
  .tuple(
    fc.constantFrom(...budgetingMethods),
    fc.double({ min: 0.01, max: 1, noNaN: true }),
  )
  .map(([method, timeSliceTarget]) => ({ method, timeSliceTarget }));
export const targets = fc.constantFrom(0.5, 0.9, 0.99, 0.999, 0.9995);

/** A question over a whole series. */
export function questionOf(
  series: SliceSeries,
  more: Partial<BudgetQuestion> = {},
): BudgetQuestion {
  return {
    series,
    window: wholeOf(series),
    rule: { method: 'Occurrences' },
    target: 0.99,
    coverageFloor: 0.9,
    ...more,
  };
}
