import { createServiceFactory } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  Shard,
  shardDetailSchema,
  shardHeatSchema,
  ShardsResponse,
  shardsResponseSchema,
} from '@worldscale/backstage-plugin-scaling-common';
import { ManualClock, Simulator, startSimulator } from '@worldscale/simulator';
import request from 'supertest';
import scalingPlugin from './index';
import { closingDatabases } from './__testUtils__/closingDatabases';
import { eventually } from './__testUtils__/eventually';
import { fakeKubernetesBackend } from './__testUtils__/FakeKubernetesBackend';

jest.setTimeout(120_000);

const database = closingDatabases();

function component(name: string, type: string) {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: { 'backstage.io/kubernetes-id': name },
    },
    spec: { type },
  };
}

const entities = [
  component('aurora-shards', 'shard-service'),
  component('tidefall-shards', 'shard-service'),
  component('aurora-gateway', 'world-service'),
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name: 'eu-frankfurt',
      namespace: 'default',
      annotations: { 'worldscale.io/clusters': 'fra' },
    },
    spec: { type: 'region' },
  },
];

describe('shards of the simulated world', () => {
  let simulator: Simulator;
  let backend: TestBackend;
  const clock = new ManualClock(Date.parse('2026-11-20T20:00:00Z'));

  async function portal(
    result:
      | AuthorizeResult.ALLOW
      | AuthorizeResult.DENY = AuthorizeResult.ALLOW,
  ) {
    simulator = await startSimulator({ clock, tickMs: 0 });
    backend = await startTestBackend({
      features: [
        scalingPlugin,
        await database(),
        fakeKubernetesBackend([
          {
            name: 'fra',
            title: 'Frankfurt',
            url: simulator.urls.kubernetes.fra,
            token: 'simulated',
          },
        ]),
        mockServices.rootConfig.factory({
          data: { scaling: { kubernetes: { watchSeconds: 2 } } },
        }),
        mockServices.permissions.factory({ result }),
        createServiceFactory({
          service: catalogServiceRef,
          deps: {},
          factory: () => catalogServiceMock({ entities }),
        }),
      ],
    });
  }
  afterEach(async () => {
    await backend.stop();
    await simulator.close();
  });

  const get = (path: string) =>
    request(backend.server).get(`/api/scaling/shards${path}`);

  async function list(query: string): Promise<ShardsResponse> {
    const response = await get(query);
    expect(response.status).toBe(200);
    return shardsResponseSchema.parse(response.body);
  }

  async function serversIn(state?: string): Promise<number> {
    const { kubernetes } = simulator.urls;
    const response = await fetch(
      `${
        kubernetes.fra
      }/apis/agones.dev/v1/gameservers?labelSelector=${encodeURIComponent(
        'backstage.io/kubernetes-id in (aurora-shards,tidefall-shards)',
      )}`,
      { headers: { authorization: 'Bearer simulated' } },
    );
    const { items } = (await response.json()) as {
      items: Array<{ status: { state: string } }>;
    };
    return items.filter(item => !state || item.status.state === state).length;
  }

  it('are its game servers, with their players, and follow them', async () => {
    await portal();
    const all = await eventually(async () => {
      const answer = await list('?limit=500');
      expect(answer.total).toBe(await serversIn());
      expect(answer).toMatchObject({ troubles: [], isRead: true });
      return answer;
    });
    expect(all.total).toBeGreaterThan(50);
    const { total: allocated } = await list('?phase=allocated');
    expect(allocated).toBe(await serversIn('Allocated'));

    const [fullest] = (
      await list(
        '?entityRef=component:default/aurora-shards&region=eu-frankfurt&sort=utilization&order=desc&limit=1',
      )
    ).shards;
    expect(fullest).toMatchObject<Partial<Shard>>({
      ...{ cluster: 'fra', region: 'eu-frankfurt', freshness: 'fresh' },
      ...{ workloadKind: 'Fleet', workloadName: 'aurora-shards' },
      ...{ phase: 'allocated', capacity: 2500 },
      zone: expect.stringMatching(/^eu-frankfurt-/),
      version: expect.any(String),
    });
    expect(fullest.players).toBeGreaterThan(1500);
    const ships = (
      await list(
        '?entityRef=component:default/tidefall-shards&sort=utilization&order=desc',
      )
    ).shards[0];
    expect(ships.reason).toMatch(/ships/);

    const { body } = await get(`/${fullest.id}`);
    const { members } = shardDetailSchema.parse(body);
    expect(members).toMatchObject([
      {
        ...{ kind: 'GameServer', name: fullest.name },
        clusterState: 'Allocated',
        address: expect.stringMatching(/^\d+\.\d+\.\d+\.\d+$/),
        ports: [{ name: 'game', port: expect.any(Number) }],
        measures: [{ name: 'players', count: fullest.players }],
      },
    ]);

    const heat = shardHeatSchema.parse((await get('/heat')).body);
    expect(heat.count).toBe(all.total);

    // Three hours later other people play on other game servers.
    clock.advance(3 * 3_600_000);
    simulator.sync();
    await eventually(async () => {
      const later = await list('?limit=500');
      expect(later.total).toBe(await serversIn());
      const { total } = await list('?phase=allocated');
      expect(total).toBe(await serversIn('Allocated'));
      expect(total).not.toBe(allocated);
    });
  });

  it('are told to nobody without the permission, and only as asked', async () => {
    await portal(AuthorizeResult.DENY);
    for (const path of ['', '/heat', '/AAAAAAAAAAAA']) {
      expect((await get(path)).status).toBe(403);
      const anonymous = await get(path).set(
        'Authorization',
        mockCredentials.none.header(),
      );
      expect(anonymous.status).toBe(401);
    }
  });

  it('refuse what cannot be asked for, by name', async () => {
    await portal();
    for (const [path, name] of [
      ['?limit=501', "'limit'"],
      ['?sort=colour', "'sort'"],
      ['?state=fine', "'state.0'"],
      ['?utilizationFrom=60&utilizationTo=50', "'utilizationFrom'"],
      ['?colour=red', 'colour'],
      ['?world=system:', "'world'"],
      ['?entityRef=foo', "such as 'component:default/aurora-gateway'"],
      ['/heat?limit=5', 'limit'],
      ['/nonsense', "'id'"],
    ]) {
      const response = await get(path);
      expect(response.status).toBe(400);
      expect(response.body.error.message).toContain(name);
    }
  });
});
