/* A repository as a template publishes it, from its first push on. */
import { createWorld, GivenManifest, KubernetesObject, World } from '..';
import { isServed } from '../../kubernetes/api/resourceTypes';
import { manifestKinds } from './kinds';

const ANCHOR_MS = Date.UTC(2026, 10, 20, 18);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const metadata = (name: string, more: object = {}) => ({
  name,
  namespace: 'aurora',
  labels: {
    'app.kubernetes.io/name': 'aurora-guild',
    'backstage.io/kubernetes-id': 'aurora-guild',
  },
  ...more,
});

const podLabels = {
  app: 'guild',
  'backstage.io/kubernetes-id': 'aurora-guild',
};

const deployment = (image = 'registry.lifeverse.example/aurora/guild:1') => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: metadata('aurora-guild', { annotations: { contact: 'guilds' } }),
  spec: {
    revisionHistoryLimit: 5,
    selector: { matchLabels: { app: 'guild' } },
    template: {
      metadata: { labels: podLabels },
      spec: { containers: [{ name: 'guild', image }] },
    },
  },
});

const hpa = (maxReplicas = 12) => ({
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: metadata('aurora-guild'),
  spec: {
    scaleTargetRef: { kind: 'Deployment', name: 'aurora-guild' },
    minReplicas: 3,
    maxReplicas,
    metrics: [
      {
        type: 'Resource',
        resource: {
          name: 'cpu',
          target: { type: 'Utilization', averageUtilization: 70 },
        },
      },
      {
        type: 'Resource',
        resource: {
          name: 'memory',
          target: { type: 'Utilization', averageUtilization: 80 },
        },
      },
    ],
  },
});

const budget = {
  apiVersion: 'policy/v1',
  kind: 'PodDisruptionBudget',
  metadata: metadata('aurora-guild'),
  spec: { minAvailable: '50%', selector: { matchLabels: { app: 'guild' } } },
};

const fleet = {
  apiVersion: 'agones.dev/v1',
  kind: 'Fleet',
  metadata: metadata('aurora-arena'),
  spec: {
    template: {
      metadata: { labels: { 'game.example/arena': 'yes' } },
      spec: {
        container: 'server',
        counters: { players: { capacity: 64 } },
        template: {
          metadata: { labels: podLabels },
          spec: { containers: [{ name: 'server', image: 'arena:1' }] },
        },
      },
    },
  },
};

const fleetAutoscaler = {
  apiVersion: 'autoscaling.agones.dev/v1',
  kind: 'FleetAutoscaler',
  metadata: metadata('aurora-arena'),
  spec: {
    fleetName: 'aurora-arena',
    policy: {
      type: 'Buffer',
      buffer: { bufferSize: 5, minReplicas: 5, maxReplicas: 40 },
    },
  },
};

const inFolder = (folder: string, ...objects: unknown[]): GivenManifest[] =>
  objects.map((object, i) => ({ object, file: `${folder}/${i}.yaml` }));

const world = () => createWorld({ anchorMs: ANCHOR_MS });

function find(of: World, cluster: string, kind: string, atMs: number) {
  return [...of.objectsAt(cluster, atMs)].filter(
    each =>
      each.kind === kind &&
      (each.metadata.name.startsWith('aurora-guild') ||
        each.metadata.name.startsWith('aurora-arena')),
  );
}

function seriesOf(of: World, wanted: Record<string, string>) {
  return [...of.metrics().series(name => name === wanted.__name__)].filter(
    ({ labels }) =>
      Object.entries(wanted).every(([name, value]) => labels[name] === value),
  );
}

