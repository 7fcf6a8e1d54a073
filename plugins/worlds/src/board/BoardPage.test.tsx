import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeWorlds, fleetRow } from '../__testUtils__/FakeWorlds';
import { renderFleet } from '../__testUtils__/renderFleet';
import { BoardPage } from './BoardPage';

const address = () => screen.getByTestId('address').textContent;

it('shows a row with its state, reason and the way to it', async () => {
  renderFleet(<BoardPage />);
  const table = await screen.findByRole('region', { name: 'Fleet' });
  const link = within(table).getByRole('link', {
    name: 'At risk: why, Aurora Gate in Europe',
  });
  expect(link).toHaveAttribute(
    'href',
    '/catalog/default/component/gate/scaling',
  );
  expect(within(table).getByText('Only 2 replicas are left.')).toBeVisible();
  expect(within(table).getByText('unknown')).toBeVisible();
  expect(
    within(table).getByRole('columnheader', { name: 'State' }),
  ).toHaveAttribute('aria-sort', 'ascending');
});

it('says what keeps an old row from being confirmed, and leads to the sources', async () => {
  const worlds = new FakeWorlds();
  const trouble = 'Cluster Frankfurt refuses: 403 Forbidden.';
  worlds.rows = [
    fleetRow({ freshness: 'old', state: 'healthy', reason: 'Fine.', trouble }),
    fleetRow({
      ...{ region: 'us', regionTitle: 'Virginia', trouble },
      ...{ freshness: 'unknown', state: 'unknown' },
      reason: `${trouble} Last known: healthy. Fine.`,
    }),
  ];
  renderFleet(<BoardPage />, { worlds });
  const links = await screen.findAllByRole('link', { name: trouble });
  expect(links.map(link => link.getAttribute('href'))).toEqual([
    '/fleet/sources',
    '/fleet/sources',
  ]);
  expect(links.map(link => link.parentElement?.textContent)).toEqual([
    `${trouble} Fine.`,
    `${trouble} Last known: healthy. Fine.`,
  ]);
});

it('names what is chosen in one line, and takes it away again in the list', async () => {
  renderFleet(<BoardPage />, { address: '/fleet?region=eu&region=us' });
  await screen.findByRole('region', { name: 'Fleet' });
  expect(screen.getByText('Europe +1')).toBeVisible();
  await userEvent.click(screen.getByLabelText('Region'));
  await userEvent.click(screen.getByRole('option', { name: 'Europe (1)' }));
  expect(address()).toBe('/fleet?region=us');
});

it('keeps order and filters in the address, and asks the backend for them', async () => {
  const { worlds } = renderFleet(<BoardPage />, {
    address: '/fleet?region=eu&offset=50',
  });
  await screen.findByRole('region', { name: 'Fleet' });
  expect(worlds.requests[0]).toMatchObject({ region: ['eu'], offset: 50 });
  await userEvent.click(screen.getByRole('button', { name: 'Ready' }));
  expect(address()).toBe('/fleet?region=eu&sort=scaling.ready');
  await userEvent.click(screen.getByRole('button', { name: 'Ready' }));
  expect(address()).toBe('/fleet?region=eu&sort=scaling.ready&order=desc');
  await userEvent.click(screen.getByRole('button', { name: /^At risk/ }));
  expect(address()).toContain('state=atRisk');
  await waitFor(() =>
    expect(worlds.requests[worlds.requests.length - 1]).toMatchObject({
      region: ['eu'],
      state: ['atRisk'],
      sort: 'scaling.ready',
      order: 'desc',
      offset: 0,
    }),
  );
  await userEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
  expect(address()).toBe('/fleet?sort=scaling.ready&order=desc');
});

it('searches once the typing pauses', async () => {
  renderFleet(<BoardPage />);
  await screen.findByRole('region', { name: 'Fleet' });
  await userEvent.type(screen.getByLabelText('Search'), 'gate');
  await waitFor(() => expect(address()).toBe('/fleet?q=gate'));
});

it('keeps the last rows when the backend fails, and says so', async () => {
  const worlds = new FakeWorlds();
  renderFleet(<BoardPage />, { worlds });
  await screen.findByText('Aurora Gate');
  worlds.error = new Error('Failed to fetch');
  await userEvent.click(screen.getByRole('button', { name: 'Service' }));
  const note = await screen.findByRole('alert');
  expect(note).toHaveTextContent('Failed to fetch');
  expect(screen.getByText('Aurora Gate')).toBeVisible();
  worlds.error = undefined;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
});

it('offers to clear the filters when nothing matches', async () => {
  const worlds = new FakeWorlds();
  worlds.rows = [];
  renderFleet(<BoardPage />, { worlds, address: '/fleet?q=nothing' });
  expect(await screen.findByText('Nothing matches')).toBeVisible();
  const [, clear] = screen.getAllByRole('button', { name: 'Clear filters' });
  await userEvent.click(clear);
  expect(address()).toBe('/fleet');
});

it.each([
  [[], /shows you no component/],
  [
    [{ part: 'catalog' as const, title: 'Catalog', failing: false }],
    /is still being read/,
  ],
  [
    [{ part: 'catalog' as const, title: 'Catalog', failing: true }],
    /cannot be read/,
  ],
])('says why there are no services (unread: %j)', async (unread, text) => {
  const worlds = new FakeWorlds();
  worlds.rows = [];
  worlds.unread = unread;
  renderFleet(<BoardPage />, { worlds });
  expect(await screen.findByText(text)).toBeVisible();
});

it('names what it does not understand in the address', async () => {
  const { worlds } = renderFleet(<BoardPage />, {
    address: '/fleet?state=fine',
  });
  expect(await screen.findByText(/Not understood: 'state'/)).toBeVisible();
  expect(worlds.requests).toEqual([]);
  await userEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
  expect(await screen.findByText('Aurora Gate')).toBeVisible();
});

it('turns pages', async () => {
  const worlds = new FakeWorlds();
  worlds.total = 60;
  renderFleet(<BoardPage />, { worlds, address: '/fleet?limit=25' });
  await screen.findByText('Aurora Gate');
  await userEvent.click(screen.getByRole('button', { name: 'Next page' }));
  expect(address()).toBe('/fleet?limit=25&offset=25');
});

it('leads back from a page that no longer exists', async () => {
  const worlds = new FakeWorlds();
  worlds.rows = [];
  worlds.total = 60;
  renderFleet(<BoardPage />, { worlds, address: '/fleet?offset=500' });
  await userEvent.click(
    await screen.findByRole('button', { name: 'First page' }),
  );
  expect(address()).toBe('/fleet');
});
