import {
  FleetRow,
  FleetState,
  severityRank,
} from '@worldscale/backstage-plugin-worlds-common';

/** Of each service the row in the worst state, the first of several. */
export function worstOfEach(rows: FleetRow[]): FleetState[] {
  const byService = new Map<string, FleetRow[]>();
  for (const row of rows) {
    byService.set(row.entityRef, [
      ...(byService.get(row.entityRef) ?? []),
      row,
    ]);
  }
  return [...byService.values()].map(own => {
    const worst = own.reduce((a, b) =>
      severityRank(a.state) <= severityRank(b.state) ? a : b,
    );
    const { cells, values, ...shown } = worst;
    return {
      ...shown,
      rows: own.length,
      rowsInState: own.filter(({ state }) => state === worst.state).length,
    };
  });
}
