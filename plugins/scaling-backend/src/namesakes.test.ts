import { createServiceFactory } from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  ChangesPage,
  ServiceScaling,
  ShardsResponse,
} from '@worldscale/backstage-plugin-scaling-common';
import { SourceHealth } from '@worldscale/backstage-plugin-worlds-common';
import { ManualClock, Simulator, startSimulator } from '@worldscale/simulator';
import request from 'supertest';
import scalingPlugin from './index';
import { closingDatabases } from './__testUtils__/closingDatabases';
import { eventually } from './__testUtils__/eventually';
import { fakeKubernetesBackend } from './__testUtils__/FakeKubernetesBackend';

jest.setTimeout(120_000);

const database = closingDatabases();
const clock = new ManualClock(Date.parse('2026-11-20T20:00:00Z'));
const STEP_MS = 15 * 60_000;
const STEPS_OF_A_DAY = 96;

const component = (name: string, type: string) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    ...{ name, namespace: 'default' },
    annotations: { 'backstage.io/kubernetes-id': name },
  },
  spec: { type },
});

describe('two clusters of one name', () => {
  let simulator: Simulator;
  let backend: TestBackend;

  beforeEach(async () => {
    simulator = await startSimulator({ clock, tickMs: 0 });
    const { fra, pdx } = simulator.urls.kubernetes;
    const one = { name: 'prod', token: 'simulated' };
    backend = await startTestBackend({
      features: [
        scalingPlugin,
        await database(),
        fakeKubernetesBackend([
          { ...one, title: 'Frankfurt', url: fra },
          { ...one, title: 'Oregon', url: pdx },
        ]),
        mockServices.rootConfig.factory({
          data: { scaling: { kubernetes: { watchSeconds: 2 } } },
        }),
        createServiceFactory({
          service: catalogServiceRef,
          deps: {},
          factory: () =>
            catalogServiceMock({
              entities: [
                component('aurora-gateway', 'world-service'),
                component('aurora-shards', 'shard-service'),
              ],
            }),
        }),
      ],
    });
  });
  afterEach(async () => {
    await backend.stop();
    await simulator.close();
  });

  async function get<T>(path: string): Promise<T> {
    const { status, body } = await request(backend.server).get(
      `/api/scaling${path}`,
    );
    expect(status).toBe(200);
    return body;
  }
  const gateway = '/services/component/default/aurora-gateway';

  /** What the simulated world has of a kind in a cluster. */
  const objectsIn = (cluster: string, wanted: string) =>
    [...simulator.world.objectsAt(cluster, clock.now())].filter(
      ({ kind }) => kind === wanted,
    );
  const sizeIn = (cluster: string) =>
    objectsIn(cluster, 'Deployment').flatMap(({ metadata, spec }) =>
      metadata.name === 'aurora-gateway'
        ? [(spec as { replicas: number }).replicas]
        : [],
    )[0];
  const serversIn = (cluster: string) =>
    objectsIn(cluster, 'GameServer').filter(
      ({ metadata }) =>
        metadata.labels?.['agones.dev/fleet'] === 'aurora-shards',
    ).length;

  it('are never one: the first is known in whole, the other said to be out of reach', async () => {
    expect(sizeIn('fra')).not.toBe(sizeIn('pdx'));
    expect(serversIn('fra')).not.toBe(serversIn('pdx'));
    await eventually(async () => {
      const { regions, clusters } = await get<ServiceScaling>(gateway);
      expect(regions).toMatchObject([
        {
          ...{ region: 'prod', desired: sizeIn('fra'), freshness: 'fresh' },
          workloads: [{ cluster: 'prod' }],
          capacity: { replicas: { ready: expect.any(Number) } },
        },
      ]);
      const { zones } = regions[0].capacity!;
      expect(zones.zones.map(({ zone }) => zone)).toEqual(
        expect.arrayContaining([expect.stringMatching(/^eu-frankfurt-/)]),
      );
      expect(zones.zones.some(({ zone }) => zone.startsWith('us-'))).toBe(
        false,
      );
      expect(clusters).toHaveLength(1);
      const shards = await get<ShardsResponse>('/shards?limit=500');
      expect(shards.total).toBe(serversIn('fra'));
    });

    const { sources } = await get<{ sources: SourceHealth[] }>('/sources');
    const of = (id: string) => sources.find(source => source.id === id);
    expect(of('cluster:prod')).toMatchObject({
      reachable: true,
      notes: expect.arrayContaining([
        'Several clusters are named prod: Frankfurt, Oregon. Requests reach the first of them only, so nothing of the others is known; give each a name of its own',
      ]),
    });
    expect(of('namesake:prod:2')).toMatchObject({
      ...{ title: 'Cluster Oregon', reachable: false, lastSuccessAt: null },
      lastError: {
        message:
          'Oregon cannot be watched: Frankfurt has the same name, prod, and requests reach that one. Give each a name of its own',
      },
    });
  });

  it('leave each change of size in the ledger once, that of the first', async () => {
    await eventually(async () => {
      const { extent } = await get<ChangesPage>(`${gateway}/changes`);
      expect(extent.observedSince).not.toBeNull();
    });
    const before = sizeIn('fra');
    for (let step = 0; step < STEPS_OF_A_DAY; step += 1) {
      clock.advance(STEP_MS);
      if (sizeIn('fra') !== before) break;
    }
    const after = sizeIn('fra');
    expect(after).not.toBe(before);
    simulator.sync();
    await eventually(async () => {
      const { changes } = await get<ChangesPage>(`${gateway}/changes`);
      expect(
        changes.map(({ cluster, from, to }) => [cluster, from, to]),
      ).toEqual([['prod', before, after]]);
    });
  });
});
