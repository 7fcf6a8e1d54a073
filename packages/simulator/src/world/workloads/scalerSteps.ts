/** What the two kinds of autoscalers do in one step, on the state of a run. */
import { fleetReplicas, largestOf } from '../autoscalers/fleetRules';
import { decideReplicas, Decision } from '../autoscalers/hpaController';
import {
  averageReplicas,
  perPodReplicas,
  Proposal,
  utilizationReplicas,
} from '../autoscalers/replicaCalculator';
import { chance, smoothNoise } from '../noise';
import { RunState, startedBy } from './RunState';
import {
  BufferScaler,
  capacityRule,
  HpaScaler,
  isBlueGreen,
  isStuck,
  STUCK_PODS,
  usagePerPlayerMilli,
  waitingPods,
  Workload,
} from './Workload';

// Looked up once: globals are slow in test sandboxes, and this runs for each step.
const { ceil, floor, max, min, round, trunc } = Math;

/** CPU of a pod counts for its autoscaler once a whole window was ready time. */
const CPU_WINDOW_MS = 30_000;

/** Agones syncs a FleetAutoscaler every 30 seconds. */
const FLEET_SYNC_MS = 30_000;

/** Sessions of game servers that are no longer needed end within minutes. */
const SESSION_END_MS = 300_000;

/** Some players stay behind on nearly empty game servers. */
const IDLE_SHARE = 0.015;

/** What happens to a workload at one step. */
export interface StepInput {
  atMs: number;
  stepMs: number;
  players: number;
  /** Pods that serve, and those whose container is down for a moment. */
  ready: number;
  down: number;
}

export interface HpaStep {
  decision: Decision;
  /** Average per pod, in milli-units. */
  metricMilli: number;
}

/** What the pods of a workload together report to the autoscaler (milli-units). */
export function offeredMilli(
  workload: Workload,
  players: number,
  atMs: number,
): number {
  const noise =
    1 +
    0.02 * smoothNoise(workload.seed, atMs / 420_000) +
    0.012 * (chance(workload.seed ^ 9, floor(atMs / 15_000)) - 0.5);
  return round(players * usagePerPlayerMilli(workload) * noise);
}

export interface FleetStep {
  decision: Decision;
  /** Units of the fleet's counter or list that are in use; 0 without one. */
  taken: number;
}

/** Undefined where the autoscaler cannot read its metric. */
export function stepHpa(
  workload: Workload,
  scaler: HpaScaler,
  state: RunState,
  input: StepInput,
): HpaStep | undefined {
  const { atMs } = input;
  const { metricFailsFromMs, kedaHold } = workload.faults;
  const failsFrom = metricFailsFromMs ?? kedaHold?.fromMs;
  if (failsFrom !== undefined && atMs >= failsFrom) return undefined;
  const proposal = propose(workload, scaler, state, input);
  if (!proposal) return undefined;
  return {
    decision: decideReplicas(
      state.replicas,
      proposal.replicas,
      scaler,
      state.memory,
      atMs,
    ),
    metricMilli: proposal.averageValue ?? proposal.current,
  };
}

function propose(
  workload: Workload,
  scaler: HpaScaler,
  state: RunState,
  { atMs, players, ready, down }: StepInput,
): Proposal | undefined {
  const { replicas } = state;
  const usage = offeredMilli(workload, players, atMs);
  // Of a canary both versions count; a preview has no traffic and does not.
  const beside = isBlueGreen(workload)
    ? 0
    : waitingPods(workload, replicas, atMs);
  const pods =
    replicas + beside + (isStuck(workload, atMs) ? STUCK_PODS - 1 : 0);
  if (scaler.via === 'Object' || scaler.via === 'External') {
    return perPodReplicas(pods, scaler.targetMilli, usage);
  }
  const isCpu = scaler.via !== 'Pods';
  const counted = isCpu
    ? min(ready, startedBy(state, atMs - CPU_WINDOW_MS))
    : ready;
  if (counted === 0) return undefined;
  const request = workload.size.cpuMilli;
  const serving = counted + beside;
  const unready = max(0, pods - serving - down);
  const census = {
    readyCount: serving,
    readyUsage: trunc(usage / (ready + beside)) * serving,
    readyRequest: request * serving,
    missingCount: down,
    missingRequest: request * down,
    unreadyCount: unready,
    unreadyRequest: request * unready,
  };
  return isCpu
    ? utilizationReplicas(replicas, scaler.targetPercent!, census)
    : averageReplicas(replicas, scaler.targetMilli, census);
}

/**
 * Moves players on and off game servers, and lets the FleetAutoscaler decide when it
 * is due.
 */
export function stepFleet(
  workload: Workload,
  scaler: BufferScaler,
  state: RunState,
  { atMs, stepMs, players, ready }: StepInput,
): FleetStep {
  const wanted = ceil(players / workload.playersPerPod);
  if (wanted >= state.allocated) state.allocated = min(wanted, ready);
  else {
    const share = min(1, stepMs / SESSION_END_MS);
    const idle = max(0, state.allocated - wanted - floor(IDLE_SHARE * wanted));
    state.allocated = min(state.allocated - ceil(idle * share), ready);
  }
  const { policy, rule } = scaler;
  const units = capacityRule(workload);
  const taken = units
    ? min(ceil(players / units.playersPerUnit), state.allocated * units.each)
    : 0;
  const able = 'ReadyForNewScale';
  if (atMs % FLEET_SYNC_MS >= stepMs) {
    return {
      taken,
      decision: {
        replicas: state.replicas,
        able,
        limited: state.limit,
        isLimited: state.isLimited ?? false,
      },
    };
  }
  const { allocated, replicas: before } = state;
  const { replicas, limited: isLimited } = fleetReplicas(
    { replicas: before, allocated, taken },
    policy,
    rule,
    atMs,
  );
  const isAtMaximum = replicas >= largestOf(policy, rule);
  const why = isAtMaximum ? 'TooManyReplicas' : 'TooFewReplicas';
  return {
    taken,
    decision: {
      // Game servers with players on them are never deleted.
      replicas: max(replicas, allocated),
      able,
      limited: isLimited ? why : 'DesiredWithinRange',
      isLimited,
    },
  };
}
