import { readHorizontalPodAutoscaler } from '../kubernetes/autoscaler';
import { readDeployment } from '../kubernetes/workload';
import { decideHpa } from './hpaDecision';

interface Case {
  current?: number;
  desired?: number | null;
  /** Replicas that the Deployment asks for now. */
  asked?: number;
  ready?: number;
  limits?: [number, number];
  cpu?: number | null;
  /** Of a metric per replica with a target of 100. */
  requests?: number | null;
  behavior?: object;
  able?: string;
  limited?: string;
  generation?: number;
}

function decide({ current = 10, desired = current, ...c }: Case) {
  const asked = c.asked ?? desired ?? current;
  const [minReplicas, maxReplicas] = c.limits ?? [2, 40];
  const wants = c.requests !== undefined;
  const autoscaler = readHorizontalPodAutoscaler({
    metadata: { name: 'gateway', generation: c.generation },
    spec: {
      scaleTargetRef: { kind: 'Deployment', name: 'gateway' },
      ...{ minReplicas, maxReplicas, behavior: c.behavior },
      metrics: [
        {
          type: 'Resource',
          resource: {
            name: 'cpu',
            target: { type: 'Utilization', averageUtilization: 70 },
          },
        },
        ...(wants
          ? [
              {
                type: 'Pods',
                pods: {
                  metric: { name: 'requests' },
                  target: { type: 'AverageValue', averageValue: '100' },
                },
              },
            ]
          : []),
      ],
    },
    status: {
      observedGeneration: 1,
      currentReplicas: current,
      desiredReplicas: desired,
      currentMetrics: [
        {
          type: 'Resource',
          resource: {
            name: 'cpu',
            current: { averageUtilization: c.cpu === undefined ? 70 : c.cpu },
          },
        },
        ...(wants
          ? [
              {
                type: 'Pods',
                pods: {
                  metric: { name: 'requests' },
                  current: { averageValue: c.requests },
                },
              },
            ]
          : []),
      ],
      conditions: [
        { type: 'AbleToScale', status: 'True', reason: c.able },
        {
          type: 'ScalingLimited',
          status: c.limited ? 'True' : 'False',
          reason: c.limited ?? 'DesiredWithinRange',
        },
      ],
    },
  });
  const workload = readDeployment({
    metadata: { name: 'gateway', generation: 1 },
    spec: { replicas: asked },
    status: {
      observedGeneration: 1,
      replicas: asked,
      readyReplicas: c.ready ?? asked,
    },
  });
  return decideHpa(autoscaler, autoscaler.metrics, workload);
}

const inWords = (c: Case) => decide(c).steps.join(' ');

