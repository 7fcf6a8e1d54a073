import { createServiceFactory } from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { ChangesPage } from '@worldscale/backstage-plugin-scaling-common';
import { ManualClock, Simulator, startSimulator } from '@worldscale/simulator';
import request from 'supertest';
import scalingPlugin from './index';
import { closingDatabases } from './__testUtils__/closingDatabases';
import { eventually } from './__testUtils__/eventually';
import { fakeKubernetesBackend } from './__testUtils__/FakeKubernetesBackend';
import { service } from './__testUtils__/LedgerScene';

jest.setTimeout(120_000);

const database = closingDatabases();
const STEP_MS = 120_000;
/** Within a day each autoscaler acts, whatever the hour. */
const STEPS_OF_A_DAY = 720;

describe('the ledger of a simulated cluster', () => {
  let simulator: Simulator;
  let clock: ManualClock;
  let backend: TestBackend;

  beforeEach(async () => {
    // The ledger asks for the past from now on, and now is the backend's own.
    clock = new ManualClock(Date.now());
    simulator = await startSimulator({ clock, tickMs: 0 });
  });
  afterEach(async () => {
    await backend.stop();
    await simulator.close();
  });

  async function portal() {
    const names = ['aurora-gateway', 'aurora-shards'];
    backend = await startTestBackend({
      features: [
        scalingPlugin,
        await database(),
        fakeKubernetesBackend([
          {
            ...{ name: 'fra', token: 'simulated' },
            url: simulator.urls.kubernetes.fra,
          },
        ]),
        mockServices.rootConfig.factory({
          data: {
            worldscale: { prometheus: { baseUrl: simulator.urls.prometheus } },
          },
        }),
        createServiceFactory({
          service: catalogServiceRef,
          deps: {},
          factory: () => catalogServiceMock({ entities: names.map(service) }),
        }),
      ],
    });
  }
  async function page(name: string, query = {}): Promise<ChangesPage> {
    const { status, body } = await request(backend.server)
      .get(`/api/scaling/services/component/default/${name}/changes`)
      .query({ limit: 200, ...query });
    expect(status).toBe(200);
    return body;
  }

  it('takes over what Prometheus recorded, marked, and goes on from there', async () => {
    await portal();
    for (const name of ['aurora-gateway', 'aurora-shards']) {
      const { changes, extent } = await eventually(async () => {
        const found = await page(name);
        expect(found.extent.backfill).toBe('done');
        return found;
      });
      expect(changes.length).toBeGreaterThan(20);
      const since = Date.parse(extent.observedSince ?? '');
      for (const change of changes) {
        expect(change).toMatchObject({
          ...{ source: 'backfilled', reasonObserved: false },
          ...{ readiness: 'unknown', region: 'fra' },
        });
        expect(Date.parse(change.at)).toBeLessThanOrEqual(since);
      }
      changes.slice(1).forEach((earlier, i) => {
        expect(changes[i].from).toBe(earlier.to);
        expect(changes[i].notBefore).not.toBeNull();
      });
    }
    const [newest] = (await page('aurora-gateway')).changes;
    // Time goes on in the cluster until its autoscaler acts.
    for (let steps = 0; steps < STEPS_OF_A_DAY; steps += 1) {
      clock.advance(STEP_MS);
      const sizes = [...simulator.world.objectsAt('fra', clock.now())].flatMap(
        ({ kind, metadata, spec }) =>
          kind === 'Deployment' && metadata.name === 'aurora-gateway'
            ? [(spec as { replicas: number }).replicas]
            : [],
      );
      if (sizes[0] !== newest.to) break;
    }
    simulator.sync();
    await eventually(async () => {
      const { changes } = await page('aurora-gateway', { actor: 'autoscaler' });
      expect(changes).toMatchObject([
        {
          ...{ from: newest.to, source: 'observed', reasonObserved: true },
          why: { metrics: [{ name: 'cpu', target: expect.any(Number) }] },
        },
      ]);
    });
  });

  it('waits for a Prometheus that is down, and says so', async () => {
    simulator.faults.set('prometheus', [{ kind: 'status', code: 503 }]);
    await portal();
    await eventually(async () => {
      expect((await page('aurora-gateway')).extent).toMatchObject({
        backfill: 'pending',
        reason: expect.stringContaining('503'),
      });
    });
    simulator.faults.set('prometheus', []);
    await eventually(async () => {
      expect((await page('aurora-gateway')).extent).toMatchObject({
        ...{ backfill: 'done', reason: null },
      });
    });
    const { changes } = await page('aurora-gateway');
    expect(changes.length).toBeGreaterThan(20);
  });
});
