import { readHorizontalPodAutoscaler } from '../kubernetes/autoscaler';
import { readDeployment } from '../kubernetes/workload';
import { decideHpa } from './hpaDecision';

/*
 * The cases of kubernetes, pkg/controller/podautoscaler/replica_calculator_test.go, by
 * the names that they have there. What the controller sees of pods one by one is
 * written as a reader sees it: the value that it reports (`expectedUtilization`), how
 * many pods are ready, and how many exist.
 */
type Case = [
  name: string,
  kind: keyof typeof kinds,
  /** As reported, in the unit of the target. */
  value: number,
  target: number,
  /** Size that it starts from, pods that are ready, pods that exist. */
  pods: [current: number, ready: number, existing: number],
  /** What the controller wants. */
  wanted: number,
];

const kinds = {
  cpu: ['Resource', 'resource', 'Utilization', 'averageUtilization'],
  pods: ['Pods', 'pods', 'AverageValue', 'averageValue'],
  object: ['Object', 'object', 'Value', 'value'],
  objectPerPod: ['Object', 'object', 'AverageValue', 'averageValue'],
  external: ['External', 'external', 'Value', 'value'],
  externalPerPod: ['External', 'external', 'AverageValue', 'averageValue'],
} as const;

/** Quantities of metrics there are thousandths; utilisations are percents. */
function quantity(kind: keyof typeof kinds, value: number) {
  return kind === 'cpu' ? value : `${value}m`;
}

function decide([, kind, value, target, pods, wanted]: Case) {
  const [type, body, targetType, field] = kinds[kind];
  const [current, ready, existing] = pods;
  const metric = kind === 'cpu' ? { name: 'cpu' } : { metric: { name: 'qps' } };
  const autoscaler = readHorizontalPodAutoscaler({
    metadata: { name: 'gateway' },
    spec: {
      scaleTargetRef: { kind: 'Deployment', name: 'gateway' },
      ...{ minReplicas: 1, maxReplicas: 100 },
      metrics: [
        {
          type,
          [body]: {
            ...metric,
            target: { type: targetType, [field]: quantity(kind, target) },
          },
        },
      ],
    },
    status: {
      currentReplicas: current,
      desiredReplicas: wanted,
      currentMetrics: [
        {
          type,
          [body]: { ...metric, current: { [field]: quantity(kind, value) } },
        },
      ],
      conditions: [],
    },
  });
  const workload = readDeployment({
    metadata: { name: 'gateway' },
    spec: { replicas: current },
    status: { replicas: existing, readyReplicas: ready },
  });
  return decideHpa(autoscaler, autoscaler.metrics, workload);
}

/** All that is needed is reported, so one number comes out, and it is the same. */
const exact: Case[] = [
  ['ScaleUp', 'cpu', 50, 30, [3, 3, 3], 5],
  ['ScaleUpIgnoresFailedPods', 'cpu', 60, 30, [2, 2, 2], 4],
  ['ScaleUpIgnoresDeletionPods', 'cpu', 60, 30, [2, 2, 2], 4],
  ['ScaleUpCM', 'pods', 20_000, 15_000, [3, 3, 3], 4],
  ['ScaleUpCMUnreadyHotCpuNoLessScale', 'pods', 30_000, 15_000, [3, 3, 3], 6],
  ['ScaleUpCMUnreadyScaleWouldScaleDown', 'pods', 31_666, 15_000, [3, 3, 3], 7],
  ['ScaleUpCMObject', 'object', 20_000, 15_000, [3, 3, 3], 4],
  ['ScaleUpCMObjectIgnoresUnreadyPods', 'object', 50_000, 10_000, [3, 1, 3], 5],
  ['ScaleUpCMExternal', 'external', 8600, 4400, [1, 1, 1], 2],
  ['ScaleUpCMExternalIgnoresUnreadyPods', 'external', 8600, 4400, [3, 1, 3], 2],
  ['ScaleDown', 'cpu', 28, 50, [5, 5, 5], 3],
  ['ScaleDownCM', 'pods', 12_000, 20_000, [5, 5, 5], 3],
  ['ScaleDownPerPodCMObject', 'objectPerPod', 1200, 2000, [5, 5, 5], 3],
  ['ScaleDownCMObject', 'object', 12_000, 20_000, [5, 5, 5], 3],
  ['ScaleDownCMExternal', 'external', 8600, 14_334, [5, 5, 5], 3],
  ['ScaleDownPerPodCMExternal', 'externalPerPod', 1720, 2867, [5, 5, 5], 3],
  ['ScaleDownIgnoresFailedPods', 'cpu', 28, 50, [5, 5, 5], 3],
  ['ScaleDownIgnoresDeletionPods', 'cpu', 28, 50, [5, 5, 5], 3],
  ['Tolerance', 'cpu', 102, 100, [3, 3, 3], 3],
  ['ToleranceCM', 'pods', 20_666, 20_000, [3, 3, 3], 3],
  ['ToleranceCMObject', 'object', 20_666, 20_000, [3, 3, 3], 3],
  ['TolerancePerPodCMObject', 'objectPerPod', 5042, 5000, [4, 4, 4], 4],
  ['ToleranceCMExternal', 'external', 8600, 8888, [3, 3, 3], 3],
  ['TolerancePerPodCMExternal', 'externalPerPod', 2867, 2900, [3, 3, 3], 3],
  ['MissingMetricsNoChangeEq', 'cpu', 100, 100, [2, 2, 2], 2],
  ['MissingMetricsNoChangeLt', 'cpu', 60, 100, [2, 2, 2], 2],
  ['SuperfluousMetrics', 'cpu', 587, 100, [4, 4, 4], 24],
];