describe('how a Horizontal Pod Autoscaler came to its size', () => {
  it.each<[string, Case, string]>([
    [
      'holds still within the tolerance',
      { cpu: 75 },
      'cpu is at 75% against a target of 70%: 1.071 times the target, within the tolerance of 10%, so the size may stay at 10. It wants 10 replicas.',
    ],
    [
      'grows by the ratio',
      { cpu: 91, desired: 13, asked: 10 },
      'cpu is at 91% against a target of 70%: 1.3 times the target, outside the tolerance of 10%, which asks for 13 replicas. It wants 13 replicas.',
    ],
    [
      'takes the largest of several',
      { cpu: 35, requests: 130, desired: 13, asked: 10 },
      'cpu is at 35% against a target of 70%: 0.5 times the target, outside the tolerance of 10%, which asks for 5 replicas. requests is at 130 per replica against a target of 100: 1.3 times the target, outside the tolerance of 10%, which asks for 13 replicas. The largest counts: 13 replicas. It wants 13 replicas.',
    ],
    [
      'does not shrink on half of what it should see',
      { cpu: 35, requests: null, desired: 10 },
      'cpu is at 35% against a target of 70%: 0.5 times the target, outside the tolerance of 10%, which asks for 5 replicas. requests has no value that could be read. The largest counts: 5 replicas. A metric that cannot be read forbids to remove any, so the size does not shrink. It wants 10 replicas.',
    ],
    [
      'is capped at the maximum',
      { cpu: 140, limits: [2, 12], desired: 12, asked: 10 },
      'cpu is at 140% against a target of 70%: 2 times the target, outside the tolerance of 10%, which asks for 20 replicas. The maximum of 12 holds it there: demand is capped. It wants 12 replicas.',
    ],
    [
      'is idle at the minimum',
      { cpu: 7, limits: [4, 12], current: 4, desired: 4 },
      'cpu is at 7% against a target of 70%: 0.1 times the target, outside the tolerance of 10%, which asks for 1 replica. The minimum of 4 holds it there: it is idle. It wants 4 replicas.',
    ],
    [
      'is held by the window',
      { cpu: 35, desired: 10, able: 'ScaleDownStabilized' },
      "cpu is at 35% against a target of 70%: 0.5 times the target, outside the tolerance of 10%, which asks for 5 replicas. Within the controller's stabilisation window (5 minutes unless it is set up otherwise) a higher size was recommended, and that one counts. It wants 10 replicas.",
    ],
    [
      'is held by its own window upwards',
      {
        ...{ cpu: 140, desired: 10, able: 'ScaleUpStabilized' },
        behavior: { scaleUp: { stabilizationWindowSeconds: 90 } },
      },
      'cpu is at 140% against a target of 70%: 2 times the target, outside the tolerance of 10%, which asks for 20 replicas. Within the stabilisation window of 90 seconds a lower size was recommended, and that one counts. It wants 10 replicas.',
    ],
    [
      'is held by the rate',
      {
        ...{ cpu: 210, desired: 20, asked: 10, limited: 'ScaleUpLimit' },
        behavior: { scaleUp: {} },
      },
      'cpu is at 210% against a target of 70%: 3 times the target, outside the tolerance of 10%, which asks for 30 replicas. It may only grow by 4 replicas in 15 seconds or 100% in 15 seconds, whichever is more. It wants 20 replicas.',
    ],
    [
      'may not shrink at all',
      {
        ...{ cpu: 35, desired: 10, limited: 'ScaleDownLimit' },
        behavior: { scaleDown: { selectPolicy: 'Disabled' } },
      },
      'cpu is at 35% against a target of 70%: 0.5 times the target, outside the tolerance of 10%, which asks for 5 replicas. It may not shrink at all. It wants 10 replicas.',
    ],
    [
      'tolerates what it is told to, each way',
      {
        ...{ cpu: 63, desired: 9, asked: 10 },
        behavior: { scaleDown: { tolerance: '50m' } },
      },
      'cpu is at 63% against a target of 70%: 0.9 times the target, outside the tolerance of 5%, which asks for 9 replicas. It wants 9 replicas.',
    ],
    [
      'comes back to its limits first',
      { cpu: 140, current: 50, desired: 40, asked: 50 },
      '50 replicas are more than the maximum of 40, so the metrics do not count. It wants 40 replicas.',
    ],
    [
      'is off at zero',
      { current: 0, desired: 0 },
      'The size is zero, which turns the autoscaler off.',
    ],
    [
      'has not seen its settings',
      { generation: 2 },
      'The autoscaler has not observed its latest settings yet.',
    ],
    [
      'has not reported',
      { desired: null },
      'The autoscaler has not reported yet.',
    ],
    [
      'sees nothing',
      { cpu: null },
      'cpu has no value that could be read. Without a metric the size stays as it is.',
    ],
  ])('%s', (_, c, expected) => {
    expect(inWords(c)).toBe(expected);
  });

  it('says where it wants something else than it should, and nothing says why', () => {
    expect(decide({ cpu: 91, desired: 10 })).toMatchObject({
      computed: { low: 13, high: 13 },
      reported: 10,
      verdict: 'differs',
    });
    expect(inWords({ cpu: 91, desired: 10 })).toMatch(
      /should want 13 replicas, but it reports 10, and its conditions do not say why\. It fits only if some of its pods gave no metric, which it does not report\.$/,
    );
  });

  it('leaves open what the pods that are not ready leave open', () => {
    const decision = decide({ cpu: 91, desired: 12, asked: 10, ready: 9 });
    expect(decision).toMatchObject({
      computed: { low: 12, high: 13 },
      verdict: 'agrees',
    });
    expect(decision.steps.join(' ')).toMatch(
      /asks for 12 to 13 replicas\. 1 of 10 replicas is not ready\./,
    );
  });

  it('does not guess what a metric asks for that it cannot understand', () => {
    const autoscaler = readHorizontalPodAutoscaler({
      metadata: { name: 'gateway' },
      spec: { maxReplicas: 40, metrics: [{ type: 'Forecast' }] },
      status: { currentReplicas: 10, desiredReplicas: 30 },
    });
    const workload = readDeployment({
      metadata: { name: 'gateway' },
      spec: { replicas: 10 },
      status: { observedGeneration: 1, replicas: 10, readyReplicas: 10 },
    });
    expect(decideHpa(autoscaler, autoscaler.metrics, workload)).toMatchObject({
      verdict: 'notComputed',
      steps: [
        'What metric of type Forecast asks for is not known: its target cannot be read here.',
      ],
    });
  });

  it('never goes beyond its limits, whatever it sees', () => {
    for (let cpu = 0; cpu < 400; cpu += 13) {
      const { computed } = decide({ cpu, limits: [4, 16], ready: 7 });
      expect(computed!.low).toBeGreaterThanOrEqual(4);
      expect(computed!.high).toBeLessThanOrEqual(16);
    }
  });
});
