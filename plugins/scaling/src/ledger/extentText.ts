import { LedgerExtent } from '@worldscale/backstage-plugin-scaling-common';
import { instantText } from './changeWords';

/** What the ledger holds, where that is not simply everything. */
export function extentText({
  observedSince,
  backfill,
  reason,
  knownSince,
}: LedgerExtent) {
  const since = observedSince
    ? `Changes are watched since ${instantText(observedSince)}.`
    : 'Changes are not watched yet.';
  const pending = observedSince
    ? 'Earlier sizes are still being read from Prometheus'
    : 'Earlier sizes will be read from Prometheus';
  const past = {
    none: reason ?? 'Earlier ones are not known.',
    pending: `${pending}. ${reason ?? ''}`.trim(),
    done:
      reason ??
      `Earlier ones${
        knownSince ? `, since ${instantText(knownSince)},` : ''
      } are from Prometheus, without their reasons.`,
  };
  return `${since} ${past[backfill]}`;
}
