import { aPod, nowMs } from './__fixtures__/clusterObjects';
import { startFace } from './__fixtures__/startFace';

type Face = Awaited<ReturnType<typeof startFace>>;

let face: Face;
beforeEach(async () => {
  face = await startFace();
});
afterEach(() => face.close());

/** What Backstage's Kubernetes plugin asks of every cluster, and what it can ask. */
const pluginResources = [
  '/api/v1/pods',
  '/api/v1/services',
  '/api/v1/configmaps',
  '/api/v1/limitranges',
  '/api/v1/resourcequotas',
  '/api/v1/persistentvolumes',
  '/api/v1/persistentvolumeclaims',
  '/apis/apps/v1/deployments',
  '/apis/apps/v1/replicasets',
  '/apis/apps/v1/statefulsets',
  '/apis/apps/v1/daemonsets',
  '/apis/autoscaling/v2/horizontalpodautoscalers',
  '/apis/batch/v1/jobs',
  '/apis/batch/v1/cronjobs',
  '/apis/networking.k8s.io/v1/ingresses',
  '/apis/metrics.k8s.io/v1beta1/pods',
  '/apis/metrics.k8s.io/v1beta1/namespaces/aurora/pods',
  '/apis/agones.dev/v1/fleets',
  '/apis/agones.dev/v1/gameservers',
  '/apis/agones.dev/v1/gameserversets',
  '/apis/autoscaling.agones.dev/v1/fleetautoscalers',
  '/apis/argoproj.io/v1alpha1/rollouts',
  '/apis/keda.sh/v1alpha1/scaledobjects',
  '/apis/policy/v1/poddisruptionbudgets',
  '/apis/networking.k8s.io/v1/networkpolicies',
  '/apis/autoscaling/v1/horizontalpodautoscalers',
  '/apis/events.k8s.io/v1/events',
];

