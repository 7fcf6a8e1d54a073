/**
 * How a region's players come and go: the share of a Saturday evening's peak that
 * is online, by local hour. The points follow the usual picture of an online game:
 * deepest around five in the morning, a shoulder after school, the peak at nine in
 * the evening, fuller afternoons at the weekend.
 */
const { floor, max } = Math;

const HOUR_MS = 3_600_000;
const WEEK_HOURS = 168;

const weekday = [
  0.52, 0.42, 0.35, 0.3, 0.27, 0.26, 0.27, 0.3, 0.33, 0.36, 0.38, 0.41, 0.46,
  0.47, 0.47, 0.52, 0.6, 0.68, 0.77, 0.86, 0.92, 0.93, 0.84, 0.68,
];
const weekend = [
  0.64, 0.54, 0.44, 0.35, 0.3, 0.27, 0.27, 0.31, 0.38, 0.46, 0.54, 0.61, 0.67,
  0.7, 0.73, 0.77, 0.81, 0.85, 0.9, 0.96, 1.0, 0.99, 0.89, 0.75,
];

/** Where the curves are lowest (local standard time): the quiet hour. */
export const quietHour = 5;

/** Least share that the curves reach, weekend included. */
export const quietShare = 0.27;

/** Catmull-Rom through the hourly points, so that the curve has no corners. */
function curve(points: number[], hour: number): number {
  const i = floor(hour);
  const t = hour - i;
  const p0 = points[(i + 23) % 24];
  const p1 = points[i % 24];
  const p2 = points[(i + 1) % 24];
  const p3 = points[(i + 2) % 24];
  return (
    p1 +
    0.5 *
      t *
      (p2 -
        p0 +
        t * (2 * p0 - 5 * p1 + 4 * p2 - p3 + t * (3 * (p1 - p2) + p3 - p0)))
  );
}

/** 0 before `from`, 1 after `to`, eased between. */
export function ramp(x: number, from: number, to: number): number {
  if (x <= from) return 0;
  if (x >= to) return 1;
  const t = (x - from) / (to - from);
  return t * t * (3 - 2 * t);
}

/** Hours since Monday 00:00 of the week, for a local wall-clock instant. */
function hourOfWeek(localMs: number): number {
  // 1 January 1970 was a Thursday: Monday began 72 hours before.
  const hours = localMs / HOUR_MS + 72;
  return hours - floor(hours / WEEK_HOURS) * WEEK_HOURS;
}

/**
 * How much of a weekend it is, from 0 to 1, at a local wall-clock instant. It begins
 * on Friday at four in the afternoon and ends in the night to Monday.
 */
export function weekendWeight(localMs: number): number {
  const hour = hourOfWeek(localMs);
  const weight =
    ramp(hour, 4 * 24 + 16, 4 * 24 + 22) *
    (1 - 0.6 * ramp(hour, 6 * 24 + 17, 6 * 24 + 24));
  const mondayRest = hour < 3 ? 0.4 * (1 - ramp(hour, 0, 3)) : 0;
  return max(weight, mondayRest);
}

/**
 * Share of the peak online at a local wall-clock instant (milliseconds as if the
 * wall clock were UTC). `weekendFactor` says how much the weekend differs from other days;
 * 1 is usual.
 */
export function playingShare(localMs: number, weekendFactor = 1): number {
  const ofDay = hourOfWeek(localMs) % 24;
  const w = weekendFactor * weekendWeight(localMs);
  return (1 - w) * curve(weekday, ofDay) + w * curve(weekend, ofDay);
}
