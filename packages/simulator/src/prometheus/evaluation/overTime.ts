/*
 * The ..._over_time functions. Sums use running totals kept as pairs of
 * doubles (Knuth's TwoSum), so that the sum of a window of 30 days costs two
 * look-ups and still has all its digits; a series that holds infinities or
 * not-a-number, for which totals cannot be subtracted, is summed plainly.
 */
import { Run } from './SampleStore';
import { WindowFunction } from './rate';

/** Sum of two doubles and what rounding lost. */
function twoSum(a: number, b: number): [number, number] {
  const sum = a + b;
  const part = sum - a;
  return [sum, a - (sum - part) + (b - part)];
}

function plainSum(values: Float64Array): (from: number, to: number) => number {
  return (from, to) => {
    let sum = 0;
    for (let i = from; i < to; i++) sum += values[i];
    return sum;
  };
}

/** Sum of `values[from]` up to, without, `values[to]`. */
export function windowSum(
  values: Float64Array,
): (from: number, to: number) => number {
  if (!values.every(Number.isFinite)) return plainSum(values);
  const high = new Float64Array(values.length + 1);
  const low = new Float64Array(values.length + 1);
  for (let i = 0; i < values.length; i++) {
    const [sum, lost] = twoSum(high[i], values[i]);
    high[i + 1] = sum;
    low[i + 1] = low[i] + lost;
  }
  if (!Number.isFinite(high[values.length])) return plainSum(values);
  return (from, to) => {
    const [sum, lost] = twoSum(high[to], -high[from]);
    return sum + (lost + (low[to] - low[from]));
  };
}

function extreme(
  values: Float64Array,
  better: (value: number, best: number) => boolean,
): WindowFunction {
  return ({ from, to }) => {
    if (from === to) return undefined;
    let best = values[from];
    for (let i = from + 1; i < to; i++) {
      if (better(values[i], best) || Number.isNaN(best)) best = values[i];
    }
    return best;
  };
}

/** The functions by name, each made for one series. */
export const overTime: Readonly<Record<string, (run: Run) => WindowFunction>> =
  {
    sum_over_time: ({ values }) => {
      const sum = windowSum(values);
      return ({ from, to }) => (from === to ? undefined : sum(from, to));
    },
    avg_over_time: ({ values }) => {
      const sum = windowSum(values);
      return ({ from, to }) =>
        from === to ? undefined : sum(from, to) / (to - from);
    },
    max_over_time: ({ values }) => extreme(values, (v, best) => v > best),
    min_over_time: ({ values }) => extreme(values, (v, best) => v < best),
    count_over_time:
      () =>
      ({ from, to }) =>
        from === to ? undefined : to - from,
    last_over_time:
      ({ values }) =>
      ({ from, to }) =>
        from === to ? undefined : values[to - 1],
    present_over_time:
      () =>
      ({ from, to }) =>
        from === to ? undefined : 1,
  };
