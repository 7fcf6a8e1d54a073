/** More points per series Prometheus refuses (web/api/v1, "exceeded maximum resolution"). */
export const MOST_POINTS = 11_000;

/** Steps in seconds that divide hours and days, so that grids of neighbours agree. */
const NICE_STEPS = [
  15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200,
  86_400,
];

/**
 * The smallest nice step (seconds) with which a range has at most `wantedPoints`
 * points, and never more than Prometheus allows.
 */
export function stepSecondsOf(rangeMs: number, wantedPoints: number): number {
  const points = Math.max(2, Math.min(wantedPoints, MOST_POINTS));
  const leastSeconds = rangeMs / 1000 / (points - 1);
  return (
    NICE_STEPS.find(step => step >= leastSeconds) ??
    Math.ceil(leastSeconds / 86_400) * 86_400
  );
}
