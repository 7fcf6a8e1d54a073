import { InputError } from '@backstage/errors';
import { Interval } from '../time/Interval';

/**
 * What was counted, slice by slice, without gaps in the grid: slice i covers
 * `startMs + i * sliceMs` up to the next. A slice that was not observed has NaN
 * in both columns; a slice without events has zeros. Columns, because a month of
 * minutes is 43,200 slices and there are thousands of objectives.
 */
export interface SliceSeries {
  /** Unix milliseconds. */
  readonly startMs: number;
  readonly sliceMs: number;
  readonly bad: Float64Array;
  readonly total: Float64Array;
}

/**
 * A series from counts. What cannot be a count (negative, infinite, one of the
 * two missing) was not observed; more bad than there are is all of them.
 *
 * @throws InputError where the columns or the slice make no grid
 */
export function sliceSeries(
  startMs: number,
  sliceMs: number,
  bad: ArrayLike<number>,
  total: ArrayLike<number>,
): SliceSeries {
  if (bad.length !== total.length) {
    throw new InputError(
      `There are ${bad.length} counts of bad events and ${total.length} of all`,
    );
  }
  if (!(sliceMs > 0) || !Number.isFinite(startMs)) {
    throw new InputError(
      `Slices of ${sliceMs} ms from ${startMs} make no grid`,
    );
  }
  const series = {
    startMs,
    sliceMs,
    bad: new Float64Array(bad.length),
    total: new Float64Array(total.length),
  };
  for (let i = 0; i < bad.length; i++) {
    const isCount =
      bad[i] >= 0 && total[i] >= 0 && bad[i] < Infinity && total[i] < Infinity;
    series.bad[i] = isCount ? Math.min(bad[i], total[i]) : NaN;
    series.total[i] = isCount ? total[i] : NaN;
  }
  return series;
}

/** One of an interval's bounds as a place in the grid; whole slices only. */
export function slicesWithin(
  { startMs, sliceMs, total }: SliceSeries,
  within: Interval,
): { from: number; to: number } {
  const place = (atMs: number) => Math.ceil((atMs - startMs) / sliceMs);
  const clamp = (i: number) => Math.min(Math.max(i, 0), total.length);
  const from = clamp(place(within.startMs));
  return {
    from,
    to: Math.max(from, clamp(Math.floor((within.endMs - startMs) / sliceMs))),
  };
}

/** How many slices of the grid an interval has, observed or not. */
export function expectedSlices(
  { startMs, sliceMs }: Pick<SliceSeries, 'startMs' | 'sliceMs'>,
  within: Interval,
): number {
  const first = Math.ceil((within.startMs - startMs) / sliceMs);
  const end = Math.floor((within.endMs - startMs) / sliceMs);
  return Math.max(0, end - first);
}

/** How many slices of an interval begin within excluded time (sorted, no overlaps). */
export function excludedSlices(
  { startMs, sliceMs }: Pick<SliceSeries, 'startMs' | 'sliceMs'>,
  within: Interval,
  excluded: readonly Interval[],
): number {
  const place = (atMs: number) => Math.ceil((atMs - startMs) / sliceMs);
  const first = place(within.startMs);
  const end = Math.floor((within.endMs - startMs) / sliceMs);
  return excluded.reduce((count, gap) => {
    const from = Math.max(first, place(gap.startMs));
    const to = Math.min(end, place(gap.endMs));
    return count + Math.max(0, to - from);
  }, 0);
}

/**
 * The series without what lies in excluded time (sorted, no overlaps): those
 * slices are as if not observed, and tallies do not expect them either. A slice
 * is excluded if it begins in excluded time.
 */
export function withoutExcluded(
  series: SliceSeries,
  excluded: readonly Interval[],
): SliceSeries {
  if (!excluded.length) return series;
  const { startMs, sliceMs } = series;
  const [bad, total] = [series.bad.slice(), series.total.slice()];
  const place = (atMs: number) =>
    Math.max(0, Math.ceil((atMs - startMs) / sliceMs));
  for (const gap of excluded) {
    bad.fill(NaN, place(gap.startMs), place(gap.endMs));
    total.fill(NaN, place(gap.startMs), place(gap.endMs));
  }
  return { startMs, sliceMs, bad, total };
}
