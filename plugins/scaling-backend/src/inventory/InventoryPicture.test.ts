import { factsOfWorkloads } from './facts/factsOfWorkloads';
import { InventoryPicture } from './InventoryPicture';
import { inventoryIds } from './inventoryResources';

const NOW = Date.parse('2026-11-22T20:00:00Z');
let version = 0;

function meta(name: string, more: object = {}) {
  version += 1;
  return {
    ...{ name, namespace: 'aurora', uid: `uid-${name}` },
    resourceVersion: `${version}`,
    ...more,
  };
}
const node = (name: string, zone: string | undefined, cpu = '4') => ({
  metadata: {
    ...meta(name),
    namespace: undefined,
    labels: zone ? { 'topology.kubernetes.io/zone': zone } : {},
  },
  status: {
    allocatable: { cpu, memory: '16Gi', pods: '20' },
    conditions: [{ type: 'Ready', status: 'True' }],
  },
});
function pod(
  name: string,
  {
    /** Empty: not placed yet. */
    on = 'n1',
    owner = { kind: 'ReplicaSet', name: 'gateway-5d9f' },
    ready = true,
    phase = 'Running',
    cpu = '1',
    tookSeconds = 30,
  } = {},
) {
  const created = NOW - 600_000;
  return {
    metadata: meta(name, {
      labels: { app: 'gateway', 'pod-template-hash': '5d9f' },
      creationTimestamp: new Date(created).toISOString(),
      ownerReferences: [owner],
    }),
    spec: {
      nodeName: on || undefined,
      containers: [
        {
          image: 'gateway:7.1',
          resources: { requests: { cpu, memory: '1Gi' } },
        },
      ],
    },
    status: {
      phase,
      conditions: [
        {
          ...{ type: 'Ready', status: ready ? 'True' : 'False' },
          lastTransitionTime: new Date(
            created + tookSeconds * 1000,
          ).toISOString(),
        },
      ],
    },
  };
}
const server = (name: string, state: string, nodeName = 'n1') => ({
  metadata: meta(name, { labels: { 'agones.dev/fleet': 'shards' } }),
  status: { state, nodeName },
});
const gateway = { kind: 'Deployment', namespace: 'aurora', name: 'gateway' };
const shards = { kind: 'Fleet', namespace: 'aurora', name: 'shards' };

function pictureOf(objects: {
  nodes?: unknown[];
  pods?: unknown[];
  gameservers?: unknown[];
  resourcequotas?: unknown[];
  nodepools?: unknown[];
  configmaps?: unknown[];
}) {
  const picture = new InventoryPicture();
  for (const id of inventoryIds) {
    const list = picture.beginList(id);
    list.add(objects[id] ?? []);
    list.complete();
  }
  return picture;
}
const factsOf = async (
  picture: InventoryPicture,
  workload: typeof gateway & { trafficHashes?: string[] | null } = gateway,
  whyUnread: (id: string) => string | undefined = () => undefined,
) =>
  (
    await factsOfWorkloads({
      ...{ picture, workloads: [workload], whyUnread, nowMs: NOW },
    })
  )[0];

