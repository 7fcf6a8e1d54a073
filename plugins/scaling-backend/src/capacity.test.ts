import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { JsonObject } from '@backstage/types';
import {
  RegionScaling,
  regionCapacitySchema,
  risksSchema,
} from '@worldscale/backstage-plugin-scaling-common';
import { FaultInput, Simulator, startSimulator } from '@worldscale/simulator';
import request from 'supertest';
import scalingPlugin from './index';
import { closingDatabases } from './__testUtils__/closingDatabases';
import { eventually } from './__testUtils__/eventually';
import { fakeKubernetesBackend } from './__testUtils__/FakeKubernetesBackend';

jest.setTimeout(120_000);

const database = closingDatabases();

function component(name: string, annotations: Record<string, string> = {}) {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: { 'backstage.io/kubernetes-id': name, ...annotations },
    },
    spec: { type: name.endsWith('shards') ? 'shard-service' : 'world-service' },
    relations: [{ type: 'ownedBy', targetRef: 'group:default/aurora' }],
  };
}

const players = {
  name: 'players',
  title: 'Players',
  metric: 'lifeverse_service_players',
};

describe('the capacity of services of a real cluster', () => {
  let simulator: Simulator;
  let backend: TestBackend;
  let scheduler: ReturnType<typeof mockServices.scheduler>;

  beforeEach(async () => {
    simulator = await startSimulator({ tickMs: 0 });
  });
  afterEach(async () => {
    await backend.stop();
    await simulator.close();
  });

  async function portal(
    options: {
      faults?: FaultInput[];
      scaling?: JsonObject;
      prometheus?: string;
      permission?: AuthorizeResult.ALLOW | AuthorizeResult.DENY;
      annotations?: Record<string, string>;
      clusters?: string[];
    } = {},
  ) {
    simulator.faults.set('kubernetes/fra', options.faults ?? []);
    const { prometheus = simulator.urls.prometheus } = options;
    const { clusters = ['fra'] } = options;
    scheduler = mockServices.scheduler();
    backend = await startTestBackend({
      features: [
        scalingPlugin,
        createServiceFactory({
          service: coreServices.scheduler,
          deps: {},
          factory: () => scheduler,
        }),
        await database(),
        fakeKubernetesBackend(
          clusters.map(name => ({
            ...{ name, title: 'Frankfurt', token: 'simulated' },
            url: simulator.urls.kubernetes.fra,
          })),
        ),
        mockServices.rootConfig.factory({
          data: {
            scaling: options.scaling ?? { demand: [players] },
            worldscale: { prometheus: { baseUrl: prometheus } },
          },
        }),
        mockServices.permissions.factory({
          result: options.permission ?? AuthorizeResult.ALLOW,
        }),
        createServiceFactory({
          service: catalogServiceRef,
          deps: {},
          factory: () =>
            catalogServiceMock({
              entities: [
                component('aurora-gateway', options.annotations),
                component('aurora-shards'),
                component('session-store'),
                component('aurora-lost'),
              ],
            }),
        }),
      ],
    });
  }
  const get = (path: string) =>
    request(backend.server).get(`/api/scaling${path}`);
  async function region(name: string): Promise<RegionScaling> {
    const { body } = await get(`/services/component/default/${name}`);
    expect(body.regions).toHaveLength(1);
    return body.regions[0];
  }
  /** Once pods and nodes were looked through, and demand was asked for. */
  const capacity = (name: string) =>
    eventually(async () => {
      await scheduler.triggerTask('read-demand');
      const found = regionCapacitySchema.parse((await region(name)).capacity);
      expect(found.observedAt).not.toBeNull();
      expect(found.unknowns.join()).not.toMatch('not asked for yet');
      return found;
    });
  const withDemand = (name: string) =>
    eventually(async () => {
      const found = await capacity(name);
      expect(found.demand).toMatchObject({ basis: 'series' });
      expect(found.demand?.growth).not.toBeNull();
      return found;
    });

  it('is told with demand, limits, zones and starts', async () => {
    await portal();
    const gateway = await withDemand('aurora-gateway');
    const { workloads } = await region('aurora-gateway');
    expect(gateway.demand).toMatchObject({
      ...{ title: 'Players', unit: 'players', freshness: 'fresh' },
      value: expect.any(Number),
    });
    expect(gateway.perReplica).toMatchObject({ basis: 'derived' });
    expect(gateway.limits.map(({ kind }) => kind).sort()).toEqual([
      ...['autoscalerMax', 'nodePool'],
      ...['resourceQuota', 'resourceQuota', 'resourceQuota'],
    ]);
    expect(
      gateway.limits.every(({ leftReplicas }) => leftReplicas !== null),
    ).toBe(true);
    expect(gateway.binding?.leftReplicas).toBe(
      Math.min(...gateway.limits.map(({ leftReplicas }) => leftReplicas ?? 0)),
    );
    const { zones } = gateway;
    expect(zones.zones).toHaveLength(3);
    expect(zones.zones.reduce((sum, { ready }) => sum + ready, 0)).toBe(
      workloads[0].ready,
    );
    expect(zones.verdict).toMatch(/holds|recovers|breaks/);
    expect(gateway.unknowns).toEqual([]);
  });

  it('is told of a fleet by its game servers', async () => {
    await portal();
    const shards = await withDemand('aurora-shards');
    expect(shards.noun).toBe('game server');
    const { ready, spare, allocated } = shards.replicas;
    expect((spare ?? 0) + (allocated ?? 0)).toBe(ready);
    expect(shards.zones.zones.reduce((sum, z) => sum + z.ready, 0)).toBe(ready);
    expect(shards.limits[0].kind).toBe('fleetMax');
  });

  it('of a size that nothing changes follows from what a replica carries', async () => {
    await portal({
      scaling: { demand: [{ ...players, capacityPerReplica: 40_000 }] },
    });
    const store = await withDemand('session-store');
    expect(store.binding?.kind).toBe('fixedSize');
    expect(store.perReplica).toMatchObject({ basis: 'declared' });
    expect(store.demand?.neededReplicas).toBe(
      Math.ceil((store.demand?.value ?? 0) / 40_000),
    );
  });

  it('is asked for as an annotation says', async () => {
    await portal({
      scaling: {},
      annotations: {
        'worldscale.io/demand-metric':
          'sum by (cluster) (rate(http_requests_total{service="aurora-gateway"}[5m]))',
        'worldscale.io/demand-unit': 'requests per second',
        'worldscale.io/capacity-per-replica': '900',
      },
    });
    const gateway = await withDemand('aurora-gateway');
    expect(gateway.demand).toMatchObject({
      ...{ title: 'Requests per second', unit: 'requests per second' },
    });
    expect(gateway.perReplica).toEqual({
      ...{ amount: 900, unit: 'requests per second', basis: 'declared' },
    });
  });

  it.each<[string, FaultInput[], RegExp]>([
    [
      'nodes',
      [{ kind: 'status', code: 403, path: '/nodes' }],
      /room on the nodes of cluster fra is not known: the nodes of Frankfurt may not be read: 403 Forbidden; grant list and watch on nodes/,
    ],
    [
      'quotas',
      [{ kind: 'status', code: 403, path: '/resourcequotas' }],
      /quotas of namespace aurora in fra is not known: the quotas of Frankfurt may not be read: 403/,
    ],
    [
      'pods',
      [{ kind: 'status', code: 403, path: '/api/v1/pods' }],
      /room on the nodes of cluster fra is not known: the pods of Frankfurt may not be read: 403/,
    ],
  ])(
    'is unknown in what needs the %s that may not be read',
    async (noun, faults, why) => {
      await portal({ faults });
      const gateway = await capacity('aurora-gateway');
      expect(gateway.unknowns.join(' ')).toMatch(why);
      expect(gateway.binding).toMatchObject({
        ...{ kind: 'autoscalerMax', isCertain: false },
      });
      expect(gateway.zones.verdict === 'unknown').toBe(noun !== 'quotas');
      // The state of the service itself is as known as before.
      const { state, ready } = await region('aurora-gateway');
      expect(state).not.toBe('unknown');
      expect(ready).toEqual(expect.any(Number));
      await eventually(async () => {
        const { body } = await get('/sources');
        const [cluster] = body.sources.filter(
          ({ kind }: { kind: string }) => kind === 'kubernetes',
        );
        expect(cluster.reachable).toBe(true);
        expect(JSON.stringify(cluster.unreadable)).toMatch(noun);
      });
    },
  );

  it('knows no game servers of a cluster without Agones, and all else', async () => {
    await portal({ faults: [{ kind: 'withoutGroup', group: 'agones.dev' }] });
    expect((await capacity('aurora-gateway')).unknowns).toEqual([]);
    const shards = await capacity('aurora-shards');
    expect(shards.zones.verdict).toBe('unknown');
    expect(shards.replicas.ready).toBeNull();
  });

  it('says why there is no demand where Prometheus does not answer', async () => {
    await portal({ prometheus: 'http://127.0.0.1:1' });
    await eventually(async () => {
      const gateway = await capacity('aurora-gateway');
      expect(gateway.unknowns.join(' ')).toMatch(/^Players: Prometheus/);
      // What the autoscaler reads still tells how much is needed.
      expect(gateway.demand).toMatchObject({ basis: 'autoscaler' });
    });
  });

  it('says which question Prometheus refuses', async () => {
    const demand = [{ ...players, metric: undefined, expression: 'sum(((' }];
    await portal({ scaling: { demand } });
    await eventually(async () => {
      const { unknowns } = await capacity('aurora-gateway');
      expect(unknowns.join(' ')).toMatch(/Players: .*refused the question/);
    });
  });

  it('lists what is at risk, for those who may see it', async () => {
    await portal();
    await capacity('aurora-gateway');
    const { body } = await get('/risks');
    const risks = risksSchema.parse(body);
    // Three services of one region run; one was found nowhere.
    expect(risks.looked).toBe(4);
    expect(risks.unknown).toBeGreaterThanOrEqual(1);
    expect(risks.risks.map(({ state }) => state)).not.toContain('healthy');
    expect((await get('/risks?owner=group:default/nobody')).body.looked).toBe(
      0,
    );
    expect((await get('/risks?owner=group:default/aurora')).body.looked).toBe(
      4,
    );
    for (const [query, said] of [
      ['owner=foo', "such as 'group:default/social'"],
      ['limit=0', "'limit'"],
      ['foo=bar', 'foo'],
    ]) {
      const { status, body: refusal } = await get(`/risks?${query}`);
      expect(status).toBe(400);
      expect(refusal.error.message).toContain(said);
    }
  });

  it('is not told to who may not read the state', async () => {
    await portal({ permission: AuthorizeResult.DENY });
    expect((await get('/risks')).status).toBe(403);
  });
});
