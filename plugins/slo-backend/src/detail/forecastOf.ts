import {
  forecastExhaustion,
  ObjectiveDetail,
  SloResult,
  SloRow,
} from '@worldscale/backstage-plugin-slo-common';

const dayMs = 86_400_000;

/**
 * When the budget will be gone, from the whole days of the window so far. It looks as far
 * as a rolling window is long; a calendar period ends with its budget, whatever is left.
 *
 * @returns null where too little is known, or nothing is left to lose
 */
export function forecastOf(
  { figures, window }: Pick<SloRow, 'figures' | 'window'>,
  days: readonly Pick<SloResult, 'startAt' | 'endAt' | 'consumed'>[],
  atMs: number,
): ObjectiveDetail['forecast'] {
  if (!figures) return null;
  const whole = days.filter(
    day => Date.parse(day.endAt) - Date.parse(day.startAt) > 0.9 * dayMs,
  );
  const isCalendar = window.kind === 'calendar' && window.endAt !== null;
  const found = forecastExhaustion({
    used: whole.map(day => day.consumed),
    bucketMs: dayMs,
    remaining: figures.remaining,
    horizonMs: isCalendar
      ? Math.max(0, Date.parse(window.endAt ?? '') - atMs)
      : window.lengthMs,
  });
  if (!found) return null;
  const at = (ms: number | null) =>
    ms === null ? null : new Date(atMs + ms).toISOString();
  const { method, level, basedOn } = found;
  return {
    ...{ method, level, basedOn },
    likelyAt: at(found.likelyMs),
    earliestAt: at(found.earliestMs),
    latestAt: at(found.latestMs),
  };
}