/** An average for each pod is reported rounded up, which leaves one replica open. */
const rounded: Case[] = [
  ['ScaleUpCMPerPodObject', 'objectPerPod', 6667, 5000, [3, 3, 3], 4],
  ['ScaleUpPerPodCMExternal', 'externalPerPod', 2867, 2150, [3, 3, 3], 4],
];

/** Which pods it left out it does not report: its answer lies in what is computed. */
const withUnreadyPods: Case[] = [
  ['ScaleUpUnreadyLessScale', 'cpu', 60, 30, [3, 2, 3], 4],
  ['ScaleUpHotCpuLessScale', 'cpu', 60, 30, [3, 2, 3], 4],
  ['ScaleUpUnreadyNoScale', 'cpu', 40, 30, [3, 1, 3], 3],
  ['ScaleHotCpuNoScale', 'cpu', 40, 30, [3, 1, 3], 3],
  ['ScaleDownIncludeUnreadyPods', 'cpu', 30, 50, [5, 3, 5], 2],
  ['ScaleDownExcludeUnscheduledPods', 'cpu', 10, 50, [5, 1, 5], 1],
  ['ScaleDownIgnoreHotCpuPods', 'cpu', 30, 50, [5, 3, 5], 2],
  ['MissingMetricsUnreadyChange', 'cpu', 45, 50, [3, 1, 3], 3],
  ['MissingMetricsHotCpuNoChange', 'cpu', 45, 50, [3, 1, 3], 3],
  ['MissingMetricsUnreadyScaleUp', 'cpu', 200, 50, [3, 1, 3], 4],
  ['MissingMetricsHotCpuScaleUp', 'cpu', 200, 50, [3, 1, 3], 4],
  ['MissingMetricsUnreadyScaleDown', 'cpu', 10, 50, [4, 2, 4], 3],
];

/** Every pod is ready, yet some gave no metric: that may be, and is said. */
const withoutSomeMetrics: Case[] = [
  ['MissingMetrics', 'cpu', 24, 100, [4, 4, 4], 3],
  ['MissingMetricsNoChangeGt', 'cpu', 190, 100, [2, 2, 2], 2],
  ['DuringRollingUpdateWithMaxSurge', 'cpu', 10, 50, [2, 3, 3], 2],
];

describe('the published cases of the replica calculator', () => {
  it.each(exact)('TestReplicaCalc%s', (...published) => {
    const wanted = published[5];
    expect(decide(published)).toMatchObject({
      computed: { low: wanted, high: wanted },
      verdict: 'agrees',
    });
  });

  it.each(rounded)('TestReplicaCalc%s', (...published) => {
    const wanted = published[5];
    expect(decide(published)).toMatchObject({
      computed: { low: wanted, high: wanted + 1 },
      verdict: 'agrees',
    });
  });

  it.each(withUnreadyPods)('TestReplicaCalc%s', (...published) => {
    const { computed, verdict, steps } = decide(published);
    expect(computed!.low).toBeLessThanOrEqual(published[5]);
    expect(computed!.high).toBeGreaterThanOrEqual(published[5]);
    expect(verdict).toBe('agrees');
    const saysSo = /not ready.*does not report/.test(steps.join(' '));
    expect(saysSo).toBe(computed!.low !== computed!.high);
  });

  it.each(withoutSomeMetrics)('TestReplicaCalc%s', (...published) => {
    const { verdict, steps } = decide(published);
    expect(verdict).toBe('differs');
    expect(steps[steps.length - 1]).toMatch(
      /its conditions do not say why\. It fits only if some of its pods gave no metric, which it does not report\.$/,
    );
  });

  it('takes that for no excuse where no pod without a metric explains it', () => {
    const { steps } = decide(['', 'cpu', 190, 100, [2, 2, 2], 9]);
    expect(steps.join(' ')).toMatch(/its conditions do not say why\.$/);
    const whole = decide(['', 'external', 190, 100, [2, 2, 2], 2]);
    expect(whole.steps.join(' ')).toMatch(/its conditions do not say why\.$/);
  });
});
