import { createServiceFactory } from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { RegionScaling } from '@worldscale/backstage-plugin-scaling-common';
import request from 'supertest';
import scalingPlugin from './index';
import { closingDatabases } from './__testUtils__/closingDatabases';
import { eventually } from './__testUtils__/eventually';
import { FakeCluster } from './__testUtils__/FakeCluster';
import {
  fakeKubernetesBackend,
  NamedCluster,
} from './__testUtils__/FakeKubernetesBackend';
import {
  AUTOSCALERS,
  autoscaler,
  BUILT_IN,
  deployment,
  DEPLOYMENTS,
  fleet,
  FLEETS,
  STATEFUL_SETS,
} from './__testUtils__/objects';

jest.setTimeout(60_000);

const database = closingDatabases();

function component(name: string, annotations = {}): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name,
      namespace: 'default',
      annotations: { 'backstage.io/kubernetes-id': name, ...annotations },
    },
    spec: { type: 'world-service' },
  };
}

function region(name: string, clusters: string): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: {
      name,
      namespace: 'default',
      annotations: { 'worldscale.io/clusters': clusters },
    },
    spec: { type: 'region' },
  };
}

async function startPortal(
  /** Undefined: the Kubernetes backend is not installed. */
  clusters: NamedCluster[] | undefined,
  entities: Entity[],
  permission:
    | AuthorizeResult.ALLOW
    | AuthorizeResult.DENY = AuthorizeResult.ALLOW,
) {
  const backend = await startTestBackend({
    features: [
      scalingPlugin,
      await database(),
      ...(clusters ? [fakeKubernetesBackend(clusters)] : []),
      mockServices.rootConfig.factory({
        data: { scaling: { kubernetes: { watchSeconds: 2, pageSize: 2 } } },
      }),
      mockServices.permissions.factory({ result: permission }),
      createServiceFactory({
        service: catalogServiceRef,
        deps: {},
        factory: () => catalogServiceMock({ entities }),
      }),
    ],
  });
  const { server } = backend;
  const get = (path: string) => request(server).get(`/api/scaling${path}`);
  const regionsOf = async (name: string): Promise<RegionScaling[]> => {
    const response = await get(`/services/component/default/${name}`);
    expect(response.status).toBe(200);
    return response.body.regions;
  };
  const regionOf = async (name: string, regionName: string) => {
    const found = (await regionsOf(name)).find(r => r.region === regionName);
    if (!found) throw new Error(`${name} has no row in ${regionName}`);
    return found;
  };
  const sourceOf = async (id: string) => {
    const response = await get('/sources');
    expect(response.status).toBe(200);
    return response.body.sources.find((s: { id: string }) => s.id === id);
  };
  return { get, regionsOf, regionOf, sourceOf, stop: () => backend.stop() };
}

