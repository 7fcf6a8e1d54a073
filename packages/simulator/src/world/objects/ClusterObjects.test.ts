import { createWorld, KubernetesObject, World } from '..';

const ANCHOR_MS = Date.UTC(2026, 10, 20, 12, 34, 56);
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

function world(): World {
  return createWorld({ anchorMs: ANCHOR_MS });
}

function objects(
  of: World,
  cluster: string,
  atMs = ANCHOR_MS,
): KubernetesObject[] {
  return [...of.objectsAt(cluster, atMs)];
}

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
      expect(room.cpu).toBeGreaterThanOrEqual(0);
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
      expect(fleet.status).toMatchObject({
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
