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
  /** Too small, beside the value itself, to count as growth. */
  isFlat: boolean;
}

/** Fewer say nothing: a line through two or three points is whatever they happen to be. */
const LEAST_SAMPLES = 5;
const LEAST_WINDOW_MS = 4 * 60_000;

/**
 * So much per hour, as a share of the value, is not growth but the breath of a steady
 * service: at this rate it takes most of a day to double.
 */
const FLAT_SHARE_PER_HOUR = 0.05;

/**
 * How fast a value grows: the median of the slopes between all pairs of samples, which
 * up to 29 % of samples that are wrong do not move (Theil 1950; Sen, "Estimates of the
 * regression coefficient based on Kendall's tau", 1968). Of two instants that are the
 * same the later sample counts. Null where there are too few samples.
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
  const level = Math.abs(median(points.map(([, value]) => value)));
  return {
    perMinute,
    windowMinutes: Math.round(windowMs / 6_000) / 10,
    samples: points.length,
    isFlat: Math.abs(perMinute) * 60 <= level * FLAT_SHARE_PER_HOUR,
  };
}

export function median(values: readonly number[]): number {
  const sorted = Float64Array.from(values).sort();
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}
