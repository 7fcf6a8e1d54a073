import { ResponseError } from '@backstage/errors';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import {
  ChangesRequest,
  ScalingApi,
  ShardsRequest,
} from '@worldscale/backstage-plugin-scaling-common';
import { cleanup, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLocation } from 'react-router-dom';
import {
  member,
  shard,
  shardHeat,
  shardsResponse,
} from '../__testUtils__/shardsFixture';
import { change, pageOf } from '../__testUtils__/ledgerFixture';
import { scalingApiRef } from '../api';
import { shardsRouteRef } from './shardRoutes';
import { ShardsPage } from './ShardsPage';

jest.setTimeout(30_000);

beforeEach(() => {
  jest.spyOn(HTMLCanvasElement.prototype, 'getContext').mockReturnValue(null);
});
afterEach(() => jest.restoreAllMocks());

function Address() {
  const { pathname, search } = useLocation();
  return <output data-testid="address">{`${pathname}${search}`}</output>;
}
const address = () => screen.getByTestId('address').textContent;

const some = [
  shard('full', { state: 'atRisk', utilizationPercent: 97, players: 97 }),
  shard('calm'),
];

function render(path: string, api: Partial<ScalingApi> = {}) {
  const getShards = jest.fn(async (_: ShardsRequest) => shardsResponse(some));
  const getChanges = jest.fn(async (_: ChangesRequest) => pageOf([change]));
  const fakes = {
    getShards,
    getShardHeat: jest.fn(async () => shardHeat(some)),
    getShard: jest.fn(async () => ({
      shard: some[0],
      members: [member],
      trouble: null,
    })),
    getChanges,
    ...api,
  };
  renderInTestApp(
    <>
      <ShardsPage />
      <Address />
    </>,
    {
      apis: [[scalingApiRef, fakes]],
      mountedRoutes: {
        '/shards': shardsRouteRef,
        '/catalog/:namespace/:kind/:name': entityRouteRef,
      },
      mountPath: '/shards/*',
      initialRouteEntries: [path],
    },
  );
  return { ...fakes, getShards, getChanges };
}

async function responseError(status: number, message: string) {
  return ResponseError.fromResponse({
    ...{ ok: false, status, statusText: message, url: 'http://x' },
    headers: new Headers({ 'content-type': 'application/json' }),
    text: async () =>
      JSON.stringify({
        error: { name: 'Error', message },
        response: { statusCode: status },
      }),
  } as Response);
}

