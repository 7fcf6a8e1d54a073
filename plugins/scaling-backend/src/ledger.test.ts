import { createServiceFactory } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { ScalingChange } from '@worldscale/backstage-plugin-scaling-common';
import { Knex } from 'knex';
import request from 'supertest';
import scalingPlugin from './index';
import { eventually } from './__testUtils__/eventually';
import { FakeCluster } from './__testUtils__/FakeCluster';
import { fakeKubernetesBackend } from './__testUtils__/FakeKubernetesBackend';
import { service, writer } from './__testUtils__/LedgerScene';
import {
  AUTOSCALERS,
  autoscaler,
  BUILT_IN,
  deployment,
  DEPLOYMENTS,
} from './__testUtils__/objects';

jest.setTimeout(120_000);

const EVENTS = '/api/v1/events';
const path = '/services/component/default/gateway/changes';
const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

/** A size, and who wrote it, as the API server notes it. */
function sized(
  replicas: number,
  { ready = replicas, manager = 'kube-controller-manager' } = {},
): Record<string, unknown> {
  const object = deployment('gateway', { replicas, ready });
  return {
    ...object,
    metadata: {
      ...(object.metadata as object),
      managedFields: [writer(manager, Date.now(), 'scale')],
    },
  };
}

function announcement(size: number): Record<string, unknown> {
  return {
    metadata: { name: `gateway.${size}`, namespace: 'aurora' },
    involvedObject: {
      kind: 'HorizontalPodAutoscaler',
      name: 'gateway',
      namespace: 'aurora',
    },
    reason: 'SuccessfulRescale',
    message: `New size: ${size}; reason: cpu resource utilization above target`,
    lastTimestamp: new Date().toISOString(),
  };
}

