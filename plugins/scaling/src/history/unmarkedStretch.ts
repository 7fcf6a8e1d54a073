import {
  ChangesPage,
  formatNumber,
} from '@worldscale/backstage-plugin-scaling-common';
import { extentText } from '../ledger/extentText';
import { instantText } from '../ledger/changeWords';

/** The first part of a chart, where changes may have been that have no mark. */
export interface UnmarkedStretch {
  /** Unix milliseconds. */
  untilMs: number;
  why: string;
}

/**
 * Up to when no change is marked, and why; undefined where all are. No mark must say that
 * nothing changed.
 *
 * @param page changes of the range of the chart, newest first
 */
export function unmarkedStretch({
  changes,
  nextCursor,
  extent,
}: ChangesPage): UnmarkedStretch | undefined {
  const oldest = changes[changes.length - 1];
  if (nextCursor && oldest) {
    return {
      untilMs: Date.parse(oldest.at),
      why: `Marked are the newest ${formatNumber(
        changes.length,
      )} changes, back to ${instantText(
        oldest.at,
      )}. Those before are in the ledger below; a shorter time marks all of its changes.`,
    };
  }
  const { backfill, observedSince, knownSince } = extent;
  const since = backfill === 'pending' ? observedSince : knownSince;
  if (!since && backfill === 'done') return undefined;
  return {
    untilMs: since ? Date.parse(since) : Infinity,
    why: extentText(extent),
  };
}
