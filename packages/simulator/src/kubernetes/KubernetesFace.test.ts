import { get } from 'node:http';
import { gunzipSync } from 'node:zlib';
import {
  aPod,
  anObject,
  clusterObjects,
  nowMs,
} from './__fixtures__/clusterObjects';
import { startFace } from './__fixtures__/startFace';

type Face = Awaited<ReturnType<typeof startFace>>;

let face: Face;
beforeEach(async () => {
  face = await startFace();
});
afterEach(() => face.close());

const tableAccept =
  'application/json;as=Table;v=v1;g=meta.k8s.io,application/json;as=Table;v=v1beta1;g=meta.k8s.io,application/json';

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

describe('content negotiation', () => {
  it('answers protobuf clients in JSON, and 406 where JSON is not accepted', async () => {
    const protobuf = 'application/vnd.kubernetes.protobuf';
    const both = await face.get('/api/v1/pods', {
      accept: `${protobuf},application/json`,
    });
    expect(both.body.kind).toBe('PodList');
    for (const path of ['/api/v1/pods', '/apis', '/api/v1', '/openapi/v2']) {
      const only = await face.get(path, { accept: protobuf });
      expect(only.status).toBe(406);
      expect(only.body.reason).toBe('NotAcceptable');
    }
  });

  it('prints tables with the columns of the kind', async () => {
    const { body } = await face.get('/api/v1/namespaces/aurora/pods', {
      accept: tableAccept,
    });
    expect(body.kind).toBe('Table');
    expect(
      body.columnDefinitions.map(
        (column: { name: string; priority: number }) => [
          column.name,
          column.priority,
        ],
      ),
    ).toEqual([
      ['Name', 0],
      ['Ready', 0],
      ['Status', 0],
      ['Restarts', 0],
      ['Age', 0],
      ['IP', 1],
      ['Node', 1],
      ['Nominated Node', 1],
      ['Readiness Gates', 1],
    ]);
    expect(body.rows[2]).toMatchObject({
      cells: [
        'gateway-3',
        '0/1',
        'ContainerCreating',
        '0',
        '2d12h',
        '10.0.0.7',
        'node-a',
        '<none>',
        '<none>',
      ],
      object: {
        kind: 'PartialObjectMetadata',
        metadata: { name: 'gateway-3' },
      },
    });
    expect(body.rows[2].object.spec).toBeUndefined();
  });

  it('puts as much of the object into a row as is asked for', async () => {
    const headers = { accept: tableAccept };
    const path = '/apis/apps/v1/namespaces/aurora/deployments/gateway';
    const whole = await face.get(`${path}?includeObject=Object`, headers);
    expect(whole.body.rows[0].object.spec.replicas).toBe(3);
    const none = await face.get(`${path}?includeObject=None`, headers);
    expect(none.body.rows[0].object).toBeNull();
  });

  it('reduces objects to their metadata', async () => {
    const { body } = await face.get('/api/v1/pods', {
      accept:
        'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1',
    });
    expect(body.kind).toBe('PartialObjectMetadataList');
    expect(body.items[0].metadata.name).toBe('gateway-1');
    expect(body.items[0].spec).toBeUndefined();
  });

  it('compresses large answers only, and only where gzip is asked for', async () => {
    const many = Array.from({ length: 400 }, (_, i) => aPod(`p-${i}`));
    face.store.replace([...clusterObjects(), ...many], nowMs);
    const ask = (path: string, encoding: string) =>
      new Promise<{ encoding?: string; body: Buffer }>((resolve, reject) => {
        get(
          `${face.url}${path}`,
          {
            headers: {
              authorization: 'Bearer a-token',
              'accept-encoding': encoding,
            },
          },
          response => {
            const chunks: Buffer[] = [];
            response.on('data', chunk => chunks.push(chunk));
            response.on('error', reject);
            response.on('end', () =>
              resolve({
                encoding: response.headers['content-encoding'],
                body: Buffer.concat(chunks),
              }),
            );
          },
        ).on('error', reject);
      });
    const zipped = await ask('/api/v1/pods', 'gzip, deflate');
    expect(zipped.encoding).toBe('gzip');
    const items = JSON.parse(gunzipSync(zipped.body).toString()).items;
    expect(items).toHaveLength(404);
    const plain = await ask('/api/v1/pods', 'gzip;q=0');
    expect(plain.encoding).toBeUndefined();
    expect(JSON.parse(plain.body.toString()).items).toEqual(items);
    expect((await ask('/api/v1/nodes', 'gzip')).encoding).toBeUndefined();
  });
});