describe('the scaling backend', () => {
  const clusters: FakeCluster[] = [];
  let stop: (() => Promise<void>) | undefined;

  async function cluster(paths = BUILT_IN) {
    const fake = new FakeCluster(paths);
    await fake.start();
    clusters.push(fake);
    return fake;
  }

  async function portal(...args: Parameters<typeof startPortal>) {
    const started = await startPortal(...args);
    stop = started.stop;
    return started;
  }

  afterEach(async () => {
    await stop?.();
    stop = undefined;
    await Promise.all(clusters.splice(0).map(fake => fake.stop()));
  });

  it('says how a service is scaled in every region, and follows changes', async () => {
    const fra = await cluster();
    const nrt = await cluster([...BUILT_IN, FLEETS]);
    for (const name of ['aurora-gateway', 'aurora-chat', 'aurora-economy']) {
      fra.put(DEPLOYMENTS, deployment(name));
    }
    fra.put(AUTOSCALERS, autoscaler('aurora-gateway'));
    nrt.put(DEPLOYMENTS, deployment('aurora-gateway', { replicas: 5 }));
    nrt.put(FLEETS, fleet('aurora-shards'));
    const { get, regionOf } = await portal(
      [
        { name: 'fra', url: fra.url },
        { name: 'nrt', url: nrt.url },
      ],
      [
        component('aurora-gateway'),
        component('aurora-economy'),
        component('aurora-shards'),
        component('aurora-lost'),
        region('eu-frankfurt', 'fra'),
      ],
    );

    await eventually(async () => {
      expect(await regionOf('aurora-gateway', 'eu-frankfurt')).toMatchObject({
        clusters: ['fra'],
        current: 3,
        desired: 3,
        ready: 3,
        updated: 3,
        min: 2,
        max: 12,
        headroom: { replicas: 9, percent: 75 },
        metric: { name: 'cpu', current: 55, target: 70, unit: 'percent' },
        autoscaler: { kind: 'HorizontalPodAutoscaler', name: 'aurora-gateway' },
        state: 'healthy',
        freshness: 'fresh',
      });
    });
    // A cluster that no region claims is a region of its own.
    await eventually(async () =>
      expect(await regionOf('aurora-gateway', 'nrt')).toMatchObject({
        ready: 5,
        autoscaler: null,
        reason:
          'All 5 replicas are ready; no autoscaler changes the number of replicas.',
      }),
    );
    // The third Deployment came on the second page.
    expect((await regionOf('aurora-economy', 'eu-frankfurt')).ready).toBe(3);
    expect(await regionOf('aurora-shards', 'nrt')).toMatchObject({
      desired: 10,
      ready: 10,
      workloads: [{ kind: 'Fleet', gameServers: { ready: 4, allocated: 6 } }],
    });

    fra.put(
      AUTOSCALERS,
      autoscaler('aurora-gateway', { desired: 12, cpu: 131 }),
    );
    fra.put(DEPLOYMENTS, deployment('aurora-gateway', { replicas: 12 }));
    await eventually(async () =>
      expect(await regionOf('aurora-gateway', 'eu-frankfurt')).toMatchObject({
        state: 'breached',
        reason:
          'At its maximum of 12 replicas while cpu is at 131% against a target of 70%: demand is capped.',
      }),
    );

    nrt.remove(DEPLOYMENTS, 'aurora', 'aurora-gateway');
    await eventually(async () => {
      await expect(regionOf('aurora-gateway', 'nrt')).rejects.toThrow('no row');
    });

    const lost = await eventually(async () => {
      const answer = await get('/services/component/default/aurora-lost');
      expect(answer.body).toMatchObject({
        state: 'unknown',
        reason:
          'No workload with label backstage.io/kubernetes-id=aurora-lost was found in clusters fra and nrt.',
        regions: [],
      });
      return answer;
    });

    const summaries = await get('/summaries').set(
      'Authorization',
      mockCredentials.service.header(),
    );
    expect(summaries.body.rows).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          entityRef: 'component:default/aurora-gateway',
          region: 'eu-frankfurt',
          state: 'breached',
          source: 'cluster:fra',
          path: 'scaling?region=eu-frankfurt',
          values: expect.objectContaining({ ready: 12, max: 12, demand: 187 }),
        }),
        expect.objectContaining({
          entityRef: 'component:default/aurora-lost',
          region: '',
          state: 'unknown',
        }),
      ]),
    );
    const unknowns = await get(
      '/unknowns?entityRef=component:default/aurora-lost',
    );
    expect(unknowns.body.unknowns).toEqual([
      expect.objectContaining({ region: '', reason: lost.body.reason }),
    ]);
  });

  it('keeps one cluster apart from the trouble of all others', async () => {
    const good = await cluster();
    good.put(DEPLOYMENTS, deployment('aurora-gateway'));
    const faults = {
      hangs: 'hang',
      resets: 'reset',
      garbles: 'malformed',
      denies: { status: 401 },
      forbids: { status: 403 },
      breaks: { status: 500 },
    } as const;
    const named: NamedCluster[] = [{ name: 'good', url: good.url }];
    for (const [name, fault] of Object.entries(faults)) {
      const bad = await cluster();
      bad.fault('*', fault);
      named.push({ name, url: bad.url });
    }
    const gone = await cluster();
    named.push({ name: 'gone', url: gone.url });
    await gone.stop();
    named.push({ name: 'personal', url: good.url, authProvider: 'google' });

    const { regionOf, sourceOf, get } = await portal(named, [
      component('aurora-gateway'),
    ]);
    await eventually(async () =>
      expect((await regionOf('aurora-gateway', 'good')).ready).toBe(3),
    );
    await eventually(async () =>
      expect(await sourceOf('cluster:good')).toMatchObject({
        reachable: true,
        lastError: null,
      }),
    );
    const messages: Record<string, [string | undefined, RegExp]> = {
      resets: ['ECONNRESET', /cluster resets: .*(socket hang up|ECONNRESET)/],
      garbles: [undefined, /in cluster garbles: the answer is not JSON/],
      denies: [
        '401',
        /in cluster denies: the cluster does not accept the cred/,
      ],
      forbids: ['403', /in cluster forbids: the credentials may not do this/],
      breaks: ['500', /in cluster breaks: the cluster answered 500: refused/],
      gone: ['ECONNREFUSED', /in cluster gone: .*ECONNREFUSED/],
      personal: [undefined, /'google' needs the token of a signed-in user/],
    };
    for (const [name, [code, message]] of Object.entries(messages)) {
      await eventually(async () => {
        const source = await sourceOf(`cluster:${name}`);
        expect(source).toMatchObject({ reachable: false, lastSuccessAt: null });
        expect(source.lastError.message).toMatch(message);
        expect(source.lastError.code).toBe(code);
      });
      await eventually(async () =>
        expect(await regionOf('aurora-gateway', name)).toMatchObject({
          state: 'unknown',
          ready: null,
          observedAt: null,
        }),
      );
    }
    const unknowns = await get(
      '/unknowns?entityRef=component:default/aurora-gateway',
    );
    expect(unknowns.body.unknowns).toContainEqual(
      expect.objectContaining({
        region: 'forbids',
        source: 'cluster:forbids',
        reason: expect.stringMatching(/403.*whether the service runs there/),
      }),
    );
  });

  it('recovers from broken watches, versions that are gone and a restart', async () => {
    const fra = await cluster();
    fra.put(DEPLOYMENTS, deployment('aurora-gateway'));
    const { regionOf, sourceOf } = await portal(
      [{ name: 'fra', url: fra.url }],
      [component('aurora-gateway')],
    );
    const readyIs = (ready: number) =>
      eventually(async () =>
        expect((await regionOf('aurora-gateway', 'fra')).ready).toBe(ready),
      );
    await readyIs(3);

    fra.breakWatches();
    fra.put(DEPLOYMENTS, deployment('aurora-gateway', { replicas: 4 }));
    await readyIs(4);

    fra.fault('*', { status: 500 });
    fra.put(DEPLOYMENTS, deployment('aurora-gateway', { replicas: 5 }));
    await eventually(async () =>
      expect(await sourceOf('cluster:fra')).toMatchObject({ reachable: false }),
    );
    // What was known is kept while the cluster cannot be read.
    expect((await regionOf('aurora-gateway', 'fra')).ready).toBe(4);
    fra.compact();
    fra.fault('*', undefined);
    await readyIs(5);
    await eventually(async () =>
      expect(await sourceOf('cluster:fra')).toMatchObject({ reachable: true }),
    );

    fra.endWatches();
    fra.put(DEPLOYMENTS, deployment('aurora-gateway', { replicas: 6 }));
    await readyIs(6);
  });

  it('says what it cannot know when only some resources can be read', async () => {
    const fra = await cluster();
    fra.put(DEPLOYMENTS, deployment('aurora-gateway'));
    fra.put(DEPLOYMENTS, { metadata: { namespace: 'aurora', name: '' } });
    fra.fault(AUTOSCALERS, { status: 403 });
    fra.fault(STATEFUL_SETS, undefined);
    const { regionOf, sourceOf } = await portal(
      [{ name: 'fra', url: fra.url }],
      [component('aurora-gateway')],
    );
    await eventually(async () =>
      expect(await regionOf('aurora-gateway', 'fra')).toMatchObject({
        state: 'unknown',
        ready: 3,
        autoscaler: null,
        sizing: 'unknown',
        reason:
          'Whether an autoscaler scales the Deployment aurora-gateway is not known: the autoscalers of cluster fra may not be read: 403 Forbidden; grant list and watch on horizontalpodautoscalers.autoscaling.',
      }),
    );
    await eventually(async () =>
      expect((await sourceOf('cluster:fra')).notes).toEqual(
        expect.arrayContaining([
          'fleets.agones.dev is not installed there: no Fleet is shown',
        ]),
      ),
    );
    expect((await sourceOf('cluster:fra')).unreadable).toContainEqual({
      part: 'deployments.apps',
      reason: '1 Deployment of cluster fra could not be understood (no name)',
      since: expect.any(String),
    });
  });

  it('says that the Kubernetes backend is missing', async () => {
    const { get, sourceOf } = await portal(undefined, [
      component('aurora-gateway'),
    ]);
    const reason =
      'Cannot list the clusters of the Kubernetes backend: the Kubernetes backend is not installed (404 Not Found)';
    await eventually(async () => {
      const answer = await get('/services/component/default/aurora-gateway');
      expect(answer.body).toMatchObject({ state: 'unknown', reason });
    });
    expect(await sourceOf('kubernetes-backend')).toMatchObject({
      reachable: false,
      lastError: { message: reason, code: '404' },
    });
  });

  it('keeps entities from those who may not see them', async () => {
    const { get } = await portal([], [component('aurora-gateway')]);
    const missing = await get('/services/component/default/hidden');
    expect(missing.status).toBe(404);
    expect(missing.body.error.message).toBe(
      "There is no entity 'component:default/hidden'",
    );
    expect((await get('/services/group/default/social')).status).toBe(404);
    const anonymous = await get(
      '/services/component/default/aurora-gateway',
    ).set('Authorization', mockCredentials.none.header());
    expect(anonymous.status).toBe(401);
    const user = await get('/summaries');
    expect(user.status).toBe(403);
  });

  it('refuses those who lack the permission', async () => {
    const { get } = await portal(
      [],
      [component('aurora-gateway')],
      AuthorizeResult.DENY,
    );
    for (const path of [
      '/services/component/default/aurora-gateway',
      '/sources',
      '/unknowns?entityRef=component:default/aurora-gateway',
    ]) {
      const response = await get(path);
      expect(response.status).toBe(403);
      expect(response.body.error.message).toContain("'scaling.state.read'");
    }
  });
});
