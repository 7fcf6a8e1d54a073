import { ableMessages, limitMessages } from '../autoscalers/hpaController';
import { KedaHold } from '../demand/incidents';
import { KubernetesObject } from '../World';
import { HpaScaler, Workload } from '../workloads/Workload';
import { WorkloadState } from '../workloads/RunState';
import {
  foundedAt,
  Labels,
  labelsOf,
  metadataOf,
  ownerReference,
  timestamp,
} from './metadata';
import {
  metricFailure,
  metricSpecsOf,
  metricStatusOf,
  quietMetricStatuses,
  metricTitle,
} from './metricSpec';

const targetVersions: Record<string, string> = {
  Deployment: 'apps/v1',
  StatefulSet: 'apps/v1',
  Rollout: 'argoproj.io/v1alpha1',
};

export function scaleTarget(workload: Workload) {
  return {
    apiVersion: targetVersions[workload.kind] ?? 'apps/v1',
    kind: workload.kind,
    name: workload.name,
  };
}

interface HpaCondition {
  type: 'AbleToScale' | 'ScalingActive' | 'ScalingLimited';
  status: 'True' | 'False';
  lastTransitionTime: string;
  reason: string;
  message: string;
}

function conditionsOf(
  workload: Workload,
  scaler: HpaScaler,
  state: WorkloadState,
) {
  const foundedMs = foundedAt(workload);
  const isActive = state.isMetricKnown;
  const able = isActive ? state.able : 'SucceededGetScale';
  const conditions: HpaCondition[] = [
    {
      type: 'AbleToScale',
      status: 'True',
      lastTransitionTime: timestamp(foundedMs),
      reason: able,
      message: ableMessages[able].replace('%d', `${state.replicas}`),
    },
  ];
  if (isActive) {
    conditions.push({
      type: 'ScalingActive',
      status: 'True',
      lastTransitionTime: timestamp(foundedMs),
      reason: 'ValidMetricFound',
      message: `the HPA was able to successfully calculate a replica count from ${metricTitle(
        scaler,
      )}`,
    });
  } else {
    const failure = metricFailure(workload, scaler);
    conditions.push({
      type: 'ScalingActive',
      status: 'False',
      lastTransitionTime: timestamp(
        workload.faults.metricFailsFromMs ?? state.atMs,
      ),
      reason: failure.reason,
      message: `the HPA was unable to compute the replica count: ${failure.error}`,
    });
  }
  conditions.push({
    type: 'ScalingLimited',
    status: state.isLimited ? 'True' : 'False',
    lastTransitionTime: timestamp(state.limitedSinceMs),
    reason: state.limit,
    message: limitMessages[state.limit],
  });
  return conditions;
}

/** The autoscaler of a workload; `owner` is the KEDA ScaledObject, if one has it. */
export function hpaObject(
  workload: Workload,
  scaler: HpaScaler,
  state: WorkloadState,
  owner?: KubernetesObject,
): KubernetesObject {
  const keda: Labels = scaler.scaledObject
    ? { 'scaledobject.keda.sh/name': scaler.scaledObject }
    : {};
  return {
    apiVersion: 'autoscaling/v2',
    kind: 'HorizontalPodAutoscaler',
    metadata: metadataOf(
      workload.region.cluster,
      'HorizontalPodAutoscaler',
      workload.namespace,
      scaler.hpaName,
      {
        createdMs: foundedAt(workload),
        labels: { ...labelsOf(workload, 'HorizontalPodAutoscaler'), ...keda },
        ...(owner ? { ownerReferences: [ownerReference(owner)] } : {}),
      },
    ),
    spec: {
      scaleTargetRef: scaleTarget(workload),
      minReplicas: scaler.minReplicas,
      maxReplicas: scaler.maxReplicas,
      metrics: metricSpecsOf(workload, scaler),
      ...(scaler.behavior ? { behavior: fullBehavior(scaler) } : {}),
    },
    status: {
      ...(state.lastScaleMs === undefined
        ? {}
        : { lastScaleTime: timestamp(state.lastScaleMs) }),
      // The size that was asked for (scale.spec.replicas), however many pods there are.
      currentReplicas: state.before,
      desiredReplicas: state.replicas,
      currentMetrics: state.isMetricKnown
        ? [
            metricStatusOf(workload, scaler, state.metricMilli),
            ...quietMetricStatuses(workload),
          ]
        : null,
      conditions: conditionsOf(workload, scaler, state),
    },
  };
}

