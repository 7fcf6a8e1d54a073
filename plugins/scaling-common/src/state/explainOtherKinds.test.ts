import { readFleetAutoscaler } from '../kubernetes/autoscaler';
import { readFleet, readRollout } from '../kubernetes/workload';
import { explainWorkload } from './explainWorkload';
import { nextProgress } from './progress';

const NOW = Date.parse('2026-11-22T20:00:00Z');

describe('explainWorkload of a Fleet', () => {
  function explainFleet(
    status: { ready: number; allocated: number },
    options: { max?: number; limited?: boolean; policy?: string } = {},
  ) {
    const total = status.ready + status.allocated;
    const workload = readFleet({
      metadata: { name: 'shards', namespace: 'aurora' },
      spec: { replicas: total },
      status: {
        replicas: total,
        readyReplicas: status.ready,
        allocatedReplicas: status.allocated,
      },
    });
    const autoscaler = readFleetAutoscaler({
      metadata: { name: 'shards', namespace: 'aurora' },
      spec: {
        fleetName: 'shards',
        policy: {
          type: options.policy ?? 'Buffer',
          buffer: {
            bufferSize: 5,
            minReplicas: 10,
            maxReplicas: options.max ?? 100,
          },
        },
      },
      status: {
        desiredReplicas: total,
        ableToScale: true,
        scalingLimited: options.limited ?? false,
      },
    });
    return explainWorkload(
      {
        cluster: 'fra',
        workload,
        autoscalers: [autoscaler],
        progress: nextProgress(undefined, workload, NOW),
      },
      NOW,
    );
  }

  it('is healthy with its buffer ready', () => {
    expect(explainFleet({ ready: 5, allocated: 35 })).toMatchObject({
      state: 'healthy',
      reason:
        'All 40 game servers are up; 35 are allocated; 5 game servers are ready to be allocated against a buffer of 5; 60 more are possible up to the maximum of 100.',
    });
  });

  it('is breached at its maximum with less than its buffer ready', () => {
    expect(
      explainFleet({ ready: 1, allocated: 39 }, { max: 40, limited: true }),
    ).toMatchObject({
      state: 'breached',
      reason:
        'At its maximum of 40 game servers while 1 game server is ready to be allocated against a buffer of 5: demand is capped.',
    });
  });

  it('is at risk with no game server ready', () => {
    expect(explainFleet({ ready: 0, allocated: 40 })).toMatchObject({
      state: 'atRisk',
      reason:
        'No game server is ready to be allocated: all 40 that run are taken.',
    });
  });

  it('does not pretend to know how another policy decides', () => {
    const explained = explainFleet(
      { ready: 5, allocated: 35 },
      { policy: 'Webhook' },
    );
    expect(explained).toMatchObject({
      max: null,
      headroom: null,
      metric: null,
    });
    expect(explained.reason).toContain(
      'its FleetAutoscaler has no maximum that is known, so headroom is unknown',
    );
  });
});

describe('explainWorkload of a Rollout', () => {
  it('is at risk when Argo calls it degraded', () => {
    const workload = readRollout({
      metadata: { name: 'patch', generation: 2 },
      spec: { replicas: 3 },
      status: {
        observedGeneration: '2',
        replicas: 3,
        readyReplicas: 3,
        phase: 'Degraded',
        message: 'ProgressDeadlineExceeded: ReplicaSet has timed out.',
      },
    });
    const explained = explainWorkload(
      {
        cluster: 'fra',
        workload,
        autoscalers: [],
        progress: nextProgress(undefined, workload, NOW),
      },
      NOW,
    );
    expect(explained).toMatchObject({
      state: 'atRisk',
      reason:
        'The Rollout is degraded: ProgressDeadlineExceeded: ReplicaSet has timed out.',
    });
  });
});