describe('discovery', () => {
  it('names groups, versions and resources in the documents of old', async () => {
    expect((await face.get('/api')).body.versions).toEqual(['v1']);
    const { body } = await face.get('/apis');
    const autoscaling = body.groups.find(
      (group: { name: string }) => group.name === 'autoscaling',
    );
    expect(autoscaling.preferredVersion.groupVersion).toBe('autoscaling/v2');
    const core = await face.get('/api/v1');
    expect(core.body.resources).toContainEqual({
      name: 'pods',
      singularName: 'pod',
      namespaced: true,
      kind: 'Pod',
      verbs: ['get', 'list', 'watch'],
      shortNames: ['po'],
      categories: ['all'],
    });
    expect(core.body.resources).toContainEqual(
      expect.objectContaining({ name: 'pods/log' }),
    );
    expect((await face.get('/apis/agones.dev')).body.kind).toBe('APIGroup');
  });

  it.each(['v2', 'v2beta1'])('aggregates everything in %s', async version => {
    const contentType = `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`;
    const { body, headers } = await face.get('/apis', {
      accept: `${contentType},application/json`,
    });
    expect(headers.get('content-type')).toBe(contentType);
    expect(body.apiVersion).toBe(`apidiscovery.k8s.io/${version}`);
    const agones = body.items.find(
      (item: { metadata: { name: string } }) =>
        item.metadata.name === 'agones.dev',
    );
    expect(agones.versions[0].resources[0]).toMatchObject({
      resource: 'fleets',
      responseKind: { group: 'agones.dev', version: 'v1', kind: 'Fleet' },
      scope: 'Namespaced',
      shortNames: ['flt'],
      subresources: [
        { subresource: 'status' },
        {
          subresource: 'scale',
          responseKind: { group: 'autoscaling', version: 'v1', kind: 'Scale' },
        },
      ],
    });
    const core = await face.get('/api', { accept: contentType });
    expect(core.body.items).toHaveLength(1);
    expect(core.body.items[0].metadata.name).toBeUndefined();
  });

  it('describes every kind in OpenAPI', async () => {
    const index = await face.get('/openapi/v3');
    expect(index.body.paths['apis/apps/v1'].serverRelativeURL).toBe(
      '/openapi/v3/apis/apps/v1',
    );
    const apps = await face.get('/openapi/v3/apis/apps/v1');
    expect(
      apps.body.components.schemas['apps.v1.Deployment'][
        'x-kubernetes-group-version-kind'
      ],
    ).toEqual([{ group: 'apps', version: 'v1', kind: 'Deployment' }]);
    expect((await face.get('/openapi/v3/apis/none/v1')).status).toBe(404);
    expect((await face.get('/openapi/v2')).body.swagger).toBe('2.0');
  });

  it('leaves out a group whose definition is missing', async () => {
    face.setFaults({ kind: 'withoutGroup', group: 'agones.dev' });
    const { body } = await face.get('/apis');
    expect(
      body.groups.map((group: { name: string }) => group.name),
    ).not.toContain('agones.dev');
    expect(await face.get('/apis/agones.dev/v1/fleets')).toMatchObject({
      status: 404,
      body: '404 page not found\n',
    });
    expect((await face.get('/apis/agones.dev/v1')).status).toBe(404);
    expect((await face.get('/api/v1/pods')).status).toBe(200);
  });
});

describe('access reviews', () => {
  const review = async (
    name: string,
    body: unknown,
    type = 'application/json',
  ) => {
    const response = await fetch(
      `${face.url}/apis/authorization.k8s.io/v1/${name}`,
      {
        method: 'POST',
        headers: { authorization: 'Bearer a-token', 'content-type': type },
        body: JSON.stringify(body),
      },
    );
    return { status: response.status, body: await response.json() };
  };
  const resource = (verb: string, plural: string, group = '') => ({
    kind: 'SelfSubjectAccessReview',
    apiVersion: 'authorization.k8s.io/v1',
    spec: { resourceAttributes: { verb, resource: plural, group } },
  });

  it.each([
    ['list', 'pods', true],
    ['watch', 'deployments', true],
    ['get', 'secrets', false],
    ['delete', 'pods', false],
  ])('answers whether one may %s %s', async (verb, plural, allowed) => {
    const answer = await review(
      'selfsubjectaccessreviews',
      resource(verb, plural),
    );
    expect(answer.status).toBe(201);
    expect(answer.body).toMatchObject({
      kind: 'SelfSubjectAccessReview',
      status: { allowed },
    });
  });

  it('lists rules and refuses what is no review', async () => {
    const rules = await review('selfsubjectrulesreviews', {
      spec: { namespace: 'aurora' },
    });
    expect(rules.body.status.resourceRules).toContainEqual({
      verbs: ['get', 'list', 'watch'],
      apiGroups: ['apps'],
      resources: ['daemonsets', 'deployments', 'replicasets', 'statefulsets'],
    });
    const path = 'selfsubjectaccessreviews';
    expect((await review(path, { kind: 'Pod' })).status).toBe(400);
    expect((await review(path, { spec: {} })).status).toBe(400);
    expect((await review(path, {}, 'application/yaml')).status).toBe(415);
    expect((await review(path, { x: 'x'.repeat(70_000) })).status).toBe(413);
  });
});

it('takes objects that lack everything but a name', async () => {
  const kinds: [string, string, string][] = [
    ['v1', 'Pod', '/api/v1/pods'],
    ['v1', 'Node', '/api/v1/nodes'],
    ['v1', 'Event', '/api/v1/events'],
    ['v1', 'Service', '/api/v1/services'],
    ['batch/v1', 'Job', '/apis/batch/v1/jobs'],
    ['batch/v1', 'CronJob', '/apis/batch/v1/cronjobs'],
    ['apps/v1', 'DaemonSet', '/apis/apps/v1/daemonsets'],
    [
      'keda.sh/v1alpha1',
      'ScaledObject',
      '/apis/keda.sh/v1alpha1/scaledobjects',
    ],
    [
      'autoscaling/v2',
      'HorizontalPodAutoscaler',
      '/apis/autoscaling/v2/horizontalpodautoscalers',
    ],
  ];
  face.store.replace(
    kinds.map(([apiVersion, kind]) => anObject(apiVersion, kind, 'bare')),
    nowMs,
  );
  for (const [, , path] of kinds) {
    const { status, body } = await face.get(path, { accept: tableAccept });
    expect(status).toBe(200);
    expect(body.rows).toHaveLength(1);
    expect(body.rows[0].cells).toHaveLength(body.columnDefinitions.length);
  }
});
