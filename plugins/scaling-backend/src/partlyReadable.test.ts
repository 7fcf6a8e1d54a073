import { ManualClock, Simulator, startSimulator } from '@worldscale/simulator';
import {
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import { createServiceFactory } from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import request from 'supertest';
import scalingPlugin from './index';
import { closingDatabases } from './__testUtils__/closingDatabases';
import { eventually } from './__testUtils__/eventually';
import { fakeKubernetesBackend } from './__testUtils__/FakeKubernetesBackend';

jest.setTimeout(120_000);

const database = closingDatabases();

const gateway = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'aurora-gateway',
    namespace: 'default',
    annotations: { 'backstage.io/kubernetes-id': 'aurora-gateway' },
  },
  spec: { type: 'world-service' },
};

describe('a cluster of which only a part can be read', () => {
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
    const { kubernetes } = simulator.urls;
    backend = await startTestBackend({
      features: [
        scalingPlugin,
        await database(),
        fakeKubernetesBackend([
          {
            name: 'fra',
            title: 'Frankfurt',
            url: kubernetes.fra,
            token: 'simulated',
          },
        ]),
        mockServices.rootConfig.factory({
          data: { scaling: { kubernetes: { watchSeconds: 2 } } },
        }),
        createServiceFactory({
          service: catalogServiceRef,
          deps: {},
          factory: () => catalogServiceMock({ entities: [gateway] }),
        }),
      ],
    });
  }
  async function read() {
    const [service, sources] = await Promise.all(
      ['/services/component/default/aurora-gateway', '/sources'].map(path =>
        request(backend.server).get(`/api/scaling${path}`),
      ),
    );
    const fra = sources.body.sources.find(
      ({ id }: { id: string }) => id === 'cluster:fra',
    );
    // What pods and nodes tell comes apart from it, and changes all the time.
    const { capacity: _capacity, ...region } = service.body.regions[0] ?? {};
    return { service: service.body, region, fra };
  }

  it('loses only what depends on the part, and gets it back', async () => {
    await portal();
    const known = await eventually(async () => {
      const { region } = await read();
      expect(region).toMatchObject({
        sizing: 'autoscaled',
        autoscaler: { kind: 'HorizontalPodAutoscaler' },
        ready: expect.any(Number),
      });
      return region;
    });

    simulator.faults.set('kubernetes/fra', [
      { kind: 'status', code: 403, path: '/horizontalpodautoscalers' },
      { kind: 'dropWatches', afterMs: 0, path: '/horizontalpodautoscalers' },
    ]);
    const refusal =
      'the autoscalers of Frankfurt may not be read: 403 Forbidden; grant list and watch on horizontalpodautoscalers.autoscaling';
    await eventually(async () => {
      const { service, region, fra } = await read();
      expect(fra).toMatchObject({
        reachable: true,
        unreadable: [
          {
            part: 'horizontalpodautoscalers.autoscaling',
            reason: refusal,
            code: '403',
          },
        ],
      });
      expect(region).toMatchObject({
        state: 'unknown',
        sizing: 'unknown',
        autoscaler: null,
        max: null,
        ready: known.ready,
        desired: known.desired,
        freshness: 'fresh',
        reason: `Whether an autoscaler scales the Deployment aurora-gateway is not known: ${refusal}.`,
      });
      expect(service.clusters[0].unreadable).toEqual([refusal]);
    });

    simulator.faults.set('kubernetes/fra', []);
    await eventually(async () => {
      const { region, fra } = await read();
      const observedAt = expect.any(String);
      const [workload] = known.workloads;
      const workloads = [{ ...workload, observedAt }];
      expect(region).toEqual({ ...known, workloads, observedAt });
      expect(fra).toMatchObject({ reachable: true, unreadable: [] });
    });
  });

  it('tells since when a workload was not read, and what was known then', async () => {
    await portal();
    const known = await eventually(async () => {
      const { region } = await read();
      expect(region).toMatchObject({ state: 'healthy', freshness: 'fresh' });
      expect(region.workloads[0]).toMatchObject({
        observedAt: region.observedAt,
      });
      return region;
    });
    simulator.faults.set('kubernetes/fra', [
      { kind: 'status', code: 403, path: '/deployments' },
      { kind: 'dropWatches', afterMs: 0, path: '/deployments' },
    ]);
    const first = await eventually(async () => {
      const { region, fra } = await read();
      expect(fra.reachable).toBe(true);
      expect(region).toMatchObject({
        ...{ state: 'unknown', ready: known.ready },
        lastKnown: { state: known.state, reason: known.reason },
      });
      return region;
    });
    const { observedAt } = first.workloads[0];
    expect(first.observedAt).toBe(observedAt);
    const next = await eventually(async () => {
      const { region, fra } = await read();
      expect(Date.parse(fra.lastSuccessAt)).toBeGreaterThan(
        Date.parse(observedAt) + 2_000,
      );
      return region;
    });
    expect(next.observedAt).toBe(observedAt);
  });

  it('does not say that a service runs nowhere when its kind may not be read', async () => {
    simulator.faults.set('kubernetes/fra', [
      { kind: 'status', code: 403, path: '/deployments' },
    ]);
    await portal();
    await eventually(async () => {
      const { service, fra } = await read();
      expect(fra).toMatchObject({
        reachable: true,
        unreadable: [{ part: 'deployments.apps' }],
      });
      expect(service).toMatchObject({
        state: 'unknown',
        reason:
          'The HorizontalPodAutoscaler aurora-gateway scales the Deployment aurora-gateway, which cannot be looked for: the Deployments of Frankfurt may not be read: 403 Forbidden; grant list and watch on deployments.apps.',
      });
    });
  });

  it('takes a resource that is refused because it is not installed for just that', async () => {
    simulator.faults.set('kubernetes/fra', [
      { kind: 'withoutGroup', group: 'keda.sh' },
      { kind: 'status', code: 403, path: '/scaledobjects' },
    ]);
    await portal();
    await eventually(async () => {
      const { region, fra } = await read();
      expect(fra).toMatchObject({
        reachable: true,
        lastError: null,
        unreadable: [],
        notes: [
          'scaledobjects.keda.sh is not installed there: no ScaledObject is shown',
        ],
      });
      expect(region.sizing).toBe('autoscaled');
    });
  });
});
