import { FleetRequest } from '@worldscale/backstage-plugin-worlds-common';
import { fleetRow } from '../__testUtils__/FakeWorlds';
import { worstWithinStates } from './worstWithinStates';

const row = (
  name: string,
  state: 'breached' | 'atRisk',
  left: number | null,
  burn = 0,
) =>
  fleetRow({
    ...{ name, state },
    values: { 'slo.budgetRemaining': left, 'slo.burnRate': burn },
  });
const column = (id: string) => ({
  ...{ id, title: id, type: 'percent' as const },
  ...{ domain: 'slo', domainTitle: 'Objectives' },
});
const fleet = [
  row('auction', 'breached', null),
  row('chat', 'breached', -10, 0.5),
  row('login', 'breached', -10, 2),
  row('store', 'breached', -293),
  row('match', 'atRisk', 20),
  row('gate', 'atRisk', 4),
];

/** As the backend answers: by state, or by what is left, unknown last. */
async function ask({ state, limit }: FleetRequest) {
  const left = (each: (typeof fleet)[number]) =>
    Number(each.values['slo.budgetRemaining'] ?? 1e9);
  return fleet
    .filter(each => state?.includes(each.state))
    .sort((a, b) => left(a) - left(b))
    .slice(0, limit);
}

const names = async (shown: number, ...columns: string[]) => {
  const page = { columns: columns.map(column), rows: fleet.slice(0, shown) };
  return (await worstWithinStates(page, ask)).map(({ name }) => name);
};

it('shows the least budget first, then what burns fastest', async () => {
  expect(await names(3, 'slo.budgetRemaining')).toEqual([
    ...['store', 'login', 'chat'],
  ]);
});

it('keeps states in their order, and what has no budget last of its own', async () => {
  expect(await names(5, 'slo.budgetRemaining')).toEqual([
    ...['store', 'login', 'chat', 'auction', 'gate'],
  ]);
});

it('leaves the rows as they are to whoever sees no budgets', async () => {
  expect(await names(2, 'scaling.headroom')).toEqual(['auction', 'chat']);
});
