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
