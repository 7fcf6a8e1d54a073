/** A stretch of time, half open: `startMs` belongs to it, `endMs` does not. Unix milliseconds. */
export interface Interval {
  startMs: number;
  endMs: number;
}

/** Sorted, without overlaps and without empty ones. */
export function unionOf(intervals: readonly Interval[]): Interval[] {
  const sorted = intervals
    .filter(({ startMs, endMs }) => endMs > startMs)
    .sort((a, b) => a.startMs - b.startMs);
  const union: Interval[] = [];
  for (const { startMs, endMs } of sorted) {
    const last = union.at(-1);
    if (last && startMs <= last.endMs) {
      last.endMs = Math.max(last.endMs, endMs);
    } else {
      union.push({ startMs, endMs });
    }
  }
  return union;
}
