/**
 * Events of the last hour, as the API server keeps them: what scaled and why, what
 * the kubelet complains about. Their names and times follow from what happened, so
 * the same event is the same object whenever it is asked for.
 */
import { KubernetesObject } from '../World';
import { uidOf } from '../noise';
import { Simulation } from '../workloads/Simulation';
import { Workload } from '../workloads/Workload';
import { SizeChange, WorkloadState } from '../workloads/RunState';
import { timestamp } from './metadata';
import { metricFailure, metricTitle } from './metricSpec';
import { PodFacts } from './podFacts';

/** `--event-ttl`. */
export const EVENT_TTL_MS = 3_600_000;

export interface EventTargets {
  controller: KubernetesObject;
  /** ReplicaSet or GameServerSet. */
  set?: KubernetesObject;
  autoscaler?: KubernetesObject;
  podOf(facts: PodFacts): KubernetesObject;
}

interface Happening {
  on: KubernetesObject;
  type?: 'Normal' | 'Warning';
  reason: string;
  message: string;
  component: string;
  firstMs: number;
  lastMs?: number;
  count?: number;
}

function eventObject(happening: Happening): KubernetesObject {
  const { on, firstMs, lastMs = firstMs, count = 1 } = happening;
  const uid = uidOf(
    `event/${on.metadata.uid}/${happening.reason}/${happening.message}/${firstMs}`,
  );
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: {
      name: `${on.metadata.name}.${uid.replaceAll('-', '').slice(0, 16)}`,
      namespace: on.metadata.namespace ?? 'default',
      uid,
      creationTimestamp: timestamp(firstMs),
      labels: on.metadata.labels,
    },
    involvedObject: {
      apiVersion: on.apiVersion,
      kind: on.kind,
      name: on.metadata.name,
      namespace: on.metadata.namespace,
      uid: on.metadata.uid,
    },
    reason: happening.reason,
    message: happening.message,
    type: happening.type ?? 'Normal',
    source: { component: happening.component },
    reportingComponent: happening.component,
    reportingInstance: '',
    firstTimestamp: timestamp(firstMs),
    lastTimestamp: timestamp(lastMs),
    eventTime: null,
    count,
  };
}

function changeHappenings(
  workload: Workload,
  change: SizeChange,
  targets: EventTargets,
): Happening[] {
  const { scaler } = workload;
  const { from, to, atMs: firstMs } = change;
  const isUp = to > from;
  const happenings: Happening[] = [];
  if (scaler.kind === 'hpa' && targets.autoscaler) {
    const why = isUp
      ? `${metricTitle(scaler)} above target`
      : 'All metrics below target';
    happenings.push({
      on: targets.autoscaler,
      reason: 'SuccessfulRescale',
      message: `New size: ${to}; reason: ${why}`,
      component: 'horizontal-pod-autoscaler',
      firstMs,
    });
  }
  if (scaler.kind === 'buffer' && targets.autoscaler) {
    happenings.push({
      on: targets.autoscaler,
      reason: 'AutoScalingFleet',
      message: `Scaling fleet ${workload.name} from ${from} to ${to}`,
      component: 'fleetautoscaler-controller',
      firstMs,
    });
  }
  const setName = targets.set?.metadata.name;
  switch (workload.kind) {
    case 'Deployment':
      happenings.push({
        on: targets.controller,
        reason: 'ScalingReplicaSet',
        message: `Scaled ${
          isUp ? 'up' : 'down'
        } replica set ${setName} from ${from} to ${to}`,
        component: 'deployment-controller',
        firstMs,
      });
      break;
    case 'Rollout':
      happenings.push({
        on: targets.controller,
        reason: 'ScalingReplicaSet',
        message: `Scaled ${
          isUp ? 'up' : 'down'
        } ReplicaSet ${setName} from ${from} to ${to}`,
        component: 'rollouts-controller',
        firstMs,
      });
      break;
    case 'Fleet':
      happenings.push({
        on: targets.controller,
        reason: 'ScalingGameServerSet',
        message: `Scaling active GameServerSet ${setName} from ${from} to ${to}`,
        component: 'fleet-controller',
        firstMs,
      });
      break;
    default:
      for (let i = Math.min(from, to); i < Math.max(from, to); i++) {
        const verb = isUp ? 'create' : 'delete';
        happenings.push({
          on: targets.controller,
          reason: isUp ? 'SuccessfulCreate' : 'SuccessfulDelete',
          message: `${verb} Pod ${workload.name}-${i} in StatefulSet ${workload.name} successful`,
          component: 'statefulset-controller',
          firstMs,
        });
      }
  }
  return happenings;
}

