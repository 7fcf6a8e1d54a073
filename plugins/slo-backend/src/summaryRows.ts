import {
  lastHourBurnOf,
  SloRow,
} from '@worldscale/backstage-plugin-slo-common';
import {
  severityRank,
  SummaryColumn,
  SummaryRow,
} from '@worldscale/backstage-plugin-worlds-common';
import { PROMETHEUS_SOURCE } from '@worldscale/backstage-plugin-worlds-node';
import { urgencyOf } from './rows/rowRecord';

export const summaryColumns: SummaryColumn[] = [
  {
    ...{ id: 'sli', title: 'SLI', type: 'percent' },
    description: 'Share that was good, of the objective that burns worst',
  },
  {
    ...{ id: 'budgetRemaining', title: 'Budget left', type: 'percent' },
    description: 'Of the objective that burns worst; below 0 it is overspent',
  },
  {
    ...{
      id: 'burnRate',
      title: 'Burn rate, last hour',
      type: 'number',
      unit: '×',
    },
    description: 'Times as fast as the budget lasts, over the last hour',
  },
  {
    ...{ id: 'exhaustion', title: 'Budget gone in', type: 'minutes' },
    zero: 'spent',
    description:
      'If it goes on burning as in the last six hours, or the last one while an alert fires',
  },
  { ...{ id: 'policy', title: 'Deployments', type: 'text' } },
];

const decisionTitles = {
  allow: 'allowed',
  slowDown: 'slow down',
  freeze: 'frozen',
} as const;

function percentOrNull(share: number | null | undefined): number | null {
  if (share === null || share === undefined) return null;
  return Number((share * 100).toPrecision(8));
}

function recentBurnRate(row: SloRow): number | null {
  const rate = lastHourBurnOf(row);
  return rate === null ? null : Number(rate.toPrecision(3));
}

function minutesLeft({ exhaustion }: SloRow): number | null {
  if (!exhaustion) return null;
  if (exhaustion.kind === 'spent') return 0;
  return exhaustion.inMs === null ? null : Math.round(exhaustion.inMs / 60_000);
}

/**
 * What is measured well now, but not for long enough yet: a service in its first weeks.
 * Its age is no trouble that the fleet should show.
 */
function isYoung({ figures, coverage, burns }: SloRow): boolean {
  return (
    figures === null &&
    coverage !== null &&
    burns.some(({ burnRate }) => burnRate !== null)
  );
}

/**
 * One row for each service and region, told by what burns worst of it. Objectives that
 * are not told apart by region stand for the service as a whole, where it has no others.
 */
export function summaryRows(rows: readonly SloRow[]): SummaryRow[] {
  const worst = new Map<string, SloRow>();
  for (const row of rows) {
    const isPart = row.isComposite && row.objective !== 'all';
    if (row.entityRef === null || isPart || isYoung(row)) continue;
    const key = `${row.entityRef}\n${row.region}`;
    const known = worst.get(key);
    const order = known
      ? severityRank(row.state) - severityRank(known.state) ||
        urgencyOf(row) - urgencyOf(known)
      : -1;
    if (order < 0) worst.set(key, row);
  }
  const regional = new Set(
    [...worst.values()].flatMap(row => (row.region ? [row.entityRef] : [])),
  );
  const told = [...worst.values()].filter(
    row => row.region !== '' || !regional.has(row.entityRef),
  );
  return told.map(row => ({
    entityRef: row.entityRef ?? '',
    region: row.region,
    state: row.state,
    reason: `${row.displayName}: ${row.reason}`,
    values: {
      sli: percentOrNull(row.figures?.sli),
      budgetRemaining: percentOrNull(row.figures?.remaining),
      burnRate: recentBurnRate(row),
      exhaustion: minutesLeft(row),
      policy: row.decision && decisionTitles[row.decision],
    },
    observedAt: row.observedAt,
    source: PROMETHEUS_SOURCE,
    path: 'slos',
  }));
}
