import {
  FleetRow,
  FleetState,
  severityRank,
} from '@worldscale/backstage-plugin-worlds-common';

/** Worse first; of equal states the one that was confirmed least lately. */
function worse(a: FleetRow, b: FleetRow): FleetRow {
  const difference = severityRank(a.state) - severityRank(b.state);
  if (difference !== 0) return difference < 0 ? a : b;
  return (a.observedAt ?? '') <= (b.observedAt ?? '') ? a : b;
}

/** Of each service the row in the worst state. */
export function worstOfEach(rows: FleetRow[]): FleetState[] {
  const byService = new Map<string, FleetRow[]>();
  for (const row of rows) {
    byService.set(row.entityRef, [
      ...(byService.get(row.entityRef) ?? []),
      row,
    ]);
  }
  return [...byService.values()].map(own => {
    const worst = own.reduce(worse);
    const { cells, values, ...shown } = worst;
    return {
      ...shown,
      rows: own.length,
      rowsInState: own.filter(({ state }) => state === worst.state).length,
    };
  });
}