/** Repeats since `sinceMs`, every `everyMs`; the API server counts them up. */
function repeated(
  atMs: number,
  sinceMs: number,
  everyMs: number,
): { firstMs: number; lastMs: number; count: number } {
  const count = 1 + Math.max(0, Math.floor((atMs - sinceMs) / everyMs));
  return { firstMs: sinceMs, lastMs: sinceMs + (count - 1) * everyMs, count };
}

function troubleHappenings(
  workload: Workload,
  state: WorkloadState,
  pods: readonly PodFacts[],
  targets: EventTargets,
): Happening[] {
  const { scaler, faults } = workload;
  const { atMs } = state;
  const happenings: Happening[] = [];
  const failsFrom = faults.metricFailsFromMs;
  if (
    scaler.kind === 'hpa' &&
    targets.autoscaler &&
    failsFrom !== undefined &&
    atMs >= failsFrom
  ) {
    const { reason, error } = metricFailure(workload, scaler);
    const common = {
      on: targets.autoscaler,
      type: 'Warning' as const,
      component: 'horizontal-pod-autoscaler',
      // Once per sync; recorded once a minute, so that the event does not churn.
      ...repeated(atMs, failsFrom, 60_000),
    };
    happenings.push(
      { ...common, reason, message: error },
      {
        ...common,
        reason: 'FailedComputeMetricsReplicas',
        message: `invalid metrics (1 invalid out of 1), first error is: failed to get ${scaler.metric} external metric value: ${error}`,
      },
    );
  }
  for (const facts of pods) {
    if (facts.waiting === 'ImagePullBackOff') {
      const pod = targets.podOf(facts);
      const image = imageOf(pod);
      happenings.push({
        on: pod,
        type: 'Warning',
        reason: 'BackOff',
        message: `Back-off pulling image "${image}"`,
        component: 'kubelet',
        ...repeated(atMs, facts.bornMs + 30_000, 300_000),
      });
    }
    const stop = facts.lastStop;
    if (stop && atMs - stop.atMs < EVENT_TTL_MS) {
      const pod = targets.podOf(facts);
      happenings.push({
        on: pod,
        type: 'Warning',
        reason: 'BackOff',
        message: `Back-off restarting failed container app in pod ${facts.name}`,
        component: 'kubelet',
        firstMs: stop.atMs + 10_000,
        count: facts.restarts,
      });
    }
  }
  return happenings;
}

function imageOf(pod: KubernetesObject): string {
  const spec = pod.spec as { containers?: { image?: string }[] };
  return spec.containers?.[0]?.image ?? '';
}

/** Changes of a workload's size that are younger than the API server forgets. */
export function recentChanges(
  simulation: Simulation,
  workload: Workload,
  atMs: number,
): SizeChange[] {
  const sinceMs = atMs - EVENT_TTL_MS;
  const run = simulation.timeline.runAt(workload, atMs);
  const changes = run.changes.filter(
    change => change.atMs > sinceMs && change.atMs <= atMs,
  );
  const { bornMs } = workload;
  if (run.startMs <= sinceMs || (bornMs !== undefined && bornMs > sinceMs)) {
    return changes;
  }
  const before = simulation.timeline.runAt(workload, run.startMs - 1);
  before.at(run.startMs - 1);
  return [
    ...before.changes.filter(change => change.atMs > sinceMs),
    ...changes,
  ];
}

/** All events of a workload that exist at a step. */
export function eventObjects(
  workload: Workload,
  state: WorkloadState,
  changes: readonly SizeChange[],
  pods: readonly PodFacts[],
  targets: EventTargets,
): KubernetesObject[] {
  return [
    ...changes.flatMap(change => changeHappenings(workload, change, targets)),
    ...troubleHappenings(workload, state, pods, targets),
  ].map(eventObject);
}
