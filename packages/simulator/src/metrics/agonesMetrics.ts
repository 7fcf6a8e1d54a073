/** What Agones exports about its fleets, by its names and labels. */
import { WorkloadState } from '../world/workloads/RunState';
import { Simulation } from '../world/workloads/Simulation';
import { capacityRule, Workload } from '../world/workloads/Workload';
import { Labels, MetricGroup } from './MetricGroup';
import {
  metric,
  ofKind,
  replicas,
  workloadGauges,
  WorkloadMetric,
} from './workloadGauges';

const FAS = 'agones_fleet_autoscalers';

const ofFleet = ofKind('Fleet', 'name');

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
          name: workload.scaler.name,
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

/** Only a plain buffer has its figures exported. */
function bufferOf({ scaler }: Workload) {
  return scaler.kind === 'buffer' && !scaler.rule ? scaler.policy : undefined;
}

function ofBuffer(workload: Workload): Labels[] {
  return bufferOf(workload) ? ofFleetAutoscaler(workload) : [];
}

/** `agones_fleet_counters` and `agones_fleet_lists`. */
function ofCapacity(type: 'Counter' | 'List') {
  return (workload: Workload): Labels[] => {
    const rule = capacityRule(workload);
    return rule?.type === type
      ? ofFleet(workload).flatMap(labels =>
          [
            'total_count',
            'total_capacity',
            'allocated_count',
            'allocated_capacity',
          ].map(total => ({ ...labels, key: rule.key, type: total })),
        )
      : [];
  };
}

const capacityValue: WorkloadMetric['valueOf'] = (
  workload,
  state,
  { type },
) => {
  const each = capacityRule(workload)?.each ?? 0;
  if (type.endsWith('count')) return state.taken;
  return each * (type === 'total_capacity' ? state.replicas : state.allocated);
};

const agonesGauges: WorkloadMetric[] = [
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
    'agones_fleet_counters',
    'Aggregated Counters data for fleets.',
    ofCapacity('Counter'),
    capacityValue,
  ),
  metric(
    'agones_fleet_lists',
    'Aggregated Lists data for fleets.',
    ofCapacity('List'),
    capacityValue,
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
      ofBuffer(workload).flatMap(labels =>
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
      ofBuffer(workload).map(labels => ({
        ...labels,
        type:
          typeof bufferOf(workload)?.bufferSize === 'number'
            ? 'count'
            : 'percentage',
      })),
    workload => parseInt(String(bufferOf(workload)?.bufferSize), 10),
  ),
];

export function agonesMetrics(simulation: Simulation): MetricGroup {
  return workloadGauges(simulation, agonesGauges);
}