describe('regions of a repository', () => {
  it.each([
    ['deploy/eu-frankfurt', ['fra']],
    ['deploy/nrt', ['nrt']],
    ['deploy/clusters/gru/app', ['gru']],
    ['deploy/base', ['fra', 'iad', 'pdx', 'nrt', 'gru']],
  ])('%s is for %j', (folder, clusters) => {
    const of = world();
    of.applyManifests('guild', inFolder(folder, deployment(), hpa()));
    const atMs = ANCHOR_MS + MINUTE_MS;
    const there = of
      .regions()
      .map(({ cluster }) => cluster)
      .filter(cluster => find(of, cluster, 'Deployment', atMs).length === 1);
    expect(there).toEqual(clusters);
    const scaled = there.filter(
      cluster =>
        find(of, cluster, 'HorizontalPodAutoscaler', atMs).length === 1,
    );
    expect(scaled).toEqual(clusters);
  });

  it('may have each its own size, named in what was accepted', () => {
    const of = world();
    const result = of.applyManifests('guild', [
      ...inFolder('deploy/eu-frankfurt', deployment(), hpa(12), budget),
      ...inFolder('deploy/us-virginia', deployment(), hpa(30)),
    ]);
    expect(result.rejected).toEqual([]);
    expect(result.accepted).toContain(
      'Deployment aurora/aurora-guild in us-virginia',
    );
    const atMs = ANCHOR_MS + MINUTE_MS;
    const maximum = (cluster: string) =>
      find(of, cluster, 'HorizontalPodAutoscaler', atMs)[0].spec;
    expect(maximum('fra')).toMatchObject({ maxReplicas: 12 });
    expect(maximum('iad')).toMatchObject({ maxReplicas: 30 });
    expect(find(of, 'fra', 'PodDisruptionBudget', atMs)).toHaveLength(1);
    expect(find(of, 'iad', 'PodDisruptionBudget', atMs)).toHaveLength(0);
  });

  it('share what stands outside of their folders', () => {
    const of = world();
    of.applyManifests('guild', [
      ...inFolder('deploy', hpa()),
      ...inFolder('deploy/fra', deployment()),
      ...inFolder('deploy/nrt', deployment()),
    ]);
    for (const cluster of ['fra', 'nrt']) {
      const atMs = ANCHOR_MS + MINUTE_MS;
      const [found] = find(of, cluster, 'HorizontalPodAutoscaler', atMs);
      expect(found.metadata.name).toBe('aurora-guild');
    }
  });

  it('are not taken where folder and label differ, or one thing comes twice', () => {
    const of = world();
    const labelled = deployment();
    Object.assign(labelled.metadata.labels, {
      'topology.kubernetes.io/region': 'ap-tokyo',
    });
    expect(
      of.applyManifests('guild', inFolder('deploy/fra', labelled)).rejected,
    ).toEqual([
      {
        object: 'Deployment aurora/aurora-guild',
        reason:
          "it names region 'ap-tokyo' and lies in the folder of 'eu-frankfurt'",
        file: 'deploy/fra/0.yaml',
      },
    ]);
    const twice = inFolder('deploy/fra', deployment(), deployment());
    expect(of.applyManifests('guild', twice).rejected).toMatchObject([
      { reason: expect.stringMatching(/is described twice for eu-frankfurt/) },
    ]);
  });
});

