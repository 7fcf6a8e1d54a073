import {
  defaultErrorBudgetPolicy,
  exhaustionOf,
  hourMs,
  SloRow,
  spellShare,
  WorldSlos,
} from '@worldscale/backstage-plugin-slo-common';
import {
  severityRank,
  State,
} from '@worldscale/backstage-plugin-worlds-common';

/** Where the last hour of a journey is not known, the last hours of all are told. */
const BASES_MS = [1, 6, 24].map(hours => hours * hourMs);

const leftOf = ({ figures }: SloRow) => figures?.remaining ?? Infinity;

/** Worst state first, then what has the least budget left. */
function byNeed(a: SloRow, b: SloRow): number {
  const rank = severityRank(a.state) - severityRank(b.state);
  return rank || (leftOf(a) < leftOf(b) ? -1 : Number(leftOf(a) > leftOf(b)));
}

/** A reason that names the journey that it is about. */
function namedReason(journey: string, { state, reason }: SloRow): string {
  if (reason.startsWith('Players ') || !journey) return reason;
  return state === 'healthy'
    ? `The least is left where players ${journey}: ${reason}`
    : `Players ${journey}: ${reason}`;
}

/**
 * A world by what its players do. Its state is that of its worst journey. The
 * composite adds up the shares of budget that the journeys used, with equal weights
 * that add up to one (OpenSLO v1, notes on composite SLOs): spent is what all of them
 * together have spent. Where one of them is not known, neither is the sum; where one of
 * them has spent its own, the composite says so, however much the others have left.
 */
export function worldOf(
  world: string,
  title: string,
  rows: readonly SloRow[],
): WorldSlos {
  const byJourney = new Map<string, SloRow[]>();
  for (const row of rows) {
    const journey = row.playerJourney ?? '';
    byJourney.set(journey, [...(byJourney.get(journey) ?? []), row]);
  }
  const journeys = [...byJourney].map(([journey, own]) => {
    const sorted = [...own].sort(byNeed);
    const [{ state, reason }] = sorted;
    return { journey, state, reason, rows: sorted };
  });
  journeys.sort(
    (a, b) =>
      byNeed(a.rows[0], b.rows[0]) ||
      a.journey.localeCompare(b.journey, 'en-US'),
  );
  const [worst] = journeys;
  return {
    ...{ world, title, journeys },
    state: worst?.state ?? 'unknown',
    reason: worst
      ? namedReason(worst.journey, worst.rows[0])
      : 'No journey of its players has an objective.',
    composite: compositeOf(rows),
  };
}

function compositeOf(rows: readonly SloRow[]): WorldSlos['composite'] {
  if (!rows.length) return null;
  let consumed = 0;
  let windowMs = 0;
  for (const row of rows) {
    if (!row.figures || row.state === 'unknown') return null;
    consumed += row.figures.consumed / rows.length;
    windowMs = Math.max(windowMs, row.window.lengthMs);
  }
  const remaining = 1 - consumed;
  const { burnRate, basisMs } = burnOf(rows);
  const found = exhaustionOf({ remaining, burnRate, windowMs });
  const members = [...rows].sort((a, b) => leftOf(a) - leftOf(b));
  const [{ slo, objective, displayName, playerJourney }] = members;
  const least = leftOf(members[0]);
  return {
    ...{ remaining, burnRate },
    exhaustion: {
      kind: found.kind,
      inMs: 'inMs' in found ? found.inMs : null,
      basisMs,
    },
    state: stateOf(remaining, least),
    reason: reasonOf(remaining, members),
    worst: {
      ...{ slo, objective, displayName, journey: playerJourney ?? '' },
      remaining: least,
    },
  };
}

function stateOf(remaining: number, least: number): State {
  const { freezeAt, slowDownAt } = defaultErrorBudgetPolicy;
  if (remaining <= freezeAt) return 'breached';
  return least <= freezeAt || remaining <= slowDownAt ? 'atRisk' : 'healthy';
}

/** @param members least left first */
function reasonOf(remaining: number, members: readonly SloRow[]): string {
  const spent = members.filter(row => leftOf(row) <= 0);
  if (remaining <= 0) {
    return 'All journeys together have spent their budget.';
  }
  const left = `${spellShare(remaining)} of the budget is left`;
  if (!spent.length) return `All journeys together: ${left}.`;
  const [{ displayName }] = spent;
  const others = spent.length - 1;
  const who = others
    ? `${displayName} and ${others} other${others > 1 ? 's' : ''} have`
    : `${displayName} has`;
  return `All journeys together hold (${left}), but ${who} spent the whole budget.`;
}

/** How fast all of them burn together, over the first window that is known of each. */
function burnOf(rows: readonly SloRow[]): {
  burnRate: number;
  basisMs: number | null;
} {
  const mean = (rates: readonly number[]) =>
    rates.reduce((sum, rate) => sum + rate / rows.length, 0);
  for (const basisMs of BASES_MS) {
    const rates = rows.flatMap(
      row => row.burns.find(b => b.windowMs === basisMs)?.burnRate ?? [],
    );
    if (rates.length === rows.length) return { burnRate: mean(rates), basisMs };
  }
  const rates = rows.map(row => row.figures?.burnRate ?? 0);
  return { burnRate: mean(rates), basisMs: null };
}
