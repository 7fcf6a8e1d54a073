import { capacityOf, facts } from '../__testUtils__/capacity';
import { NodeGroups, NodePool } from '../kubernetes/nodeAutoscaling';
import { PodShape } from '../kubernetes/podShape';
import { NodeGrowth, NodeGrowthEvidence, nodeGrowthOf } from './nodeGrowth';
import { NodeRoom } from './podFit';

const NOW = Date.parse('2026-11-22T20:00:00Z');
const GI = 2 ** 30;

const shape: PodShape = {
  requests: { cpuCores: 2, memoryBytes: 4 * GI },
  limits: { cpuCores: 0, memoryBytes: 0 },
  ...{ nodeSelector: {}, tolerations: [], unconsidered: [] },
};
const pool = (changes: Partial<NodePool> = {}): NodePool => ({
  ...{ namespace: '', name: 'general', uid: 'u', isReady: true },
  ...{ labels: {}, taints: [], limits: [{ resource: 'cpu', free: 21 }] },
  ...changes,
});
const groups = (
  all: NodeGroups['groups'],
  writtenMs: number | undefined = NOW,
): NodeGroups => ({
  ...{ namespace: 'kube-system', name: 's', uid: 'u', writtenMs, groups: all },
});
const node = (cpuCores: number): NodeRoom => ({
  ...{ name: `n${cpuCores}`, zone: 'a', labels: {}, taints: [] },
  free: { cpuCores, memoryBytes: 64 * GI, pods: 20 },
});
const growth = (changes: Partial<NodeGrowthEvidence> = {}) =>
  nodeGrowthOf({
    ...{ shape, pools: [], groups: [], emptyNodes: [node(8), node(16)] },
    ...{ whyNoPools: undefined, whyNoGroups: undefined, nowMs: NOW },
    ...changes,
  });

describe('room on nodes that may be added', () => {
  it('is what the limits of NodePools leave, by the resource that ends first', () => {
    const limits = [
      { resource: 'cpu', free: 21 },
      { resource: 'memory', free: 30 * GI },
      { resource: 'nodes', free: 3 },
    ];
    expect(growth({ pools: [pool({ limits }), pool({ name: 'a' })] })).toEqual({
      sources: [
        { name: 'NodePool a', pods: 10 },
        { name: 'NodePool general', pods: 7 },
      ],
      ...{ unknown: null, notes: [] },
    });
    const done = [{ resource: 'nodes', free: 0 }];
    expect(growth({ pools: [pool({ limits: done })] }).sources[0].pods).toBe(0);
    expect(
      growth({ pools: [pool({ limits: [] })] }).sources[0].pods,
    ).toBeNull();
  });

  it('is of pools only that may make nodes for such pods', () => {
    const taints = [{ key: 'game', value: 'yes', effect: 'NoSchedule' }];
    const for_ = (nodeSelector: Record<string, string>, changes = {}) =>
      growth({
        shape: { ...shape, nodeSelector },
        pools: [pool({ labels: { disk: ['ssd', 'nvme'] }, ...changes })],
      }).sources.length;
    expect(for_({ disk: 'nvme' })).toBe(1);
    expect(for_({ disk: 'tape' })).toBe(0);
    expect(for_({ team: 'aurora' })).toBe(0);
    expect(for_({ 'topology.kubernetes.io/zone': 'a' })).toBe(1);
    expect(for_({ 'karpenter.k8s.aws/instance-size': 'xlarge' })).toBe(1);
    expect(for_({}, { taints })).toBe(0);
    expect(growth({ pools: [pool({ isReady: false })] })).toMatchObject({
      sources: [],
      notes: ['NodePool general says that it cannot make nodes now.'],
    });
  });

  it('is what node groups may still add, in nodes of the smallest kind there is', () => {
    const all = [
      { name: 'workers', target: 3, max: 10 },
      { name: 'full', target: 4, max: 4 },
    ];
    expect(growth({ groups: [groups(all)] })).toEqual({
      sources: [
        { name: 'node group full', pods: 0 },
        { name: 'node group workers', pods: 28 },
      ],
      unknown: null,
      notes: [
        'Nodes of the node group workers are taken for the smallest there is.',
      ],
    });
    expect(growth({ groups: [groups(all)], emptyNodes: [] })).toMatchObject({
      sources: [{ name: 'node group full', pods: 0 }],
      unknown:
        'none of its nodes is there to tell what one of the node group workers holds',
    });
  });

  it('is in the zones of its pools, and of the pods that are bound to one', () => {
    const evidence: Partial<NodeGrowthEvidence> = {
      pools: [
        pool({ name: 'a', zones: ['a'] }),
        pool({ name: 'any', zones: 'any' }),
      ],
      groups: [groups([{ name: 'workers', target: 3, max: 10 }])],
    };
    const zonesOf = ({ sources }: NodeGrowth) =>
      sources.map(({ zones }) => zones);
    expect(zonesOf(growth(evidence))).toEqual([undefined, ['a'], 'any']);
    const key = 'failure-domain.beta.kubernetes.io/zone';
    const bound = { ...shape, nodeSelector: { [key]: 'a' } };
    const nodes = [{ ...node(8), labels: { [key]: 'a' } }];
    expect(
      zonesOf(growth({ ...evidence, shape: bound, emptyNodes: nodes })),
    ).toEqual([['a'], ['a'], ['a']]);
  });

  it.each<[Partial<NodeGrowthEvidence>, RegExp]>([
    [
      { whyNoPools: 'the NodePools may not be read', pools: [pool()] },
      /^the NodePools may not be read$/,
    ],
    [{ whyNoGroups: 'the status may not be read' }, /^the status may not/],
    [
      { pools: [pool({ limits: [{ resource: 'cpu', free: null }] })] },
      /^the cpu limit of NodePool general cannot be$/,
    ],
    [
      { groups: [groups([{ name: 'w', target: 1, max: 9 }], NOW - 700_000)] },
      /has not reported for ten minutes$/,
    ],
  ])('is not known: %#', (changes, why) => {
    expect(growth(changes)).toMatchObject({
      sources: [],
      unknown: expect.stringMatching(why),
    });
  });
});

