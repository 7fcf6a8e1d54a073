import { readHorizontalPodAutoscaler } from '../kubernetes/autoscaler';
import { readScaledObject } from '../kubernetes/scaledObject';
import { readDeployment } from '../kubernetes/workload';
import { explainWorkload, WorkloadEvidence } from '../state/explainWorkload';
import { nextProgress, Progress } from '../state/progress';

/** The instant of all cases. */
export const NOW = Date.parse('2026-11-22T20:00:00Z');
const minutesAgo = (minutes: number) =>
  new Date(NOW - minutes * 60_000).toISOString();

const secondsAgo = (seconds: number | undefined) =>
  seconds === undefined ? undefined : minutesAgo(seconds / 60);

/** A Deployment `gateway`, all well but for what is named. */
export interface Case {
  desired?: number;
  ready?: number;
  spec?: object;
  status?: object;
  hpa?: HpaCase | HpaCase[];
  scaledObject?: object;
  shortForMinutes?: number;
  unobservedForSeconds?: number;
  madeSecondsAgo?: number;
  autoscalersUnreadable?: string;
}
interface HpaCase {
  name?: string;
  min?: number;
  max?: number;
  desired?: number | null;
  cpu?: number | null;
  tolerance?: string;
  madeSecondsAgo?: number;
  conditions?: object[];
}

const active = { type: 'ScalingActive', status: 'True' };

function hpaOf(
  { name = 'gateway', min = 2, max = 12, cpu = 55, ...rest }: HpaCase,
  desired: number,
) {
  return readHorizontalPodAutoscaler({
    metadata: {
      ...{ name, namespace: 'aurora' },
      creationTimestamp: secondsAgo(rest.madeSecondsAgo),
    },
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

export function explain({ desired = 5, ready = desired, ...c }: Case) {
  const workload = readDeployment({
    metadata: {
      ...{ name: 'gateway', namespace: 'aurora', generation: 7 },
      creationTimestamp: secondsAgo(c.madeSecondsAgo),
    },
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
