/** What an alert on two windows says. */
export interface BurnAlertState {
  isFiring: boolean;
  /** The less severe of the two burn rates, which decides; null where one is unknown. */
  burnRate: number | null;
  /** Whether nothing was known, so that the state stayed as it was. */
  isHeld: boolean;
}

/**
 * The state of an alert after one more look. Where one of its two windows is
 * not known, it neither fires nor resolves.
 */
export function nextBurnAlertState(
  before: Pick<BurnAlertState, 'isFiring'>,
  now: {
    longBurnRate: number | null;
    shortBurnRate: number | null;
    threshold: number;
    op: 'gt' | 'gte';
  },
): BurnAlertState {
  const { longBurnRate, shortBurnRate, threshold, op } = now;
  if (longBurnRate === null || shortBurnRate === null) {
    return { isFiring: before.isFiring, burnRate: null, isHeld: true };
  }
  const burnRate = Math.min(longBurnRate, shortBurnRate);
  const isFiring = op === 'gt' ? burnRate > threshold : burnRate >= threshold;
  return { isFiring, burnRate, isHeld: false };
}
