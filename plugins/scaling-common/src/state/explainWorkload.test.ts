import { State } from '@worldscale/backstage-plugin-worlds-common';
import { readDeployment } from '../kubernetes/workload';
import { Case, explain, NOW } from '../__testUtils__/explain';
import { explainWorkload } from './explainWorkload';
import { nextProgress } from './progress';

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
              message: 'ReplicaSet "gateway-7f" has timed out progressing.',
            },
          ],
        },
      },
      'breached',
      '2 of 4 replicas are not ready, and there was no progress for 2 minutes (ReplicaSet gateway-7f has timed out).',
    ],
    [
      'fewer ready than the minimum is a risk at once',
      { desired: 5, ready: 1, hpa: { min: 2 } },
      'atRisk',
      'Only 1 replica is ready, fewer than the minimum of 2.',
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
      'a breach comes before a risk',
      { desired: 12, ready: 0, hpa: { cpu: 75 } },
      'breached',
      'None of the 12 replicas asked for is ready.',
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

it('takes a size that nothing changes for its own limit', () => {
  expect(explain({ desired: 4 })).toMatchObject({
    ...{ sizing: 'fixed', min: 4, max: 4, headroom: null },
  });
  expect(explain({ autoscalersUnreadable: 'refused' })).toMatchObject({
    ...{ sizing: 'unknown', min: null, max: null },
  });
});
