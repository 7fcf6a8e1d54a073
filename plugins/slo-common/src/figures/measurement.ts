import { Tally } from './tally';

/** Why a figure is not known. */
export type UnknownReason =
  /** Nothing new has been observed for too long. */
  | 'stale'
  /** All of the window is excluded, or it has not begun. */
  | 'empty'
  /** Too few of its slices were observed. */
  | 'belowCoverage'
  /** Observed, but without any event. */
  | 'noTraffic';

export type Measurement =
  | {
      state: 'known';
      /** Share that was good, 0 to 1. */
      sli: number;
      badShare: number;
      coverage: number;
    }
  | { state: 'unknown'; reason: UnknownReason; coverage: number };

/** Share of the slices that count which were observed; of none, none. */
export function coverageOf({ observed, expected }: Tally): number {
  return expected > 0 ? Math.min(1, observed / expected) : 0;
}

/**
 * The service level indicator of a tally, or why it is not known. A share of
 * observed slices below the floor makes it unknown; the floor itself is enough.
 *
 * Example (OpenSLO v1, RatioMetric): 99 good of 100 is 0.99.
 */
export function measure(
  tally: Tally,
  options: { coverageFloor: number; isStale?: boolean },
): Measurement {
  const coverage = coverageOf(tally);
  const unknown = (reason: UnknownReason): Measurement => ({
    state: 'unknown',
    reason,
    coverage,
  });
  if (options.isStale) return unknown('stale');
  if (tally.expected === 0) return unknown('empty');
  // Counted in slices: 0.9 of 10 is nine, whatever the floating point says.
  if (tally.observed < options.coverageFloor * tally.expected * (1 - 1e-12)) {
    return unknown('belowCoverage');
  }
  if (!(tally.of > 0)) return unknown('noTraffic');
  const badShare = tally.bad / tally.of;
  return { state: 'known', sli: 1 - badShare, badShare, coverage };
}

const reasons: Record<UnknownReason, string> = {
  stale: 'nothing new has been observed for a while',
  empty: 'there is no time in it that counts',
  belowCoverage: 'too little of it was observed',
  noTraffic: 'there was no traffic',
};

/** A reason in words, to follow "because". */
export function spellUnknown(reason: UnknownReason): string {
  return reasons[reason];
}