describe('what is told of an inventory', () => {
  const services = (workload: string | undefined) =>
    workload ? [`component:default/${workload.split('/')[2]}`] : [];
  const nodes = [node('n1', 'a'), node('n2', 'b')];

  it('begins with everything, then with what changes', () => {
    const picture = pictureOf({
      ...{ nodes, pods: [pod('p1')] },
      gameservers: [server('s1', 'Ready', 'n2')],
    });
    const all = picture.takeChanges(services);
    expect(all).toMatchObject({ complete: true, gone: [] });
    expect(all?.pods).toMatchObject([
      {
        ...{ uid: 'uid-p1', zone: 'a', image: 'gateway:7.1' },
        workload: { kind: 'Deployment', name: 'gateway' },
        entityRefs: ['component:default/gateway'],
      },
    ]);
    expect(all?.gameServers).toMatchObject([
      {
        ...{ uid: 'uid-s1', zone: 'b', state: 'Ready' },
        workload: { kind: 'Fleet', name: 'shards' },
      },
    ]);
    expect(picture.takeChanges(services)).toBeUndefined();
    picture.change('gameservers', 'MODIFIED', server('s1', 'Allocated', 'n2'));
    picture.change('pods', 'DELETED', pod('p1'));
    const some = picture.takeChanges(services);
    expect(some).toMatchObject({ complete: false, gone: ['uid-p1'], pods: [] });
    expect(some?.gameServers[0].state).toBe('Allocated');
  });

  it('holds no pods that stand behind a game server', () => {
    const behind = pod('s1', { owner: { kind: 'GameServer', name: 's1' } });
    const picture = pictureOf({
      ...{ nodes, pods: [behind], gameservers: [server('s1', 'Ready')] },
    });
    expect(picture.takeChanges(services)?.pods).toEqual([]);
  });

  it('tells again of what belongs to other services now', () => {
    const picture = pictureOf({ nodes, pods: [pod('p1'), pod('p2')] });
    picture.takeChanges(services);
    picture.touch(new Set(['Deployment/aurora/gateway']));
    expect(picture.takeChanges(() => ['x'])?.pods).toHaveLength(2);
    picture.touch(new Set(['Deployment/aurora/other']));
    expect(picture.takeChanges(services)).toBeUndefined();
  });

  it('keeps one of many labels and shapes that are equal', () => {
    const picture = pictureOf({ pods: [pod('p1'), pod('p2')] });
    const [one, other] = picture.pods.all();
    expect(one.shape).toBe(other.shape);
    expect(one.labels).toBe(other.labels);
  });

  it('keeps no label that is another for each pod', () => {
    const ordinal = (name: string) => {
      const { metadata, ...rest } = pod(name);
      const labels = {
        app: 'gateway',
        'statefulset.kubernetes.io/pod-name': name,
        'apps.kubernetes.io/pod-index': name.slice(1),
      };
      return { ...rest, metadata: { ...metadata, labels } };
    };
    const owner = { kind: 'GameServer', name: 's1' };
    const picture = pictureOf({
      pods: [ordinal('p1'), ordinal('p2'), pod('s1', { owner })],
    });
    const [one, other, behind] = picture.pods.all();
    expect(one.labels).toEqual({ app: 'gateway' });
    expect(one.labels).toBe(other.labels);
    expect(behind).toMatchObject({ labels: {}, owner });
  });
});