describe('the ledger of the scaling backend', () => {
  let fra: FakeCluster;
  let knex: Knex;
  const backends: TestBackend[] = [];

  beforeEach(async () => {
    knex = await databases.init('SQLITE_3');
    fra = new FakeCluster([...BUILT_IN, EVENTS]);
    await fra.start();
    fra.put(DEPLOYMENTS, sized(3));
    fra.put(AUTOSCALERS, autoscaler('gateway'));
  });
  afterEach(async () => {
    await Promise.all(backends.splice(0).map(backend => backend.stop()));
    await fra.stop();
  });

  async function portal(
    result:
      | AuthorizeResult.ALLOW
      | AuthorizeResult.DENY = AuthorizeResult.ALLOW,
  ) {
    const backend = await startTestBackend({
      features: [
        scalingPlugin,
        mockServices.database.factory({ knex }),
        fakeKubernetesBackend([{ name: 'fra', url: fra.url }]),
        mockServices.rootConfig.factory({
          data: { scaling: { kubernetes: { watchSeconds: 2, pageSize: 2 } } },
        }),
        mockServices.permissions.factory({ result }),
        createServiceFactory({
          service: catalogServiceRef,
          deps: {},
          factory: () => catalogServiceMock({ entities: [service('gateway')] }),
        }),
      ],
    });
    backends.push(backend);
    const get = (where: string) =>
      request(backend.server).get(`/api/scaling${where}`);
    const changes = async (): Promise<ScalingChange[]> => {
      const { status, body } = await get(path);
      expect(status).toBe(200);
      return body.changes;
    };
    return {
      ...{ backend, get, changes },
      isWatching: () =>
        eventually(async () => {
          const { body } = await get(path);
          expect(body.extent.observedSince).toEqual(expect.any(String));
        }),
    };
  }
  const leave = async (backend: TestBackend) => {
    backends.splice(backends.indexOf(backend), 1);
    await backend.stop();
  };

  it('tells when an autoscaler scaled, why, and how long until it was ready', async () => {
    const { changes, get, isWatching } = await portal();
    await isWatching();
    fra.put(DEPLOYMENTS, sized(5, { ready: 3 }));
    fra.put(AUTOSCALERS, autoscaler('gateway', { desired: 5, cpu: 104 }));
    fra.put(EVENTS, announcement(5));
    await eventually(async () => {
      expect(await changes()).toEqual([
        expect.objectContaining({
          ...{ from: 3, to: 5, region: 'fra', readiness: 'pending' },
          actor: {
            ...{ type: 'autoscaler', name: 'gateway' },
            kind: 'HorizontalPodAutoscaler',
          },
          why: expect.objectContaining({
            event: {
              reason: 'SuccessfulRescale',
              message:
                'New size: 5; reason: cpu resource utilization above target',
            },
            metrics: [expect.objectContaining({ current: 104, target: 70 })],
          }),
        }),
      ]);
    });
    fra.put(DEPLOYMENTS, sized(5));
    await eventually(async () => {
      expect(await changes()).toMatchObject([
        { readiness: 'ready', readyAt: expect.any(String) },
      ]);
    });
    const csv = await get(`${path}.csv`).query({ direction: 'up' });
    expect(csv.headers['content-type']).toMatch(/^text\/csv/);
    expect(csv.headers['content-disposition']).toBe(
      'attachment; filename="gateway-changes.csv"',
    );
    expect(csv.text.split('\r\n')).toHaveLength(3);
    const several = await get('/changes').query({
      entityRef: 'component:default/gateway',
      from: new Date(Date.now() - 60_000).toISOString(),
      to: new Date(Date.now() + 60_000).toISOString(),
    });
    expect(several.body).toMatchObject({
      changes: [{ from: 3, to: 5 }],
      cut: false,
      missing: [],
    });
    const strangers = Array.from({ length: 60 }, (_, i) => `component:x/y${i}`);
    const many = await get('/changes').query({
      entityRef: [...strangers, 'component:default/gateway'],
      from: new Date(Date.now() - 60_000).toISOString(),
      to: new Date(Date.now() + 60_000).toISOString(),
    });
    expect(many.body).toMatchObject({
      changes: [{ from: 3, to: 5 }],
      missing: strangers,
    });
    for (const [query, said] of [
      ...[
        ['actor=nobody', "'actor'"] as const,
        ['limit=0', "'limit'"] as const,
      ],
      ...[['from=yesterday', "'from'"] as const, ['foo=bar', 'foo'] as const],
      ...[['offset=-1', 'offset'] as const, ['name=x', "'name'"] as const],
    ]) {
      const answer = await get(`${path}?${query}`);
      expect(answer.status).toBe(400);
      expect(answer.body.error.message).toContain(said);
    }
    const unknown = [
      ...['/changes?foo=bar', '/versions?foo=bar', `${path}.csv?limit=5`],
    ];
    for (const where of unknown) expect((await get(where)).status).toBe(400);
  });

  it('knows the reason without Events, where these may not be read', async () => {
    fra.fault(EVENTS, { status: 403 });
    const { changes, get, isWatching } = await portal();
    await isWatching();
    fra.put(AUTOSCALERS, autoscaler('gateway', { desired: 5, cpu: 104 }));
    fra.put(DEPLOYMENTS, sized(5));
    await eventually(async () => {
      expect(await changes()).toMatchObject([
        {
          reasonObserved: true,
          why: {
            event: null,
            sentence: expect.stringContaining('cpu is at 104%'),
          },
        },
      ]);
    });
    // Events are a help, so the cluster does not count as partly readable.
    const { body } = await get('/sources');
    const source = body.sources.find(
      ({ id }: { id: string }) => id === 'cluster:fra',
    );
    expect(
      source.unreadable.map(({ part }: { part: string }) => part),
    ).not.toContain('events');
  });

  it('records nothing twice and loses nothing while watches are cut and forgotten', async () => {
    const { changes, isWatching } = await portal();
    await isWatching();
    for (let replicas = 4; replicas <= 7; replicas += 1) {
      fra.put(DEPLOYMENTS, sized(replicas));
      if (replicas % 3 === 0) fra.compact();
      if (replicas % 2) fra.breakWatches();
      else fra.endWatches();
      await eventually(async () => {
        expect((await changes())[0]).toMatchObject({ to: replicas });
      });
    }
    const chain = (await changes()).map(({ from, to }) => `${from}-${to}`);
    expect(chain).toEqual(['6-7', '5-6', '4-5', '3-4']);
  });

  it('is one ledger, however many backends keep it, one after the other and at once', async () => {
    const first = await portal();
    await first.isWatching();
    const second = await portal();
    fra.put(DEPLOYMENTS, sized(4, { manager: 'kubectl-scale' }));
    for (const { changes } of [first, second]) {
      await eventually(async () => {
        expect(await changes()).toMatchObject([
          { from: 3, to: 4, actor: { type: 'person' } },
        ]);
      });
    }
    await leave(first.backend);
    fra.put(DEPLOYMENTS, sized(5));
    await eventually(async () => {
      const chain = await second.changes();
      expect(chain.map(({ to }) => to)).toEqual([5, 4]);
    });
    await leave(second.backend);
    // What changes while none runs is found by the next.
    fra.put(DEPLOYMENTS, sized(7));
    const third = await portal();
    await eventually(async () => {
      const chain = await third.changes();
      expect(chain.map(({ from, to }) => `${from}-${to}`)).toEqual([
        ...['5-7', '4-5', '3-4'],
      ]);
    });
  });

  it('is closed to whoever is not signed in, not allowed or cannot see the service', async () => {
    const { get } = await portal();
    const range = `from=2026-11-01T00:00:00Z&to=2026-11-02T00:00:00Z`;
    const ofServices = ['/changes', '/versions'].map(
      route => `${route}?entityRef=component:default/gateway&${range}`,
    );
    const routes = [path, `${path}.csv`, ...ofServices];
    for (const where of routes) {
      const nobody = await get(where).set(
        'Authorization',
        mockCredentials.none.header(),
      );
      expect(nobody.status).toBe(401);
    }
    const hidden = path.replace('gateway', 'hidden');
    expect((await get(hidden)).status).toBe(404);
    expect((await get(`${hidden}.csv`)).status).toBe(404);
    const denied = await portal(AuthorizeResult.DENY);
    for (const where of routes) {
      expect((await denied.get(where)).status).toBe(403);
    }
  });
});