describe('a newly published service', () => {
  const given = inFolder('deploy/fra', deployment(), hpa(), budget);

  it('is as it was written, labels and settings', () => {
    const of = world();
    of.applyManifests('guild', given);
    const atMs = ANCHOR_MS + 10 * MINUTE_MS;
    const [found] = find(of, 'fra', 'Deployment', atMs);
    expect(found).toMatchObject({
      metadata: {
        labels: deployment().metadata.labels,
        annotations: { contact: 'guilds' },
        generation: 1,
      },
      spec: {
        revisionHistoryLimit: 5,
        selector: { matchLabels: { app: 'guild' } },
        template: { metadata: { labels: podLabels } },
      },
    });
    expect(found.metadata.labels).toEqual(deployment().metadata.labels);
    const [pod] = find(of, 'fra', 'Pod', atMs);
    expect(pod.metadata.labels).toMatchObject(podLabels);
    const [set] = find(of, 'fra', 'ReplicaSet', atMs);
    expect(set.spec).toMatchObject({
      selector: { matchLabels: { app: 'guild' } },
    });
    expect(find(of, 'fra', 'HorizontalPodAutoscaler', atMs)[0]).toMatchObject({
      spec: { metrics: hpa().spec.metrics },
      status: {
        currentMetrics: [
          { resource: { name: 'cpu' } },
          { resource: { name: 'memory', current: { averageUtilization: 48 } } },
        ],
      },
    });
  });

  it('has players who find it little by little, and scales between its limits', () => {
    const of = world();
    of.applyManifests('guild', given);
    const [players] = seriesOf(of, {
      __name__: 'lifeverse_service_players',
      service: 'aurora-guild',
    });
    const [size] = seriesOf(of, {
      __name__: 'kube_deployment_spec_replicas',
      deployment: 'aurora-guild',
    });
    const at = (minutes: number) => ANCHOR_MS + minutes * MINUTE_MS;
    expect(players.valueAt(at(1))).toBeGreaterThan(0);
    expect(players.valueAt(at(1))).toBeLessThan(
      0.15 * players.valueAt(at(40))!,
    );
    expect(size.valueAt(at(2))).toBe(3);
    const later = Array.from({ length: 24 }, (_, i) =>
      size.valueAt(at(60 * i)),
    );
    expect(Math.min(...later.map(Number))).toBeGreaterThanOrEqual(3);
    expect(Math.max(...later.map(Number))).toBeLessThanOrEqual(12);
    expect(new Set(later).size).toBeGreaterThan(2);
  });

  it('has no series at all from before it was', () => {
    const of = world();
    of.applyManifests('guild', [
      ...given,
      ...inFolder('deploy/fra', fleet, fleetAutoscaler),
    ]);
    const mine = [...of.metrics().series()].filter(({ labels }) =>
      Object.values(labels).some(
        value =>
          value.startsWith('aurora-guild') || value.startsWith('aurora-arena'),
      ),
    );
    const names = new Set(mine.map(({ labels }) => labels.__name__));
    expect([...names]).toEqual(
      expect.arrayContaining([
        'http_requests_total',
        'kube_deployment_spec_replicas',
        'kube_horizontalpodautoscaler_status_desired_replicas',
        'kube_poddisruptionbudget_status_desired_healthy',
        'agones_fleets_replicas_count',
        'agones_fleet_autoscalers_buffer_size',
        'lifeverse_service_players',
      ]),
    );
    for (const { valueAt } of mine) {
      for (const before of [
        MINUTE_MS,
        HOUR_MS,
        24 * HOUR_MS,
        80 * 24 * HOUR_MS,
      ]) {
        expect(valueAt(ANCHOR_MS - before)).toBeUndefined();
      }
    }
    expect(mine.some(one => one.valueAt(ANCHOR_MS + MINUTE_MS)! > 0)).toBe(
      true,
    );
  });

  it('keeps the budget that it was given', () => {
    const of = world();
    of.applyManifests('guild', given);
    const [found] = find(
      of,
      'fra',
      'PodDisruptionBudget',
      ANCHOR_MS + 10 * MINUTE_MS,
    );
    const { expectedPods, desiredHealthy } = found.status as Record<
      string,
      number
    >;
    expect(desiredHealthy).toBe(Math.ceil(expectedPods / 2));
  });

  it('rolls a new version out pod by pod, and nothing where nothing changed', () => {
    const of = world();
    of.applyManifests('guild', given);
    const pushMs = ANCHOR_MS + 30 * MINUTE_MS;
    const before = find(of, 'fra', 'Pod', pushMs);
    of.applyManifests('guild', given, { atMs: pushMs });
    expect(find(of, 'fra', 'Pod', pushMs)).toEqual(before);
    expect(find(of, 'fra', 'Pod', pushMs)[0]).toBe(before[0]);

    const next = inFolder('deploy/fra', deployment('guild:2'), hpa(), budget);
    of.applyManifests('guild', next, { atMs: pushMs });
    const images = (atMs: number) =>
      find(of, 'fra', 'Pod', atMs).map(({ spec }) => imageOf(spec));
    expect(new Set(images(pushMs + 45_000)).size).toBe(2);
    const after = pushMs + 10 * MINUTE_MS;
    expect(new Set(images(after))).toEqual(new Set(['guild:2']));
    expect(find(of, 'fra', 'Deployment', after)[0].metadata).toMatchObject({
      generation: 2,
      creationTimestamp: '2026-11-20T18:00:00Z',
    });
    expect(find(of, 'fra', 'ReplicaSet', after).length).toBeGreaterThan(1);
  });

  it('has one ReplicaSet for each template, from its first version on', () => {
    const of = world();
    const push = (image: string, minutes: number) =>
      of.applyManifests(
        'guild',
        inFolder('deploy/fra', deployment(image), hpa(), budget),
        { atMs: ANCHOR_MS + minutes * MINUTE_MS },
      );
    const setsAt = (atMs: number) =>
      find(of, 'fra', 'ReplicaSet', atMs).map(({ metadata: { name } }) => name);
    push('guild:1', 0);
    expect(setsAt(ANCHOR_MS + 5 * MINUTE_MS)).toHaveLength(1);
    // A new version, the same one again, and back to the first before it is out.
    push('guild:2', 10);
    push('guild:2', 20);
    push('guild:1', 30);
    push('guild:3', 40);
    push('guild:1', 41);
    for (let step = 0; step < 60 * 4; step++) {
      const atMs = ANCHOR_MS + step * 15_000;
      const sets = setsAt(atMs);
      expect(new Set(sets).size).toBe(sets.length);
      const owners = find(of, 'fra', 'Pod', atMs).map(({ metadata: pod }) => {
        const [owner] = pod.ownerReferences as { name: string }[];
        return owner.name;
      });
      expect(sets).toEqual(expect.arrayContaining(owners));
    }
    expect(setsAt(ANCHOR_MS + 25 * MINUTE_MS)).toHaveLength(2);
  });

  it.each([
    ['a Deployment', [deployment(), hpa(), budget]],
    [
      'a small one that may grow large',
      [deployment(), { ...hpa(80), spec: { ...hpa(80).spec, minReplicas: 1 } }],
    ],
    ['a Fleet', [fleet, fleetAutoscaler]],
  ])('keeps its objective while it is new: %s', (_, objects) => {
    const of = world();
    of.applyManifests('guild', inFolder('deploy/fra', ...objects));
    const counted = (atMs: number, code?: string) =>
      seriesOf(of, {
        __name__: 'http_requests_total',
        service: 'aurora-guild',
        ...(code && { code }),
      }).reduce((sum, { valueAt }) => sum + (valueAt(atMs) ?? 0), 0);
    // Nobody is there to be asked until the first pods are ready.
    expect(counted(ANCHOR_MS + 29_000)).toBe(0);
    for (const minutes of [2, 5, 15, 30, 60]) {
      const atMs = ANCHOR_MS + minutes * MINUTE_MS;
      expect(counted(atMs)).toBeGreaterThan(0);
      const failed = counted(atMs, '503') + counted(atMs, '500');
      expect(failed / counted(atMs)).toBeLessThan(0.001);
    }
  });

  it('has the age of its files after a restart', () => {
    const of = world();
    const sinceMs = ANCHOR_MS - 48 * HOUR_MS;
    of.applyManifests(
      'guild',
      given.map(each => ({ ...each, sinceMs })),
      { atMs: ANCHOR_MS },
    );
    const [found] = find(of, 'fra', 'Deployment', ANCHOR_MS);
    expect(found.metadata.creationTimestamp).toBe('2026-11-18T18:00:00Z');
    expect(found.status).toMatchObject({
      readyReplicas: expect.any(Number),
    });
  });

  it.each([undefined, 2])(
    "starts a fleet at its autoscaler's minimum, whatever it says itself (%s)",
    replicas => {
      const of = world();
      const written = { ...fleet, spec: { ...fleet.spec, replicas } };
      const { rejected } = of.applyManifests(
        'arena',
        inFolder('deploy/nrt', written, fleetAutoscaler),
      );
      expect(rejected).toEqual([]);
      const [born] = find(of, 'nrt', 'Fleet', ANCHOR_MS);
      expect(born).toMatchObject({
        spec: { replicas: 5 },
        status: { readyReplicas: 0 },
      });
      expect(find(of, 'nrt', 'GameServer', ANCHOR_MS)).toHaveLength(5);
      const [later] = find(of, 'nrt', 'Fleet', ANCHOR_MS + MINUTE_MS);
      const { readyReplicas, allocatedReplicas } = later.status as Record<
        string,
        number
      >;
      expect(readyReplicas + allocatedReplicas).toBeGreaterThanOrEqual(5);
    },
  );

  it('may be a fleet, with the capacity and the labels of its servers', () => {
    const of = world();
    of.applyManifests('arena', inFolder('deploy/nrt', fleet, fleetAutoscaler));
    const atMs = ANCHOR_MS + HOUR_MS;
    const [server] = find(of, 'nrt', 'GameServer', atMs);
    expect(server).toMatchObject({
      metadata: {
        labels: {
          'game.example/arena': 'yes',
          'agones.dev/fleet': 'aurora-arena',
        },
      },
      spec: { container: 'server' },
    });
    const [pod] = find(of, 'nrt', 'Pod', atMs);
    expect(
      (pod.spec as { containers: { name: string }[] }).containers.map(
        ({ name }) => name,
      ),
    ).toEqual(['server', 'agones-gameserver-sidecar']);
    const [players] = seriesOf(of, { __name__: 'lifeverse_service_players' })
      .filter(({ labels }) => labels.service === 'aurora-guild')
      .map(({ valueAt }) => valueAt(atMs)!);
    const [found] = find(of, 'nrt', 'Fleet', atMs);
    const { allocatedReplicas } = found.status as { allocatedReplicas: number };
    expect(allocatedReplicas).toBeGreaterThan(0);
    expect(players / allocatedReplicas).toBeGreaterThan(48);
    expect(players / allocatedReplicas).toBeLessThanOrEqual(64);
  });
});