describe('reading objects', () => {
  it.each(pluginResources)('lists %s', async path => {
    const { status, body } = await face.get(
      `${path}?labelSelector=backstage.io%2Fkubernetes-id%3Dgateway`,
    );
    expect(status).toBe(200);
    expect(body.kind).toMatch(/List$/);
    expect(Array.isArray(body.items)).toBe(true);
  });

  it('lists one namespace or all, sorted, without kind in the items', async () => {
    const all = await face.get('/api/v1/pods');
    expect(all.body).toMatchObject({
      kind: 'PodList',
      apiVersion: 'v1',
      metadata: { resourceVersion: String(face.store.resourceVersion) },
    });
    expect(
      all.body.items.map(
        (pod: { metadata: { name: string } }) => pod.metadata.name,
      ),
    ).toEqual(['gateway-1', 'gateway-2', 'gateway-3', 'identity-1']);
    expect(all.body.items[0].kind).toBeUndefined();
    expect(all.body.items[0].metadata.resourceVersion).toBe('1005');
    const some = await face.get('/api/v1/namespaces/platform/pods');
    expect(some.body.items).toHaveLength(1);
    const none = await face.get('/api/v1/namespaces/nowhere/pods');
    expect(none).toMatchObject({ status: 200, body: { items: [] } });
  });

  it('names kind and version in the items of custom resources', async () => {
    const { body } = await face.get('/apis/agones.dev/v1/fleets');
    expect(body.items[0]).toMatchObject({
      kind: 'Fleet',
      apiVersion: 'agones.dev/v1',
    });
  });

  it('combines label and field selectors', async () => {
    const { body } = await face.get(
      '/api/v1/pods?labelSelector=app%20in%20(gateway,chat)&fieldSelector=spec.nodeName%3Dnode-a,status.phase!%3DPending',
    );
    expect(body.items).toHaveLength(1);
    expect(body.items[0].metadata.name).toBe('gateway-1');
  });

  it('pages with limit and continue', async () => {
    const first = await face.get('/api/v1/pods?limit=3');
    expect(first.body.items).toHaveLength(3);
    expect(first.body.metadata.remainingItemCount).toBe(1);
    face.store.apply(aPod('gateway-0'), nowMs);
    face.store.apply(aPod('zeta', { namespace: 'platform' }), nowMs);
    const token = encodeURIComponent(first.body.metadata.continue);
    const second = await face.get(`/api/v1/pods?limit=3&continue=${token}`);
    expect(second.body.items).toHaveLength(1);
    expect(second.body.items[0].metadata.name).toBe('identity-1');
    expect(second.body.metadata).toEqual({
      resourceVersion: first.body.metadata.resourceVersion,
    });
  });

  it('shows an exact earlier version where that is asked for', async () => {
    const version = face.store.resourceVersion;
    face.store.apply(aPod('gateway-9'), nowMs);
    const exact = await face.get(
      `/api/v1/pods?resourceVersion=${version}&resourceVersionMatch=Exact`,
    );
    expect(exact.body.items).toHaveLength(4);
    const notOlder = await face.get(`/api/v1/pods?resourceVersion=${version}`);
    expect(notOlder.body.items).toHaveLength(5);
  });

  it('gets one object with kind, version and resource version', async () => {
    const { body } = await face.get(
      '/apis/apps/v1/namespaces/aurora/deployments/gateway',
    );
    expect(body).toMatchObject({
      kind: 'Deployment',
      apiVersion: 'apps/v1',
      metadata: { name: 'gateway', resourceVersion: expect.any(String) },
    });
  });

  it('gets a namespace, a node and the scale of a deployment', async () => {
    expect((await face.get('/api/v1/namespaces/aurora')).body.kind).toBe(
      'Namespace',
    );
    expect((await face.get('/api/v1/nodes/node-a')).body.kind).toBe('Node');
    const scale = await face.get(
      '/apis/apps/v1/namespaces/aurora/deployments/gateway/scale',
    );
    expect(scale.body).toMatchObject({
      kind: 'Scale',
      spec: { replicas: 3 },
      status: { replicas: 3, selector: 'app=gateway' },
    });
  });

  it('serves autoscalers and events in their other version too', async () => {
    const old = await face.get(
      '/apis/autoscaling/v1/namespaces/aurora/horizontalpodautoscalers/gateway',
    );
    expect(old.body).toMatchObject({
      apiVersion: 'autoscaling/v1',
      spec: { minReplicas: 2, targetCPUUtilizationPercentage: 60 },
      status: { currentCPUUtilizationPercentage: 57 },
    });
    expect(
      JSON.parse(
        old.body.metadata.annotations[
          'autoscaling.alpha.kubernetes.io/metrics'
        ],
      ),
    ).toHaveLength(1);
    const events = await face.get('/apis/events.k8s.io/v1/events');
    expect(events.body.items[0]).toMatchObject({
      note: 'Back-off restarting failed container',
      regarding: { kind: 'Pod', name: 'gateway-2' },
      deprecatedCount: 7,
    });
  });

  it('lists metrics without resource versions', async () => {
    const { body } = await face.get('/apis/metrics.k8s.io/v1beta1/pods');
    expect(body.metadata).toEqual({});
    expect(body.items[0].metadata.resourceVersion).toBeUndefined();
    expect(body.items[0].containers[0].usage.cpu).toBe('285m');
  });

  it('reads the log of a pod', async () => {
    const path = '/api/v1/namespaces/aurora/pods/gateway-1/log';
    const log = await face.get(`${path}?tailLines=2&container=main`);
    expect(log).toMatchObject({
      status: 200,
      body: 'aurora/gateway-1 is up\nready\n',
    });
    expect((await face.get(`${path}?limitBytes=5`)).body).toBe('start');
    expect((await face.get(`${path}?container=sidecar`)).body).toMatchObject({
      code: 400,
      message: 'container sidecar is not valid for pod gateway-1',
    });
    expect((await face.get(`${path}?previous=true`)).body).toMatchObject({
      code: 400,
      message:
        'previous terminated container "main" in pod "gateway-1" not found',
    });
    expect((await face.get(`${path}?tailLines=some`)).status).toBe(400);
  });
});

