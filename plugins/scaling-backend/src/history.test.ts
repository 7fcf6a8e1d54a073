import { createServiceFactory } from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { JsonObject } from '@backstage/types';
import { ManualClock, Simulator, startSimulator } from '@worldscale/simulator';
import request from 'supertest';
import scalingPlugin from './index';
import { closingDatabases } from './__testUtils__/closingDatabases';
import { eventually } from './__testUtils__/eventually';
import { fakeKubernetesBackend } from './__testUtils__/FakeKubernetesBackend';

jest.setTimeout(120_000);

const database = closingDatabases();

const to = '2026-11-20T20:00:00.000Z';
const dayBefore = '2026-11-19T20:00:00.000Z';

function component(name: string) {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: { 'backstage.io/kubernetes-id': name },
    },
    spec: { type: 'world-service' },
  };
}
const known = (values: Array<number | null>) =>
  values.filter(value => value !== null);

describe('the history of a service', () => {
  let simulator: Simulator;
  let backend: TestBackend;

  beforeEach(async () => {
    simulator = await startSimulator({
      clock: new ManualClock(Date.parse(to)),
      tickMs: 0,
    });
  });
  afterEach(async () => {
    await backend.stop();
    await simulator.close();
  });

  async function portal(
    prometheus: JsonObject | undefined,
    permission:
      | AuthorizeResult.ALLOW
      | AuthorizeResult.DENY = AuthorizeResult.ALLOW,
  ) {
    const names = ['aurora-gateway', 'aurora-shards', 'aurora-lost'];
    backend = await startTestBackend({
      features: [
        scalingPlugin,
        await database(),
        fakeKubernetesBackend([
          {
            name: 'fra',
            url: simulator.urls.kubernetes.fra,
            token: 'simulated',
          },
        ]),
        mockServices.rootConfig.factory({
          data: prometheus ? { worldscale: { prometheus } } : {},
        }),
        mockServices.permissions.factory({ result: permission }),
        createServiceFactory({
          service: catalogServiceRef,
          deps: {},
          factory: () => catalogServiceMock({ entities: names.map(component) }),
        }),
      ],
    });
  }
  const get = (path: string) =>
    request(backend.server).get(`/api/scaling${path}`);
  const history = (name: string, query = {}) =>
    get(`/services/component/default/${name}/history`).query({
      ...{ region: 'fra', from: dayBefore, to },
      ...query,
    });
  const workloadIsKnown = (name: string) =>
    eventually(async () => {
      const { body } = await get(`/services/component/default/${name}`);
      expect(body.regions[0].ready).toEqual(expect.any(Number));
      return body.regions[0];
    });
  const source = async () => {
    const { body } = await get('/sources');
    return body.sources.find(({ id }: { id: string }) => id === 'prometheus');
  };

  it('says that the autoscaler cannot be read, and shows the rest', async () => {
    simulator.faults.set('kubernetes/fra', [
      { kind: 'status', code: 403, path: '/horizontalpodautoscalers' },
    ]);
    await portal({ baseUrl: simulator.urls.prometheus });
    await workloadIsKnown('aurora-gateway');
    const { body } = await history('aurora-gateway');
    expect(body).toMatchObject({
      status: 'ok',
      demand: null,
      limitsUnknown: expect.stringMatching(
        /^Whether an autoscaler scales the Deployment aurora-gateway is not known: .* 403 Forbidden.* So minimum, maximum and demand are not shown\.$/,
      ),
    });
    expect(known(body.size.desired).length).toBeGreaterThan(0);
  });

  it('is read from the recorded series of its workloads', async () => {
    await portal({ baseUrl: simulator.urls.prometheus });
    const region = await workloadIsKnown('aurora-gateway');
    const { status, body } = await history('aurora-gateway');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'ok',
      reason: null,
      warnings: [],
      stepSeconds: 300,
      demand: { title: 'cpu', unit: 'percent' },
    });
    expect(body.times).toHaveLength(289);
    const { desired, ready, min, max } = body.size;
    for (const values of [desired, ready, min, max, body.demand.values]) {
      expect(values).toHaveLength(289);
    }
    // The last recorded instant is the present that the cluster shows.
    expect([desired, ready, min, max].map(values => values.at(-1))).toEqual([
      region.desired,
      region.ready,
      region.min,
      region.max,
    ]);
    expect(body.demand.values.at(-1)).toBeCloseTo(region.metric.ratio * 100, 0);
    // A day has its rhythm.
    expect(new Set(known(desired)).size).toBeGreaterThan(5);
    expect(await source()).toMatchObject({
      kind: 'prometheus',
      title: 'Prometheus',
      reachable: true,
      lastError: null,
    });
  });

  it('counts the game servers of a Fleet', async () => {
    await portal({ baseUrl: simulator.urls.prometheus });
    const region = await workloadIsKnown('aurora-shards');
    const { body } = await history('aurora-shards');
    expect(body).toMatchObject({
      status: 'ok',
      demand: { title: 'allocated game servers', unit: 'count' },
    });
    const { desired, ready, min, max } = body.size;
    expect([desired, ready, min, max].map(values => values.at(-1))).toEqual([
      region.desired,
      region.ready,
      region.min,
      region.max,
    ]);
    expect(body.demand.values.at(-1)).toBe(
      region.workloads[0].gameServers.allocated,
    );
  });

  it('says why there is none, and when Prometheus last answered', async () => {
    await portal({ baseUrl: simulator.urls.prometheus });
    await workloadIsKnown('aurora-gateway');
    await history('aurora-gateway');
    simulator.faults.set('prometheus', [
      { kind: 'status', code: 503, message: 'storage is not ready' },
    ]);
    const { status, body } = await history('aurora-gateway');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      status: 'unavailable',
      reason: expect.stringMatching(
        /^Prometheus cannot answer: it answered 503: .*storage is not ready/,
      ),
      lastReachedAt: expect.any(String),
      times: [],
      demand: null,
    });
    expect(await source()).toMatchObject({
      reachable: false,
      lastError: { code: '503' },
    });
    // All else works.
    await workloadIsKnown('aurora-gateway');
  });

  it('says that series are missing, and where the cluster is looked for', async () => {
    await portal({
      baseUrl: simulator.urls.prometheus,
      clusterValues: { fra: 'elsewhere' },
    });
    await workloadIsKnown('aurora-gateway');
    const { body } = await history('aurora-gateway');
    expect(body).toMatchObject({
      status: 'noSeries',
      reason: expect.stringMatching(
        /^Prometheus has no series of Deployment aurora\/aurora-gateway in this time\. .*in the label cluster\.$/,
      ),
    });
    const lost = await history('aurora-lost');
    expect(lost.body).toMatchObject({ status: 'noWorkload' });
  });

  it('says that no Prometheus is configured', async () => {
    await portal(undefined);
    const { body } = await history('aurora-gateway');
    expect(body).toMatchObject({
      status: 'notConfigured',
      reason: expect.stringContaining('below worldscale.prometheus'),
      lastReachedAt: null,
    });
    expect(await source()).toBeUndefined();
  });

  it('refuses what cannot be asked for', async () => {
    await portal(undefined);
    const backwards = await history('aurora-gateway', { from: to });
    expect(backwards.status).toBe(400);
    expect(backwards.body.error.message).toContain("'from': must be before to");
    const missing = await history('hidden');
    expect(missing.status).toBe(404);
  });

  it('refuses those who lack the permission', async () => {
    await portal(undefined, AuthorizeResult.DENY);
    expect((await history('aurora-gateway')).status).toBe(403);
  });
});
