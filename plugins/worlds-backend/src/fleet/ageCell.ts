import {
  Freshness,
  freshnessAt,
  FreshnessLimits,
  State,
  statesBySeverity,
} from '@worldscale/backstage-plugin-worlds-common';
import { CellRecord } from './tables';
import { VisibleDomain } from './Vision';

/** What a domain says about a row, as it counts now. */
export interface AgedCell {
  /** Unknown where it was not confirmed for too long. */
  state: State;
  freshness: Freshness;
  /** The later of its own instant and its source's confirmation (ISO 8601). */
  observedAt: string | null;
}

export function ageCell(
  cell: Pick<CellRecord, 'state' | 'observed_at_ms' | 'source'>,
  domain: VisibleDomain,
  nowMs: number,
  limits: FreshnessLimits,
): AgedCell {
  const confirmedAtMs = cell.source
    ? domain.confirmedAtMs.get(cell.source)
    : undefined;
  const knownAtMs = Math.max(
    Number(cell.observed_at_ms ?? -Infinity),
    confirmedAtMs ?? -Infinity,
  );
  const observedAt = Number.isFinite(knownAtMs)
    ? new Date(knownAtMs).toISOString()
    : null;
  const freshness = freshnessAt(observedAt, nowMs, limits);
  const state =
    freshness === 'unknown' ? 'unknown' : statesBySeverity[cell.state];
  return { state, freshness, observedAt };
}
