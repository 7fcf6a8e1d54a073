import { createWorld, KubernetesObject, World } from '..';

const ANCHOR_MS = Date.UTC(2026, 10, 20, 18);
const MINUTE_MS = 60_000;

const labels = {
  'app.kubernetes.io/name': 'aurora-auction',
  'backstage.io/kubernetes-id': 'aurora-auction',
};

const deployment = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'aurora-auction', namespace: 'aurora', labels },
  spec: {
    replicas: 3,
    selector: { matchLabels: labels },
    template: {
      metadata: { labels },
      spec: {
        containers: [
          {
            name: 'auction',
            image: 'registry.lifeverse.example/aurora/auction:1.0.0',
            resources: { requests: { cpu: '250m', memory: '256Mi' } },
          },
        ],
      },
    },
  },
};

const hpa = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'aurora-auction', namespace: 'aurora', labels },
  spec: {
    scaleTargetRef: {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      name: 'aurora-auction',
    },
    minReplicas: 3,
    maxReplicas: 9,
    metrics: [
      {
        type: 'Resource',
        resource: {
          name: 'cpu',
          target: { type: 'Utilization', averageUtilization: 70 },
        },
      },
    ],
  },
};

const fleet = {
  apiVersion: 'agones.dev/v1',
  kind: 'Fleet',
  metadata: { name: 'ember-arena', namespace: 'ember' },
  spec: {
    replicas: 4,
    template: {
      spec: {
        ports: [{ name: 'game', containerPort: 7777 }],
        template: {
          spec: {
            nodeSelector: { 'topology.kubernetes.io/region': 'ap-tokyo' },
            containers: [
              {
                name: 'server',
                image: 'registry.lifeverse.example/ember/arena:1',
              },
            ],
          },
        },
      },
    },
  },
};

const fleetAutoscaler = {
  apiVersion: 'autoscaling.agones.dev/v1',
  kind: 'FleetAutoscaler',
  metadata: { name: 'ember-arena', namespace: 'ember' },
  spec: {
    fleetName: 'ember-arena',
    policy: {
      type: 'Buffer',
      buffer: { bufferSize: 3, minReplicas: 4, maxReplicas: 30 },
    },
  },
};

function world(): World {
  return createWorld({ anchorMs: ANCHOR_MS });
}

function apply(
  of: World,
  source: string,
  objects: unknown[],
  options?: { atMs?: number },
) {
  const manifests = objects.map(object => ({ object }));
  return of.applyManifests(source, manifests, options);
}

function named(of: World, cluster: string, name: string, atMs: number) {
  return [...of.objectsAt(cluster, atMs)].filter(
    object =>
      object.metadata.name === name ||
      object.metadata.labels?.['app.kubernetes.io/name'] === name,
  );
}

function one(all: KubernetesObject[], kind: string): KubernetesObject {
  const found = all.find(object => object.kind === kind);
  if (!found) throw new Error(`no ${kind}`);
  return found;
}

