/*
 * A whole hides what is worst of it: five regions together are well while players of one
 * cannot log in, and a composite holds while one of its parts is spent. So a whole that
 * is better than the worst of it is at risk, and says of what. It is no more than at
 * risk, since the policy goes by the whole: breached is where changes stop.
 */
import {
  lastHourBurnOf,
  SloRow,
  WorstWithin,
} from '@worldscale/backstage-plugin-slo-common';
import { severityRank } from '@worldscale/backstage-plugin-worlds-common';
import { urgencyOf } from '../rows/rowRecord';
import { lowerFirst } from './lowerFirst';

/** What a row is the whole of: parts that are spent, or regions. */
function within(row: SloRow, all: readonly SloRow[]): SloRow[] {
  if (row.objective !== 'all') {
    return all.filter(
      ({ region, objective }) => region !== '' && objective === row.objective,
    );
  }
  return all.filter(
    ({ region, objective, figures }) =>
      region === '' && objective !== 'all' && (figures?.remaining ?? 1) <= 0,
  );
}

/** Worst state first, then what is gone soonest. */
export function byNeed(a: SloRow, b: SloRow): number {
  return (
    severityRank(a.state) - severityRank(b.state) || urgencyOf(a) - urgencyOf(b)
  );
}

function titleOf(row: SloRow): string {
  if (row.region) return row.regionTitle ?? row.region;
  return row.objectiveName ?? `objective ${row.objective}`;
}

function tell(row: SloRow): WorstWithin {
  const { region, objective, state, reason, figures, exhaustion } = row;
  return {
    kind: region ? 'region' : 'part',
    id: region || objective,
    title: titleOf(row),
    ...{ state, reason, exhaustion },
    remaining: figures?.remaining ?? null,
    burnRate: lastHourBurnOf(row),
  };
}

function sentence({ kind, title, reason }: WorstWithin): string {
  if (reason.startsWith('Players ')) return reason;
  return kind === 'region'
    ? `In ${title}: ${lowerFirst(reason)}`
    : `The composite holds, but not ${title}: ${lowerFirst(reason)}`;
}

/** The row of a whole with the worst of it, where that is worse than the whole. */
export function withWorst(row: SloRow, all: readonly SloRow[]): SloRow {
  if (row.region !== '') return row;
  const [worst] = within(row, all).sort(byNeed);
  if (
    !worst ||
    (worst.state !== 'breached' && worst.state !== 'atRisk') ||
    severityRank(worst.state) >= severityRank(row.state)
  ) {
    return row;
  }
  const worstWithin = tell(worst);
  // What pages people is said first, and names the place already.
  if (row.state === 'atRisk' && Object.keys(row.firing).length) {
    return { ...row, worstWithin };
  }
  const reason = sentence(worstWithin);
  return { ...row, state: 'atRisk', reason, worstWithin };
}
