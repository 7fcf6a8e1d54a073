/*
 * Which stretch of time a window covers at an instant. A rolling window ends at
 * the instant and has a fixed length. A calendar window is the period that the
 * instant lies in: its bounds are counted from the window's start time in local
 * time, so that a day with a change of clocks has 23 or 25 hours, and a month
 * that begins on the 31st begins on the last day of shorter months.
 */
import { DateTime, DateTimeUnit, DurationLike } from 'luxon';
import { InputError } from '@backstage/errors';
import { TimeWindow } from '../definition/SloDefinition';
import { Duration, durationMs, DurationUnit } from '../openslo/duration';
import { Interval } from './Interval';

export interface WindowAt extends Interval {
  /** End of what can have been observed: the instant, or the end of a period that is over. */
  elapsedMs: number;
}

const calendarUnits: Record<DurationUnit, [DateTimeUnit, number]> = {
  m: ['minute', 1],
  h: ['hour', 1],
  d: ['day', 1],
  w: ['week', 1],
  M: ['month', 1],
  Q: ['month', 3],
  Y: ['year', 1],
};

function steps({ count, unit }: Duration, n: number): DurationLike {
  const [name, size] = calendarUnits[unit];
  return { [name]: count * size * n };
}

/**
 * The window at an instant (Unix milliseconds); undefined before the start time
 * of a calendar window.
 *
 * @throws InputError where start time or zone cannot be read
 */
export function windowAt(
  window: TimeWindow,
  atMs: number,
): WindowAt | undefined {
  if (window.kind === 'rolling') {
    const startMs = atMs - durationMs(window.duration);
    return { startMs, endMs: atMs, elapsedMs: atMs - startMs };
  }
  return calendarWindow(window, atMs);
}

/** The calendar window before the one at the instant. */
export function previousWindow(
  window: TimeWindow,
  atMs: number,
): WindowAt | undefined {
  const current = windowAt(window, atMs);
  if (!current) return undefined;
  if (window.kind === 'rolling') return windowAt(window, current.startMs);
  const before = windowAt(window, current.startMs - 1);
  return before && { ...before, elapsedMs: before.endMs - before.startMs };
}

function calendarWindow(
  window: Extract<TimeWindow, { kind: 'calendar' }>,
  atMs: number,
): WindowAt | undefined {
  const { duration, startTime, timeZone } = window;
  const { unit: letter } = duration;
  const anchor = DateTime.fromSQL(startTime, { zone: timeZone });
  if (!anchor.isValid) {
    throw new InputError(
      `The start time "${startTime}" in "${timeZone}" cannot be read: ${anchor.invalidExplanation}`,
    );
  }
  if (atMs < anchor.toMillis()) return undefined;
  // Days and longer are counted on the clock on the wall, so that a start time that one
  // change of clocks skips is skipped on that day alone.
  const wall = DateTime.fromSQL(startTime, { zone: 'utc' });
  const bound = (n: number) =>
    letter === 'm' || letter === 'h'
      ? anchor.plus(steps(duration, n)).toMillis()
      : wall
          .plus(steps(duration, n))
          .setZone(timeZone, { keepLocalTime: true })
          .toMillis();
  const now = DateTime.fromMillis(atMs, { zone: timeZone });
  const [unit, size] = calendarUnits[duration.unit];
  const passed = now.diff(anchor, unit).as(unit);
  // Clocks and month lengths put the guess at most one period off.
  let n = Math.max(0, Math.floor(passed / (duration.count * size)));
  while (bound(n) > atMs) n -= 1;
  while (bound(n + 1) <= atMs) n += 1;
  const startMs = bound(n);
  return { startMs, endMs: bound(n + 1), elapsedMs: atMs - startMs };
}

/** Local midnights that cut an interval into days, the interval's own bounds included. */
export function localDays(
  { startMs, endMs }: Interval,
  timeZone: string,
): Interval[] {
  const days: Interval[] = [];
  let at = startMs;
  while (at < endMs) {
    const next = DateTime.fromMillis(at, { zone: timeZone })
      .startOf('day')
      .plus({ days: 1 })
      .toMillis();
    days.push({ startMs: at, endMs: Math.min(next, endMs) });
    at = next;
  }
  return days;
}
