/** What kube-state-metrics exports about the workloads, by its names and labels. */
import { scaleTarget } from '../world/objects/autoscalers';
import { desiredHealthy } from '../world/objects/surroundings';
import { Simulation } from '../world/workloads/Simulation';
import {
  budgetName,
  HpaScaler,
  isStuck,
  STUCK_PODS,
  waitingPods,
  Workload,
} from '../world/workloads/Workload';
import { WorkloadState } from '../world/workloads/RunState';
import { utilizationPercent } from '../world/objects/metricSpec';
import { Labels, MetricGroup } from './MetricGroup';
import {
  metric,
  ofKind,
  ready,
  replicas,
  workloadGauges,
  WorkloadMetric,
} from './workloadGauges';

/** Pods that exist: the size, and those of a new version beside it. */
export function podCount(
  simulation: Simulation,
  workload: Workload,
  state: WorkloadState,
): number {
  const { rollouts } = simulation;
  const { atMs, replicas: size } = state;
  const surge = rollouts.surgeAt(workload, workload.base, size, atMs);
  const stuck = isStuck(workload, atMs) ? STUCK_PODS - 1 : 0;
  const waiting = waitingPods(workload, size, atMs);
  return size + (surge?.slots.length ?? 0) + stuck + waiting;
}

const ofDeployment = ofKind('Deployment', 'deployment');
const ofStatefulSet = ofKind('StatefulSet', 'statefulset');

function hpaOf(workload: Workload): HpaScaler | undefined {
  return workload.scaler.kind === 'hpa' ? workload.scaler : undefined;
}

function ofHpa(workload: Workload): Labels[] {
  const scaler = hpaOf(workload);
  return scaler
    ? [
        {
          namespace: workload.namespace,
          horizontalpodautoscaler: scaler.hpaName,
        },
      ]
    : [];
}

function ofHpaTarget(workload: Workload): Labels[] {
  const { apiVersion, kind, name } = scaleTarget(workload);
  return ofHpa(workload).map(labels => ({
    ...labels,
    scaletargetref_api_version: apiVersion,
    scaletargetref_kind: kind,
    scaletargetref_name: name,
  }));
}

function ofHpaMetric(workload: Workload): Labels[] {
  const scaler = hpaOf(workload);
  if (!scaler) return [];
  const targetType = scaler.targetPercent ? 'utilization' : 'average';
  return ofHpa(workload).map(labels => ({
    ...labels,
    metric_name: scaler.metric,
    metric_target_type: targetType,
  }));
}

const conditionTypes = ['AbleToScale', 'ScalingActive', 'ScalingLimited'];
const statuses = ['true', 'false', 'unknown'];

function ofHpaCondition(workload: Workload): Labels[] {
  return ofHpa(workload).flatMap(labels =>
    conditionTypes.flatMap(condition =>
      statuses.map(status => ({ ...labels, condition, status })),
    ),
  );
}

function conditionHolds(state: WorkloadState, condition: string): boolean {
  if (condition === 'AbleToScale') return true;
  return condition === 'ScalingActive' ? state.isMetricKnown : state.isLimited;
}

function ofBudget(workload: Workload): Labels[] {
  const name = budgetName(workload);
  return name === undefined
    ? []
    : [{ namespace: workload.namespace, poddisruptionbudget: name }];
}

const pods: WorkloadMetric['valueOf'] = (workload, state, _, simulation) =>
  podCount(simulation, workload, state);
const notReady: WorkloadMetric['valueOf'] = (workload, state, _, simulation) =>
  podCount(simulation, workload, state) - state.ready;

const HPA = 'kube_horizontalpodautoscaler';
const PDB = 'kube_poddisruptionbudget_status';

