/** Less is no start but a clock that is read in whole seconds, or set back. */
const SHORTEST_MS = 500;
/** More is no start but trouble that was mended. */
const LONGEST_MS = 6 * 3_600_000;

/** Fewer tell nothing of a slow tenth. */
const LEAST_STARTS = 3;

export interface StartTimes {
  /** 90th percentile, in seconds. */
  p90Seconds: number;
  samples: number;
}

export function isPlausibleStart(durationMs: number): boolean {
  return durationMs >= SHORTEST_MS && durationMs <= LONGEST_MS;
}

/**
 * How long replicas take from creation to ready, but for the slowest tenth: the value
 * of rank `⌈0.9 n⌉` (nearest rank). Null where too few were seen.
 */
export function startTimesOf(
  durationsMs: readonly number[],
): StartTimes | null {
  const sorted = durationsMs.filter(isPlausibleStart).sort((a, b) => a - b);
  if (sorted.length < LEAST_STARTS) return null;
  const rank = Math.ceil(0.9 * sorted.length);
  return {
    p90Seconds: Math.round(sorted[rank - 1] / 1000),
    samples: sorted.length,
  };
}
