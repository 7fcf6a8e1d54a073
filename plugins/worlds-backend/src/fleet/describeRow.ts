import {
  FleetCell,
  FleetRow,
  FreshnessLimits,
  severityRank,
  statesBySeverity,
  SummaryRow,
} from '@worldscale/backstage-plugin-worlds-common';
import { ageCell } from './ageCell';
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
  const aged = ageCell(cell, domain, nowMs, limits);
  const source = cell.source ? domain.sources.get(cell.source) : undefined;
  const trouble =
    aged.freshness === 'fresh' ? undefined : domain.trouble ?? source?.trouble;
  const described = {
    ...{ domain: domain.domain, ...aged, reason: cell.reason },
    path: cell.path ?? undefined,
    ...(trouble && { trouble }),
  };
  const state = statesBySeverity[cell.state];
  if (aged.state === state) return described;
  const from = cell.source ? ` by ${source?.title ?? cell.source}` : '';
  const since = aged.observedAt
    ? `Not confirmed${from} since ${stamp(aged.observedAt)}.`
    : `Never confirmed${from}.`;
  const reason = `${trouble ?? since} Last known: ${words[state]}. ${
    cell.reason
  }`;
  return { ...described, reason };
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
  'state' | 'reason' | 'freshness' | 'observedAt' | 'path' | 'trouble'
>;

function verdict(cell: FleetCell): Verdict {
  const { domain, ...said } = cell;
  return said;
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