describe('refusals', () => {
  it('answers 401 without the token and with a wrong one', async () => {
    for (const headers of [
      { authorization: '' },
      { authorization: 'Bearer x' },
    ]) {
      const { status, body } = await face.get('/api/v1/pods', headers);
      expect(status).toBe(401);
      expect(body).toEqual({
        kind: 'Status',
        apiVersion: 'v1',
        metadata: {},
        status: 'Failure',
        message: 'Unauthorized',
        reason: 'Unauthorized',
        code: 401,
      });
    }
  });

  it('shows its version and health to everybody', async () => {
    const headers = { authorization: '' };
    expect((await face.get('/version', headers)).body.gitVersion).toMatch(
      /^v1\./,
    );
    for (const path of ['/healthz', '/livez', '/readyz']) {
      expect((await face.get(path, headers)).body).toBe('ok');
    }
  });

  it('answers 404 with a Status for an object that is not there', async () => {
    const core = await face.get('/api/v1/namespaces/aurora/pods/nobody');
    expect(core).toMatchObject({
      status: 404,
      body: {
        message: 'pods "nobody" not found',
        reason: 'NotFound',
        details: { name: 'nobody', kind: 'pods' },
      },
    });
    const grouped = await face.get('/apis/agones.dev/v1/namespaces/x/fleets/y');
    expect(grouped.body).toMatchObject({
      message: 'fleets.agones.dev "y" not found',
      details: { group: 'agones.dev' },
    });
  });

  it.each([
    '/apis/example.com/v1/things',
    '/apis/apps/v1/things',
    '/apis/apps/v2/deployments',
    '/api/v1/pods/gateway-1',
    '/api/v1/namespaces/aurora/nodes',
    '/api/v1/namespaces/aurora/pods/gateway-1/exec',
    '/api/v1/namespaces/aurora/pods/gateway-1/log/more',
    '/metrics',
  ])('answers 404 as a Go server for the unknown path %s', async path => {
    expect(await face.get(path)).toMatchObject({
      status: 404,
      body: '404 page not found\n',
    });
  });

  it('answers 403 for secrets', async () => {
    expect(await face.get('/api/v1/namespaces/aurora/secrets')).toMatchObject({
      status: 403,
      body: {
        reason: 'Forbidden',
        message:
          'secrets is forbidden: User "system:serviceaccount:simulated:portal" cannot list resource "secrets" in API group "" in the namespace "aurora"',
      },
    });
  });

  it.each(['POST', 'PUT', 'PATCH', 'DELETE'])(
    'answers 405 to %s',
    async method => {
      const response = await fetch(
        `${face.url}/apis/apps/v1/namespaces/aurora/deployments/gateway`,
        { method, headers: { authorization: 'Bearer a-token' } },
      );
      expect(response.status).toBe(405);
      expect(await response.json()).toMatchObject({
        kind: 'Status',
        reason: 'MethodNotAllowed',
      });
    },
  );

  it.each([
    ['limit=few', 400],
    ['continue=garbage', 400],
    ['labelSelector=a%20b', 400],
    ['fieldSelector=spec.colour%3Dred', 400],
    ['resourceVersion=new', 400],
    ['resourceVersionMatch=Older&resourceVersion=1', 400],
    ['resourceVersionMatch=Exact', 422],
    ['resourceVersionMatch=Exact&resourceVersion=0', 422],
    ['sendInitialEvents=true', 422],
    ['watch=true&sendInitialEvents=true', 422],
    ['watch=true&resourceVersionMatch=NotOlderThan', 422],
    ['resourceVersion=99999999', 504],
    ['resourceVersion=1&resourceVersionMatch=Exact', 410],
    ['includeObject=Some', 400],
  ])('answers ?%s with %d', async (query, code) => {
    const { status, body } = await face.get(`/api/v1/pods?${query}`);
    expect(status).toBe(code);
    expect(body).toMatchObject({ kind: 'Status', status: 'Failure', code });
  });
});