describe('the list of shards', () => {
  it('shows each with what is known of it, and the way to it', async () => {
    render('/shards');
    const row = (await screen.findByText('full')).closest('tr')!;
    expect(within(row).getByText('At risk')).toBeVisible();
    expect(within(row).getByText('97 of 100')).toBeVisible();
    expect(within(row).getByText('97 %')).toBeVisible();
    expect(within(row).getByRole('link', { name: 'full' })).toHaveAttribute(
      'href',
      '/shards/full00000000',
    );
    expect(
      within(row).getByRole('link', { name: 'Aurora Shards' }),
    ).toHaveAttribute('href', '/catalog/default/component/aurora-shards');
  });

  it('asks as its address says, and says in its address what it asks', async () => {
    const { getShards } = render(
      '/shards?region=eu-frankfurt&sort=utilization&order=desc',
    );
    await screen.findByText('full');
    expect(getShards.mock.calls[0][0]).toMatchObject({
      ...{ region: ['eu-frankfurt'], sort: 'utilization', order: 'desc' },
      ...{ limit: 100, facets: true },
    });
    await userEvent.click(screen.getByRole('button', { name: /^At risk/ }));
    expect(address()).toBe(
      '/shards?region=eu-frankfurt&state=atRisk&sort=utilization&order=desc',
    );
    await userEvent.selectOptions(
      screen.getByLabelText('Utilisation'),
      '75 to 95 %',
    );
    await waitFor(() =>
      expect(getShards.mock.lastCall?.[0]).toMatchObject({
        ...{ state: ['atRisk'], utilizationFrom: 75, utilizationTo: 94.9 },
      }),
    );
    await userEvent.click(screen.getByRole('button', { name: 'Players' }));
    expect(address()).toContain('sort=players&order=desc');
    await userEvent.click(
      screen.getByRole('button', { name: 'Clear filters' }),
    );
    expect(address()).toBe('/shards?sort=players&order=desc');
  });

  it('says unknown where something is not known, and how old the rest is', async () => {
    render('/shards', {
      getShards: async () =>
        shardsResponse(
          [
            shard('lost', {
              ...{ state: 'unknown', phase: 'unknown', freshness: 'unknown' },
              ...{ players: null, utilizationPercent: null, zone: null },
              reason: 'Cluster Frankfurt does not answer. Last observed …',
            }),
          ],
          {
            troubles: [
              {
                ...{ cluster: 'fra', title: 'Cluster Frankfurt' },
                ...{ region: 'eu-frankfurt', freshness: 'unknown' },
                observedAt: '2026-11-22T19:00:00.000Z',
                reason: 'Cluster Frankfurt does not answer',
              },
            ],
          },
        ),
    });
    const row = (await screen.findByText('lost')).closest('tr')!;
    expect(within(row).getAllByText('unknown').length).toBeGreaterThan(2);
    const notes = screen.getByRole('list', {
      name: 'Clusters that are not up to date',
    });
    expect(notes).toHaveTextContent('How its shards are is unknown.');
  });

  it('says of a cluster that was never read that its shards are unknown', async () => {
    const never = {
      ...{ cluster: 'nrt', title: 'Tokyo', region: 'ap-tokyo' },
      ...{ observedAt: null, freshness: 'unknown' as const },
      reason: 'The token is refused.',
    };
    render('/shards', {
      getShards: async () =>
        shardsResponse([shard('x')], { troubles: [never] }),
    });
    expect(
      await screen.findByText(/Which shards it has is unknown\./),
    ).toHaveTextContent(/^Tokyo: The token is refused\. Which shards/);
  });

  it('tells none from none known, and both from none that match', async () => {
    const none = (isRead: boolean) => ({
      getShards: async () => shardsResponse([], { isRead }),
    });
    render('/shards', none(true));
    expect(await screen.findByText('No shards')).toBeVisible();
    cleanup();
    render('/shards', none(false));
    expect(await screen.findByText('No shards are known')).toBeVisible();
    cleanup();
    render('/shards?q=x', none(true));
    expect(await screen.findByText('Nothing matches')).toBeVisible();
  });

  it('says what failed, and what of an address it does not understand', async () => {
    render('/shards', {
      getShards: async () => {
        throw new Error('down');
      },
    });
    expect(await screen.findByRole('alert')).toHaveTextContent('down');
    cleanup();
    render('/shards?colour=red');
    expect(
      await screen.findByText("Not understood: 'colour'"),
    ).toBeInTheDocument();
  });
});

describe('the heat map of shards', () => {
  it('has a row for each region, a table of the same, and leads to each shard', async () => {
    render('/shards/heatmap');
    const row = await screen.findByRole('application', {
      name: 'Europe (Frankfurt): 2 cells. Arrow keys move, Enter opens.',
    });
    expect(
      screen.getByRole('link', { name: '1 at risk of 1' }),
    ).toHaveAttribute('href', '/shards?region=eu-frankfurt&utilizationFrom=95');
    row.focus();
    await userEvent.keyboard('{ArrowRight}');
    expect(row).toHaveAccessibleDescription(
      'full, 97 %, 95 % and more: At risk',
    );
    await userEvent.keyboard('{Enter}');
    expect(address()).toBe('/shards/full00000000');
  });

  it('takes the filters of the list along', async () => {
    const { getShardHeat } = render('/shards/heatmap?world=aurora&sort=name');
    await screen.findByRole('application');
    expect(getShardHeat).toHaveBeenCalledWith(
      { world: ['aurora'] },
      expect.anything(),
    );
    expect(screen.getByRole('link', { name: 'List' })).toHaveAttribute(
      'href',
      '/shards?world=aurora',
    );
  });
});

