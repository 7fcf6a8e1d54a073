import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FakeSlo } from '../__testUtils__/FakeSlo';
import { refusal, renderSlo } from '../__testUtils__/renderSlo';
import { sloRow, unknownRow } from '../__testUtils__/sloFixture';
import { ListPage } from './ListPage';

const address = () => screen.getByTestId('address').textContent;

it('says in plain words what burns, with the runbook and the way to the detail', async () => {
  renderSlo(<ListPage />);
  const table = await screen.findByRole('region', { name: 'Objectives' });
  const row = within(table).getAllByRole('row')[1];
  expect(row).toHaveTextContent(
    'Players fail to log in to Aurora in Europe (Frankfurt); budget gone in 3 hours.',
  );
  expect(row).toHaveTextContent('At risk');
  expect(row).toHaveTextContent('1 page alert fires');
  expect(
    within(row).getByRole('link', { name: /^Runbook of Aurora/ }),
  ).toHaveAttribute('href', expect.stringMatching(/login-queue\.md$/));
  expect(
    within(row).getByRole('link', { name: 'Aurora: players log in' }),
  ).toHaveAttribute('href', '/slos/aurora-login');
  const cells = within(row)
    .getAllByRole('cell')
    .map(c => c.textContent?.replace(/\u00a0/g, ' '));
  expect(cells).toEqual(
    expect.arrayContaining([
      '99.912 %of 99.9 %28 d',
      '12 %',
      '16.4×',
      'in 3 hoursat 16.4×, as in the last 1 h',
      'Slow down',
    ]),
  );
});

it('shows an overspent budget with its sign, and what is unknown as a word', async () => {
  const slo = new FakeSlo();
  const { figures } = sloRow();
  slo.rows = [
    sloRow({
      figures: figures && { ...figures, remaining: -2.5, consumed: 3.5 },
      exhaustion: { kind: 'spent', inMs: null, basisMs: null },
    }),
    unknownRow(),
  ];
  renderSlo(<ListPage />, { slo });
  const [, overspent, unknown] = await screen.findAllByRole('row');
  expect(overspent).toHaveTextContent('-250 %');
  expect(overspent).toHaveTextContent('spent');
  expect(within(unknown).getAllByText('unknown')).toHaveLength(4);
  expect(unknown).toHaveTextContent('too little of it was observed');
  expect(unknown).not.toHaveTextContent('0 %');
});

it('does not show figures that are too old as if they held', async () => {
  const slo = new FakeSlo();
  slo.rows = [sloRow({ freshness: 'unknown', state: 'unknown' })];
  renderSlo(<ListPage />, { slo });
  const [, row] = await screen.findAllByRole('row');
  expect(row).toHaveTextContent(/was 99\.912 %.*was 12 %.*was 16\.4×/);
  expect(row).not.toHaveTextContent('in 3 hoursat');
});

it('names the objective that stands in the way of changes, where it is another', async () => {
  const slo = new FakeSlo();
  const decidedBy = { slo: 'store', displayName: 'Session store' };
  slo.rows = [
    sloRow({ state: 'healthy', decision: 'freeze', decidedBy }),
    sloRow({ slo: 'store', decision: 'freeze', decidedBy }),
  ];
  renderSlo(<ListPage />, { slo });
  const [, healthy, own] = await screen.findAllByRole('row');
  expect(healthy).toHaveTextContent('Freezebecause of Session store');
  expect(own).not.toHaveTextContent('because of');
});

it('shows the burn of the last hour of what has no budget yet', async () => {
  const slo = new FakeSlo();
  slo.rows = [unknownRow({ burns: [{ windowMs: 3_600_000, burnRate: 2.4 }] })];
  renderSlo(<ListPage />, { slo });
  expect(
    await screen.findByRole('button', { name: 'Burn rate, last hour' }),
  ).toBeVisible();
  const [, row] = screen.getAllByRole('row');
  expect(row).toHaveTextContent('2.4×');
  expect(within(row).getAllByText('unknown')).toHaveLength(3);
});

it('keeps filters and order in the address, and asks the backend for them', async () => {
  const { slo } = renderSlo(<ListPage />, { address: '/slos?offset=50' });
  await screen.findByRole('region', { name: 'Objectives' });
  expect(slo.listed[0]).toMatchObject({ sort: 'worst', offset: 50 });
  await userEvent.click(screen.getByRole('button', { name: 'Budget left' }));
  expect(address()).toBe('/slos?sort=remaining');
  await userEvent.click(screen.getByRole('button', { name: 'Budget left' }));
  await userEvent.click(screen.getByRole('button', { name: /^At risk/ }));
  await userEvent.click(
    screen.getByRole('checkbox', { name: 'What players do' }),
  );
  expect(address()).toBe(
    '/slos?state=atRisk&journeys=true&sort=remaining&order=desc',
  );
  await waitFor(() =>
    expect(slo.listed[slo.listed.length - 1]).toMatchObject({
      state: ['atRisk'],
      journeys: true,
      sort: 'remaining',
      order: 'desc',
      offset: 0,
    }),
  );
  await userEvent.click(screen.getByRole('button', { name: 'Clear filters' }));
  expect(address()).toBe('/slos?sort=remaining&order=desc');
});

