import { screen, within } from '@testing-library/react';
import { FakeSlo } from '../__testUtils__/FakeSlo';
import { renderSlo, world } from '../__testUtils__/renderSlo';
import { worldSlosOf } from '../__testUtils__/sloFixture';
import { WorldSlosCard } from './WorldSlosCard';

it('tells what players can do, and how the journeys stand together', async () => {
  renderSlo(<WorldSlosCard />, { entity: world });
  const list = await screen.findByRole('list', { name: 'Player journeys' });
  const [login, chat] = within(list).getAllByRole('listitem');
  expect(login).toHaveTextContent(/^Players log in.*At risk/);
  expect(
    within(login).getByRole('link', { name: /^Runbook: players log in/ }),
  ).toBeVisible();
  expect(chat).toHaveTextContent('Unknown');
  expect(
    screen.getByText(
      /^All journeys together: -20 % of the budget left; burn rate, last hour 1\.2×/,
    ),
  ).toBeVisible();
  expect(
    screen.getByRole('link', { name: 'All objectives of this world' }),
  ).toHaveAttribute('href', '/slos?world=system%3Adefault%2Faurora');
});

it('names the journey that is spent while all together hold', async () => {
  const slo = new FakeSlo();
  const { composite } = worldSlosOf();
  slo.world = worldSlosOf({
    composite: {
      ...{ ...composite!, remaining: 0.4, state: 'atRisk' },
      reason:
        'All journeys together hold (40 % of the budget is left), but Aurora Economy has spent the whole budget.',
      worst: {
        ...{ slo: 'aurora-economy', objective: '0', journey: 'trade' },
        ...{ displayName: 'Aurora Economy', remaining: -0.1 },
      },
    },
  });
  renderSlo(<WorldSlosCard />, { slo, entity: world });
  expect(
    await screen.findByText(
      /hold \(40 % .*\), but Aurora Economy has spent the whole budget\. Together: burn rate, last hour 1\.2×/,
    ),
  ).toBeVisible();
});

it('does not add up what is not known', async () => {
  const slo = new FakeSlo();
  slo.world = worldSlosOf({ composite: null });
  renderSlo(<WorldSlosCard />, { slo, entity: world });
  expect(
    await screen.findByText(/^All journeys together: unknown/),
  ).toBeVisible();
});

it('says that a world has no journeys', async () => {
  const slo = new FakeSlo();
  slo.world = worldSlosOf({ journeys: [], composite: null });
  renderSlo(<WorldSlosCard />, { slo, entity: world });
  expect(await screen.findByText('No player journeys')).toBeVisible();
});
