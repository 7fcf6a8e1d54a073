import { Entity } from '@backstage/catalog-model';
import { FleetRequest } from '@worldscale/backstage-plugin-worlds-common';
import { screen, waitFor } from '@testing-library/react';
import { AtRiskWidget } from '../home/AtRiskWidget';
import { FakeWorlds, fleetRow } from '../__testUtils__/FakeWorlds';
import { renderFleet } from '../__testUtils__/renderFleet';
import { UnknownsCard } from './UnknownsCard';
import { WorldServicesCard } from './WorldServicesCard';

const gate: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'gate' },
  spec: { type: 'world-service' },
};
const aurora: Entity = {
  ...gate,
  kind: 'System',
  metadata: { name: 'aurora' },
};

describe('why is this unknown?', () => {
  it('is no card where nothing is', async () => {
    const worlds = new FakeWorlds();
    const asked = jest.spyOn(worlds, 'unknowns');
    renderFleet(<UnknownsCard />, { worlds, entity: gate });
    await waitFor(() => expect(asked).toHaveBeenCalled());
    expect(screen.queryByText('Why is this unknown?')).toBeNull();
  });

  it('gives every reason with its domain and region', async () => {
    const worlds = new FakeWorlds();
    worlds.joinedUnknowns.domains = [
      {
        domain: 'scaling',
        title: 'Scaling',
        status: 'ok',
        unknowns: [
          {
            ...{ region: 'eu', regionTitle: 'Europe', reason: 'fra is dark.' },
            since: '2026-11-01T12:00:00Z',
          },
          { region: 'us', reason: 'iad, too.', since: null },
        ],
      },
      {
        domain: 'slo',
        title: 'SLO',
        status: 'failed',
        error: 'out of order',
        unknowns: [],
      },
      { domain: 'cost', title: 'Cost', status: 'notInstalled', unknowns: [] },
    ];
    renderFleet(<UnknownsCard />, { worlds, entity: gate });
    expect(await screen.findByText('Why is this unknown?')).toBeVisible();
    const items = screen.getAllByRole('listitem').map(i => i.textContent);
    expect(items).toEqual([
      expect.stringMatching(
        /^Scaling, Europe: fra is dark\. Since \d+ \w+ ago\.$/,
      ),
      'Scaling, us: iad, too.',
      'SLO: It could not be asked: out of order',
    ]);
    expect(screen.getByText(/ ago$/)).toHaveAttribute(
      'title',
      expect.stringContaining('2026'),
    );
  });

  it('says when it could not be asked', async () => {
    const worlds = new FakeWorlds();
    worlds.error = new Error('down');
    renderFleet(<UnknownsCard />, { worlds, entity: gate });
    expect(await screen.findByRole('alert')).toHaveTextContent('down');
  });
});

describe('services of a world', () => {
  it('are counted by state, with ways to the board', async () => {
    const { worlds } = renderFleet(<WorldServicesCard />, { entity: aurora });
    const link = await screen.findByRole('link', { name: 'At risk (1)' });
    expect(link).toHaveAttribute(
      'href',
      '/fleet?world=system%3Adefault%2Faurora&state=atRisk',
    );
    expect(worlds.requests[0].world).toEqual(['system:default/aurora']);
  });

  it('may be none', async () => {
    const worlds = new FakeWorlds();
    worlds.rows = [];
    renderFleet(<WorldServicesCard />, { worlds, entity: aurora });
    expect(await screen.findByText('No services')).toBeVisible();
  });
});

