/** What KEDA and Argo Rollouts export, by their names and labels. */
import { Simulation } from '../world/workloads/Simulation';
import { isBlueGreen, isWaiting, Workload } from '../world/workloads/Workload';
import { WorkloadState } from '../world/workloads/RunState';
import { podCount } from './kubeStateMetrics';
import { Labels, MetricGroup } from './MetricGroup';
import {
  metric,
  ofKind,
  ready,
  replicas,
  workloadGauges,
  WorkloadMetric,
} from './workloadGauges';

function ofTrigger(workload: Workload): Labels[] {
  const { scaler, namespace } = workload;
  return scaler.kind === 'hpa' && scaler.scaledObject
    ? [
        {
          namespace,
          scaledObject: scaler.scaledObject,
          metric: scaler.metric,
          scaler: 'prometheusScaler',
          triggerIndex: '0',
          type: 'scaledobject',
        },
      ]
    : [];
}

const ofRollout = ofKind('Rollout', 'name');

const phases = ['Healthy', 'Progressing', 'Paused'];

function ofRolloutPhase(workload: Workload): Labels[] {
  const strategy = isBlueGreen(workload) ? 'blueGreen' : 'canary';
  return ofRollout(workload).flatMap(labels =>
    phases.map(phase => ({ ...labels, strategy, phase })),
  );
}

function phaseOf(
  workload: Workload,
  state: WorkloadState,
  simulation: Simulation,
): string {
  if (isWaiting(workload, state.atMs)) return 'Paused';
  return podCount(simulation, workload, state) > state.replicas
    ? 'Progressing'
    : 'Healthy';
}

const scalerGauges: WorkloadMetric[] = [
  metric(
    'keda_scaler_active',
    'Indicates whether a scaler is active (1), or not (0).',
    ofTrigger,
    () => 1,
  ),
  metric(
    'keda_scaler_metrics_value',
    "The current value for each scaler's metric that would be used by the HPA in computing the target average.",
    ofTrigger,
    (_, state) =>
      state.isMetricKnown
        ? (state.metricMilli * state.before) / 1000
        : undefined,
  ),
  metric(
    'rollout_info',
    'Information about rollout.',
    ofRolloutPhase,
    (workload, state, { phase }, simulation) =>
      phaseOf(workload, state, simulation) === phase ? 1 : undefined,
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
];

export function scalerMetrics(simulation: Simulation): MetricGroup {
  return workloadGauges(simulation, scalerGauges);
}