/** Rules as the API completes them. */
function fullBehavior(scaler: HpaScaler) {
  const { scaleUp, scaleDown } = scaler.behavior!;
  return {
    scaleUp: {
      stabilizationWindowSeconds: 0,
      selectPolicy: 'Max',
      policies: [
        { type: 'Pods', value: 4, periodSeconds: 15 },
        { type: 'Percent', value: 100, periodSeconds: 15 },
      ],
      ...scaleUp,
    },
    scaleDown: {
      stabilizationWindowSeconds: 300,
      selectPolicy: 'Max',
      policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
      ...scaleDown,
    },
  };
}

/** KEDA's ScaledObject, which owns the HPA; `hold`: what keeps it from following. */
export function scaledObject(
  workload: Workload,
  scaler: HpaScaler,
  hold?: KedaHold['how'],
): KubernetesObject {
  const isPaused = hold === 'paused';
  const fallsBack = hold === 'fallback';
  const metric = workload.service.metric ?? 'requests_per_second';
  const condition = (
    type: string,
    status: string,
    reason?: string,
    message?: string,
  ) => ({ type, status, ...(reason ? { reason, message } : {}) });
  return {
    apiVersion: 'keda.sh/v1alpha1',
    kind: 'ScaledObject',
    metadata: metadataOf(
      workload.region.cluster,
      'ScaledObject',
      workload.namespace,
      scaler.scaledObject!,
      {
        createdMs: foundedAt(workload),
        generation: 1,
        ...(isPaused
          ? {
              annotations: {
                'autoscaling.keda.sh/paused-replicas': `${scaler.minReplicas}`,
              },
            }
          : {}),
        labels: {
          ...labelsOf(workload, 'ScaledObject'),
          'scaledobject.keda.sh/name': scaler.scaledObject!,
        },
      },
    ),
    spec: {
      scaleTargetRef: scaleTarget(workload),
      pollingInterval: 30,
      cooldownPeriod: 300,
      minReplicaCount: scaler.minReplicas,
      maxReplicaCount: scaler.maxReplicas,
      ...(workload.faults.kedaHold?.how === 'fallback'
        ? { fallback: { failureThreshold: 3, replicas: scaler.minReplicas } }
        : {}),
      triggers: [
        {
          type: 'prometheus',
          metricType: 'AverageValue',
          metadata: {
            serverAddress: 'http://prometheus.monitoring.svc:9090',
            query: `sum(${metric}{service="${workload.name}",cluster="${workload.region.cluster}"})`,
            threshold: `${scaler.targetMilli / 1000}`,
          },
        },
      ],
    },
    status: {
      scaleTargetKind: `${targetVersions[workload.kind]}.${workload.kind}`,
      scaleTargetGVKR: {
        group: targetVersions[workload.kind].split('/')[0],
        version: targetVersions[workload.kind].split('/')[1],
        kind: workload.kind,
        resource: `${workload.kind.toLocaleLowerCase('en-US')}s`,
      },
      originalReplicaCount: scaler.minReplicas,
      hpaName: scaler.hpaName,
      externalMetricNames: [scaler.metric],
      health: {
        [scaler.metric]: fallsBack
          ? { numberOfFailures: 240, status: 'Failing' }
          : { numberOfFailures: 0, status: 'Happy' },
      },
      ...(isPaused ? { pausedReplicaCount: scaler.minReplicas } : {}),
      triggersActivity: { [scaler.metric]: { isActive: true } },
      conditions: [
        condition(
          'Ready',
          'True',
          'ScaledObjectReady',
          'ScaledObject is defined correctly and is ready for scaling',
        ),
        condition(
          'Active',
          'True',
          'ScalerActive',
          'Scaling is performed because triggers are active',
        ),
        fallsBack
          ? condition(
              'Fallback',
              'True',
              'FallbackExists',
              'At least one trigger is falling back on this scaled object',
            )
          : condition(
              'Fallback',
              'False',
              'NoFallbackFound',
              'No fallbacks are active on this scaled object',
            ),
        isPaused
          ? condition(
              'Paused',
              'True',
              'ScaledObjectPaused',
              'ScaledObject is paused',
            )
          : condition('Paused', 'Unknown'),
      ],
    },
  };
}
