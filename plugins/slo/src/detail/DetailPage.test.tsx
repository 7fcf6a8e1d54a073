import { screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { TimelineLane } from '@worldscale/backstage-plugin-worlds-react';
import { SloPage } from '../SloPage';
import { FakeSlo } from '../__testUtils__/FakeSlo';
import { refusal, renderSlo, service } from '../__testUtils__/renderSlo';
import {
  detailOf,
  fileOf,
  objectiveOf,
  policyOf,
  problem,
  sloRow,
  unknownRow,
} from '../__testUtils__/sloFixture';

function renderDetail(slo = new FakeSlo()) {
  return renderSlo(<SloPage />, { slo, address: '/slos/aurora-login' });
}

/** Value and further words of a tile. */
async function tile(title: string): Promise<string[]> {
  const name = await screen.findByText(title, { selector: 'dt' });
  return [...name.parentElement!.querySelectorAll('dd')].map(
    part => part.textContent ?? '',
  );
}

it('shows the figures, and how far they reach', async () => {
  renderDetail();
  expect(await tile('SLI')).toEqual([
    '99.912 %',
    'Target 99.9 % over the last 28 d',
  ]);
  expect(await tile('Budget left')).toEqual([
    '12 %',
    '4.8 min of 40.3 min of total failure; 120 of 1,000 failures',
  ]);
  expect(await tile('Burn rate, last hour')).toEqual([
    '16.4×',
    'Mean over the last 28 d: 0.88×; 1× lasts as long as the window',
  ]);
  const [gone, basis] = await tile('Budget gone');
  expect(gone).toBe('in 3 hours');
  // The forecast of slow days says nothing of a fire.
  expect(basis).toBe('If it burns on at 16.4×, as in the last 1 h. ');
  expect(await tile('Observed')).toEqual([
    '99.8 %',
    'of the slices that count; measured from the series that its rules record',
  ]);
  expect((await tile('Traffic'))[0]).toBe('1,000,000');
});

it('says why nothing is known, and draws no line', async () => {
  const slo = new FakeSlo();
  const row = unknownRow();
  slo.detail = detailOf({
    objectives: [
      objectiveOf({
        ...{ row, forecast: null, alerts: [], days: [] },
        burnDown: { atMs: [], remaining: [] },
      }),
    ],
  });
  renderDetail(slo);
  expect(await tile('Budget left')).toEqual([
    'unknown',
    'because too little of it was observed',
  ]);
  expect((await tile('Observed'))[0]).toBe('42 %');
  expect(
    screen.getByText(
      'There is no line, because too little of it was observed.',
    ),
  ).toBeVisible();
  expect(screen.getByText('No day is known')).toBeVisible();
  expect(screen.getByText(/^No alert is defined/)).toBeVisible();
});

it('says of what was only just read that it is not measured yet', async () => {
  const slo = new FakeSlo();
  slo.detail = detailOf({ objectives: [] });
  renderDetail(slo);
  expect(await screen.findByText('Not measured yet')).toBeVisible();
  expect(screen.queryByText(/no objective/)).toBeNull();
});

it('says low traffic out loud', async () => {
  const slo = new FakeSlo();
  const lowTraffic =
    'Low traffic: about 10 events an hour; the budget allows 6 failures.';
  slo.detail = detailOf({
    objectives: [objectiveOf({ row: sloRow({ lowTraffic }) })],
  });
  renderDetail(slo);
  expect((await tile('Traffic'))[1]).toBe(lowTraffic);
});

it.each([0.12, -2.5, 0])(
  'ends the burn-down on the tile: %s',
  async remaining => {
    const slo = new FakeSlo();
    const { figures } = sloRow();
    const row = sloRow({ figures: figures && { ...figures, remaining } });
    slo.detail = detailOf({ objectives: [objectiveOf({ row })] });
    renderDetail(slo);
    const [left] = await tile('Budget left');
    const instant = await screen.findByRole('slider', {
      name: 'Instant of Budget left',
    });
    expect(instant.getAttribute('aria-valuetext')).toMatch(
      new RegExp(`: Budget left ${left}$`),
    );
  },
);

it('compares burn rates with thresholds, and holds what is not known', async () => {
  renderDetail();
  expect(
    await screen.findByRole('heading', { name: 'page, 14.4× over 1 h' }),
  ).toBeVisible();
  expect(
    screen.getByRole('img', { name: '1 h: 16.4×, fires at 14.4×' }),
  ).toBeVisible();
  expect(
    screen.getByRole('img', { name: '1 d: unknown, fires at 2.8×' }),
  ).toBeVisible();
  expect(screen.getByText('Firing')).toBeVisible();
  expect(screen.getByText(/Firing since 2026-11-22 11:20 UTC\./)).toBeVisible();
  expect(screen.getByText('Quiet, held')).toBeVisible();
  expect(
    screen.getByText(/Nothing new is known of it, so it stays as it was/),
  ).toBeVisible();
});

it('tells what happened on the line', async () => {
  const slo = new FakeSlo();
  slo.changes = [
    {
      ...{ at: '2026-11-20T12:00:00.000Z', kind: 'alertFired' },
      ...{ entityRef: null, slo: 'aurora-login', objective: '0' },
      ...{ severity: 'page', text: 'The page alert fired at 15.2×.' },
    },
  ];
  renderDetail(slo);
  const marks = await screen.findByRole('button', {
    name: /The page alert fired at 15\.2×\./,
  });
  await userEvent.click(marks);
  expect(
    screen.getByText(/: The page alert fired at 15\.2×\.$/),
  ).toBeInTheDocument();
});

it('marks deployments and incidents that any lane of the timeline tells of', async () => {
  const lane: TimelineLane = {
    ...{ id: 'timeline-lane:deployments/all', title: 'Deployments', order: 1 },
    ...{ deps: {}, isFor: () => true, signalChannels: () => [] },
    ...{ looksAhead: false },
    loader:
      async () =>
      async ({ entities, toMs }) => ({
        marks: [
          {
            ...{ id: '1', atMs: toMs - 86_400_000, title: 'Version 7' },
            sentence: `Version 7 of ${entities[0].metadata.name} went out.`,
            topic: 'deployment',
          },
        ],
      }),
  };
  renderSlo(<SloPage />, {
    ...{ address: '/slos/aurora-login', lanes: [lane] },
    entities: [service],
    mayLift: true,
  });
  const strip = await screen.findByRole('button', {
    name: /Deployment: Version 7: Version 7 of aurora-gateway went out\./,
  });
  await userEvent.click(strip);
  expect(
    screen.getByText(/: Deployment: Version 7: Version 7 of aurora-gateway/),
  ).toBeInTheDocument();
});

it('shows the definition, its compiled rules and its generations when asked', async () => {
  const user = userEvent.setup();
  const copied = jest
    .spyOn(navigator.clipboard, 'writeText')
    .mockResolvedValue(undefined);
  renderDetail();
  await user.click(await screen.findByText('As it is written'));
  expect(
    await screen.findByRole('region', { name: 'definition of aurora-login' }),
  ).toHaveTextContent('kind: SLO');
  await user.click(screen.getByText('Compiled rules for Prometheus'));
  expect(
    await screen.findByRole('region', { name: 'rules of aurora-login' }),
  ).toHaveTextContent('slo-aurora-login-windows');
  await user.click(
    screen.getByRole('button', { name: 'Copy rules of aurora-login' }),
  );
  expect(copied).toHaveBeenCalledWith(expect.stringMatching(/^groups:/));
  expect(screen.getByText('Copied')).toBeVisible();
  await user.click(screen.getByText('Generations (2)'));
  const generation = await screen.findByText('00000000000000bb');
  const minute = String.raw`\w{3} \d+, 2026, \d\d:\d\d [AP]M`;
  expect(generation.closest('li')).toHaveTextContent(
    new RegExp(`since ${minute}, in force$`),
  );
  await user.click(screen.getByText('Time that does not count (1)'));
  const excluded = await screen.findByText(/only after it had begun/);
  expect(excluded).toBeVisible();
  expect(excluded.closest('li')).toHaveTextContent(
    new RegExp(`^${minute} to ${minute}: weekly maintenance, decided by `),
  );
});

it('names each problem of the definition by file, line, column and field', async () => {
  const slo = new FakeSlo();
  const { definition } = detailOf();
  slo.detail = detailOf({
    definition: {
      ...definition,
      areRulesLoaded: false,
      file: fileOf({
        problems: [{ ...problem, severity: 'warning' }, problem],
        error: 'The forge refuses: 401.',
        failingSince: '2026-11-22T11:00:00.000Z',
      }),
    },
  });
  renderDetail(slo);
  const list = await screen.findByRole('list', {
    name: 'Problems of the definition',
  });
  const [first, second] = within(list).getAllByRole('listitem');
  expect(first).toHaveTextContent(
    'Error in gateway/slo.yaml:13:15 at spec.objectives[0].target: expected a number from 0 to below 1',
  );
  expect(second).toHaveTextContent(/^Warning in/);
  expect(screen.getByText(/The forge refuses: 401\./)).toBeVisible();
  expect(screen.getByText(/no alert of this objective can fire/)).toBeVisible();
});

it('says what figures mean that Sloth records, instead of a file that is not there', async () => {
  const slo = new FakeSlo();
  const note = 'Recorded by Sloth: a mean of five-minute ratios.';
  const { definition } = detailOf();
  slo.detail = detailOf({
    objectives: [
      objectiveOf({ row: sloRow({ measuredBy: 'sloth', note }), alerts: [] }),
    ],
    definition: { ...definition, rules: '', areRulesLoaded: true },
  });
  renderDetail(slo);
  expect(await screen.findByText(note)).toBeVisible();
  expect(screen.getByText(/from series that Sloth records/)).toBeVisible();
  expect(screen.getByText(/^Its alerts are Sloth's/)).toBeVisible();
  expect(screen.queryByText(/Compiled rules/)).not.toBeInTheDocument();
  expect(
    screen.queryByText(/Prometheus has the compiled rules/),
  ).not.toBeInTheDocument();
});

it('chooses the worst of several objectives, and another one on request', async () => {
  const slo = new FakeSlo();
  const fine = sloRow({
    ...{ objective: '1', objectiveName: 'Within a second', state: 'healthy' },
    reason: '80 % of the budget is left.',
  });
  slo.detail = detailOf({
    objectives: [objectiveOf({ row: fine }), objectiveOf()],
  });
  renderDetail(slo);
  expect(
    await screen.findByRole('button', { name: 'Target 99.9 %' }),
  ).toHaveAttribute('aria-pressed', 'true');
  await userEvent.click(
    screen.getByRole('button', { name: 'Within a second' }),
  );
  expect(screen.getByTestId('address')).toHaveTextContent('?objective=1');
  expect(screen.getByText('80 % of the budget is left.')).toBeVisible();
});

it('answers how last quarter was', async () => {
  const slo = new FakeSlo();
  renderDetail(slo);
  await userEvent.click(
    await screen.findByRole('button', { name: 'Last quarter' }),
  );
  expect(await screen.findByText('Missed')).toBeVisible();
  expect(
    screen.getByText(/99\.810 % against 99\.9 %; 3,100 of 1,630,000 events/),
  ).toBeVisible();
  expect(slo.historyAsked[0]).toMatchObject({ objective: '0', by: 'day' });
});

it('says since when a range is known', async () => {
  const slo = new FakeSlo();
  const known = { ...slo.history, knownSince: '2026-08-14T12:00:00Z' };
  known.total.startAt = '2026-07-01T00:00:00Z';
  slo.history = known;
  renderDetail(slo);
  await userEvent.click(
    await screen.findByRole('button', { name: 'Last quarter' }),
  );
  expect(
    await screen.findByText(
      /^Known since Aug 1\d, 2026, \d\d:\d\d [AP]M; before/,
    ),
  ).toBeVisible();
});

it('names figures that are too old as last known', async () => {
  const slo = new FakeSlo();
  const row = sloRow({ freshness: 'unknown', state: 'unknown' });
  slo.detail = detailOf({ objectives: [objectiveOf({ row })] });
  renderDetail(slo);
  expect((await tile('Budget left, last known'))[0]).toBe('12 %');
  expect((await tile('Burn rate, last hour, last known'))[0]).toBe('16.4×');
});

it('offers to lift a freeze to nobody who may not', async () => {
  const slo = new FakeSlo();
  slo.detail = detailOf({ policy: policyOf() });
  renderDetail(slo);
  expect(await screen.findByText(/^Changes: Freeze/)).toBeVisible();
  expect(screen.queryByRole('button', { name: 'Lift the freeze' })).toBeNull();
});

it('says that there is no such objective', async () => {
  const slo = new FakeSlo();
  slo.error = await refusal(404, {
    name: 'NotFoundError',
    message: 'No SLO is called aurora-login.',
  });
  renderDetail(slo);
  expect(await screen.findByText('There is no such objective')).toBeVisible();
});
