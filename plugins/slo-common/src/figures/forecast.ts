/*
 * When the budget will be gone, with an interval. The method is the mean method
 * of Hyndman and Athanasopoulos, "Forecasting: Principles and Practice" (3rd
 * edition, 5.2 and 5.5): days to come burn like the days before. For the sum of
 * h days, with mean m and standard deviation s of n days, the interval is
 *
 *   h m  +-  z s sqrt(h + h^2 / n)
 *
 * the first part under the root being the days' own spread, the second that the
 * mean itself is only estimated. It knows neither weekdays nor trends, and says
 * so by its name.
 */

/** Four in five: a warning that people still believe. */
const level = 0.8;
/** Quantile of the normal distribution for that level. */
const z = 1.281552;
/** Fewer days than a week say nothing about a week. */
const fewestBuckets = 7;

export interface Forecast {
  method: 'mean of past buckets';
  level: number;
  /** Buckets that were known. */
  basedOn: number;
  /** Milliseconds from now; null where it does not happen within the horizon. */
  likelyMs: number | null;
  earliestMs: number | null;
  latestMs: number | null;
}

/**
 * @param used - share of the budget that each past bucket used; null where unknown
 * @param remaining - share of the budget that is left
 * @param horizonMs - how far to look: mostly the window's length
 * @returns undefined where too little is known, or nothing is left to lose
 */
export function forecastExhaustion(input: {
  used: readonly (number | null)[];
  bucketMs: number;
  remaining: number;
  horizonMs: number;
}): Forecast | undefined {
  const { bucketMs, remaining, horizonMs } = input;
  const used = input.used.filter(value => value !== null);
  const n = used.length;
  if (n < fewestBuckets || remaining <= 0) return undefined;
  const mean = used.reduce((sum, value) => sum + value, 0) / n;
  const variance =
    used.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (n - 1);
  const spread = z * Math.sqrt(variance);
  const atSign = (sign: number) => (buckets: number) =>
    buckets * mean + sign * spread * Math.sqrt(buckets + buckets ** 2 / n);
  const when = (burnt: (buckets: number) => number): number | null =>
    firstReaching(burnt, remaining, horizonMs / bucketMs, bucketMs);
  return {
    method: 'mean of past buckets',
    level,
    basedOn: n,
    likelyMs: when(atSign(0)),
    earliestMs: when(atSign(1)),
    latestMs: when(atSign(-1)),
  };
}

/**
 * The lower bound falls before it rises, so a bisection over the last stretch
 * below the limit finds the crossing: all bounds are convex or rise throughout.
 */
function firstReaching(
  burnt: (buckets: number) => number,
  remaining: number,
  horizon: number,
  bucketMs: number,
): number | null {
  if (burnt(horizon) < remaining) return null;
  let [below, above] = [0, horizon];
  // 50 halvings of a year leave less than a microsecond.
  for (let i = 0; i < 50; i++) {
    const middle = (below + above) / 2;
    if (burnt(middle) < remaining) below = middle;
    else above = middle;
  }
  return above * bucketMs;
}
