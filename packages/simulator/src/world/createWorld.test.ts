import { createWorld, KubernetesObject, scenarioNames, World } from '.';

const ANCHOR_MS = Date.UTC(2026, 10, 20, 12, 34, 56);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

function world(scenario = 'ordinary', seed = 1): World {
  return createWorld({ scenario, seed, anchorMs: ANCHOR_MS });
}

function objects(of: World, cluster: string, atMs = ANCHOR_MS) {
  return [...of.objectsAt(cluster, atMs)];
}

function find(all: KubernetesObject[], kind: string, name: string) {
  const found = all.find(
    object => object.kind === kind && object.metadata.name === name,
  );
  if (!found) throw new Error(`no ${kind} ${name}`);
  return found;
}

interface Hpa extends KubernetesObject {
  spec: { minReplicas: number; maxReplicas: number };
  status: {
    currentReplicas: number;
    desiredReplicas: number;
    lastScaleTime?: string;
    currentMetrics: unknown[] | null;
    conditions: {
      type: string;
      status: string;
      reason: string;
      message: string;
    }[];
  };
}

function hpas(of: World, atMs: number): Hpa[] {
  return of
    .regions()
    .flatMap(({ cluster }) => objects(of, cluster, atMs))
    .filter(
      (object): object is Hpa => object.kind === 'HorizontalPodAutoscaler',
    );
}

function condition(hpa: Hpa, type: string) {
  return hpa.status.conditions.find(other => other.type === type)!;
}

describe('createWorld', () => {
  it('names the scenarios that it knows when it is asked for another', () => {
    expect(() => world('christmas')).toThrow(
      "Unknown scenario 'christmas'. Known scenarios: ordinary, launch-day, region-loss, slow-leak, large",
    );
  });

  it('refuses an anchor that is no instant', () => {
    expect(() => createWorld({ anchorMs: NaN })).toThrow('anchor');
  });

  it('is ordinary unless told otherwise', () => {
    expect(createWorld({ anchorMs: ANCHOR_MS }).scenario).toBe('ordinary');
  });

  it.each(scenarioNames.filter(name => name !== 'large'))(
    'shows LifeVerse in %s',
    scenario => {
      const services = world(scenario).services();
      expect(services).toHaveLength(42);
      expect(objects(world(scenario), 'fra').length).toBeGreaterThan(1000);
    },
  );

  it('names the clusters that there are when asked for another', () => {
    expect(() => objects(world(), 'lhr')).toThrow(
      "No cluster 'lhr'. Known clusters: fra, iad, pdx, nrt, gru",
    );
  });
});

