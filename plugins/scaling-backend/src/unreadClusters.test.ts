import { ManualClock, Simulator, startSimulator } from '@worldscale/simulator';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import request from 'supertest';
import scalingPlugin from './index';
import { closingDatabases } from './__testUtils__/closingDatabases';
import { eventually } from './__testUtils__/eventually';
import { fakeKubernetesBackend } from './__testUtils__/FakeKubernetesBackend';

jest.setTimeout(120_000);

const database = closingDatabases();

const titles: Record<string, string> = { fra: 'Frankfurt', gru: 'São Paulo' };
const regions: Entity[] = Object.entries(titles).map(([cluster, title]) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Resource',
  metadata: {
    name: `region-${cluster}`,
    namespace: 'default',
    title,
    annotations: { 'worldscale.io/clusters': cluster },
  },
  spec: { type: 'region' },
}));

function service(name: string, dependsOn: string[] = []): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: { 'backstage.io/kubernetes-id': name },
    },
    spec: { type: 'world-service' },
    relations: dependsOn.map(cluster => ({
      type: 'dependsOn',
      targetRef: `resource:default/region-${cluster}`,
    })),
  };
}

describe('a cluster that may run a service and cannot be read', () => {
  let simulator: Simulator;
  let backend: TestBackend;
  let services: Entity[];

  beforeEach(async () => {
    services = [];
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
    const { kubernetes } = simulator.urls;
    const catalog = () =>
      catalogServiceMock({ entities: [...regions, ...services] });
    backend = await startTestBackend({
      features: [
        scalingPlugin,
        await database(),
        fakeKubernetesBackend(
          Object.entries(titles).map(([name, title]) => ({
            ...{ name, title, url: kubernetes[name], token: 'simulated' },
          })),
        ),
        mockServices.rootConfig.factory({
          data: { scaling: { kubernetes: { watchSeconds: 2 } } },
        }),
        createServiceFactory({
          service: catalogServiceRef,
          deps: {},
          factory: () => ({
            ...catalog(),
            streamEntities: (...args) => catalog().streamEntities(...args),
            getEntityByRef: (...args) => catalog().getEntityByRef(...args),
          }),
        }),
      ],
    });
  }

  const get = (path: string) =>
    request(backend.server).get(`/api/scaling${path}`);

  async function read(name: string) {
    const { body } = await get(`/services/component/default/${name}`);
    return body;
  }

  async function rowsOf(name: string) {
    const { body } = await get('/summaries').set(
      'Authorization',
      mockCredentials.service.header(),
    );
    return Object.fromEntries(
      body.rows
        .filter((row: { entityRef: string }) => row.entityRef.endsWith(name))
        .map((row: { region: string; state: string; reason: string }) => [
          row.region,
          row,
        ]),
    );
  }

  const unread = /cluster gru could not be read \(.+\), so whether/i;

  it('makes a service unknown in its region from the start, and is mended', async () => {
    simulator.faults.set('kubernetes/gru', [{ kind: 'refuse' }]);
    services = [
      service('aurora-gateway', ['fra', 'gru']),
      service('aurora-matchmaking'),
      service('nowhere', ['fra', 'gru']),
    ];
    await portal();
    for (const name of ['aurora-gateway', 'aurora-matchmaking']) {
      await eventually(async () => {
        const { state, reason, regions: found } = await read(name);
        expect(found).toEqual([
          expect.objectContaining({
            ...{ region: 'region-gru', regionTitle: 'São Paulo' },
            ...{ state: 'unknown', ready: null, observedAt: null },
            reason: expect.stringMatching(unread),
          }),
          expect.objectContaining({ region: 'region-fra', state: 'healthy' }),
        ]);
        expect(state).toBe('unknown');
        expect(reason).toMatch(/^Not known for São Paulo: Cluster gru could/);
      });
      await eventually(async () =>
        expect(await rowsOf(name)).toMatchObject({
          'region-fra': { state: 'healthy' },
          'region-gru': {
            state: 'unknown',
            reason: expect.stringMatching(unread),
            source: 'cluster:gru',
          },
        }),
      );
    }
    const { body } = await get(
      '/unknowns?entityRef=component:default/aurora-gateway',
    );
    expect(body.unknowns).toEqual([
      expect.objectContaining({ region: 'region-gru', source: 'cluster:gru' }),
    ]);
    expect(await read('nowhere')).toMatchObject({
      state: 'unknown',
      reason: expect.stringMatching(/found in cluster fra; cluster gru could/),
      regions: [{ region: 'region-gru', state: 'unknown' }],
    });
    expect(Object.keys(await rowsOf('nowhere'))).toEqual(['region-gru']);

    simulator.faults.set('kubernetes/gru', []);
    await eventually(async () => {
      expect(await read('aurora-gateway')).toMatchObject({
        state: 'healthy',
        regions: [{ ready: expect.any(Number) }, { ready: expect.any(Number) }],
      });
      expect(await rowsOf('aurora-gateway')).toMatchObject({
        'region-gru': { state: 'healthy' },
      });
      expect(Object.keys(await rowsOf('nowhere'))).toEqual(['']);
    });
  });

  it('says so already while it keeps its first reader waiting', async () => {
    simulator.faults.set('kubernetes/gru', [{ kind: 'hang' }]);
    services = [service('aurora-gateway')];
    await portal();
    await eventually(async () => {
      expect(await read('aurora-gateway')).toMatchObject({
        state: 'unknown',
        reason:
          'Not known for São Paulo: Cluster gru has not been read yet, so whether the service runs there is not known.',
        regions: [{ region: 'region-gru' }, { state: 'healthy' }],
      });
      expect(await rowsOf('aurora-gateway')).toMatchObject({
        'region-gru': { state: 'unknown' },
      });
    });
  });

  it('says nothing of a service that became known only after it fell silent', async () => {
    await portal();
    await eventually(async () => {
      const { body } = await get('/sources');
      expect(body.sources).toContainEqual(
        expect.objectContaining({ id: 'cluster:gru', reachable: true }),
      );
    });
    simulator.faults.set('kubernetes/gru', [
      { kind: 'refuse' },
      { kind: 'dropWatches', afterMs: 0 },
    ]);
    services = [service('nowhere')];
    await eventually(async () => {
      expect(await read('nowhere')).toMatchObject({
        state: 'unknown',
        reason: expect.stringMatching(
          /found in cluster fra; cluster gru cannot be read now \(.+\)\.$/,
        ),
      });
      expect(await rowsOf('nowhere')).toMatchObject({
        '': { reason: expect.stringMatching(/gru cannot be read now/) },
      });
    });
  });
});
