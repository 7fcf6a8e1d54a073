import {
  exhaustionOf,
  SloRow,
  WorldSlos,
} from '@worldscale/backstage-plugin-slo-common';
import { severityRank } from '@worldscale/backstage-plugin-worlds-common';

/** The burn rate that a row's time to exhaustion is told from. */
function recentRate(row: SloRow): number {
  const basis = row.burns.find(b => b.windowMs === row.exhaustion?.basisMs);
  return basis?.burnRate ?? row.figures?.burnRate ?? 0;
}

/**
 * A world by what its players do. Its state is that of its worst journey. The
 * composite adds up the shares of budget that the journeys used, with equal weights
 * that add up to one (OpenSLO v1, notes on composite SLOs): spent is what all of them
 * together have spent. Where one of them is not known, neither is the sum.
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
    const [worst] = [...own].sort(
      (a, b) => severityRank(a.state) - severityRank(b.state),
    );
    return { journey, state: worst.state, reason: worst.reason, rows: own };
  });
  journeys.sort(
    (a, b) =>
      severityRank(a.state) - severityRank(b.state) ||
      a.journey.localeCompare(b.journey, 'en-US'),
  );
  const [worst] = journeys;
  return {
    ...{ world, title, journeys },
    state: worst?.state ?? 'unknown',
    reason: worst?.reason ?? 'No journey of its players has an objective.',
    composite: compositeOf(rows),
  };
}

function compositeOf(rows: readonly SloRow[]): WorldSlos['composite'] {
  if (!rows.length) return null;
  let consumed = 0;
  let burnRate = 0;
  let windowMs = 0;
  for (const row of rows) {
    if (!row.figures || row.state === 'unknown') return null;
    consumed += row.figures.consumed / rows.length;
    burnRate += recentRate(row) / rows.length;
    windowMs = Math.max(windowMs, row.window.lengthMs);
  }
  const remaining = 1 - consumed;
  const found = exhaustionOf({ remaining, burnRate, windowMs });
  return {
    ...{ remaining, burnRate },
    exhaustion: {
      kind: found.kind,
      inMs: 'inMs' in found ? found.inMs : null,
      basisMs: rows[0].exhaustion?.basisMs ?? null,
    },
  };
}