describe('what is at risk among my services', () => {
  it('asks for what the person and their groups own', async () => {
    const { worlds } = renderFleet(<AtRiskWidget />);
    expect(await screen.findByText('Aurora Gate')).toBeVisible();
    expect(worlds.requests[1]).toMatchObject({
      owner: ['user:default/mira', 'group:default/core'],
      state: ['breached', 'atRisk', 'unknown'],
    });
    expect(
      screen.getByRole('link', { name: 'See it on the fleet board' }),
    ).toHaveAttribute('href', expect.stringContaining('owner=group'));
  });

  it('asks for the worst of each state by what is left of its budget', async () => {
    const worlds = new FakeWorlds();
    const all = worlds.fleet.bind(worlds);
    const id = 'slo.budgetRemaining';
    jest.spyOn(worlds, 'fleet').mockImplementation(async request => {
      const answer = await all(request);
      return { ...answer, columns: [{ ...answer.columns[0], id }] };
    });
    renderFleet(<AtRiskWidget />, { worlds });
    expect(await screen.findByText('Aurora Gate')).toBeVisible();
    expect(worlds.requests[2]).toMatchObject({
      ...{ state: ['atRisk'], sort: id, limit: 1 },
      owner: ['user:default/mira', 'group:default/core'],
    });
  });

  it('asks for all services where the person owns none', async () => {
    const worlds = new FakeWorlds();
    const all = worlds.fleet.bind(worlds);
    jest
      .spyOn(worlds, 'fleet')
      .mockImplementation(async request =>
        request.owner
          ? { ...(await all(request)), rows: [], total: 0 }
          : all(request),
      );
    renderFleet(<AtRiskWidget />, { worlds });
    expect(await screen.findByText('Aurora Gate')).toBeVisible();
    expect(screen.getByText(/^Among all services/)).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'See it on the fleet board' }),
    ).toHaveAttribute(
      'href',
      '/fleet?state=breached&state=atRisk&state=unknown',
    );
  });

  /** Answers as many rows to a question that `matches` as there are, else none. */
  const only = (matches: (request: FleetRequest) => boolean) => {
    const worlds = new FakeWorlds();
    const all = worlds.fleet.bind(worlds);
    jest.spyOn(worlds, 'fleet').mockImplementation(async request => {
      const answer = await all(request);
      return matches(request) ? answer : { ...answer, rows: [], total: 0 };
    });
    return worlds;
  };

  it.each([
    ['of yours', (r: FleetRequest) => !r.state],
    ['of any world', (r: FleetRequest) => !r.state && !r.owner],
  ])('says so when no service %s is', async (whose, matches) => {
    renderFleet(<AtRiskWidget />, { worlds: only(matches) });
    expect(await screen.findByText('Nothing at risk')).toBeVisible();
    expect(
      screen.getByText(new RegExp(`^No service ${whose} is at risk`)),
    ).toBeVisible();
  });

  const catalog = {
    ...{ part: 'catalog' as const, title: 'Catalog', failing: false },
  };
  const domain = (title: string, failing: boolean) => ({
    ...{ part: 'domain' as const, title, failing },
  });

  it.each([
    ['the catalog', [catalog], /catalog is still being read/],
    [
      'domains',
      [domain('Cost', false), domain('Traffic', true), domain('SLO', false)],
      'Traffic has never answered. Cost and SLO have not answered yet.',
    ],
  ])('gives no all-clear before %s is read', async (_, unread, text) => {
    const worlds = only(request => !request.state);
    worlds.unread = unread;
    renderFleet(<AtRiskWidget />, { worlds });
    expect(await screen.findByText(text)).toBeVisible();
    const [note] = screen.getAllByRole('status');
    expect(note).toHaveTextContent('Not known yet');
    expect(screen.queryByText('Nothing at risk')).toBeNull();
  });

  it('tells of the rest where a domain never answers, and names it', async () => {
    const worlds = only(request => !request.state);
    worlds.unread = [domain('Traffic', true)];
    renderFleet(<AtRiskWidget />, { worlds });
    expect(
      await screen.findByText('Nothing at risk in what answers'),
    ).toBeVisible();
    expect(screen.queryByText('Nothing at risk')).toBeNull();
    expect(screen.getAllByRole('status')[0]).toHaveTextContent(
      'Not counted here: Traffic has never answered.',
    );
    expect(
      screen.getByRole('link', { name: 'See the sources' }),
    ).toHaveAttribute('href', '/fleet/sources');
  });

  it('names such a domain beside what is at risk, too', async () => {
    const worlds = new FakeWorlds();
    worlds.unread = [domain('Traffic', true)];
    renderFleet(<AtRiskWidget />, { worlds });
    expect(await screen.findByText('Aurora Gate')).toBeVisible();
    expect(screen.getByText(/^Not counted here: Traffic/)).toBeVisible();
  });

  it('gives no all-clear of a fleet without services', async () => {
    renderFleet(<AtRiskWidget />, { worlds: only(() => false) });
    expect(await screen.findByText('No services yet')).toBeVisible();
  });

  it("does not show others' services while those of the person may still come", async () => {
    const worlds = only(request => !request.owner);
    worlds.unread = [catalog];
    renderFleet(<AtRiskWidget />, { worlds });
    expect(await screen.findByText('Not known yet')).toBeVisible();
    expect(screen.queryByText('Aurora Gate')).toBeNull();
  });

  it('shows the worst rows', async () => {
    const worlds = new FakeWorlds();
    worlds.rows = [fleetRow({ state: 'breached', title: 'Broken' })];
    renderFleet(<AtRiskWidget />, { worlds });
    expect(await screen.findByText('Broken')).toBeVisible();
    expect(screen.getByText('Breached')).toBeVisible();
  });
});
