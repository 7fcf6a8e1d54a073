import {
  FleetRequest,
  FleetResponse,
  FleetRow,
} from '@worldscale/backstage-plugin-worlds-common';

/** What is left of an error budget tells best which of two services is worse. */
const BUDGET_LEFT = 'slo.budgetRemaining';
const BURN_RATE = 'slo.burnRate';

const numberOf = (row: FleetRow, column: string, unknown: number) => {
  const value = row.values[column];
  return typeof value === 'number' ? value : unknown;
};

/** Least budget left first, then what burns fastest; what has neither comes last. */
function byBudget(a: FleetRow, b: FleetRow): number {
  const [left, right] = [a, b].map(row =>
    numberOf(row, BUDGET_LEFT, Number.MAX_VALUE),
  );
  return left - right || numberOf(b, BURN_RATE, 0) - numberOf(a, BURN_RATE, 0);
}

/**
 * The rows of a page that is in the order of states, with the worst of each state instead
 * of the first by name; as they are where the person sees no error budgets.
 */
export async function worstWithinStates(
  { columns, rows }: Pick<FleetResponse, 'columns' | 'rows'>,
  ask: (request: FleetRequest) => Promise<FleetRow[]>,
): Promise<FleetRow[]> {
  if (!columns.some(({ id }) => id === BUDGET_LEFT)) return rows;
  const states = [...new Set(rows.map(({ state }) => state))];
  const asked = states.map(async state => {
    const limit = rows.filter(row => row.state === state).length;
    const found = await ask({ state: [state], sort: BUDGET_LEFT, limit });
    return [...found].sort(byBudget);
  });
  return (await Promise.all(asked)).flat();
}