describe('applied manifests', () => {
  it('come alive: pods start, become ready and are scaled', () => {
    const of = world();
    expect(apply(of, 'forge/auction', [deployment, hpa])).toEqual({
      accepted: [
        'Deployment aurora/aurora-auction',
        'HorizontalPodAutoscaler aurora/aurora-auction',
      ],
      rejected: [],
    });
    const at = (ms: number) =>
      named(of, 'fra', 'aurora-auction', ANCHOR_MS + ms);
    expect(one(at(0), 'Deployment').status).toMatchObject({ readyReplicas: 0 });
    const later = at(10 * MINUTE_MS);
    const status = one(later, 'Deployment').status as { readyReplicas: number };
    expect(status.readyReplicas).toBeGreaterThanOrEqual(3);
    const pods = later.filter(object => object.kind === 'Pod');
    expect(pods.length).toBeGreaterThanOrEqual(3);
    expect(one(later, 'HorizontalPodAutoscaler').status).toMatchObject({
      currentMetrics: [expect.objectContaining({ type: 'Resource' })],
    });
    expect(JSON.stringify(pods[0].spec)).toContain('auction:1.0.0');
  });

  it('do not exist before they were applied', () => {
    const of = world();
    apply(of, 'forge/auction', [deployment], {
      atMs: ANCHOR_MS + MINUTE_MS,
    });
    expect(named(of, 'fra', 'aurora-auction', ANCHOR_MS)).toEqual([]);
    expect(
      named(of, 'fra', 'aurora-auction', ANCHOR_MS + MINUTE_MS),
    ).not.toEqual([]);
  });

  it('run where a fleet asks to run, and nowhere else', () => {
    const of = world();
    apply(of, 'forge/arena', [fleet, fleetAutoscaler]);
    const atMs = ANCHOR_MS + 10 * MINUTE_MS;
    expect(named(of, 'fra', 'ember-arena', atMs)).toEqual([]);
    const there = named(of, 'nrt', 'ember-arena', atMs);
    expect(one(there, 'FleetAutoscaler').metadata.name).toBe('ember-arena');
    const { replicas, allocatedReplicas } = one(there, 'Fleet').status as {
      replicas: number;
      allocatedReplicas: number;
    };
    expect(replicas).toBe(Math.max(4, allocatedReplicas + 3));
  });

  it('have requests that are counted from their birth', () => {
    const of = world();
    apply(of, 'forge/auction', [deployment, hpa]);
    const series = [
      ...of.metrics().series(name => name === 'http_requests_total'),
    ].find(
      ({ labels: own }) =>
        own.service === 'aurora-auction' &&
        own.cluster === 'fra' &&
        own.code === '200',
    )!;
    expect(series.valueAt(ANCHOR_MS - MINUTE_MS)).toBeUndefined();
    const soon = series.valueAt(ANCHOR_MS + 5 * MINUTE_MS)!;
    expect(series.valueAt(ANCHOR_MS + 9 * MINUTE_MS)).toBeGreaterThan(soon);
  });

  it('go when their repository no longer names them', () => {
    const of = world();
    apply(of, 'forge/auction', [deployment, hpa]);
    apply(of, 'forge/auction', []);
    expect(named(of, 'fra', 'aurora-auction', ANCHOR_MS + MINUTE_MS)).toEqual(
      [],
    );
  });

  it('keep their age when the repository is applied again', () => {
    const of = world();
    apply(of, 'forge/auction', [deployment]);
    apply(of, 'forge/auction', [deployment, hpa], {
      atMs: ANCHOR_MS + 60 * MINUTE_MS,
    });
    const all = named(of, 'fra', 'aurora-auction', ANCHOR_MS + 61 * MINUTE_MS);
    expect(one(all, 'Deployment').metadata.creationTimestamp).toBe(
      '2026-11-20T18:00:00Z',
    );
  });

  it('stand as written where they are not alive', () => {
    const of = world();
    const config = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'auction-config', namespace: 'aurora' },
      data: { LOG_LEVEL: 'debug' },
    };
    apply(of, 'forge/auction', [deployment, config]);
    const [found] = named(of, 'fra', 'auction-config', ANCHOR_MS + MINUTE_MS);
    expect(found).toMatchObject({ data: { LOG_LEVEL: 'debug' } });
    expect(found.metadata.uid).toBeTruthy();
  });
});

describe('bad manifests', () => {
  const reason = (object: unknown) =>
    apply(world(), 'forge/bad', [object]).rejected[0]?.reason;

  it.each<[string, unknown, string | RegExp]>([
    ['something that is no object', 'hello', /expected object/i],
    [
      'a name that Kubernetes refuses',
      { ...deployment, metadata: { name: 'Auction_1' } },
      /metadata\.name: must consist of lower case/,
    ],
    [
      'a kind that no cluster knows',
      { ...deployment, kind: 'Deploy' },
      'no matches for kind "Deploy" in version "apps/v1"',
    ],
    [
      'an old API version',
      { ...deployment, apiVersion: 'apps/v1beta1' },
      'no matches for kind "Deployment" in version "apps/v1beta1"',
    ],
    [
      'a workload without containers',
      {
        ...deployment,
        spec: { ...deployment.spec, template: { spec: { containers: [] } } },
      },
      /spec\.template\.spec\.containers/,
    ],
    [
      'a selector that selects nothing of its own',
      {
        ...deployment,
        spec: {
          ...deployment.spec,
          selector: { matchLabels: { app: 'other' } },
        },
      },
      '`selector` does not match template `labels`',
    ],
    [
      'a maximum below the minimum',
      { ...hpa, spec: { ...hpa.spec, maxReplicas: 2 } },
      /spec\.maxReplicas: must be greater/,
    ],
    [
      'an autoscaler whose target is missing',
      hpa,
      /its target 'aurora-auction' is not among/,
    ],
    [
      'a region that does not exist',
      {
        ...deployment,
        metadata: {
          ...deployment.metadata,
          labels: { ...labels, 'topology.kubernetes.io/region': 'mars' },
        },
      },
      /region 'mars' does not exist. Known regions: eu-frankfurt/,
    ],
    [
      'a name that another service has',
      {
        ...deployment,
        metadata: { ...deployment.metadata, name: 'aurora-gateway' },
      },
      'Deployment aurora/aurora-gateway belongs to another source',
    ],
    [
      'a quantity that is none',
      {
        ...deployment,
        spec: {
          ...deployment.spec,
          template: {
            metadata: { labels },
            spec: {
              containers: [
                {
                  name: 'a',
                  image: 'b',
                  resources: { requests: { cpu: 'lots' } },
                },
              ],
            },
          },
        },
      },
      /'lots' is not a quantity/,
    ],
  ])('rejects %s', (_, object, expected) => {
    expect(reason(object)).toMatch(expected);
  });

  it('do not keep good ones from coming alive', () => {
    const of = world();
    const result = apply(of, 'forge/mixed', [deployment, { kind: 'Nonsense' }]);
    expect(result.accepted).toEqual(['Deployment aurora/aurora-auction']);
    expect(result.rejected).toHaveLength(1);
  });
});
