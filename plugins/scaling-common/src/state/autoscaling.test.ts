import { State } from '@worldscale/backstage-plugin-worlds-common';
import { Case, explain } from '../__testUtils__/explain';

const active = { type: 'ScalingActive', status: 'True' };

describe('what is said of an autoscaler', () => {
  it.each<[string, Case, State, string]>([
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
      'Both replicas are ready; cpu is at 8% against a target of 70%; 10 more are possible up to the maximum of 12 (idle at its minimum).',
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
      "The autoscaler is blind and will not follow demand: cpu cannot be read, because the cluster's metrics API (metrics.k8s.io) has no values for it.",
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
      'two autoscalers of one workload are a risk',
      { hpa: [{ name: 'b' }, { name: 'a' }] },
      'atRisk',
      '2 autoscalers (a and b) scale the same Deployment and work against each other.',
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
    [
      'KEDA that may not grow follows no more demand',
      {
        hpa: {},
        scaledObject: {
          metadata: {
            name: 'chat',
            annotations: { 'autoscaling.keda.sh/paused-scale-out': 'true' },
          },
        },
      },
      'atRisk',
      'An annotation of the ScaledObject chat forbids it to grow: more demand will not be followed.',
    ],
    [
      'KEDA that is ready may have an autoscaler that is blind',
      {
        autoscalersUnreadable: 'the autoscalers may not be read',
        scaledObject: {
          metadata: { name: 'chat' },
          status: {
            conditions: [
              { type: 'Ready', status: 'True' },
              {
                type: 'HPAActive',
                status: 'False',
                reason: 'HPAMetricsUnavailable',
              },
            ],
          },
        },
      },
      'atRisk',
      'The autoscaler of the ScaledObject chat is blind and will not follow demand (HPAMetricsUnavailable).',
    ],
  ])('%s', (_, input, state, reason) => {
    const explained = explain(input);
    expect(explained.reason).toBe(reason);
    expect(explained.state).toBe(state);
  });
});
