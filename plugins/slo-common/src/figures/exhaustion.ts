/** When the budget is gone if it goes on burning as it does. */
export type Exhaustion =
  | { kind: 'spent' }
  /** Nothing burns. */
  | { kind: 'never' }
  /**
   * It burns, but not to the end: a calendar window ends before, or a rolling window
   * forgets before. What takes longer than the whole of a rolling window burns below
   * 1×, and so at last takes less than the budget.
   */
  | { kind: 'afterWindow'; inMs: number }
  | { kind: 'at'; inMs: number };

/**
 * Time to exhaustion from what is left: remaining * window / burn rate. A full
 * budget of 30 days at a burn rate of 14.4 is gone in 2.08 days (SRE Workbook,
 * table 5-8); half of it in half of that.
 *
 * @param windowMs - length of the whole window
 * @param leftMs - until a calendar window ends; undefined for rolling ones
 */
export function exhaustionOf(input: {
  remaining: number;
  burnRate: number;
  windowMs: number;
  leftMs?: number;
}): Exhaustion {
  const { remaining, burnRate, windowMs, leftMs } = input;
  if (remaining <= 0) return { kind: 'spent' };
  if (!(burnRate > 0)) return { kind: 'never' };
  const inMs = (remaining * windowMs) / burnRate;
  if (inMs > (leftMs ?? windowMs)) return { kind: 'afterWindow', inMs };
  return { kind: 'at', inMs };
}
