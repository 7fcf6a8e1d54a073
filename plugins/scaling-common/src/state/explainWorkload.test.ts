import { State } from '@worldscale/backstage-plugin-worlds-common';
import {
  readFleetAutoscaler,
  readHorizontalPodAutoscaler,
  readScaledObject,
} from '../kubernetes/autoscaler';
import { readDeployment, readFleet, readRollout } from '../kubernetes/workload';
import { explainWorkload, WorkloadEvidence } from './explainWorkload';
import { nextProgress, Progress } from './progress';

const NOW = Date.parse('2026-11-22T20:00:00Z');
const minutesAgo = (minutes: number) =>
  new Date(NOW - minutes * 60_000).toISOString();

interface Case {
  desired?: number;
  ready?: number;
  spec?: object;
  status?: object;
  hpa?: HpaCase | HpaCase[];
  scaledObject?: object;
  shortForMinutes?: number;
  unobservedForSeconds?: number;
  autoscalersUnreadable?: string;
}
interface HpaCase {
  name?: string;
  min?: number;
  max?: number;
  desired?: number | null;
  cpu?: number | null;
  tolerance?: string;
  conditions?: object[];
}

const active = { type: 'ScalingActive', status: 'True' };

function hpaOf(
  { name = 'gateway', min = 2, max = 12, cpu = 55, ...rest }: HpaCase,
  desired: number,
) {
  return readHorizontalPodAutoscaler({
    metadata: { name, namespace: 'aurora' },
    spec: {
      scaleTargetRef: { kind: 'Deployment', name: 'gateway' },
      minReplicas: min,
      maxReplicas: max,
      behavior: rest.tolerance
        ? { scaleUp: { tolerance: rest.tolerance } }
        : undefined,
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
    status: {
      desiredReplicas: rest.desired === undefined ? desired : rest.desired,
      currentMetrics:
        cpu === null
          ? []
          : [
              {
                type: 'Resource',
                resource: { name: 'cpu', current: { averageUtilization: cpu } },
              },
            ],
      conditions: rest.conditions ?? [active],
    },
  });
}

function explain({ desired = 5, ready = desired, ...c }: Case) {
  const workload = readDeployment({
    metadata: { name: 'gateway', namespace: 'aurora', generation: 7 },
    spec: { replicas: desired, ...c.spec },
    status: {
      observedGeneration: 7,
      replicas: desired,
      readyReplicas: ready,
      updatedReplicas: desired,
      ...c.status,
    },
  });
  const hpas = c.hpa === undefined ? [] : [c.hpa].flat();
  const progress: Progress = {
    ...nextProgress(undefined, workload, NOW),
    ...(c.shortForMinutes ? { shortSince: minutesAgo(c.shortForMinutes) } : {}),
    ...(c.unobservedForSeconds
      ? { unobservedSince: minutesAgo(c.unobservedForSeconds / 60) }
      : {}),
  };
  const evidence: WorkloadEvidence = {
    cluster: 'fra',
    workload,
    autoscalers: hpas.map(hpa => hpaOf(hpa, desired)),
    scaledObject: c.scaledObject && readScaledObject(c.scaledObject),
    autoscalersUnreadable: c.autoscalersUnreadable,
    progress,
  };
  return explainWorkload(evidence, NOW);
}

describe('explainWorkload', () => {
  it.each<[string, Case, State, string]>([
    [
      'within its limits it is healthy and says in numbers why',
      { hpa: {} },
      'healthy',
      'All 5 replicas are ready; cpu is at 55% against a target of 70%; 7 more are possible up to the maximum of 12.',
    ],
    [
      'a single replica is written in the singular',
      { desired: 1, hpa: { min: 1, max: 2 } },
      'healthy',
      'The only replica is ready; cpu is at 55% against a target of 70%; 1 more is possible up to the maximum of 2 (idle at its minimum).',
    ],
    [
      'at its maximum with demand above the target it is breached',
      { desired: 12, hpa: { cpu: 131 } },
      'breached',
      'At its maximum of 12 replicas while cpu is at 131% against a target of 70%: demand is capped.',
    ],
    [
      'at its maximum with demand within the tolerance it is at risk',
      { desired: 12, hpa: { cpu: 75 } },
      'atRisk',
      'At its maximum of 12 replicas: demand is met, but there is no headroom left.',
    ],
    [
      'a tolerance of its own is respected',
      { desired: 12, hpa: { cpu: 75, tolerance: '20m' } },
      'breached',
      'At its maximum of 12 replicas while cpu is at 75% against a target of 70%: demand is capped.',
    ],
    [
      'an autoscaler that says it is capped is believed where its metric is unknown',
      {
        desired: 12,
        hpa: {
          cpu: null,
          conditions: [
            active,
            {
              type: 'ScalingLimited',
              status: 'True',
              reason: 'TooManyReplicas',
            },
          ],
        },
      },
      'breached',
      'At its maximum of 12 replicas while the autoscaler asks for more: demand is capped.',
    ],
    [
      'right after a peak the stabilisation window is no cap',
      {
        desired: 12,
        hpa: {
          cpu: 40,
          conditions: [
            active,
            {
              type: 'ScalingLimited',
              status: 'True',
              reason: 'TooManyReplicas',
            },
          ],
        },
      },
      'atRisk',
      'At its maximum of 12 replicas: demand is met, but there is no headroom left.',
    ],
    [
      'at its maximum without a metric nothing is claimed about demand',
      { desired: 12, hpa: { cpu: null } },
      'atRisk',
      'At its maximum of 12 replicas: whether demand is met is not known, and there is no headroom left.',
    ],
    [
      'at its minimum, idle, it is healthy',
      {
        desired: 2,
        hpa: {
          cpu: 8,
          conditions: [
            active,
            {
              type: 'ScalingLimited',
              status: 'True',
              reason: 'TooFewReplicas',
            },
          ],
        },
      },
      'healthy',
      'All 2 replicas are ready; cpu is at 8% against a target of 70%; 10 more are possible up to the maximum of 12 (idle at its minimum).',
    ],
    [
      'with little headroom it is at risk',
      { desired: 10, hpa: { cpu: 68 } },
      'atRisk',
      'Only 2 replicas are left to the maximum of 12 (16.7%, below 20%).',
    ],
    [
      'with one replica left the singular is used',
      { desired: 11, hpa: { cpu: 68 } },
      'atRisk',
      'Only 1 replica is left to the maximum of 12 (8.3%, below 20%).',
    ],
    [
      'minimum and maximum the same is a choice, not a risk',
      { desired: 3, hpa: { min: 3, max: 3 } },
      'healthy',
      'All 3 replicas are ready; cpu is at 55% against a target of 70%; minimum and maximum are both 3, so the autoscaler cannot add any.',
    ],
    [
      'with no replica ready it is breached',
      { ready: 0, hpa: {} },
      'breached',
      'None of the 5 replicas asked for is ready.',
    ],
    [
      'its only replica not ready is breached',
      { desired: 1, ready: 0 },
      'breached',
      'The only replica that is asked for is not ready.',
    ],
    [
      'replicas that start are in order',
      { desired: 8, ready: 5, hpa: {} },
      'healthy',
      '5 of 8 replicas are ready and the rest are starting; cpu is at 55% against a target of 70%; 4 more are possible up to the maximum of 12.',
    ],
    [
      'replicas that take long to start are a risk',
      { desired: 8, ready: 5, hpa: {}, shortForMinutes: 4 },
      'atRisk',
      '3 of 8 replicas are not ready, for 4 minutes now.',
    ],
    [
      'many replicas stuck are a breach',
      { desired: 8, ready: 5, hpa: {}, shortForMinutes: 15 },
      'breached',
      '3 of 8 replicas are not ready, and there was no progress for 15 minutes.',
    ],
    [
      'few replicas stuck are a risk only',
      { desired: 20, ready: 19, shortForMinutes: 15 },
      'atRisk',
      '1 of 20 replicas is not ready, and there was no progress for 15 minutes.',
    ],
    [
      'a Deployment that gave up is stuck at once',
      {
        desired: 4,
        ready: 2,
        spec: { progressDeadlineSeconds: 120 },
        status: {
          conditions: [
            {
              type: 'Progressing',
              status: 'False',
              reason: 'ProgressDeadlineExceeded',
            },
          ],
        },
      },
      'breached',
      '2 of 4 replicas are not ready, and there was no progress for 2 minutes.',
    ],
    [
      'fewer ready than the minimum is a risk at once',
      { desired: 5, ready: 1, hpa: { min: 2 } },
      'atRisk',
      'Only 1 replica is ready, fewer than the minimum of 2.',
    ],
    [
      'an autoscaler without its metric is blind',
      {
        hpa: {
          cpu: null,
          conditions: [
            {
              type: 'ScalingActive',
              status: 'False',
              reason: 'FailedGetResourceMetric',
              message: 'no metrics returned from resource metrics API',
            },
          ],
        },
      },
      'atRisk',
      'The autoscaler is blind and will not follow demand (FailedGetResourceMetric: no metrics returned from resource metrics API).',
    ],
    [
      'an autoscaler that may not scale is a risk',
      {
        hpa: {
          conditions: [
            active,
            {
              type: 'AbleToScale',
              status: 'False',
              reason: 'FailedUpdateScale',
            },
          ],
        },
      },
      'atRisk',
      'The autoscaler cannot change the number of replicas (FailedUpdateScale).',
    ],
    [
      'a new autoscaler that has not reported leaves it unknown',
      { hpa: { conditions: [], cpu: null, desired: null } },
      'unknown',
      'The HorizontalPodAutoscaler gateway has not reported yet.',
    ],
    [
      'without an autoscaler it is judged by its replicas, and that is said',
      { desired: 4 },
      'healthy',
      'All 4 replicas are ready; no autoscaler changes the number of replicas.',
    ],
    [
      'whether there is an autoscaler can be unknown',
      {
        desired: 4,
        autoscalersUnreadable:
          'the credentials may not do this (403 Forbidden)',
      },
      'unknown',
      'Whether an autoscaler scales the Deployment gateway is not known: the credentials may not do this (403 Forbidden).',
    ],
    [
      'scaled to zero without an autoscaler is on purpose',
      { desired: 0 },
      'healthy',
      'Scaled to zero on purpose: no replicas are asked for.',
    ],
    [
      'scaled to zero with an autoscaler the autoscaler rests',
      {
        desired: 0,
        hpa: {
          cpu: null,
          conditions: [
            {
              type: 'ScalingActive',
              status: 'False',
              reason: 'ScalingDisabled',
            },
          ],
        },
      },
      'healthy',
      'Scaled to zero on purpose: its autoscaler rests until someone asks for replicas again.',
    ],
    [
      'a paused rollout is said, and no fault',
      { desired: 4, spec: { paused: true }, hpa: {} },
      'healthy',
      'All 4 replicas are ready; cpu is at 55% against a target of 70%; its rollout is paused on purpose; 8 more are possible up to the maximum of 12.',
    ],
    [
      'a change that the controller just has not seen is no news',
      { status: { observedGeneration: 6 } },
      'healthy',
      'All 5 replicas are ready; no autoscaler changes the number of replicas.',
    ],
    [
      'a change that the controller has not seen for long makes it unknown',
      { status: { observedGeneration: 6 }, unobservedForSeconds: 60 },
      'unknown',
      'Its controller has not yet observed the latest change (generation 7), made 60 seconds ago: the numbers may be out of date.',
    ],
    [
      'a value that cannot be true makes it unknown',
      { ready: -3 },
      'unknown',
      'The Deployment reports a value that cannot be true: status.readyReplicas is -3, which is not a count.',
    ],
    [
      'two autoscalers of one workload are a risk',
      { hpa: [{ name: 'b' }, { name: 'a' }] },
      'atRisk',
      '2 autoscalers (a and b) scale the same Deployment and work against each other.',
    ],
    [
      'a breach comes before a risk',
      { desired: 12, ready: 0, hpa: { cpu: 75 } },
      'breached',
      'None of the 12 replicas asked for is ready.',
    ],
    [
      'KEDA scaled it to zero because nothing asks for it',
      {
        desired: 0,
        hpa: {
          cpu: null,
          conditions: [
            {
              type: 'ScalingActive',
              status: 'False',
              reason: 'ScalingDisabled',
            },
          ],
        },
        scaledObject: { metadata: { name: 'chat' } },
      },
      'healthy',
      'Scaled to zero: no trigger of the ScaledObject chat asks for replicas.',
    ],
    [
      'KEDA that is paused follows no demand',
      {
        scaledObject: {
          metadata: {
            name: 'chat',
            annotations: { 'autoscaling.keda.sh/paused': 'true' },
          },
        },
      },
      'atRisk',
      'Autoscaling is paused on purpose by an annotation of the ScaledObject chat: demand will not be followed.',
    ],
    [
      'KEDA that lost its trigger keeps to its fallback',
      {
        hpa: {},
        scaledObject: {
          metadata: { name: 'chat' },
          status: {
            conditions: [
              { type: 'Fallback', status: 'True', reason: 'FallbackExists' },
            ],
          },
        },
      },
      'atRisk',
      'The ScaledObject chat cannot read its trigger and keeps to its fallback (FallbackExists).',
    ],
  ])('%s', (_, input, state, reason) => {
    const explained = explain(input);
    expect(explained.reason).toBe(reason);
    expect(explained.state).toBe(state);
  });

  it('keeps all findings, the worst first', () => {
    const { findings } = explain({ desired: 12, ready: 0, hpa: { cpu: 131 } });
    expect(findings.map(f => f.code)).toEqual(['noneReady', 'capped']);
  });

  it('takes the limits of the ScaledObject and names it as the autoscaler', () => {
    const explained = explain({
      hpa: { min: 1, max: 30 },
      scaledObject: {
        metadata: { name: 'chat' },
        spec: { minReplicaCount: 0, maxReplicaCount: 30 },
      },
    });
    expect(explained).toMatchObject({
      min: 0,
      max: 30,
      headroom: { replicas: 25, percent: 83.3 },
      autoscaler: { kind: 'ScaledObject', name: 'chat', desired: 5 },
    });
  });

  it('does not know a workload whose controller never reported', () => {
    const workload = readDeployment({ metadata: { name: 'g', generation: 1 } });
    const explained = explainWorkload(
      {
        cluster: 'fra',
        workload,
        autoscalers: [],
        progress: nextProgress(undefined, workload, NOW),
      },
      NOW,
    );
    expect(explained.state).toBe('unknown');
    expect(explained.reason).toBe(
      'Its controller has not yet observed the Deployment (generation 1): there is no status.',
    );
  });
});

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
        'All 40 game servers are ready (35 allocated); 5 game servers are ready against a buffer of 5; 60 more are possible up to the maximum of 100.',
    });
  });

  it('is breached at its maximum with less than its buffer ready', () => {
    expect(
      explainFleet({ ready: 1, allocated: 39 }, { max: 40, limited: true }),
    ).toMatchObject({
      state: 'breached',
      reason:
        'At its maximum of 40 game servers while 1 game server is ready against a buffer of 5: demand is capped.',
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
      'how its FleetAutoscaler decides is not explained yet, so headroom is unknown',
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