describe('everything else of a repository', () => {
  it('may be a monitor of pods, which stands as it is written', () => {
    const of = world();
    const monitor = {
      apiVersion: 'monitoring.coreos.com/v1',
      kind: 'PodMonitor',
      metadata: metadata('aurora-arena'),
      spec: {
        selector: { matchLabels: { app: 'guild' } },
        podMetricsEndpoints: [{ port: 'metrics', interval: '15s' }],
      },
    };
    const { accepted, rejected } = of.applyManifests(
      'arena',
      inFolder('deploy/nrt', fleet, fleetAutoscaler, monitor),
    );
    expect(rejected).toEqual([]);
    expect(accepted).toContain('PodMonitor aurora/aurora-arena in ap-tokyo');
    const [found] = find(of, 'nrt', 'PodMonitor', ANCHOR_MS);
    expect(found.spec).toEqual(monitor.spec);
    expect(find(of, 'fra', 'PodMonitor', ANCHOR_MS)).toEqual([]);
  });

  const others = [
    ['v1', 'Namespace', undefined],
    ['v1', 'ServiceAccount', 'aurora'],
    ['v1', 'ConfigMap', 'aurora'],
    ['v1', 'Service', 'aurora'],
    ['v1', 'ResourceQuota', 'aurora'],
    ['v1', 'LimitRange', 'aurora'],
    ['networking.k8s.io/v1', 'NetworkPolicy', 'aurora'],
    ['scheduling.k8s.io/v1', 'PriorityClass', undefined],
    ['monitoring.coreos.com/v1', 'PrometheusRule', 'aurora'],
    ['monitoring.coreos.com/v1', 'ServiceMonitor', 'aurora'],
  ] as const;

  it.each(others)(
    '%s %s stands as it is written',
    (apiVersion, kind, namespace) => {
      const of = world();
      const object = {
        apiVersion,
        kind,
        metadata: { name: 'aurora-guild', ...(namespace && { namespace }) },
        spec: { anything: 'as written' },
      };
      const result = of.applyManifests('guild', [{ object }]);
      expect(result.rejected).toEqual([]);
      const [found] = find(of, 'fra', kind, ANCHOR_MS + MINUTE_MS);
      expect(found.spec).toMatchObject({ anything: 'as written' });
      expect(isServed(found)).toBe(true);
    },
  );

  it('is of kinds that the clusters serve', () => {
    for (const [kind, about] of Object.entries(manifestKinds)) {
      const object = { kind, apiVersion: about!.apiVersion };
      expect([kind, isServed(object as KubernetesObject)]).toEqual([
        kind,
        true,
      ]);
    }
  });

  it('is rejected by name where no cluster knows it, and where it is a secret', () => {
    const of = world();
    const of1 = (apiVersion: string, kind: string) => ({
      object: { apiVersion, kind, metadata: { name: 'a' } },
      file: `deploy/${kind}.yaml`,
    });
    expect(
      of.applyManifests('guild', [
        of1('gateway.networking.k8s.io/v1', 'HTTPRoute'),
        of1('v1', 'Secret'),
      ]).rejected,
    ).toEqual([
      {
        object: 'HTTPRoute a',
        reason:
          'no matches for kind "HTTPRoute" in version "gateway.networking.k8s.io/v1"',
        file: 'deploy/HTTPRoute.yaml',
      },
      {
        object: 'Secret a',
        reason: 'secrets do not belong in a repository',
        file: 'deploy/Secret.yaml',
      },
    ]);
  });

  it('takes the place of what the cluster has by itself, once', () => {
    const of = world();
    const namespace = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'aurora', labels: { own: 'yes' } },
    };
    for (const source of ['guild', 'arena']) {
      const { rejected } = of.applyManifests(source, [{ object: namespace }]);
      expect(rejected).toEqual([]);
    }
    const found = [...of.objectsAt('fra', ANCHOR_MS + MINUTE_MS)].filter(
      ({ kind, metadata: { name } }) =>
        kind === 'Namespace' && name === 'aurora',
    );
    expect(found).toHaveLength(1);
    expect(found[0]).toMatchObject({
      metadata: { labels: { own: 'yes' } },
      status: { phase: 'Active' },
    });
  });

  it('belongs to one repository', () => {
    const of = world();
    const object = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'shared', namespace: 'aurora' },
    };
    of.applyManifests('one', [{ object }]);
    expect(of.applyManifests('two', [{ object }]).rejected).toEqual([
      {
        object: 'ConfigMap aurora/shared',
        reason: 'ConfigMap aurora/shared belongs to another source',
      },
    ]);
  });
});

describe.each(['launch-day', 'region-loss', 'slow-leak', 'large'])(
  'in the scenario %s',
  scenario => {
    it('a published service comes alive as well', () => {
      const of = createWorld({ anchorMs: ANCHOR_MS, scenario });
      of.applyManifests('guild', [
        ...inFolder('deploy/iad', deployment(), hpa()),
        ...inFolder('deploy/nrt', fleet, fleetAutoscaler),
      ]);
      const atMs = ANCHOR_MS + 10 * MINUTE_MS;
      const [found] = find(of, 'iad', 'Deployment', atMs);
      expect(found.status).toMatchObject({ readyReplicas: 3 });
      const [servers] = find(of, 'nrt', 'Fleet', atMs);
      expect(
        (servers.status as { readyReplicas: number }).readyReplicas,
      ).toBeGreaterThanOrEqual(5);
    });
  },
);

function imageOf(spec: unknown) {
  return (spec as { containers: { image: string }[] }).containers[0].image;
}