describe('the facts of a workload', () => {
  it('count its pods by zone and the room that others leave', async () => {
    const picture = pictureOf({
      nodes: [node('n1', 'a'), node('n2', 'b'), node('n3', 'b', '9')],
      pods: [
        pod('p1'),
        pod('p2', { on: 'n2', ready: false }),
        pod('p3', { on: '', ready: false, phase: 'Pending' }),
        pod('other', {
          ...{ on: 'n3', cpu: '7' },
          owner: { kind: 'DaemonSet', name: 'agent' },
        }),
        pod('over', { on: 'n1', phase: 'Succeeded' }),
      ],
    });
    expect(await factsOf(picture)).toMatchObject({
      zones: [
        { zone: 'a', ready: 1, total: 1 },
        { zone: 'b', ready: 0, total: 1 },
      ],
      room: [
        { zone: 'a', pods: 3 },
        { zone: 'b', pods: 5 },
      ],
    });
  });

  it('do not take a preview that waits for ready', async () => {
    const of = (name: string, hash: string, on: string) => {
      const { metadata, ...rest } = pod(name, {
        on,
        owner: { kind: 'ReplicaSet', name: `gateway-${hash}` },
      });
      const labels = { 'rollouts-pod-template-hash': hash };
      return { ...rest, metadata: { ...metadata, labels } };
    };
    const picture = pictureOf({
      nodes: [node('n1', 'a'), node('n2', 'b')],
      pods: [
        of('p1', 'old', 'n1'),
        of('p2', 'new', 'n1'),
        of('p3', 'new', 'n2'),
      ],
    });
    const rollout = { ...gateway, kind: 'Rollout' };
    const zonesWhere = async (trafficHashes: string[] | null) =>
      (await factsOf(picture, { ...rollout, trafficHashes })).zones;
    expect(await zonesWhere(['old'])).toEqual([
      { zone: 'a', ready: 1, total: 2 },
      { zone: 'b', ready: 0, total: 1 },
    ]);
    expect(await zonesWhere(['old', 'new'])).toMatchObject([
      { ready: 2 },
      { ready: 1 },
    ]);
    expect(await zonesWhere(null)).toMatchObject([{ ready: 2 }, { ready: 1 }]);
  });

  it('count game servers by their own state and their pods for room', async () => {
    const owner = (name: string) => ({ owner: { kind: 'GameServer', name } });
    const picture = pictureOf({
      nodes: [node('n1', 'a')],
      gameservers: [
        server('s1', 'Allocated'),
        server('s2', 'Ready'),
        server('s3', 'Starting'),
      ],
      pods: ['s1', 's2', 's3'].map(name => pod(name, owner(name))),
    });
    expect(await factsOf(picture, shards)).toMatchObject({
      zones: [{ zone: 'a', ready: 2, total: 3 }],
      room: [{ zone: 'a', pods: 1 }],
      starts: { p90Seconds: 30, samples: 3 },
    });
  });

  it('tell each start once, without those of pods that came back', async () => {
    const picture = pictureOf({
      nodes: [node('n1', 'a')],
      pods: [20, 40, 30].map((tookSeconds, i) => pod(`p${i}`, { tookSeconds })),
    });
    expect((await factsOf(picture)).starts).toEqual({
      p90Seconds: 40,
      samples: 3,
    });
    picture.change('pods', 'MODIFIED', pod('p0', { tookSeconds: 300 }));
    expect((await factsOf(picture)).starts).toEqual({
      p90Seconds: 40,
      samples: 3,
    });
  });

  it('leave out nodes that are closed, or do not say truly what they have', async () => {
    const closed = { ...node('n2', 'b'), spec: { unschedulable: true } };
    const picture = pictureOf({
      nodes: [node('n1', 'a'), closed, node('n3', 'c', '-4')],
      pods: [pod('p1')],
    });
    expect(await factsOf(picture)).toMatchObject({
      room: [
        { zone: 'a', pods: 3 },
        { zone: 'b', pods: 0 },
        { zone: 'c', pods: 0 },
      ],
      notes: ['1 node does not say truly what they have, and are left out.'],
    });
  });

  it('are unknown where they were not read, each with its reason', async () => {
    const picture = pictureOf({ nodes: [node('n1', 'a')], pods: [pod('p1')] });
    const without = (gone: string) =>
      factsOf(picture, gateway, id => (id === gone ? `no ${id}` : undefined));
    expect(await without('nodes')).toMatchObject({
      ...{ zones: null, whyNoZones: 'no nodes' },
      ...{ room: null, whyNoRoom: 'no nodes', whyNoQuotas: null },
    });
    expect(await without('resourcequotas')).toMatchObject({
      ...{ quotas: null, whyNoQuotas: 'no resourcequotas', whyNoRoom: null },
    });
    // Where game servers cannot be read, pods of a Deployment still can.
    expect((await without('gameservers')).zones).not.toBeNull();
    expect(
      await factsOf(picture, shards, id =>
        id === 'gameservers' ? 'no' : undefined,
      ),
    ).toMatchObject({ zones: null, whyNoZones: 'no' });
  });

  it('count what NodePools and node groups may add', async () => {
    const picture = pictureOf({
      nodes: [node('n1', 'a')],
      pods: [pod('p1')],
      nodepools: [
        { metadata: { ...meta('general') }, spec: { limits: { cpu: '6' } } },
      ],
      configmaps: [
        {
          metadata: { ...meta('status') },
          data: {
            status:
              'nodeGroups:\n- name: workers\n  cloudProviderTarget: 1\n  maxSize: 3\n',
          },
        },
      ],
    });
    expect((await factsOf(picture)).nodeGrowth).toMatchObject({
      sources: [
        { name: 'node group workers', pods: 8 },
        { name: 'NodePool general', pods: 6 },
      ],
      unknown: null,
    });
    const blind = await factsOf(picture, gateway, id =>
      id === 'nodepools' ? 'the NodePools may not be read' : undefined,
    );
    expect(blind.nodeGrowth).toMatchObject({
      sources: [{ name: 'node group workers' }],
      unknown: 'the NodePools may not be read',
    });
  });

  it('know no room for a workload without pods, and none without nodes', async () => {
    const empty = pictureOf({ nodes: [node('n1', 'a')] });
    expect(await factsOf(empty)).toMatchObject({
      ...{ zones: [], room: null },
      whyNoRoom: 'none of its pods is there to tell what one takes',
    });
    expect((await factsOf(pictureOf({ pods: [pod('p1')] }))).whyNoRoom).toBe(
      'the cluster shows no nodes',
    );
  });

  it('name the zone of nodes without a label as empty', async () => {
    const picture = pictureOf({
      ...{ nodes: [node('n1', undefined)], pods: [pod('p1')] },
    });
    expect((await factsOf(picture)).zones).toEqual([
      { zone: '', ready: 1, total: 1 },
    ]);
  });

  it('tell room in two digits, rounded down', async () => {
    const nodes = Array.from({ length: 57 }, (_, i) => node(`n${i}`, 'a'));
    const picture = pictureOf({ nodes, pods: [pod('p1', { on: 'n0' })] });
    expect((await factsOf(picture)).room).toEqual([{ zone: 'a', pods: 220 }]);
  });
});
