import { Values } from '../history/alignSeries';

/** A step in a recorded size: it had `from` at `notBeforeMs` and `to` at `atMs`. */
export interface RecordedStep {
  from: number;
  to: number;
  notBeforeMs: number;
  atMs: number;
}

/**
 * The changes that a recorded size shows. Between two samples it may have changed at
 * any moment, and more than once; what is known is that it was one size at the one and
 * another at the other. Where samples are missing the span is as long as the gap.
 * Values that cannot be a size say nothing.
 *
 * @param before what is known from before the first sample
 * @param after what is known from after the last one
 */
export function recordedSteps(
  times: readonly number[],
  values: Values,
  before?: { atMs: number; size: number },
  after?: { atMs: number; size: number },
): RecordedStep[] {
  const steps: RecordedStep[] = [];
  let last = before;
  const take = (atMs: number, size: number) => {
    if (last && last.size !== size) {
      steps.push({ from: last.size, to: size, notBeforeMs: last.atMs, atMs });
    }
    last = { atMs, size };
  };
  times.forEach((atMs, i) => {
    const value = values[i] ?? null;
    if (value === null || !Number.isInteger(value) || value < 0) return;
    if (last && atMs <= last.atMs) return;
    if (after && atMs >= after.atMs) return;
    take(atMs, value);
  });
  // Without a single sample there is nothing recorded to join on to.
  if (after && last && last !== before) take(after.atMs, after.size);
  return steps;
}
