import { isServing, readGameServer } from './gameServer';
import { readNode } from './node';
import { readPod, takesRoom } from './pod';
import { readResourceQuota } from './resourceQuota';

const pod = (metadata: object, spec: object = {}, status: object = {}) =>
  readPod({
    metadata: { name: 'p', namespace: 'aurora', ...metadata },
    spec,
    status,
  });

describe('readPod', () => {
  it.each([
    ['gateway-5d9f', { 'pod-template-hash': '5d9f' }, 'Deployment'],
    ['gateway-5d9f', { 'rollouts-pod-template-hash': '5d9f' }, 'Rollout'],
    ['gateway-5d9f', {}, 'Deployment'],
  ])('finds what made the ReplicaSet %s (%j)', (name, labels, kind) => {
    const ownerReferences = [{ kind: 'ReplicaSet', name, controller: true }];
    expect(pod({ labels, ownerReferences }).owner).toEqual({
      ...{ kind, name: 'gateway' },
    });
  });

  it('leaves the name of a set that another hash belongs to', () => {
    const ownerReferences = [{ kind: 'ReplicaSet', name: 'lone' }];
    const labels = { 'pod-template-hash': 'x1' };
    expect(pod({ labels, ownerReferences }).owner).toEqual({
      ...{ kind: 'ReplicaSet', name: 'lone' },
    });
    expect(pod({}).owner).toBeNull();
  });

  it('is ready only while it runs', () => {
    const conditions = [
      {
        ...{ type: 'Ready', status: 'True' },
        lastTransitionTime: '2026-11-22T20:00:30Z',
      },
    ];
    const running = pod(
      { creationTimestamp: '2026-11-22T20:00:00Z' },
      {},
      { phase: 'Running', conditions },
    );
    expect(running.ready).toBe(true);
    expect(running.readySinceMs! - running.createdMs!).toBe(30_000);
    expect(pod({}, {}, { phase: 'Failed', conditions }).ready).toBe(false);
  });

  it('takes room until it is over', () => {
    expect(takesRoom(pod({}, {}, { phase: 'Pending' }))).toBe(true);
    expect(takesRoom(pod({}, {}, { phase: 'Succeeded' }))).toBe(false);
  });

  it('refuses what has no name, and bears what is odd', () => {
    expect(() => readPod({ metadata: {} })).toThrow('malformed Pod: no name');
    expect(() => readPod(null)).toThrow('malformed Pod');
    const odd = pod(
      { labels: { a: 1, b: 'x' }, ownerReferences: 'none' },
      { containers: 'none', nodeName: 7 },
      { conditions: [null], containerStatuses: [{ restartCount: -2 }] },
    );
    expect(odd).toMatchObject({ labels: { b: 'x' }, restarts: 0, owner: null });
    expect(odd.node).toBeUndefined();
  });
});

describe('readNode', () => {
  const node = (metadata: object, spec: object, allocatable: object) =>
    readNode({
      metadata: { name: 'n1', ...metadata },
      spec,
      status: {
        allocatable,
        conditions: [{ type: 'Ready', status: 'True' }],
      },
    });

  it('reads its zone, what it has, and whether it is open', () => {
    const labels = { 'topology.kubernetes.io/zone': 'eu-1a' };
    const allocatable = { cpu: '15890m', memory: '58Gi', pods: '110' };
    const read = node({ labels }, {}, allocatable);
    expect(read).toMatchObject({ zone: 'eu-1a', isOpen: true });
    expect(read.allocatable).toEqual({
      ...{ cpuCores: 15.89, memoryBytes: 58 * 2 ** 30, pods: 110 },
    });
    expect(node({}, { unschedulable: true }, {}).isOpen).toBe(false);
    expect(node({}, {}, {}).zone).toBeUndefined();
  });

  it('knows no amount that cannot be', () => {
    const odd = { cpu: '-4', memory: '99Ei', pods: 'many' };
    expect(node({}, {}, odd).allocatable).toEqual({
      ...{ cpuCores: null, memoryBytes: null, pods: null },
    });
  });
});

describe('readGameServer', () => {
  const server = (status: object, metadata: object = {}) =>
    readGameServer({
      metadata: { name: 's', namespace: 'aurora', ...metadata },
      spec: {
        template: { spec: { containers: [{ image: 'shards:4.2' }] } },
      },
      status,
    });

  it('reads its fleet, its place, its ports and what it counts', () => {
    const read = server(
      {
        ...{ state: 'Allocated', nodeName: 'n1', address: '10.0.0.7' },
        ports: [{ name: 'game', port: 7412 }, { name: 'odd' }],
        counters: { players: { count: 40, capacity: 64 } },
        lists: { guests: { values: ['a', 'b'], capacity: 10 } },
        players: { capacity: 64 },
      },
      { labels: { 'agones.dev/fleet': 'shards' } },
    );
    expect(read).toMatchObject({
      ...{ fleet: 'shards', node: 'n1', image: 'shards:4.2' },
      ...{ address: '10.0.0.7', ports: [{ name: 'game', port: 7412 }] },
      measures: [
        { kind: 'counter', name: 'players', count: 40, capacity: 64 },
        { kind: 'list', name: 'guests', count: 2, capacity: 10 },
        { kind: 'players', name: 'players', count: 0, capacity: 64 },
      ],
    });
    expect(isServing(read)).toBe(true);
  });

  it.each(['Starting', 'Shutdown', 'Unhealthy', ''])(
    'carries no players while it is %j',
    state => expect(isServing(server({ state }))).toBe(false),
  );

  it('carries none once it was asked to go', () => {
    const deletionTimestamp = '2026-11-22T20:00:00Z';
    const leaving = server({ state: 'Ready' }, { deletionTimestamp });
    expect(isServing(leaving)).toBe(false);
  });
});

describe('readResourceQuota', () => {
  it('takes what is enforced before what is written', () => {
    const quota = readResourceQuota({
      metadata: { name: 'compute', namespace: 'aurora' },
      spec: { hard: { pods: '90', cpu: '8' } },
      status: { hard: { pods: '80' }, used: { pods: '7' } },
    });
    expect(quota.resources).toEqual([
      { resource: 'pods', hard: 80, used: 7 },
      { resource: 'cpu', hard: 8, used: null },
    ]);
  });
});
