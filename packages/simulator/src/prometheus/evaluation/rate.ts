/*
 * rate(), increase() and delta() as Prometheus extrapolates them
 * (promql/functions.go, extrapolatedRate). The samples of a window rarely
 * touch its ends, so the observed increase is stretched to the ends, but by
 * at most 10 % more than the average distance of two samples, else by half of
 * that distance; and a counter is never stretched back beyond its zero.
 *
 * The correction for counter resets is a running sum, made once per series, so
 * that a window costs the same however long it is.
 */
import { Run } from './SampleStore';

/**
 * The major version of Prometheus whose fine points are followed. 2 counts a
 * sample on a window's left end in, 3 does not; and 2 compares the distance to
 * the counter's zero before the distance to the window's start is cut, 3 after.
 */
export type Dialect = 2 | 3;

export interface Window {
  /** Index of the first sample inside, and of the first one beyond. */
  from: number;
  to: number;
  startMs: number;
  endMs: number;
}

/** Value of one window; undefined where there is none. */
export type WindowFunction = (window: Window) => number | undefined;

export interface RateOptions {
  isCounter: boolean;
  perSecond: boolean;
  dialect: Dialect;
}

function resetCorrections(values: Float64Array): Float64Array {
  const corrections = new Float64Array(values.length);
  let sum = 0;
  for (let i = 1; i < values.length; i++) {
    if (values[i] < values[i - 1]) sum += values[i - 1];
    corrections[i] = sum;
  }
  return corrections;
}

/** What the samples of a window say; there are at least two. */
export interface Observed {
  firstMs: number;
  lastMs: number;
  firstValue: number;
  /** From the first sample to the last, counter resets made good. */
  increase: number;
  count: number;
}

/** The increase (or rate) over the whole window. */
export function extrapolate(
  { firstMs, lastMs, firstValue, increase, count }: Observed,
  { startMs, endMs }: Pick<Window, 'startMs' | 'endMs'>,
  { isCounter, perSecond, dialect }: RateOptions,
): number {
  const sampledS = (lastMs - firstMs) / 1000;
  const spacingS = sampledS / (count - 1);
  const nearS = spacingS * 1.1;
  let toStartS = (firstMs - startMs) / 1000;
  let toEndS = (endMs - lastMs) / 1000;

  const toZeroS =
    isCounter && increase > 0 && firstValue >= 0
      ? sampledS * (firstValue / increase)
      : Infinity;
  if (dialect === 2) toStartS = Math.min(toStartS, toZeroS);
  if (toStartS >= nearS) toStartS = spacingS / 2;
  if (dialect === 3) toStartS = Math.min(toStartS, toZeroS);
  if (toEndS >= nearS) toEndS = spacingS / 2;

  let factor = (sampledS + toStartS + toEndS) / sampledS;
  if (perSecond) factor /= (endMs - startMs) / 1000;
  return increase * factor;
}

/** The extrapolated increase (or rate) of one series over any window. */
export function extrapolatedRate(
  { timesMs, values }: Run,
  options: RateOptions,
): WindowFunction {
  const corrections = options.isCounter ? resetCorrections(values) : undefined;
  return ({ from, to, startMs, endMs }) => {
    if (to - from < 2) return undefined;
    const last = to - 1;
    let increase = values[last] - values[from];
    if (corrections) increase += corrections[last] - corrections[from];
    const observed = {
      firstMs: timesMs[from],
      lastMs: timesMs[last],
      firstValue: values[from],
      increase,
      count: to - from,
    };
    return extrapolate(observed, { startMs, endMs }, options);
  };
}

/** irate(): the rate between the window's last two samples. */
export function instantRate({ timesMs, values }: Run): WindowFunction {
  return ({ from, to }) => {
    if (to - from < 2) return undefined;
    const [before, last] = [values[to - 2], values[to - 1]];
    const increase = last < before ? last : last - before;
    return increase / ((timesMs[to - 1] - timesMs[to - 2]) / 1000);
  };
}
