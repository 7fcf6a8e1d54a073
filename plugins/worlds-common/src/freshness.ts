import { z } from 'zod';

/** How far an observed value may still be trusted. */
export const freshnessSchema = z.enum(['fresh', 'old', 'unknown']);
export type Freshness = z.infer<typeof freshnessSchema>;

/** After which age (milliseconds) a value is old, and after which unknown. */
export interface FreshnessLimits {
  oldAfterMs: number;
  unknownAfterMs: number;
}

/** Two missed polls of the slowest source make a value old, ten make it unknown. */
export const defaultFreshnessLimits: FreshnessLimits = {
  oldAfterMs: 60_000,
  unknownAfterMs: 300_000,
};

/**
 * Freshness at `nowMs` (Unix milliseconds) of a value observed at `observedAt`
 * (ISO 8601). What was never observed, or carries no readable instant, is unknown;
 * an instant in the future (a source's clock that runs ahead) counts as now.
 */
export function freshnessAt(
  observedAt: string | null | undefined,
  nowMs: number,
  limits: FreshnessLimits = defaultFreshnessLimits,
): Freshness {
  const at = observedAt ? Date.parse(observedAt) : NaN;
  if (Number.isNaN(at)) return 'unknown';
  const ageMs = nowMs - at;
  if (ageMs > limits.unknownAfterMs) return 'unknown';
  return ageMs > limits.oldAfterMs ? 'old' : 'fresh';
}

/**
 * Below how much of a unit (milliseconds) a length of time is told in it. A larger unit
 * would say too little: 80 seconds are more than a minute.
 */
const ageUnits: ReadonlyArray<
  [belowMs: number, unitMs: number, short: string, word: string]
> = [
  [90_000, 1000, 's', 'second'],
  [90 * 60_000, 60_000, 'min', 'minute'],
  [48 * 3_600_000, 3_600_000, 'h', 'hour'],
  [Infinity, 86_400_000, 'd', 'day'],
];

/** Rounded down in either form, so that two places never differ about the same age. */
function inUnits(ms: number) {
  const lengthMs = Math.max(0, ms);
  const [, unitMs, short, word] = ageUnits.find(([below]) => lengthMs < below)!;
  return { count: Math.floor(lengthMs / unitMs), short, word };
}

/** A length of time (milliseconds) in few letters: `12 s`, `3 min`, `2 h`, `5 d`. */
export function formatAge(ms: number): string {
  const { count, short } = inUnits(ms);
  return `${count} ${short}`;
}

/** The same length in words, for sentences: `12 seconds`, `1 day`. */
export function spellAge(ms: number): string {
  const { count, word } = inUnits(ms);
  return `${count} ${word}${count === 1 ? '' : 's'}`;
}