describe('one shard', () => {
  it('is told with its game servers and where it belongs', async () => {
    render('/shards/full00000000');
    expect(await screen.findByRole('heading', { name: 'full' })).toBeVisible();
    expect(screen.getByText('10.0.0.7:7001 (game)')).toBeVisible();
    expect(screen.getByText('players (counter): 80 of 100')).toBeVisible();
    expect(
      screen.getByRole('link', { name: 'How Aurora Shards is scaled' }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/component/aurora-shards/scaling?region=eu-frankfurt',
    );
  });

  it('has cards for its game servers where the screen is narrow', async () => {
    const { matchMedia } = window;
    window.matchMedia = query =>
      ({
        matches: /max-width/.test(query),
        addListener: () => {},
        removeListener: () => {},
      } as unknown as MediaQueryList);
    try {
      render('/shards/full00000000');
      const list = await screen.findByRole('list', { name: 'Game servers' });
      expect(within(list).getAllByRole('listitem')).toHaveLength(1);
      expect(list).toHaveTextContent('Address10.0.0.7:7001 (game)');
      expect(screen.queryByRole('table', { name: 'Game servers' })).toBeNull();
    } finally {
      window.matchMedia = matchMedia;
    }
  });

  it('tells how what it belongs to changed its size last', async () => {
    const { getChanges } = render('/shards/full00000000');
    const changes = await screen.findByRole('region', {
      name: 'Last changes of size of the Fleet aurora-shards',
    });
    expect(
      await within(changes).findByText(/cpu was at 92% against a target/),
    ).toBeVisible();
    expect(getChanges.mock.calls[0][0]).toMatchObject({
      ...{ kind: 'component', namespace: 'default', name: 'aurora-shards' },
      ...{ region: 'eu-frankfurt', workload: 'Fleet/aurora/aurora-shards' },
    });
    expect(
      within(changes).getByRole('link', { name: 'All changes in the ledger' }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/component/aurora-shards/scaling?region=eu-frankfurt&in=eu-frankfurt&workload=aurora-shards',
    );
  });

  it('says since when changes are watched where there is none', async () => {
    render('/shards/full00000000', { getChanges: async () => pageOf([]) });
    expect(
      await screen.findByText(
        /^The ledger has none\. Changes are watched since/,
      ),
    ).toBeVisible();
  });

  it('is shown where changes may not be read, and says so', async () => {
    const refused = await responseError(403, 'You lack the permission');
    render('/shards/full00000000', {
      getChanges: async () => {
        throw refused;
      },
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Changes of size could not be loaded',
    );
    expect(screen.getByRole('heading', { name: 'full' })).toBeVisible();
  });

  it.each([
    [404, 'There is no shard'],
    [400, "Invalid path: 'id': must be the id of a shard"],
  ])('says so when it is gone, or never was (%i)', async (status, message) => {
    const gone = await responseError(status, message);
    render('/shards/full00000000', {
      getShard: async () => {
        throw gone;
      },
    });
    expect(await screen.findByText('There is no such shard')).toBeVisible();
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('says what was last known where it is unknown', async () => {
    const { players, capacity, utilizationPercent, phase, state, reason } =
      shard('x');
    render('/shards/full00000000', {
      getShard: async () => ({
        shard: shard('x', {
          ...{ state: 'unknown', phase: 'unknown', freshness: 'unknown' },
          ...{ players: null, capacity: null, utilizationPercent: null },
          reason: 'Last observed 9 minutes ago.',
          lastKnown: {
            ...{ players, capacity, utilizationPercent },
            ...{ phase, state, reason },
          },
        }),
        members: [member],
        trouble: {
          ...{
            cluster: 'fra',
            title: 'Cluster Frankfurt',
            region: 'eu-frankfurt',
          },
          ...{ observedAt: '2026-11-22T11:00:00Z', freshness: 'unknown' },
          reason: 'Cluster Frankfurt does not answer.',
        },
      }),
    });
    expect(
      await screen.findByText(
        'Last observed 9 minutes ago. Last known: Allocated, players 80 of 100, utilisation 80 %.',
      ),
    ).toBeVisible();
    expect(
      screen.getByRole('heading', { name: 'Game servers, last known' }),
    ).toBeVisible();
    expect(
      screen.getByRole('list', { name: 'Clusters that are not up to date' }),
    ).toHaveTextContent(
      /^Cluster Frankfurt does not answer\. How its shards are is unknown\./,
    );
  });
});