const workloadMetrics: WorkloadMetric[] = [
  metric(
    'kube_deployment_spec_replicas',
    'Number of desired pods for a deployment.',
    ofDeployment,
    replicas,
  ),
  metric(
    'kube_deployment_status_replicas',
    'The number of replicas per deployment.',
    ofDeployment,
    pods,
  ),
  metric(
    'kube_deployment_status_replicas_ready',
    'The number of ready replicas per deployment.',
    ofDeployment,
    ready,
  ),
  metric(
    'kube_deployment_status_replicas_available',
    'The number of available replicas per deployment.',
    ofDeployment,
    ready,
  ),
  metric(
    'kube_deployment_status_replicas_unavailable',
    'The number of unavailable replicas per deployment.',
    ofDeployment,
    notReady,
  ),
  metric(
    'kube_statefulset_replicas',
    'Number of desired pods for a StatefulSet.',
    ofStatefulSet,
    replicas,
  ),
  metric(
    'kube_statefulset_status_replicas',
    'The number of replicas per StatefulSet.',
    ofStatefulSet,
    pods,
  ),
  metric(
    'kube_statefulset_status_replicas_ready',
    'The number of ready replicas per StatefulSet.',
    ofStatefulSet,
    ready,
  ),
  metric(
    'kube_statefulset_status_replicas_available',
    'The number of available replicas per StatefulSet.',
    ofStatefulSet,
    ready,
  ),
  metric(
    `${HPA}_info`,
    'Information about this autoscaler.',
    ofHpaTarget,
    () => 1,
  ),
  metric(
    `${HPA}_spec_min_replicas`,
    'Lower limit for the number of pods that can be set by the autoscaler.',
    ofHpa,
    workload => hpaOf(workload)?.minReplicas,
  ),
  metric(
    `${HPA}_spec_max_replicas`,
    'Upper limit for the number of pods that can be set by the autoscaler.',
    ofHpa,
    workload => hpaOf(workload)?.maxReplicas,
  ),
  metric(
    `${HPA}_status_current_replicas`,
    'Current number of replicas of pods managed by this autoscaler.',
    ofHpa,
    (workload, state) =>
      state.before + (isStuck(workload, state.atMs) ? STUCK_PODS - 1 : 0),
  ),
  metric(
    `${HPA}_status_desired_replicas`,
    'Desired number of replicas of pods managed by this autoscaler.',
    ofHpa,
    replicas,
  ),
  metric(
    `${HPA}_spec_target_metric`,
    'The metric specifications used by this autoscaler.',
    ofHpaMetric,
    workload => {
      const scaler = hpaOf(workload);
      return (
        scaler?.targetPercent ??
        (scaler ? scaler.targetMilli / 1000 : undefined)
      );
    },
  ),
  metric(
    `${HPA}_status_target_metric`,
    'The current metric status used by this autoscaler.',
    ofHpaMetric,
    (workload, state) => {
      if (!state.isMetricKnown) return undefined;
      return hpaOf(workload)?.targetPercent
        ? utilizationPercent(workload, state.metricMilli)
        : state.metricMilli / 1000;
    },
  ),
  metric(
    `${HPA}_status_condition`,
    'The condition of this autoscaler.',
    ofHpaCondition,
    (_, state, { condition, status }) => {
      if (status === 'unknown') return 0;
      return conditionHolds(state, condition) === (status === 'true') ? 1 : 0;
    },
  ),
  metric(
    `${PDB}_current_healthy`,
    'Current number of healthy pods.',
    ofBudget,
    ready,
  ),
  metric(
    `${PDB}_desired_healthy`,
    'Minimum desired number of healthy pods.',
    ofBudget,
    (workload, state) => desiredHealthy(workload, state.replicas),
  ),
  metric(
    `${PDB}_expected_pods`,
    'Total number of pods counted by this disruption budget.',
    ofBudget,
    replicas,
  ),
  metric(
    `${PDB}_pod_disruptions_allowed`,
    'Number of pod disruptions that are currently allowed.',
    ofBudget,
    (workload, state) =>
      Math.max(0, state.ready - desiredHealthy(workload, state.replicas)),
  ),
];

export function kubeStateMetrics(simulation: Simulation): MetricGroup {
  return workloadGauges(simulation, workloadMetrics);
}
