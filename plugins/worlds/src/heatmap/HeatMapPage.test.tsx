import { screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeWorlds } from '../__testUtils__/FakeWorlds';
import { renderFleet } from '../__testUtils__/renderFleet';
import { HeatMapPage } from './HeatMapPage';

const address = () => screen.getByTestId('address').textContent;

beforeEach(() => {
  jest.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
});
afterEach(() => jest.restoreAllMocks());

function worldsWithMap() {
  const worlds = new FakeWorlds();
  worlds.map = {
    services: [{ entityRef: 'component:default/gate', title: 'Gate' }],
    worlds: [{ value: 'system:default/aurora', title: 'Aurora' }],
    regions: [{ value: 'eu', title: 'Europe' }],
    observations: [
      { freshness: 'fresh', observedAt: '2026-11-01T12:00:00.000Z' },
    ],
    cells: [[0, 0, 0, 1, 0]],
  };
  return worlds;
}

it('leads from a cell to the board with what the cell stands for', async () => {
  renderFleet(<HeatMapPage />, {
    worlds: worldsWithMap(),
    address: '/fleet/heatmap',
  });
  const row = await screen.findByRole('application', { name: /^Aurora/ });
  row.focus();
  await userEvent.keyboard('{ArrowRight}{Enter}');
  expect(address()).toBe(
    '/fleet?world=system%3Adefault%2Faurora&region=eu&q=gate',
  );
});

it('leads from a world to the board', async () => {
  renderFleet(<HeatMapPage />, { worlds: worldsWithMap() });
  expect(await screen.findByRole('link', { name: 'Aurora' })).toHaveAttribute(
    'href',
    '/fleet?world=system%3Adefault%2Faurora',
  );
});

it('says that there is nothing, or that it failed', async () => {
  const empty = renderFleet(<HeatMapPage />);
  expect(await screen.findByText('No services yet')).toBeVisible();
  empty.unmount();
  const worlds = new FakeWorlds();
  worlds.error = new Error('down');
  renderFleet(<HeatMapPage />, { worlds });
  expect(await screen.findByRole('alert')).toHaveTextContent('down');
});
