import {
  AbleReason,
  emptyHpaMemory,
  HpaMemory,
  LimitReason,
} from '../autoscalers/hpaController';

/** A change of the size: at which step, from, to. */
export interface SizeChange {
  atMs: number;
  from: number;
  to: number;
}

/** Everything of a workload that later steps depend on. */
export interface RunState {
  replicas: number;
  /** By slot: since when its pod counts as ready. */
  readyFromMs: number[];
  allocated: number;
  memory: HpaMemory;
  limit: LimitReason;
  /** Undefined until the first decision. */
  isLimited: boolean | undefined;
  limitedSinceMs: number;
  lastScaleMs?: number;
}

/** A workload at one step. */
export interface WorkloadState {
  atMs: number;
  replicas: number;
  /** Size before this step's decision (what the HPA calls current). */
  before: number;
  /** Pods that serve. */
  ready: number;
  /** Game servers with players on them. */
  allocated: number;
  /** The driving metric: average per pod, in milli-units. */
  metricMilli: number;
  /** Units of a fleet's counter or list that are in use; 0 without one. */
  taken: number;
  isMetricKnown: boolean;
  able: AbleReason;
  limit: LimitReason;
  isLimited: boolean;
  limitedSinceMs: number;
  lastScaleMs?: number;
}

/** A workload at rest with so many ready pods. */
export function restingState(
  replicas: number,
  sinceMs: number,
  lastScaleMs?: number,
): RunState {
  return {
    replicas,
    readyFromMs: new Array<number>(replicas).fill(Number.NEGATIVE_INFINITY),
    allocated: 0,
    memory: emptyHpaMemory(),
    limit: 'DesiredWithinRange',
    isLimited: undefined,
    limitedSinceMs: sinceMs,
    lastScaleMs,
  };
}

export function copyOf(state: RunState): RunState {
  const { recommendations, scaleUps, scaleDowns } = state.memory;
  return {
    ...state,
    readyFromMs: [...state.readyFromMs],
    memory: {
      recommendations: [...recommendations],
      scaleUps: [...scaleUps],
      scaleDowns: [...scaleDowns],
    },
  };
}

/** Pods that have become ready by an instant: the stack's lower part. */
export function startedBy(state: RunState, atMs: number): number {
  let started = state.readyFromMs.length;
  while (started > 0 && state.readyFromMs[started - 1] > atMs) started--;
  return started;
}

/** Takes the youngest pods away or puts new ones on top. */
export function resize(
  state: RunState,
  replicas: number,
  atMs: number,
  startupMs: number,
): SizeChange | undefined {
  if (replicas === state.replicas) return undefined;
  const change = { atMs, from: state.replicas, to: replicas };
  const { readyFromMs } = state;
  while (readyFromMs.length > replicas) readyFromMs.pop();
  while (readyFromMs.length < replicas) readyFromMs.push(atMs + startupMs);
  state.lastScaleMs = atMs;
  state.replicas = replicas;
  return change;
}
