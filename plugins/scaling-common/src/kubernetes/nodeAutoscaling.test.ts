import { readClusterAutoscalerStatus, readNodePool } from './nodeAutoscaling';

const ZONE = 'topology.kubernetes.io/zone';

const pool = (spec: object, reported: object = {}) =>
  readNodePool({
    metadata: { name: 'general', uid: 'u' },
    ...{ spec, status: reported },
  });

describe('a NodePool of Karpenter', () => {
  it('has what its limits leave', () => {
    const { limits } = pool(
      { limits: { cpu: '1000', memory: '1000Gi', 'nvidia.com/gpu': 2 } },
      { resources: { cpu: '400500m', memory: '1200Gi', nodes: '31' } },
    );
    expect(limits).toEqual([
      { resource: 'cpu', free: 599.5 },
      // Nodes may take a little more than the limit, and then no more are made.
      { resource: 'memory', free: 0 },
      { resource: 'nvidia.com/gpu', free: 2 },
    ]);
    expect(pool({ limits: { cpu: '8' } }).limits).toEqual([
      { resource: 'cpu', free: 8 },
    ]);
    expect(pool({}).limits).toEqual([]);
  });

  it.each(['-4', 'many', null, { cpu: 1 }, '99999999999999999999Gi'])(
    'does not know what a limit of %j leaves',
    cpu => {
      expect(pool({ limits: { cpu } }).limits).toEqual([
        { resource: 'cpu', free: null },
      ]);
    },
  );

  it('tells what its nodes are like, and whether it can make any', () => {
    const read = pool(
      {
        template: {
          metadata: { labels: { team: 'aurora', odd: 7 } },
          spec: {
            taints: [{ key: 'game', value: 'yes', effect: 'NoSchedule' }],
            requirements: [
              { key: 'disk', operator: 'In', values: ['ssd', 'nvme'] },
              { key: 'karpenter.sh/capacity-type', operator: 'Exists' },
              { key: 'cores', operator: 'Gt', values: ['4'] },
              'nonsense',
            ],
          },
        },
        newField: { anything: true },
      },
      { conditions: [{ type: 'Ready', status: 'False' }] },
    );
    expect(read).toMatchObject({
      isReady: false,
      labels: {
        team: ['aurora'],
        disk: ['ssd', 'nvme'],
        'karpenter.sh/nodepool': ['general'],
      },
      taints: [{ key: 'game', value: 'yes', effect: 'NoSchedule' }],
    });
    expect(pool({}).isReady).toBe(true);
  });

  it.each<[string[], string[][], unknown]>([
    [[], [], 'any'],
    [[], [[ZONE, 'Exists']], 'any'],
    [[], [[ZONE, 'In', 'a', 'b']], ['a', 'b']],
    [['b'], [[ZONE, 'In', 'a', 'b']], ['b']],
    [
      [],
      [
        [ZONE, 'In', 'a', 'b'],
        [ZONE, 'In', 'b', 'c'],
      ],
      ['b'],
    ],
    [[], [[ZONE, 'NotIn', 'a']], undefined],
    [[], [['topology.k8s.aws/zone-id', 'In', 'use1-az1']], undefined],
  ])('labelled %j with %j makes nodes in %j', (label, given, zones) => {
    const requirements = given.map(([key, operator, ...values]) => ({
      ...{ key, operator, values },
    }));
    const labels = Object.fromEntries(label.map(zone => [ZONE, zone]));
    const template = { metadata: { labels }, spec: { requirements } };
    expect(pool({ template }).zones).toEqual(zones);
  });

  it('needs a name', () => {
    expect(() => readNodePool({ metadata: {} })).toThrow(
      'malformed NodePool: no name',
    );
  });
});

// As of cluster autoscaler 1.30 (clusterstate/api/types.go).
const yaml = `time: 2026-11-22 20:00:00.123456789 +0000 UTC
autoscalerStatus: Running
clusterWide:
  health:
    status: Healthy
    nodeCounts:
      registered:
        total: 7
        ready: 7
  scaleUp:
    status: NoActivity
nodeGroups:
- name: workers
  health:
    status: Healthy
    nodeCounts:
      registered:
        total: 3
        ready: 3
    cloudProviderTarget: 3
    minSize: 1
    maxSize: 10
    lastProbeTime: "2026-11-22T20:00:00Z"
  scaleUp:
    status: NoActivity
- health:
    status: Healthy
    cloudProviderTarget: 4
    minSize: 0
    maxSize: 4
  name: "spot"
`;

// As of releases before it.
const text = `Cluster-autoscaler status at 2026-11-22 20:00:00.1 +0000 UTC:
Cluster-wide:
  Health:      Healthy (ready=7 unready=0 notStarted=0 longNotStarted=0 registered=7 longUnregistered=0)
  ScaleUp:     NoActivity (ready=7 registered=7)

NodeGroups:
  Name:        workers
  Health:      Healthy (ready=3 unready=0 notStarted=0 registered=3 longUnregistered=0 cloudProviderTarget=3 (minSize=1, maxSize=10))
               LastProbeTime:      2026-11-22 20:00:00 +0000 UTC
  ScaleUp:     NoActivity (ready=3 cloudProviderTarget=3)

  Name:        spot
  Health:      Healthy (ready=4 registered=4 cloudProviderTarget=4 (minSize=0, maxSize=4))
`;

function status(said: string | undefined, annotations = {}) {
  return readClusterAutoscalerStatus({
    metadata: { name: 'cluster-autoscaler-status', annotations },
    data: said === undefined ? undefined : { status: said },
  });
}

describe('the status of the cluster autoscaler', () => {
  const groups = [
    { name: 'workers', target: 3, max: 10 },
    { name: 'spot', target: 4, max: 4 },
  ];

  it('is read in both of its forms', () => {
    expect(status(yaml)).toMatchObject({
      groups,
      writtenMs: Date.parse('2026-11-22T20:00:00.123Z'),
    });
    const noted = {
      'cluster-autoscaler.kubernetes.io/last-updated':
        '2026-11-22 20:00:10.5 +0000 UTC',
    };
    expect(status(text, noted)).toMatchObject({
      groups,
      writtenMs: Date.parse('2026-11-22T20:00:10.500Z'),
    });
  });

  it('has no groups where it names none', () => {
    for (const said of ['autoscalerStatus: Initializing\n', '', undefined]) {
      expect(status(said)).toMatchObject({ groups: [], writtenMs: undefined });
    }
  });

  it.each([
    ['no maxSize of workers', yaml.replace('maxSize: 10', '')],
    ['no maxSize of workers', yaml.replace('maxSize: 10', 'maxSize: -10')],
    ['no cloudProviderTarget of spot', yaml.replace('Target: 4', 'Target: x')],
    ['no maxSize of workers', text.replace('maxSize=10', 'maxSize=99999999')],
  ])('is not understood: %s', (problem, said) => {
    expect(() => status(said)).toThrow(
      `malformed status of the cluster autoscaler: ${problem}`,
    );
  });
});