describe('objects of a cluster', () => {
  it('are the same for two worlds that were asked differently', () => {
    const one = world();
    const other = world();
    for (const hours of [900, 3, 0, 1, 2000]) {
      objects(other, 'gru', ANCHOR_MS - hours * HOUR_MS);
    }
    const pick = (of: World) =>
      new Map(
        objects(of, 'gru').map(object => [
          object.metadata.uid + object.kind,
          object,
        ]),
      );
    expect(pick(other)).toEqual(pick(one));
  });

  it('keep their reference while nothing in them changed', () => {
    const of = world();
    const before = objects(of, 'fra');
    expect(objects(of, 'fra', ANCHOR_MS + 1000)).toEqual(before);
    const later = objects(of, 'fra', ANCHOR_MS + 15_000);
    const known = new Map(
      before.map(object => [object.kind + object.metadata.uid, object]),
    );
    const pairs = later.flatMap(object => {
      const old = known.get(object.kind + object.metadata.uid);
      return old ? [{ old, object }] : [];
    });
    const changed = pairs.filter(({ old, object }) => old !== object);
    for (const { old, object } of changed) expect(object).not.toEqual(old);
    const kept = pairs.length - changed.length;
    expect(kept / later.length).toBeGreaterThan(0.7);
  });

  it('have names and uids of their own, and owners that exist', () => {
    const all = objects(world(), 'iad');
    const keys = all.map(
      ({ apiVersion, kind, metadata }) =>
        `${apiVersion} ${kind} ${metadata.namespace}/${metadata.name}`,
    );
    expect(new Set(keys).size).toBe(keys.length);
    const uids = new Set(all.map(object => object.metadata.uid));
    for (const { metadata } of all) {
      expect(metadata.uid).toMatch(
        /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/,
      );
      expect(metadata.name.length).toBeLessThan(254);
      const owners = (metadata.ownerReferences ?? []) as { uid: string }[];
      for (const owner of owners) expect(uids.has(owner.uid)).toBe(true);
    }
  });

  it('put each pod on a node of the cluster, and overbook none', () => {
    const all = objects(world(), 'fra');
    const free = new Map(
      all
        .filter(object => object.kind === 'Node')
        .map(node => {
          const { allocatable } = node.status as {
            allocatable: { cpu: string; pods: string };
          };
          return [
            node.metadata.name,
            {
              cpu: parseInt(allocatable.cpu, 10),
              pods: Number(allocatable.pods),
            },
          ];
        }),
    );
    for (const pod of all.filter(object => object.kind === 'Pod')) {
      const spec = pod.spec as {
        nodeName: string;
        containers: { resources?: { requests?: { cpu?: string } } }[];
      };
      const room = free.get(spec.nodeName)!;
      expect(room).toBeDefined();
      room.pods -= 1;
      for (const { resources } of spec.containers) {
        const cpu = resources?.requests?.cpu ?? '0';
        room.cpu -= cpu.endsWith('m') ? parseInt(cpu, 10) : 1000 * Number(cpu);
      }
    }
    for (const room of free.values()) {
      expect(room.pods).toBeGreaterThanOrEqual(0);
    }
  });

  it('agree with each other about pods', () => {
    const all = objects(world(), 'nrt');
    for (const deployment of all.filter(
      object => object.kind === 'Deployment',
    )) {
      const { replicas, readyReplicas } = deployment.status as {
        replicas: number;
        readyReplicas: number;
      };
      const pods = all.filter(
        object =>
          object.kind === 'Pod' &&
          object.metadata.namespace === deployment.metadata.namespace &&
          object.metadata.labels?.['app.kubernetes.io/name'] ===
            deployment.metadata.name,
      );
      expect(pods).toHaveLength(replicas);
      const ready = pods.filter(pod => {
        const { conditions } = pod.status as {
          conditions: { type: string; status: string }[];
        };
        return conditions.some(c => c.type === 'Ready' && c.status === 'True');
      });
      expect(ready).toHaveLength(readyReplicas);
    }
    for (const fleet of all.filter(object => object.kind === 'Fleet')) {
      const servers = all.filter(
        object =>
          object.kind === 'GameServer' &&
          object.metadata.labels?.['agones.dev/fleet'] === fleet.metadata.name,
      );
      const count = (state: string) =>
        servers.filter(
          server => (server.status as { state: string }).state === state,
        ).length;
      expect(fleet.status).toEqual({
        replicas: servers.length,
        readyReplicas: count('Ready'),
        allocatedReplicas: count('Allocated'),
        reservedReplicas: 0,
      });
    }
  });

  it('let a pod keep name and uid for as long as it lives', () => {
    const of = world();
    const uidsAt = (atMs: number) =>
      new Map(
        objects(of, 'gru', atMs)
          .filter(object => object.kind === 'Pod')
          .map(pod => [
            `${pod.metadata.namespace}/${pod.metadata.name}`,
            pod.metadata.uid,
          ]),
      );
    const now = uidsAt(ANCHOR_MS);
    const later = uidsAt(ANCHOR_MS + 10 * MINUTE_MS);
    let same = 0;
    for (const [name, uid] of later) {
      if (now.get(name) === uid) same++;
    }
    expect(same / later.size).toBeGreaterThan(0.9);
  });

  it('carry the label that the Kubernetes plugin looks for', () => {
    const kinds = [
      'Deployment',
      'StatefulSet',
      'Rollout',
      'Fleet',
      'Pod',
      'HorizontalPodAutoscaler',
    ];
    const bare = objects(world(), 'pdx').filter(
      ({ kind, metadata }) =>
        kinds.includes(kind) &&
        !metadata.labels?.['backstage.io/kubernetes-id'],
    );
    expect(bare).toEqual([]);
  });

  it('tell of scaling in the words of the controllers', () => {
    // Late afternoon in Tokyo: players come in, sizes grow.
    const messages = objects(world(), 'nrt', Date.UTC(2026, 10, 20, 9, 30))
      .filter(object => object.kind === 'Event')
      .map(event => `${event.reason}: ${event.message}`);
    expect(messages).toContainEqual(
      expect.stringMatching(
        /^SuccessfulRescale: New size: \d+; reason: cpu resource utilization \(percentage of request\) above target$/,
      ),
    );
    expect(messages).toContainEqual(
      expect.stringMatching(
        /^ScalingReplicaSet: Scaled up replica set \S+ from \d+ to \d+$/,
      ),
    );
  });
});