describe('the room on nodes as a limit', () => {
  const room = [{ zone: 'a', pods: 0 }];
  const withGrowth = (nodeGrowth: object) =>
    capacityOf({
      facts: facts({
        room,
        nodeGrowth: { sources: [], unknown: null, notes: [], ...nodeGrowth },
      }),
    });
  const nodesOf = ({ limits }: ReturnType<typeof capacityOf>) =>
    limits.find(({ kind }) => kind === 'nodePool');

  it('goes as far as nodes may be added, by name', () => {
    const grown = withGrowth({ sources: [{ name: 'NodePool a', pods: 4 }] });
    expect(grown.binding).toMatchObject({
      ...{ leftReplicas: 4, mayGrow: true },
      sentence:
        '4 more replicas are possible, then the room on the nodes of cluster fra, with those that NodePool a may add is reached.',
    });
    expect(nodesOf(grown)?.notes[0]).toMatch(/4 of them would be on nodes/);
    expect(grown.findings).toEqual([]);
  });

  it('is none where they may be added without a limit', () => {
    const endless = withGrowth({
      sources: [{ name: 'NodePool a', pods: null }],
    });
    expect(endless.binding).toMatchObject({
      ...{ kind: 'autoscalerMax', isCertain: true },
    });
    expect(nodesOf(endless)).toMatchObject({
      ...{ leftReplicas: null, unknown: null },
      notes: ['It has no end: NodePool a may add nodes without a limit.'],
    });
    expect(endless.unknowns).toEqual([]);
  });

  it('is no alarm while it is not known whether nodes may be added', () => {
    const blind = withGrowth({ unknown: 'NodePools may not be read' });
    expect(blind.findings).toEqual([]);
    expect(blind.binding).toMatchObject({
      mayGrow: null,
      sentence:
        'No further replica fits on the nodes there are: the room on the nodes of cluster fra is used up. Whether nodes may be added is not known.',
    });
    expect(nodesOf(blind)?.notes).toContain(
      'Whether any nodes may be added is not known: NodePools may not be read.',
    );
    expect(withGrowth({}).findings).toMatchObject([{ code: 'noRoom' }]);
  });
});
