import {
  hourMs,
  hourOf,
  Interval,
} from '@worldscale/backstage-plugin-slo-common';

/** A slice counts once its data had this long to arrive. */
export const INGEST_DELAY_MS = 60_000;

/** Windows up to here are added up from slices, longer ones from hours. */
export const TAIL_MS = 6 * hourMs;

/** Slices that are read again at the least, for late data. */
const LATE_SLICES = 3;

/** End of the last slice whose data should be there. */
export function watermarkOf(sliceMs: number, nowMs: number): number {
  return Math.floor((nowMs - INGEST_DELAY_MS) / sliceMs) * sliceMs;
}

/** The slices that are read in each round. */
export function tailOf(
  sliceMs: number,
  nowMs: number,
  offsetMs: number,
): Interval {
  const endMs = watermarkOf(sliceMs, nowMs);
  const lookBackMs = Math.max(TAIL_MS, (LATE_SLICES - 1) * sliceMs);
  const hour = hourOf(endMs - lookBackMs, offsetMs);
  return { startMs: Math.floor(hour / sliceMs) * sliceMs, endMs };
}

/** Points of one question: a week of five-minute slices. */
export const SLICES_AT_ONCE = 2016;
