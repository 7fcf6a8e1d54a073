import { startFace } from './__fixtures__/startFace';

type Face = Awaited<ReturnType<typeof startFace>>;

let face: Face;
beforeEach(async () => {
  face = await startFace();
});
afterEach(() => face.close());

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
