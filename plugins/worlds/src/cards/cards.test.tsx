import { Entity } from '@backstage/catalog-model';
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
        /^Scaling, Europe: fra is dark\. Since .*2026.*\.$/,
      ),
      'Scaling, us: iad, too.',
      'SLO: It could not be asked: out of order',
    ]);
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
      screen.getByRole('link', { name: 'All 1 on the fleet board' }),
    ).toHaveAttribute('href', expect.stringContaining('owner=group'));
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
      screen.getByRole('link', { name: 'All 1 on the fleet board' }),
    ).toHaveAttribute(
      'href',
      '/fleet?state=breached&state=atRisk&state=unknown',
    );
  });

  it('says so when there is nothing', async () => {
    const worlds = new FakeWorlds();
    worlds.rows = [];
    renderFleet(<AtRiskWidget />, { worlds });
    expect(await screen.findByText('Nothing at risk')).toBeVisible();
    expect(screen.getByText(/^No service of any world/)).toBeVisible();
  });

  it('shows the worst rows', async () => {
    const worlds = new FakeWorlds();
    worlds.rows = [fleetRow({ state: 'breached', title: 'Broken' })];
    renderFleet(<AtRiskWidget />, { worlds });
    expect(await screen.findByText('Broken')).toBeVisible();
    expect(screen.getByText('Breached')).toBeVisible();
  });
});
