/** A value at an instant (Unix milliseconds). */
export interface DemandSample {
  atMs: number;
  value: number;
}

export interface Growth {
  /** In units of the value; negative where it falls. */
  perMinute: number;
  windowMinutes: number;
  samples: number;
  /** No trend that stands out of its noise, however large the room beside it is. */
  isFlat: boolean;
}

/** Fewer say nothing: a line through two or three points is whatever they happen to be. */
const LEAST_SAMPLES = 5;
const LEAST_WINDOW_MS = 4 * 60_000;

/** A trend that chance makes in one of twenty windows of mere noise is none. */
const LEAST_SCORE = 1.96;

/**
 * How fast a value grows: the median of the slopes between all pairs of samples, which
 * up to 29 % of samples that are wrong do not move (Theil 1950; Sen, "Estimates of the
 * regression coefficient based on Kendall's tau", 1968). Of two instants that are the
 * same the later sample counts. Null where there are too few samples.
 *
 * Whether that is growth at all is asked of the samples alone (Mann and Kendall), not of
 * how small it is beside the value: where little room is left, little growth uses it up.
 */
export function growthOf(samples: readonly DemandSample[]): Growth | null {
  const byInstant = new Map<number, number>();
  for (const { atMs, value } of samples) {
    if (Number.isFinite(value) && Number.isFinite(atMs)) {
      byInstant.set(atMs, value);
    }
  }
  const points = [...byInstant].sort(([a], [b]) => a - b);
  if (points.length < LEAST_SAMPLES) return null;
  const windowMs = points[points.length - 1][0] - points[0][0];
  if (windowMs < LEAST_WINDOW_MS) return null;
  const slopes: number[] = [];
  for (let i = 0; i < points.length; i += 1) {
    for (let j = i + 1; j < points.length; j += 1) {
      const [fromMs, from] = points[i];
      const [toMs, to] = points[j];
      slopes.push(((to - from) / (toMs - fromMs)) * 60_000);
    }
  }
  const perMinute = median(slopes);
  return {
    perMinute,
    windowMinutes: Math.round(windowMs / 6_000) / 10,
    samples: points.length,
    isFlat: perMinute === 0 || !hasTrend(points.map(([, value]) => value)),
  };
}

/**
 * Mann–Kendall: pairs that rise less pairs that fall, in standard deviations of what
 * values in a random order make, corrected for ties and by one for continuity (Kendall,
 * "Rank Correlation Methods", 1975).
 */
function hasTrend(values: readonly number[]): boolean {
  const spread = (n: number) => n * (n - 1) * (2 * n + 5);
  const alike = new Map<number, number>();
  let balance = 0;
  values.forEach((value, i) => {
    alike.set(value, (alike.get(value) ?? 0) + 1);
    for (const before of values.slice(0, i)) {
      balance += Math.sign(value - before);
    }
  });
  let variance = spread(values.length);
  for (const n of alike.values()) variance -= spread(n);
  return (Math.abs(balance) - 1) / Math.sqrt(variance / 18) > LEAST_SCORE;
}

export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}