it('turns pages of thousands', async () => {
  const slo = new FakeSlo();
  slo.total = 10_000;
  renderSlo(<ListPage />, { slo });
  await screen.findByRole('region', { name: 'Objectives' });
  expect(screen.getByText('1-50 of 10000')).toBeVisible();
  await userEvent.click(screen.getByRole('button', { name: 'Next page' }));
  expect(address()).toBe('/slos?offset=50');
});

it('says how many definitions are broken, and that more is still being read', async () => {
  const slo = new FakeSlo();
  [slo.brokenFiles, slo.brokenDefinitions] = [1, 2];
  slo.isReading = true;
  renderSlo(<ListPage />, { slo });
  expect(
    await screen.findByText(/^2 definitions in 1 file cannot be used\./),
  ).toBeVisible();
  expect(screen.getByText(/definitions are still being read/)).toBeVisible();
});

it('says how many files cannot be read at all', async () => {
  const slo = new FakeSlo();
  [slo.brokenFiles, slo.unreadableFiles] = [3, 2];
  slo.brokenDefinitions = 4;
  renderSlo(<ListPage />, { slo });
  expect(
    await screen.findByText(
      /^4 definitions in 1 file cannot be used, and 2 files cannot be read\./,
    ),
  ).toBeVisible();
});

it('says above the list that a source does not answer, and since when', async () => {
  const slo = new FakeSlo();
  slo.troubles = [
    {
      text: 'Prometheus fails: 503 Service Unavailable.',
      lastSuccessAt: new Date(Date.now() - 400_000).toISOString(),
    },
  ];
  renderSlo(<ListPage />, { slo });
  const note = await screen.findByText(/Prometheus fails: 503/);
  expect(note.closest('[role=status]')).toHaveTextContent(
    'Prometheus fails: 503 Service Unavailable. Last answer: 6 min ago',
  );
});

it.each([
  ['/slos', false, 'No objectives yet'],
  ['/slos', true, 'Not known yet'],
  ['/slos?q=nothing', false, 'Nothing matches'],
])(
  'says why there is nothing: %s, reading %s',
  async (at, isReading, title) => {
    const slo = new FakeSlo();
    slo.rows = [];
    slo.isReading = isReading;
    renderSlo(<ListPage />, { slo, address: at });
    expect(await screen.findByText(title)).toBeVisible();
  },
);

it('leads back from a page that no longer exists', async () => {
  const slo = new FakeSlo();
  slo.rows = [];
  slo.total = 60;
  renderSlo(<ListPage />, { slo, address: '/slos?offset=500' });
  await userEvent.click(
    await screen.findByRole('button', { name: 'First page' }),
  );
  expect(address()).toBe('/slos');
});

it('names what it does not understand in the address', async () => {
  const { slo } = renderSlo(<ListPage />, { address: '/slos?state=fine' });
  expect(await screen.findByText(/Not understood: 'state'/)).toBeVisible();
  expect(slo.listed).toEqual([]);
});

it.each([
  [
    403,
    { name: 'NotAllowedError', message: 'You lack slo.objective.read.' },
    'You may not see this',
  ],
  [404, undefined, 'Objectives are not installed'],
  [
    404,
    { name: 'NotFoundError', message: 'No SLO x.' },
    'There is no such objective',
  ],
])(
  'has a face of its own for an answer of %s',
  async (status, error, title) => {
    const slo = new FakeSlo();
    slo.error = await refusal(status, error);
    renderSlo(<ListPage />, { slo });
    expect(await screen.findByText(title)).toBeVisible();
    expect(screen.queryByRole('alert')).toBeNull();
  },
);

it('keeps the last rows when the backend fails, and says so', async () => {
  const slo = new FakeSlo();
  renderSlo(<ListPage />, { slo });
  await screen.findByRole('region', { name: 'Objectives' });
  slo.error = await refusal(503, {
    name: 'ServiceUnavailableError',
    message: 'The database is away.',
  });
  await userEvent.click(screen.getByRole('button', { name: 'World' }));
  const note = await screen.findByRole('alert');
  expect(note).toHaveTextContent('The database is away.');
  expect(screen.getByText('Aurora: players log in')).toBeVisible();
  slo.error = undefined;
  await userEvent.click(screen.getByRole('button', { name: 'Try again' }));
  await waitFor(() => expect(screen.queryByRole('alert')).toBeNull());
});
