import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { Entity } from '@backstage/catalog-model';
import { scalingApiRef } from '../api';
import {
  capacity,
  cappedRegion,
  entity,
  history,
  scalingOf,
  unreadRegion,
} from '../__testUtils__/scalingFixture';
import { change, pageOf } from '../__testUtils__/ledgerFixture';
import { shardsRouteRef } from '../shards/shardRoutes';
import { EntityScalingContent } from './EntityScalingContent';

const now = () => new Date().toISOString();

function renderTab(
  getService: jest.Mock,
  path: string = '/',
  of: Entity = entity,
  getChanges = jest.fn().mockResolvedValue(pageOf([change])),
): ReturnType<typeof renderInTestApp> {
  return renderInTestApp(
    <EntityProvider entity={of}>
      <EntityScalingContent />
    </EntityProvider>,
    {
      apis: [
        [
          scalingApiRef,
          {
            getService,
            getHistory: jest.fn().mockResolvedValue(history),
            getChanges,
          },
        ],
      ],
      mountedRoutes: {
        '/catalog/:namespace/:kind/:name': entityRouteRef,
        '/shards': shardsRouteRef,
      },
      initialRouteEntries: [path],
    },
  );
}

describe('EntityScalingContent', () => {
  afterEach(() => jest.useRealTimers());

  it('asks for the entity of the page and shows state, sentence and numbers', async () => {
    const getService = jest
      .fn()
      .mockResolvedValue(scalingOf([cappedRegion(now())]));
    renderTab(getService);
    const region = await screen.findByRole('region', { name: 'eu-frankfurt' });
    expect(getService.mock.calls[0][0]).toEqual({
      kind: 'Component',
      namespace: 'default',
      name: 'aurora-gateway',
    });
    expect(within(region).getByText('Breached')).toBeVisible();
    expect(within(region).getByText(/demand is capped/)).toBeVisible();
    expect(within(region).getByText('12 of 12 ready')).toBeVisible();
    expect(within(region).getByText('3 to 12')).toBeVisible();
    expect(
      within(region).getByRole('img', { name: 'cpu: 92% of 70%' }),
    ).toBeVisible();
    expect(within(region).getByText('0 more (0%)')).toBeVisible();
    await waitFor(() => expect(region).toHaveTextContent(/ago: 10 to 12/));
    const zone = new Intl.DateTimeFormat().resolvedOptions().timeZone;
    expect(screen.getByText(`Times are in ${zone}`)).toBeVisible();
    expect(
      within(region).getByRole('img', { name: /allowed 3 to 12/ }),
    ).toBeVisible();
  });

  it('finds the last change of a quiet region behind those of busy ones', async () => {
    const quiet = { ...cappedRegion(now()), region: 'ap-tokyo' };
    const older = {
      ...change,
      id: 'older',
      region: 'ap-tokyo',
      from: 90,
      to: 89,
    };
    const getChanges = jest.fn(async ({ region }: { region?: string }) =>
      region === 'ap-tokyo' ? pageOf([older]) : pageOf([change], 'more'),
    );
    renderTab(
      jest
        .fn()
        .mockResolvedValue(
          scalingOf([
            cappedRegion(now()),
            quiet,
            { ...quiet, region: 'us-ohio' },
          ]),
        ),
      '/',
      entity,
      getChanges.mockName('getChanges'),
    );
    const tokyo = await screen.findByRole('region', { name: 'ap-tokyo' });
    await waitFor(() => expect(tokyo).toHaveTextContent(/ago: 90 to 89/));
    expect(screen.getByRole('region', { name: 'us-ohio' })).toHaveTextContent(
      'The ledger holds no change of it.',
    );
  });

  it('answers first how it is, where it is worst and why', async () => {
    const worst = { ...cappedRegion(now()), capacity };
    renderTab(jest.fn().mockResolvedValue(scalingOf([worst, unreadRegion])));
    const state = await screen.findByRole('region', { name: 'State now' });
    expect(state).toHaveTextContent(
      /Breached.*2 regions: 1 breached, 1 unknown.*eu-frankfurt.*demand is capped/,
    );
    expect(state).toHaveTextContent('the maximum of aurora-gateway is reached');
  });

  it('shows demand, what is left, what binds, and what if a zone dies', async () => {
    const worst = { ...cappedRegion(now()), capacity };
    renderTab(
      jest.fn().mockResolvedValue(scalingOf([worst])),
      '/?region=eu-frankfurt',
    );
    const region = await screen.findByRole('region', { name: 'eu-frankfurt' });
    expect(region).toHaveTextContent('170,000 players');
    expect(region).toHaveTextContent('needs 15 replicas');
    expect(region).toHaveTextContent(
      '7 of 12 are left, 8 missing; whether other zones have room is not known',
    );
    expect(region).toHaveTextContent('+900 players a minute');
    expect(region).toHaveTextContent('carries 144,000 players');
    expect(region).toHaveTextContent('0 left; another limit is not known');
    const zones = within(region).getByRole('region', { name: 'Zones' });
    expect(
      within(zones).getByRole('row', {
        name: /^eu-frankfurt-a \(largest\) 5 5/,
      }),
    ).toBeVisible();
    expect(
      within(zones).getByRole('row', { name: /^Without the largest 7/ }),
    ).toBeVisible();
    expect(zones).toHaveTextContent('8 missing, room elsewhere for unknown');
    const limits = within(region).getByRole('region', { name: 'Limits' });
    const [, first, second] = within(limits).getAllByRole('row');
    expect(first).toHaveTextContent(
      /maximum of aurora-gateway \(binds first\)/,
    );
    expect(second).toHaveTextContent('unknown: no node was read');
    expect(
      within(limits).getByRole('list', { name: 'Why parts are unknown' }),
    ).toHaveTextContent('no node was read');
  });

  it('calls a region what people call it', async () => {
    renderTab(
      jest
        .fn()
        .mockResolvedValue(
          scalingOf([
            { ...cappedRegion(now()), regionTitle: 'Europe (Frankfurt)' },
          ]),
        ),
    );
    expect(
      await screen.findByRole('region', { name: 'Europe (Frankfurt)' }),
    ).toBeVisible();
  });

  it('opens the detail of a region by keyboard', async () => {
    renderTab(jest.fn().mockResolvedValue(scalingOf([cappedRegion(now())])));
    const toggle = await screen.findByRole('button', { name: 'eu-frankfurt' });
    expect(toggle).toHaveAttribute('aria-expanded', 'false');
    toggle.focus();
    await userEvent.keyboard('{Enter}');
    expect(toggle).toHaveAttribute('aria-expanded', 'true');
    expect(
      screen.getByText('HorizontalPodAutoscaler aurora-gateway, wants 12'),
    ).toBeVisible();
    expect(screen.getByText(/TooManyReplicas/)).toBeVisible();
    expect(
      screen.getByRole('link', { name: /Kubernetes tab/ }),
    ).toHaveAttribute(
      'href',
      '/catalog/default/component/aurora-gateway/kubernetes',
    );
  });

  it('opens the region that the address names', async () => {
    renderTab(
      jest.fn().mockResolvedValue(scalingOf([cappedRegion(now())])),
      '/?region=eu-frankfurt',
    );
    const toggle = await screen.findByRole('button', { name: 'eu-frankfurt' });
    expect(toggle).toHaveAttribute('aria-expanded', 'true');
  });

  it('shows a region that was never read as unknown, without numbers', async () => {
    renderTab(jest.fn().mockResolvedValue(scalingOf([unreadRegion])));
    const region = await screen.findByRole('region', { name: 'ap-tokyo' });
    expect(within(region).getByText('Unknown')).toBeVisible();
    expect(within(region).getByText('never observed')).toBeVisible();
    expect(within(region).queryByText(/ready/)).not.toBeInTheDocument();
    expect(
      screen.getByRole('list', { name: 'Clusters that cannot be read' }),
    ).toHaveTextContent(
      'Cluster nrt (ap-tokyo) cannot be read: 403 Forbidden.',
    );
  });

  it('gives a cluster that is badly read one line, which unfolds', async () => {
    const cluster = (name: string, unreadable: string[]) => ({
      ...{ name, title: `Cluster ${name}`, region: 'eu-frankfurt' },
      ...{ reachable: true, readAt: now(), error: null, unreadable },
    });
    const clusters = [
      cluster('fra', ['the pods may not be read', 'the nodes time out']),
      cluster('fra-2', ['the quotas may not be read']),
      cluster('fra-3', []),
    ];
    renderTab(
      jest
        .fn()
        .mockResolvedValue({ ...scalingOf([cappedRegion(now())]), clusters }),
    );
    const list = await screen.findByRole('list', {
      name: 'Clusters that cannot be read',
    });
    expect(list.children).toHaveLength(2);
    expect(within(list).getByText('The quotas may not be read.')).toBeVisible();
    const pods = within(list).getByText('The pods may not be read.');
    expect(pods).not.toBeVisible();
    await userEvent.click(
      within(list).getByText(/^Cluster fra \(eu-frankfurt\): 2 of the things/),
    );
    expect(pods).toBeVisible();
  });

  it('says what was last known of a region that is too old', async () => {
    const old = {
      ...cappedRegion('2026-11-22T10:00:00Z'),
      state: 'unknown' as const,
      reason: 'Connection refused. Last observed 10 minutes ago.',
      freshness: 'unknown' as const,
      lastKnown: { state: 'healthy' as const, reason: 'All 12 are ready.' },
      capacity: {
        ...capacity,
        ...{ verdict: 'enoughTime' as const, sentence: 'It lasts 36 hours.' },
        headroom: { replicas: 5, units: null, minutes: 2160 },
      },
    };
    renderTab(jest.fn().mockResolvedValue(scalingOf([old])));
    expect(
      await screen.findByText('Last known: healthy. All 12 are ready.'),
    ).toBeVisible();
    await userEvent.click(screen.getByRole('button', { name: 'eu-frankfurt' }));
    expect(screen.getByText('Last known: breached')).toBeVisible();
    expect(screen.queryByText('Breached')).toBeNull();
    expect(screen.getByText('Capacity, last known')).toBeVisible();
    expect(screen.getByText('Headroom, last known')).toBeVisible();
    expect(screen.getByText('What holds it back, last known')).toBeVisible();
    expect(screen.queryByText('It lasts 36 hours.')).toBeNull();
  });

  it('leads from a shard service to its shards, all and those of a region', async () => {
    const shardService = { ...entity, spec: { type: 'shard-service' } };
    const regions = [
      { ...cappedRegion(now()), regionTitle: 'Europe (Frankfurt)' },
    ];
    renderTab(
      jest.fn().mockResolvedValue(scalingOf(regions)),
      '/',
      shardService,
    );
    const query = 'entityRef=component%3Adefault%2Faurora-gateway';
    expect(
      await screen.findByRole('link', { name: 'Each of its shards' }),
    ).toHaveAttribute('href', `/shards?${query}`);
    expect(
      screen.getByRole('link', { name: 'Shards in Europe (Frankfurt)' }),
    ).toHaveAttribute('href', `/shards?${query}&region=eu-frankfurt`);
  });

  it('does not look for shards of other services', async () => {
    renderTab(jest.fn().mockResolvedValue(scalingOf([cappedRegion(now())])));
    await screen.findByRole('region', { name: 'eu-frankfurt' });
    expect(screen.queryByRole('link', { name: /shards/i })).toBeNull();
  });

  it('says why there is nothing to show', async () => {
    renderTab(jest.fn().mockResolvedValue(scalingOf([])));
    expect(
      await screen.findByText(/^No workload with label .* was found/),
    ).toBeVisible();
  });

  it('says what went wrong when nothing could be loaded', async () => {
    renderTab(jest.fn().mockRejectedValue(new Error('the backend is away')));
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'the backend is away',
    );
  });

  it('keeps what it showed when a later load fails, and says how old it is', async () => {
    jest.useFakeTimers({ advanceTimers: true });
    const getService = jest
      .fn()
      .mockResolvedValueOnce(scalingOf([cappedRegion(now())]))
      .mockRejectedValue(new Error('the backend is away'));
    renderTab(getService);
    await screen.findByRole('region', { name: 'eu-frankfurt' });
    await act(async () => {
      await jest.advanceTimersByTimeAsync(16_000);
    });
    expect(await screen.findByRole('alert')).toHaveTextContent(
      /What is shown is \d+ s old/,
    );
    expect(screen.getByRole('region', { name: 'eu-frankfurt' })).toBeVisible();
  });
});
