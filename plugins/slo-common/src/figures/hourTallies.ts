/*
 * Results that are kept: one tally an hour. A slice belongs to the hour in which
 * it begins, whatever its length, so that no slice is lost or counted twice. Hours
 * begin at full hours of UTC, shifted where a calendar window begins at another
 * minute (midnight in Kolkata is 18:30 UTC).
 *
 * Windows are added up from whole hours. The far end of a rolling window so moves
 * by the hour: of 28 days at most 0.15 % are left out there, and neither counted
 * nor expected.
 */
import { Interval } from '../time/Interval';
import { SliceSeries } from './SliceSeries';
import {
  emptyTally,
  mergeTallies,
  SliceRule,
  Tally,
  tallySlices,
} from './tally';

export const hourMs = 3_600_000;

/** Tallies by the instant (Unix milliseconds) at which their hour begins. */
export type HourTallies = ReadonlyMap<number, Tally>;

/** Beginning of the hour that an instant lies in. */
export function hourOf(atMs: number, offsetMs: number): number {
  return Math.floor((atMs - offsetMs) / hourMs) * hourMs + offsetMs;
}

/** By how much a window's hours are shifted from the full hours of UTC. */
export function hourOffset(windowStartMs: number): number {
  return ((windowStartMs % hourMs) + hourMs) % hourMs;
}

/**
 * The hours of a series, the last of which may be cut.
 *
 * @param excluded - sorted, without overlaps
 */
export function hourTallies(
  series: SliceSeries,
  rule: SliceRule,
  options: { offsetMs: number; excluded: readonly Interval[] },
): Map<number, Tally> {
  const { startMs, sliceMs, total } = series;
  const endMs = startMs + total.length * sliceMs;
  const place = (atMs: number) =>
    startMs + Math.ceil((atMs - startMs) / sliceMs) * sliceMs;
  const hours = new Map<number, Tally>();
  for (
    let hour = hourOf(startMs, options.offsetMs);
    hour < endMs;
    hour += hourMs
  ) {
    const within = {
      startMs: Math.max(startMs, place(hour)),
      endMs: Math.min(endMs, place(hour + hourMs)),
    };
    if (within.endMs <= within.startMs) continue;
    hours.set(hour, tallySlices(series, within, rule, options.excluded));
  }
  return hours;
}

/** The sum of the hours that begin within an interval. */
export function sumHours(hours: HourTallies, within: Interval): Tally {
  let sum = emptyTally;
  for (const [hour, tally] of hours) {
    if (hour >= within.startMs && hour < within.endMs) {
      sum = mergeTallies(sum, tally);
    }
  }
  return sum;
}
