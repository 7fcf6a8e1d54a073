/**
 * What kube-state-metrics, Argo Rollouts and Agones export about the workloads, by
 * their names and labels; `cluster` and `region` are added as an agent would.
 */
import { desiredHealthy } from '../world/objects/surroundings';
import { Simulation } from '../world/workloads/Simulation';
import {
  HpaScaler,
  isStuck,
  STUCK_PODS,
  Workload,
} from '../world/workloads/Workload';
import { WorkloadState } from '../world/workloads/RunState';
import { utilizationPercent } from '../world/objects/metricSpec';
import { gauge, Labels, MetricGroup, seriesOf } from './MetricGroup';
import { whileScraped } from './requestMetrics';

/** One metric of a workload: which workloads have it, its labels and its value. */
interface WorkloadMetric {
  name: string;
  help: string;
  labelsOf(workload: Workload): Labels[];
  valueOf(
    workload: Workload,
    state: WorkloadState,
    labels: Labels,
    simulation: Simulation,
  ): number | undefined;
}

/** Pods that exist: the size, one more in a rollout, one more where it hangs. */
export function podCount(
  simulation: Simulation,
  workload: Workload,
  state: WorkloadState,
): number {
  const { rollouts } = simulation;
  const surge = rollouts.surgeAt(workload, workload.base, state.atMs) ? 1 : 0;
  const stuck = isStuck(workload, state.atMs) ? STUCK_PODS - 1 : 0;
  return state.replicas + surge + stuck;
}

function ofKind(kind: Workload['kind'], label: string) {
  return (workload: Workload): Labels[] =>
    workload.kind === kind
      ? [{ namespace: workload.namespace, [label]: workload.name }]
      : [];
}

const ofDeployment = ofKind('Deployment', 'deployment');
const ofStatefulSet = ofKind('StatefulSet', 'statefulset');
const ofRollout = ofKind('Rollout', 'name');
const ofFleet = ofKind('Fleet', 'name');

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
  const has =
    workload.kind !== 'Fleet' &&
    (!workload.manifests || workload.manifests.has('PodDisruptionBudget'));
  return has
    ? [
        {
          namespace: workload.namespace,
          poddisruptionbudget: workload.name,
        },
      ]
    : [];
}

function ofFleetTypes(types: string[]) {
  return (workload: Workload): Labels[] =>
    ofFleet(workload).flatMap(labels =>
      types.map(type => ({ ...labels, type })),
    );
}

function ofFleetAutoscaler(workload: Workload): Labels[] {
  return workload.scaler.kind === 'buffer'
    ? [
        {
          name: `${workload.name}-autoscaler`,
          fleet_name: workload.name,
          namespace: workload.namespace,
        },
      ]
    : [];
}

function ofGameServers(workload: Workload): Labels[] {
  return workload.kind === 'Fleet'
    ? ['Ready', 'Allocated', 'Starting'].map(type => ({
        fleet_name: workload.name,
        namespace: workload.namespace,
        type,
      }))
    : [];
}

const replicas = (_: Workload, state: WorkloadState) => state.replicas;
const ready = (_: Workload, state: WorkloadState) => state.ready;
const pods: WorkloadMetric['valueOf'] = (workload, state, _, simulation) =>
  podCount(simulation, workload, state);
const notReady: WorkloadMetric['valueOf'] = (workload, state, _, simulation) =>
  podCount(simulation, workload, state) - state.ready;

function fleetCount(state: WorkloadState, type: string): number {
  switch (type) {
    case 'ready':
      return Math.max(0, state.ready - state.allocated);
    case 'allocated':
      return state.allocated;
    case 'reserved':
      return 0;
    default:
      return state.replicas;
  }
}

function bufferOf(workload: Workload) {
  return workload.scaler.kind === 'buffer' ? workload.scaler.policy : undefined;
}

function metric(
  name: string,
  help: string,
  labelsOf: WorkloadMetric['labelsOf'],
  valueOf: WorkloadMetric['valueOf'],
): WorkloadMetric {
  return { name, help, labelsOf, valueOf };
}

const HPA = 'kube_horizontalpodautoscaler';
const PDB = 'kube_poddisruptionbudget_status';
const FAS = 'agones_fleet_autoscalers';

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
    'rollout_info_replicas_desired',
    'The number of desired replicas per rollout.',
    ofRollout,
    replicas,
  ),
  metric(
    'rollout_info_replicas_available',
    'The number of available replicas per rollout.',
    ofRollout,
    ready,
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
    (_, state) => desiredHealthy(state.replicas),
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
    (_, state) => Math.max(0, state.ready - desiredHealthy(state.replicas)),
  ),
  metric(
    'agones_fleets_replicas_count',
    'The count of replicas per fleet.',
    ofFleetTypes(['total', 'desired', 'ready', 'reserved', 'allocated']),
    (_, state, { type }) => fleetCount(state, type),
  ),
  metric(
    'agones_gameservers_count',
    'The count of game servers.',
    ofGameServers,
    (_, state, { type }) =>
      type === 'Starting'
        ? state.replicas - state.ready
        : fleetCount(state, type.toLocaleLowerCase('en-US')),
  ),
  metric(
    `${FAS}_able_to_scale`,
    'The fleet autoscaler can access the fleet to scale.',
    ofFleetAutoscaler,
    () => 1,
  ),
  metric(
    `${FAS}_limited`,
    'The fleet autoscaler is capped.',
    ofFleetAutoscaler,
    (_, state) => (state.isLimited ? 1 : 0),
  ),
  metric(
    `${FAS}_current_replicas_count`,
    'The current replicas count as seen by autoscalers.',
    ofFleetAutoscaler,
    (_, state) => state.before,
  ),
  metric(
    `${FAS}_desired_replicas_count`,
    'The desired replicas count as seen by autoscalers.',
    ofFleetAutoscaler,
    replicas,
  ),
  metric(
    `${FAS}_buffer_limits`,
    'The buffer limits of autoscalers.',
    workload =>
      ofFleetAutoscaler(workload).flatMap(labels =>
        ['min', 'max'].map(type => ({ ...labels, type })),
      ),
    (workload, _, { type }) =>
      type === 'min'
        ? bufferOf(workload)?.minReplicas
        : bufferOf(workload)?.maxReplicas,
  ),
  metric(
    `${FAS}_buffer_size`,
    'The buffer size value of autoscalers.',
    workload =>
      ofFleetAutoscaler(workload).map(labels => ({
        ...labels,
        type:
          typeof bufferOf(workload)?.bufferSize === 'number'
            ? 'count'
            : 'percentage',
      })),
    workload => parseInt(String(bufferOf(workload)?.bufferSize), 10),
  ),
];

export function kubeStateMetrics(simulation: Simulation): MetricGroup {
  return {
    families: workloadMetrics.map(({ name, help }) => gauge(name, help)),
    *series(isWanted) {
      for (const { name, labelsOf, valueOf } of workloadMetrics) {
        if (!isWanted(name)) continue;
        for (const workload of simulation.allWorkloads()) {
          const { region } = workload;
          for (const labels of labelsOf(workload)) {
            yield seriesOf(
              name,
              name,
              { ...labels, region: region.name, cluster: region.cluster },
              whileScraped(simulation, workload, atMs =>
                valueOf(
                  workload,
                  simulation.stateAt(workload, atMs),
                  labels,
                  simulation,
                ),
              ),
            );
          }
        }
      }
    },
  };
}
