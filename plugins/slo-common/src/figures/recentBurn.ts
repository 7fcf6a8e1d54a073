import { hourMs } from './hourTallies';
import type { SloRow } from '../contract/rowContract';

/** Burn rate of the last hour: whether it burns now. Null where that is not known. */
export function lastHourBurnOf({
  burns,
}: Pick<SloRow, 'burns'>): number | null {
  return burns.find(burn => burn.windowMs === hourMs)?.burnRate ?? null;
}

/**
 * The burn rate that the end of the budget is told from, and the window it was seen
 * over; `windowMs` null: the mean of the whole window.
 */
export function exhaustionBurnOf({
  burns,
  figures,
  exhaustion,
}: Pick<SloRow, 'burns' | 'figures' | 'exhaustion'>):
  | { burnRate: number; windowMs: number | null }
  | undefined {
  if (!exhaustion) return undefined;
  const windowMs = exhaustion.basisMs;
  const seen = burns.find(burn => burn.windowMs === windowMs)?.burnRate ?? null;
  if (seen !== null) return { burnRate: seen, windowMs };
  return figures ? { burnRate: figures.burnRate, windowMs: null } : undefined;
}
