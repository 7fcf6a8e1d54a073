import { createServiceFactory } from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { shardsResponseSchema } from '@worldscale/backstage-plugin-scaling-common';
import { ManualClock, Simulator, startSimulator } from '@worldscale/simulator';
import request from 'supertest';
import scalingPlugin from './index';
import { closingDatabases } from './__testUtils__/closingDatabases';
import { eventually } from './__testUtils__/eventually';
import { fakeKubernetesBackend } from './__testUtils__/FakeKubernetesBackend';

jest.setTimeout(180_000);

const database = closingDatabases();

const shardService = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'aurora-shards',
    namespace: 'default',
    annotations: { 'backstage.io/kubernetes-id': 'aurora-shards' },
  },
  spec: { type: 'shard-service' },
};
const withoutAgones = [
  { kind: 'withoutGroup' as const, group: 'agones.dev' },
  {
    ...{ kind: 'dropWatches' as const, afterMs: 0 },
    path: '/apis/agones.dev/',
  },
];

describe('a cluster whose definition of game servers is not found', () => {
  let simulator: Simulator;
  let backend: TestBackend;

  beforeEach(async () => {
    simulator = await startSimulator({
      clock: new ManualClock(Date.parse('2026-11-20T20:00:00Z')),
      tickMs: 0,
    });
  });
  afterEach(async () => {
    await backend.stop();
    await simulator.close();
  });

  async function portal() {
    const url = simulator.urls.kubernetes.fra;
    backend = await startTestBackend({
      features: [
        scalingPlugin,
        await database(),
        fakeKubernetesBackend([
          { name: 'fra', title: 'Frankfurt', url, token: 'simulated' },
        ]),
        mockServices.rootConfig.factory({
          data: { scaling: { kubernetes: { watchSeconds: 2 } } },
        }),
        createServiceFactory({
          service: catalogServiceRef,
          deps: {},
          factory: () => catalogServiceMock({ entities: [shardService] }),
        }),
      ],
    });
  }

  const get = (path: string) =>
    request(backend.server).get(`/api/scaling${path}`);
  const list = async () =>
    shardsResponseSchema.parse((await get('/shards?limit=1')).body);

  it('keeps the shards that it had, and says what is not found', async () => {
    await portal();
    const before = await eventually(async () => {
      const { total, troubles, isRead } = await list();
      expect({ troubles, isRead }).toEqual({ troubles: [], isRead: true });
      expect(total).toBeGreaterThan(10);
      return total;
    });
    simulator.faults.set('kubernetes/fra', withoutAgones);
    await eventually(async () => {
      const { total, troubles } = await list();
      expect(troubles).toMatchObject([
        {
          cluster: 'fra',
          reason:
            'the game servers of Frankfurt cannot be read: the definition of GameServer (gameservers.agones.dev) is not found there any more',
        },
      ]);
      expect(total).toBe(before);
    });
    await eventually(async () => {
      const { body } = await get('/services/component/default/aurora-shards');
      expect(body.regions[0]).toMatchObject({
        state: 'unknown',
        ready: expect.any(Number),
        workloads: [{ kind: 'Fleet', lastKnown: { state: expect.anything() } }],
      });
      expect(body.reason).toMatch('is not found there any more');
    });
    expect((await list()).total).toBe(before);
    simulator.faults.set('kubernetes/fra', []);
    await eventually(async () => {
      const { total, troubles } = await list();
      expect({ total, troubles }).toEqual({ total: before, troubles: [] });
    });
  });

  it('is silent about it where it never had any', async () => {
    simulator.faults.set('kubernetes/fra', withoutAgones);
    await portal();
    await eventually(async () => {
      expect(await list()).toMatchObject({
        ...{ total: 0, troubles: [], isRead: true },
      });
    });
  });
});
