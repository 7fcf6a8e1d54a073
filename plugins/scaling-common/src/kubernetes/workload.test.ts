import {
  readDeployment,
  readFleet,
  readRollout,
  readStatefulSet,
} from './workload';

const metadata = { name: 'gateway', namespace: 'aurora', generation: 4 };

describe('readDeployment', () => {
  it('reads counts, conditions and labels and ignores what it does not know', () => {
    const read = readDeployment({
      metadata: { ...metadata, labels: { app: 'gateway' }, fromTheFuture: 1 },
      spec: { replicas: 6, progressDeadlineSeconds: 300, newField: {} },
      status: {
        observedGeneration: 4,
        replicas: 6,
        readyReplicas: 5,
        updatedReplicas: 6,
        terminatingReplicas: 1,
        conditions: [
          { type: 'Available', status: 'True', extra: true },
          { type: 'Broken', status: 'Perhaps' },
        ],
      },
    });
    expect(read).toMatchObject({
      kind: 'Deployment',
      desired: 6,
      current: 6,
      ready: 5,
      updated: 6,
      observed: true,
      progressDeadlineSeconds: 300,
      labels: { app: 'gateway' },
      problems: [],
    });
    expect(read.conditions.map(c => c.type)).toEqual(['Available']);
  });

  it('takes counts that the API leaves out for zero once there is a report', () => {
    const read = readDeployment({
      metadata,
      spec: { replicas: 2 },
      status: { observedGeneration: 4, replicas: 2 },
    });
    expect(read.ready).toBe(0);
    expect(read.updated).toBe(0);
  });

  it('knows no counts before there is a report', () => {
    const read = readDeployment({ metadata, spec: {}, status: {} });
    expect(read).toMatchObject({
      desired: 1,
      current: null,
      ready: null,
      observed: false,
    });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['negative', { readyReplicas: -3 }, 'status.readyReplicas is -3'],
    ['broken', { readyReplicas: 2.5 }, 'status.readyReplicas is 2.5'],
    ['text', { readyReplicas: 'two' }, 'status.readyReplicas is "two"'],
    [
      'absurd',
      { readyReplicas: 1e12 },
      'status.readyReplicas is 1000000000000',
    ],
    ['more than exist', { readyReplicas: 9 }, 'more than the 6 replicas'],
  ])('makes a %s count unknown and says so', (_, status, problem) => {
    const read = readDeployment({
      metadata,
      spec: { replicas: 6 },
      status: { observedGeneration: 4, replicas: 6, ...status },
    });
    expect(read.ready).toBeNull();
    expect(read.problems.join()).toContain(problem);
  });

  it('notices that the controller is behind', () => {
    const read = readDeployment({
      metadata,
      spec: { replicas: 2 },
      status: { observedGeneration: 3, replicas: 2 },
    });
    expect(read.observed).toBe(false);
  });

  it.each<[string, unknown]>([
    ['no metadata', {}],
    ['no name', { metadata: { namespace: 'aurora' } }],
    ['no object', 'gateway'],
    ['nothing', null],
  ])('refuses an object with %s', (_, object) => {
    expect(() => readDeployment(object)).toThrow('malformed Deployment');
  });
});

describe('readStatefulSet', () => {
  it('reads a StatefulSet', () => {
    expect(
      readStatefulSet({
        metadata,
        spec: { replicas: 3 },
        status: { observedGeneration: 4, replicas: 3, readyReplicas: 3 },
      }),
    ).toMatchObject({ kind: 'StatefulSet', desired: 3, ready: 3 });
  });
});

describe('readRollout', () => {
  const rollout = (observedGeneration: string) =>
    readRollout({
      metadata,
      spec: { replicas: 2 },
      status: {
        observedGeneration,
        replicas: 4,
        readyReplicas: 4,
        phase: 'Paused',
      },
    });

  it('reads the generation that Argo writes as text', () => {
    expect(rollout('4').observed).toBe(true);
    expect(rollout('3').observed).toBe(false);
  });

  it('takes a generation that is no number for observed, as Argo does', () => {
    expect(rollout('7f9d8b').observed).toBe(true);
  });
});

describe('readFleet', () => {
  it('counts game servers that are ready, allocated or reserved as able to serve', () => {
    const fleet = readFleet({
      metadata,
      spec: { replicas: 12 },
      status: {
        replicas: 12,
        readyReplicas: 2,
        allocatedReplicas: 8,
        reservedReplicas: 1,
      },
    });
    expect(fleet).toMatchObject({
      desired: 12,
      ready: 11,
      gameServers: { ready: 2, allocated: 8, reserved: 1 },
    });
  });

  it('does not believe more game servers in use than there are', () => {
    const fleet = readFleet({
      metadata,
      spec: { replicas: 12 },
      status: { replicas: 12, readyReplicas: 8, allocatedReplicas: 5 },
    });
    expect(fleet).toMatchObject({
      ready: null,
      problems: [
        '13 game servers are ready, allocated or reserved, more than the 12 that exist',
      ],
    });
  });

  it('knows nothing of a Fleet without a status', () => {
    const fleet = readFleet({ metadata, spec: { replicas: 12 } });
    expect(fleet).toMatchObject({
      ready: null,
      current: null,
      observed: false,
    });
  });
});
