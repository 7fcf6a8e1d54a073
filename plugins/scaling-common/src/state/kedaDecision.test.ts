import { readScaledObject } from '../kubernetes/scaledObject';
import { readDeployment } from '../kubernetes/workload';
import { Decision } from './Decision';
import { decideScaledObject } from './kedaDecision';

interface Case {
  desired?: number;
  annotations?: Record<string, string>;
  spec?: object;
  active?: 'True' | 'False';
  status?: object;
  hpa?: Decision | null;
}

const hpa: Decision = {
  computed: { low: 6, high: 6 },
  reported: 6,
  verdict: 'agrees',
  steps: ['It wants 6 replicas.'],
};

function decide({ desired = 6, active, ...c }: Case): Decision {
  const scaled = readScaledObject({
    metadata: {
      name: 'chat',
      annotations: Object.fromEntries(
        Object.entries(c.annotations ?? {}).map(([name, value]) => [
          `autoscaling.keda.sh/${name}`,
          value,
        ]),
      ),
    },
    spec: {
      scaleTargetRef: { name: 'chat' },
      triggers: [
        { name: 'lag', type: 'kafka' },
        { name: 'evening', type: 'cron' },
      ],
      ...c.spec,
    },
    status: {
      conditions: active ? [{ type: 'Active', status: active }] : [],
      ...c.status,
    },
  });
  const workload = readDeployment({
    metadata: { name: 'chat' },
    spec: { replicas: desired },
  });
  return decideScaledObject(
    scaled,
    c.hpa === undefined ? hpa : c.hpa,
    workload,
  );
}

describe('how KEDA came to a size', () => {
  it.each<[string, Case, Decision['verdict'], string]>([
    [
      'leaves it to its autoscaler while a trigger is active',
      {
        active: 'True',
        status: {
          conditions: [{ type: 'Active', status: 'True' }],
          triggersActivity: {
            's0-kafka-lag': { isActive: false },
            's1-cron': { isActive: true },
          },
        },
      },
      'agrees',
      'Trigger evening is active. It wants 6 replicas.',
    ],
    [
      'goes to zero without one',
      { active: 'False', desired: 0 },
      'agrees',
      'None of its triggers is active. After a cooldown of 300 seconds it goes to 0 replicas.',
    ],
    [
      'waits for its cooldown',
      { active: 'False', desired: 4, spec: { cooldownPeriod: 60 } },
      'held',
      'None of its triggers is active. After a cooldown of 60 seconds it goes to 0 replicas. It still has 4 while the cooldown lasts.',
    ],
    [
      'goes to its idle size',
      {
        ...{ active: 'False', desired: 2 },
        spec: { minReplicaCount: 5, idleReplicaCount: 2 },
      },
      'agrees',
      'None of its triggers is active. After a cooldown of 300 seconds it goes to 2 replicas, its idle size.',
    ],
    [
      'leaves a minimum above zero to its autoscaler',
      { active: 'False', spec: { minReplicaCount: 3 } },
      'agrees',
      'None of its triggers is active. It wants 6 replicas.',
    ],
    [
      'is held by the annotation that pauses it',
      { annotations: { 'paused-replicas': '6' } },
      'agrees',
      'It is paused by an annotation, which holds it at 6 replicas.',
    ],
    [
      'says where the pause does not hold',
      { annotations: { 'paused-replicas': '8' } },
      'differs',
      'It is paused by an annotation, which holds it at 8 replicas. By this it should have 8, but 6 are asked for.',
    ],
    [
      'stays as it was while paused',
      { annotations: { paused: 'true' } },
      'notComputed',
      'It is paused by an annotation: the size stays as it is.',
    ],
    [
      'names directions that are forbidden, and activity that is forced',
      {
        annotations: {
          'force-activation': 'true',
          'paused-scale-in': 'true',
          'paused-scale-out': 'True',
        },
      },
      'agrees',
      'An annotation makes it count as active, whatever its triggers say. An annotation forbids it to grow. An annotation forbids it to shrink. It wants 6 replicas.',
    ],
    [
      'keeps to its fallback',
      {
        spec: { fallback: { failureThreshold: 3, replicas: 9 } },
        status: {
          conditions: [{ type: 'Fallback', status: 'True' }],
          health: { 's0-kafka-lag': { numberOfFailures: 5 } },
        },
      },
      'agrees',
      'Whether a trigger is active is not known. Trigger lag could not be read 5 times in a row. It keeps to its fallback of 9 replicas. It wants 6 replicas.',
    ],
    [
      'may have an autoscaler that is not to be seen',
      { active: 'True', hpa: null },
      'notComputed',
      'At least one of its triggers is active. The autoscaler that it makes is not to be seen.',
    ],
  ])('%s', (_, c, verdict, words) => {
    const decision = decide(c);
    expect(decision.steps.join(' ')).toBe(words);
    expect(decision.verdict).toBe(verdict);
  });

  it('names an annotation that cannot be read', () => {
    const scaled = readScaledObject({
      metadata: {
        name: 'chat',
        annotations: { 'autoscaling.keda.sh/paused-replicas': 'many' },
      },
    });
    expect(scaled).toMatchObject({ paused: true, pausedReplicas: null });
    expect(scaled.problems).toEqual([
      'annotation autoscaling.keda.sh/paused-replicas is "many", which is not a count',
    ]);
  });
});