describe('an ordinary week', () => {
  it('shows at every hour something that is capped, failing or stuck, and most healthy', () => {
    const of = world();
    for (let hour = 0; hour < 24; hour += 4) {
      const atMs = ANCHOR_MS + hour * HOUR_MS;
      const all = hpas(of, atMs);
      const failing = all.filter(
        hpa => condition(hpa, 'ScalingActive').status === 'False',
      );
      expect(failing.map(hpa => hpa.metadata.name)).toEqual([
        'skyreach-matchmaking',
      ]);
      const within = all.filter(
        hpa => condition(hpa, 'ScalingLimited').reason !== 'TooManyReplicas',
      );
      expect(within.length / all.length).toBeGreaterThan(0.9);
    }
  });

  it('caps autoscalers in the evening of their region and says so', () => {
    const evening = Date.UTC(2026, 10, 20, 20);
    const capped = hpas(world(), evening).find(
      hpa =>
        hpa.metadata.name === 'ember-gateway' &&
        hpa.status.desiredReplicas === hpa.spec.maxReplicas,
    );
    expect(condition(capped!, 'ScalingLimited')).toMatchObject({
      status: 'True',
      reason: 'TooManyReplicas',
      message:
        'the desired replica count is more than the maximum replica count',
    });
    expect(condition(capped!, 'AbleToScale')).toMatchObject({
      status: 'True',
      reason: 'ReadyForNewScale',
      message: 'recommended size matches current size',
    });
  });

  it('has an autoscaler that cannot read its metric', () => {
    const hpa = hpas(world(), ANCHOR_MS).find(
      ({ metadata }) =>
        metadata.name === 'skyreach-matchmaking' && metadata.labels,
    );
    const broken = hpas(world(), ANCHOR_MS).filter(
      other => other.status.currentMetrics === null,
    );
    expect(broken).toHaveLength(1);
    expect(hpa).toBeDefined();
    expect(condition(broken[0], 'ScalingActive')).toMatchObject({
      status: 'False',
      reason: 'FailedGetExternalMetric',
      message: expect.stringContaining(
        'the HPA was unable to compute the replica count: unable to get external metric skyreach/matchmaking_queue_length/&LabelSelector{',
      ),
    });
  });

  it('has a rollout that hangs, with pods that never get ready', () => {
    const all = objects(world(), 'nrt');
    const deployment = find(all, 'Deployment', 'hollow-gateway');
    const status = deployment.status as {
      conditions: { type: string; status: string; reason: string }[];
      unavailableReplicas: number;
    };
    expect(status.unavailableReplicas).toBe(2);
    expect(status.conditions).toContainEqual(
      expect.objectContaining({
        type: 'Progressing',
        status: 'False',
        reason: 'ProgressDeadlineExceeded',
      }),
    );
  });
});

describe('the loss of a region', () => {
  it('makes its cluster unreachable for a while, and only that', () => {
    const of = world('region-loss');
    const reachable = (minutes: number) =>
      of
        .regions()
        .filter(({ cluster }) =>
          of.clusterReachableAt(cluster, ANCHOR_MS + minutes * MINUTE_MS),
        )
        .map(({ cluster }) => cluster);
    expect(reachable(0)).toHaveLength(5);
    expect(reachable(20)).toEqual(['iad', 'pdx', 'nrt', 'gru']);
    expect(reachable(60)).toHaveLength(5);
  });

  it('shows restarted pods afterwards', () => {
    const of = world('region-loss');
    const pod = objects(of, 'fra', ANCHOR_MS + 60 * MINUTE_MS).find(
      object =>
        object.kind === 'Pod' && object.metadata.name === 'aurora-presence-0',
    )!;
    const { containerStatuses } = pod.status as {
      containerStatuses: { restartCount: number }[];
    };
    expect(containerStatuses[0].restartCount).toBeGreaterThan(0);
  });
});

describe('a slow leak', () => {
  it('kills pods again and again when their memory is full', () => {
    const all = objects(world('slow-leak'), 'fra');
    const reasons = all
      .filter(
        object =>
          object.kind === 'Pod' &&
          object.metadata.name.startsWith('aurora-presence-'),
      )
      .map(pod => {
        const { containerStatuses } = pod.status as {
          containerStatuses: {
            restartCount: number;
            lastState: { terminated?: { reason: string; exitCode: number } };
          }[];
        };
        return containerStatuses[0].lastState.terminated?.reason;
      });
    expect(reasons).toContain('OOMKilled');
  });
});

describe('logs', () => {
  it('are those of a pod that exists, and as long as asked for', () => {
    const of = world();
    const log = of.podLogAt('fra', 'aurora', 'aurora-presence-0', ANCHOR_MS, {
      tailLines: 5,
    })!;
    expect(log.trim().split('\n')).toHaveLength(5);
    expect(JSON.parse(log.split('\n')[0])).toMatchObject({
      service: 'aurora-presence',
    });
    expect(
      of.podLogAt('fra', 'aurora', 'nobody-0', ANCHOR_MS, {}),
    ).toBeUndefined();
  });
});

describe('the large world', () => {
  it('has 2,000 services in five regions, 10,000 game servers and 30,000 pods', () => {
    const of = world('large');
    const everywhere = of
      .services()
      .filter(service => service.regions.length === 5);
    expect(everywhere.length).toBeGreaterThanOrEqual(2000);
    const counts = { GameServer: 0, Pod: 0 };
    for (const { cluster } of of.regions()) {
      for (const { kind } of of.objectsAt(cluster, ANCHOR_MS)) {
        if (kind === 'GameServer' || kind === 'Pod') counts[kind]++;
      }
    }
    expect(counts.GameServer).toBeGreaterThanOrEqual(10_000);
    expect(counts.GameServer).toBeLessThan(11_500);
    expect(counts.Pod).toBeGreaterThanOrEqual(30_000);
    expect(counts.Pod).toBeLessThan(36_000);
  }, 120_000);
});
