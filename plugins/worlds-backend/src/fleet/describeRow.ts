import {
  FleetCell,
  FleetRow,
  freshnessAt,
  FreshnessLimits,
  severityRank,
  statesBySeverity,
  SummaryRow,
} from '@worldscale/backstage-plugin-worlds-common';
import { CellRecord, RowRecord } from './tables';
import { VisibleDomain, Vision } from './Vision';

export interface Titles {
  world: ReadonlyMap<string, string>;
  region: ReadonlyMap<string, string>;
}

const words = {
  healthy: 'healthy',
  atRisk: 'at risk',
  breached: 'breached',
  unknown: 'unknown',
};

/** 2026-11-01 12:00:05 UTC */
const stamp = (iso: string) => `${iso.slice(0, 10)} ${iso.slice(11, 19)} UTC`;

function describeCell(
  cell: CellRecord,
  domain: VisibleDomain,
  nowMs: number,
  limits: FreshnessLimits,
): FleetCell {
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
  const state = statesBySeverity[cell.state];
  const path = cell.path ?? undefined;
  const common = { domain: domain.domain, freshness, observedAt, path };
  if (freshness !== 'unknown' || state === 'unknown') {
    return { ...common, state, reason: cell.reason };
  }
  const from = cell.source ? ` by ${cell.source}` : '';
  const since = observedAt
    ? `Not confirmed${from} since ${stamp(observedAt)}.`
    : `Never confirmed${from}.`;
  return {
    ...common,
    state: 'unknown',
    reason: `${since} Last known: ${words[state]}. ${cell.reason}`,
  };
}

/** What domains say of a row, and of its service as a whole. */
export interface RowCells {
  own: CellRecord[];
  whole: CellRecord[];
}

export interface RowContext {
  vision: Vision;
  titles: Titles;
  limits: FreshnessLimits;
}

/** One row of the answer, as the reader may see it now. */
export function describeRow(
  row: RowRecord,
  cells: RowCells,
  { vision, titles, limits }: RowContext,
): FleetRow {
  const values: SummaryRow['values'] = {};
  const described: FleetCell[] = [];
  for (const domain of vision.domains) {
    const cell = cells.own.find(c => c.domain === domain.domain);
    const now = cell && describeCell(cell, domain, vision.nowMs, limits);
    const known = cell && now?.freshness !== 'unknown';
    const said: SummaryRow['values'] = known ? JSON.parse(cell.values) : {};
    for (const { id } of domain.columns) {
      values[`${domain.domain}.${id}`] = said[id] ?? null;
    }
    if (now) described.push(now);
  }
  const worst = described.reduce<FleetCell | undefined>(
    (a, b) => (a && severityRank(a.state) <= severityRank(b.state) ? a : b),
    undefined,
  );
  const regionTitle = titles.region.get(row.region) ?? row.region;
  return {
    entityRef: row.entity_ref,
    name: row.name,
    title: row.title,
    type: row.type,
    lifecycle: row.lifecycle,
    owner: row.owner,
    world: row.world,
    worldTitle: row.world && (titles.world.get(row.world) ?? row.world),
    region: row.region,
    regionTitle,
    ...(worst ? verdict(worst) : silence(cells.whole, regionTitle, vision)),
    cells: described,
    values,
  };
}

type Verdict = Pick<
  FleetRow,
  'state' | 'reason' | 'freshness' | 'observedAt' | 'path'
>;

function verdict(cell: FleetCell): Verdict {
  const { state, reason, freshness, observedAt, path } = cell;
  return { state, reason, freshness, observedAt, path };
}

/** State of a row of which no domain says anything: why, as far as that is known. */
function silence(
  whole: CellRecord[],
  regionTitle: string,
  { domains }: Vision,
): Verdict {
  const unknown = {
    state: 'unknown' as const,
    freshness: 'unknown' as const,
    observedAt: null,
  };
  if (domains.length === 0) {
    const reason = 'No domain that could tell has answered yet.';
    return { ...unknown, reason };
  }
  const told = whole.find(cell => domains.some(d => d.domain === cell.domain));
  if (told) {
    return { ...unknown, reason: told.reason, path: told.path ?? undefined };
  }
  const names = domains.map(d => d.title).join(', ');
  const where = regionTitle ? ` in ${regionTitle}` : '';
  const reason = `Nothing is reported about it${where} (asked: ${names}).`;
  return { ...unknown, reason };
}
