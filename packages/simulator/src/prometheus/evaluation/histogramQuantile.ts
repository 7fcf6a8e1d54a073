/*
 * histogram_quantile() over classic histograms (promql/quantile.go,
 * BucketQuantile): buckets are sorted and made monotonic, the rank falls into
 * one of them, and within it the observations are taken as evenly spread.
 */
import { dropLabels, labelKey, Labels, nameLabel } from '../promql/labels';
import { OutputVector } from './OutputVector';
import { Column } from './SampleStore';

interface Bucket {
  upperBound: number;
  count: number;
}

/** Differences below this share are rounding, not a falling count. */
const smallDelta = 1e-12;

function almostEqual(a: number, b: number): boolean {
  const smallest = Math.min(Math.abs(a), Math.abs(b));
  return a === b || Math.abs(a - b) / Math.max(smallest, 5e-324) < smallDelta;
}

function prepared(buckets: Bucket[]): Bucket[] {
  const merged: Bucket[] = [];
  for (const { upperBound, count } of [...buckets].sort(
    (a, b) => a.upperBound - b.upperBound || 0,
  )) {
    const last = merged[merged.length - 1];
    if (last?.upperBound === upperBound) last.count += count;
    else merged.push({ upperBound, count });
  }
  for (let i = 1; i < merged.length; i++) {
    const before = merged[i - 1].count;
    const here = merged[i].count;
    if (here < before || almostEqual(here, before)) merged[i].count = before;
  }
  return merged;
}

/** The value below which the share `q` of all observations lies. */
export function bucketQuantile(q: number, unsorted: Bucket[]): number {
  if (Number.isNaN(q)) return NaN;
  if (q < 0) return -Infinity;
  if (q > 1) return Infinity;
  const buckets = prepared(unsorted);
  const top = buckets[buckets.length - 1];
  if (top?.upperBound !== Infinity || buckets.length < 2) return NaN;
  const observations = top.count;
  if (observations === 0 || Number.isNaN(observations)) return NaN;
  const rank = q * observations;
  const found = buckets.slice(0, -1).findIndex(b => b.count >= rank);
  if (found < 0) return buckets[buckets.length - 2].upperBound;
  if (found === 0 && buckets[0].upperBound <= 0) return buckets[0].upperBound;
  const { upperBound, count } = buckets[found];
  const below = found > 0 ? buckets[found - 1] : { upperBound: 0, count: 0 };
  const share = (rank - below.count) / (count - below.count);
  return below.upperBound + (upperBound - below.upperBound) * share;
}

function parseBound(le: string | undefined): number | undefined {
  if (!le) return undefined;
  const text = le.toLowerCase();
  if (/^\+?inf(inity)?$/.test(text)) return Infinity;
  if (/^-inf(inity)?$/.test(text)) return -Infinity;
  const bound = Number(text);
  return Number.isNaN(bound) ? undefined : bound;
}

/** Applies {@link bucketQuantile} to every histogram among the columns. */
export function histogramQuantile(
  q: Float64Array,
  columns: readonly Column[],
): Column[] {
  const histograms = new Map<
    string,
    { labels: Labels; parts: { bound: number; column: Column }[] }
  >();
  for (const column of columns) {
    const bound = parseBound(column.labels.le);
    if (bound === undefined) continue;
    const labels = dropLabels(column.labels, ['le', nameLabel]);
    const key = labelKey(labels);
    const histogram = histograms.get(key) ?? { labels, parts: [] };
    histogram.parts.push({ bound, column });
    histograms.set(key, histogram);
  }
  const out = new OutputVector(q.length);
  for (const { labels, parts } of histograms.values()) {
    const target = out.column(labels);
    for (let i = 0; i < q.length; i++) {
      const buckets = parts
        .filter(({ column }) => column.present[i])
        .map(({ bound, column }) => ({
          upperBound: bound,
          count: column.values[i],
        }));
      if (buckets.length) out.put(target, i, bucketQuantile(q[i], buckets));
    }
  }
  return out.result();
}
