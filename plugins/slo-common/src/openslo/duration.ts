/**
 * OpenSLO's shorthand of durations: a positive whole number and one letter,
 * case-sensitive (`m` is a minute, `M` a month).
 */
export const durationUnits = ['m', 'h', 'd', 'w', 'M', 'Q', 'Y'] as const;
export type DurationUnit = (typeof durationUnits)[number];

export interface Duration {
  count: number;
  unit: DurationUnit;
}

const minuteMs = 60_000;
const dayMs = 86_400_000;

/** Lengths in a rolling window; months and longer as OpenSLO's own SDK has them. */
const unitMs: Record<DurationUnit, number> = {
  m: minuteMs,
  h: 60 * minuteMs,
  d: dayMs,
  w: 7 * dayMs,
  M: 30 * dayMs,
  Q: 90 * dayMs,
  Y: 365 * dayMs,
};

/** Ten years: what is longer is a slip of the keyboard. */
const longestMs = 10 * unitMs.Y;

/** Undefined where the text is no duration. */
export function parseDuration(text: string): Duration | undefined {
  const match = /^([1-9][0-9]{0,8})([mhdwMQY])$/.exec(text);
  if (!match) return undefined;
  const duration = { count: Number(match[1]), unit: match[2] as DurationUnit };
  return durationMs(duration) <= longestMs ? duration : undefined;
}

/** Length in milliseconds, with days of 24 hours. */
export function durationMs({ count, unit }: Duration): number {
  return count * unitMs[unit];
}

export function formatOpenSloDuration({ count, unit }: Duration): string {
  return `${count}${unit}`;
}

/** The shortest of Prometheus' forms: `5m`, `6h`, `28d`, `90s`. */
export function formatPromDuration(ms: number): string {
  for (const [size, unit] of [
    [dayMs, 'd'],
    [60 * minuteMs, 'h'],
    [minuteMs, 'm'],
    [1000, 's'],
  ] as const) {
    if (ms % size === 0) return `${ms / size}${unit}`;
  }
  return `${ms}ms`;
}
