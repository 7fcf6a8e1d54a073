/**
 * One workload through one block of time, step by step: demand comes in, the
 * autoscaler decides, pods start and become ready. A run goes forward only, as far
 * as it is asked for, and what it computes for a step never depends on how far it
 * went. Pods form a stack: a scale-up puts new ones on top, a scale-down takes the
 * youngest away, as the ReplicaSet controller does.
 *
 * A run needs a state to start from. `WorkloadTimeline` computes it by a shorter run
 * over the end of the block before.
 */
import { bufferReplicas } from '../autoscalers/fleetBuffer';
import {
  AbleReason,
  decideReplicas,
  Decision,
  emptyHpaMemory,
  HpaMemory,
  LimitReason,
} from '../autoscalers/hpaController';
import {
  averageReplicas,
  PodCensus,
  perPodReplicas,
  Proposal,
  utilizationReplicas,
} from '../autoscalers/replicaCalculator';
import { isOut, Outage } from '../demand/incidents';
import { chance, smoothNoise } from '../noise';
import { Crash, crashesOn, downAt, isDown, leakAt } from './interruptions';
import {
  BufferScaler,
  HpaScaler,
  isStuck,
  STUCK_PODS,
  usagePerPlayerMilli,
  Workload,
} from './Workload';

const DAY_MS = 86_400_000;

/** CPU of a pod counts for its autoscaler once a whole window was ready time. */
const CPU_WINDOW_MS = 30_000;

/** Agones syncs a FleetAutoscaler every 30 seconds. */
const FLEET_SYNC_MS = 30_000;

/** Sessions of game servers that are no longer needed end within minutes. */
const SESSION_END_MS = 300_000;

export const ableReasons: AbleReason[] = [
  'ReadyForNewScale',
  'ScaleDownStabilized',
  'ScaleUpStabilized',
  'SucceededRescale',
];
export const limitReasons: LimitReason[] = [
  'DesiredWithinRange',
  'TooManyReplicas',
  'TooFewReplicas',
  'ScaleUpLimit',
  'ScaleDownLimit',
];

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
  isMetricKnown: boolean;
  able: AbleReason;
  limit: LimitReason;
  isLimited: boolean;
  limitedSinceMs: number;
  lastScaleMs?: number;
}

export interface RunContext {
  stepMs: number;
  outages: Outage[];
  players(workload: Workload): (step: number) => number;
}

export class WorkloadRun {
  /** Changes of the size in this run, oldest first. */
  readonly changes: SizeChange[] = [];
  private readonly limitFlips: { atMs: number; isLimited: boolean }[] = [];
  private readonly firstStep: number;
  private readonly stepCount: number;
  private readonly replicas: Uint16Array;
  private readonly ready: Uint16Array;
  private readonly allocated: Uint16Array | undefined;
  private readonly metric: Int32Array;
  private readonly flags: Uint8Array;
  private readonly initial: RunState;
  private done = 0;
  private readonly state: RunState;
  private readonly players: (step: number) => number;
  private readonly outages: Outage[];
  private crashes: Crash[] = [];
  private crashDay = Number.NaN;

  constructor(
    readonly workload: Workload,
    private readonly context: RunContext,
    readonly startMs: number,
    endMs: number,
    start: RunState,
  ) {
    this.firstStep = Math.round(startMs / context.stepMs);
    this.stepCount = Math.round((endMs - startMs) / context.stepMs);
    this.replicas = new Uint16Array(this.stepCount);
    this.ready = new Uint16Array(this.stepCount);
    this.metric = new Int32Array(this.stepCount);
    this.flags = new Uint8Array(this.stepCount);
    if (workload.kind === 'Fleet') {
      this.allocated = new Uint16Array(this.stepCount);
    }
    this.initial = copyOf(start);
    this.state = copyOf(start);
    this.players = context.players(workload);
    this.outages = context.outages.filter(
      outage => outage.region === workload.region.name,
    );
  }

  /** Bytes that the run keeps. */
  get byteLength(): number {
    return this.stepCount * (this.allocated ? 11 : 9);
  }

  /** State at the step that an instant lies in. */
  at(atMs: number): WorkloadState {
    const i = this.indexOf(atMs);
    this.advanceTo(i);
    const stepMs = (this.firstStep + i) * this.context.stepMs;
    const flags = this.flags[i];
    const limit = limitReasons[(flags >> 2) & 7];
    const flip = lastAtOrBefore(this.limitFlips, stepMs);
    const change = lastAtOrBefore(this.changes, stepMs);
    return {
      atMs: stepMs,
      replicas: this.replicas[i],
      before: i > 0 ? this.replicas[i - 1] : this.initial.replicas,
      ready: this.ready[i],
      allocated: this.allocated ? this.allocated[i] : 0,
      metricMilli: this.metric[i],
      isMetricKnown: (flags & 64) !== 0,
      able: ableReasons[flags & 3],
      limit,
      isLimited: (flags & 32) !== 0,
      limitedSinceMs: flip ? flip.atMs : this.initial.limitedSinceMs,
      lastScaleMs: change ? change.atMs : this.initial.lastScaleMs,
    };
  }

  /** Pods that serve at an instant, without building a whole state. */
  readyAt(atMs: number): number {
    const i = this.indexOf(atMs);
    this.advanceTo(i);
    return this.ready[i];
  }

  replicasAt(atMs: number): number {
    const i = this.indexOf(atMs);
    this.advanceTo(i);
    return this.replicas[i];
  }

  /** State after the last step, for the next block to start from. */
  end(): RunState {
    this.advanceTo(this.stepCount - 1);
    return copyOf(this.state);
  }

  /** Size with which the block began. */
  get initialReplicas(): number {
    return this.initial.replicas;
  }

  private indexOf(atMs: number): number {
    const i = Math.floor(atMs / this.context.stepMs) - this.firstStep;
    if (i < 0 || i >= this.stepCount) {
      throw new RangeError(
        `${new Date(atMs).toISOString()} is outside of the run of ${
          this.workload.key
        }`,
      );
    }
    return i;
  }

  private advanceTo(index: number) {
    while (this.done <= index) this.advance();
  }

  private advance() {
    const { workload, state, context } = this;
    const i = this.done++;
    const step = this.firstStep + i;
    const atMs = step * context.stepMs;
    if (workload.bornMs !== undefined && atMs < stepOf(workload, context)) {
      return;
    }
    if (
      this.outages.length > 0 &&
      isOut(this.outages, workload.region.name, atMs)
    ) {
      // Nothing runs and nobody decides; pods start again when the region is back.
      state.readyFromMs.fill(atMs + context.stepMs + workload.startupMs);
      this.write(i, state.replicas, 0, 0, undefined, 0, false);
      return;
    }
    const players = Math.max(0, this.players(step));
    const started = startedBy(state, atMs);
    const down = this.downAt(atMs, started);
    const stuck = isStuck(workload, atMs) ? 1 : 0;
    const ready = Math.max(0, started - down - stuck);
    switch (workload.scaler.kind) {
      case 'hpa':
        this.syncHpa(i, workload.scaler, players, ready, down, atMs);
        break;
      case 'buffer':
        this.syncFleet(i, workload.scaler, players, ready, atMs);
        break;
      default:
        this.write(i, state.replicas, ready, 0, undefined, 0, true);
    }
  }

  private downAt(atMs: number, replicas: number): number {
    const { workload } = this;
    if (leakAt(workload, atMs)) return downAt(workload, replicas, atMs);
    const day = Math.floor(atMs / DAY_MS);
    if (day !== this.crashDay) {
      this.crashDay = day;
      this.crashes = crashesOn(workload, day);
    }
    for (const crash of this.crashes) {
      if (isDown(crash.atMs, atMs) && crash.slot < replicas) return 1;
    }
    return 0;
  }

  private syncHpa(
    i: number,
    scaler: HpaScaler,
    players: number,
    ready: number,
    down: number,
    atMs: number,
  ) {
    const { workload, state } = this;
    const usage = offeredMilli(workload, players, atMs);
    const failsFrom = workload.faults.metricFailsFromMs;
    const fails = failsFrom !== undefined && atMs >= failsFrom;
    const extra = isStuck(workload, atMs) ? STUCK_PODS - 1 : 0;
    const proposal = fails
      ? undefined
      : this.propose(scaler, usage, ready, down, extra, atMs);
    if (!proposal) {
      this.write(i, state.replicas, ready, 0, undefined, 0, false);
      return;
    }
    const decision = decideReplicas(
      state.replicas,
      proposal.replicas,
      scaler,
      state.memory,
      atMs,
    );
    this.resize(decision.replicas, atMs);
    this.write(
      i,
      decision.replicas,
      Math.min(ready, decision.replicas),
      0,
      decision,
      proposal.averageValue ?? proposal.current,
      true,
    );
  }

  /** The metric's proposal; undefined where no pod has a metric yet. */
  private propose(
    scaler: HpaScaler,
    usage: number,
    ready: number,
    down: number,
    extra: number,
    atMs: number,
  ): Proposal | undefined {
    const { replicas } = this.state;
    if (scaler.via === 'Object' || scaler.via === 'External') {
      return perPodReplicas(replicas + extra, scaler.targetMilli, usage);
    }
    const isCpu = scaler.via !== 'Pods';
    const counted = isCpu
      ? Math.min(ready, startedBy(this.state, atMs - CPU_WINDOW_MS))
      : ready;
    if (counted === 0) return undefined;
    const perPod = Math.trunc(usage / ready);
    const request = this.workload.size.cpuMilli;
    const unready = Math.max(0, replicas + extra - counted - down);
    const census: PodCensus = {
      readyCount: counted,
      readyUsage: perPod * counted,
      readyRequest: request * counted,
      missingCount: down,
      missingRequest: request * down,
      unreadyCount: unready,
      unreadyRequest: request * unready,
    };
    return isCpu
      ? utilizationReplicas(replicas, scaler.targetPercent!, census)
      : averageReplicas(replicas, scaler.targetMilli, census);
  }

  private syncFleet(
    i: number,
    scaler: BufferScaler,
    players: number,
    ready: number,
    atMs: number,
  ) {
    const { workload, state, context } = this;
    const wanted = Math.ceil(players / workload.playersPerPod);
    if (wanted >= state.allocated) state.allocated = Math.min(wanted, ready);
    else {
      const share = Math.min(1, context.stepMs / SESSION_END_MS);
      state.allocated -= Math.ceil((state.allocated - wanted) * share);
    }
    state.allocated = Math.min(state.allocated, ready);
    const isSync = atMs % FLEET_SYNC_MS < context.stepMs;
    let { limit } = state;
    let isLimited = state.isLimited ?? false;
    if (isSync) {
      const { replicas, limited } = bufferReplicas(
        state.allocated,
        scaler.policy,
      );
      isLimited = limited;
      if (!limited) limit = 'DesiredWithinRange';
      else if (replicas >= scaler.policy.maxReplicas) limit = 'TooManyReplicas';
      else limit = 'TooFewReplicas';
      this.resize(Math.max(replicas, state.allocated), atMs);
    }
    this.write(
      i,
      state.replicas,
      Math.min(ready, state.replicas),
      state.allocated,
      {
        replicas: state.replicas,
        able: 'ReadyForNewScale',
        limited: limit,
        isLimited,
      },
      0,
      true,
    );
  }

  private resize(replicas: number, atMs: number) {
    const { state, workload } = this;
    if (replicas === state.replicas) return;
    this.changes.push({ atMs, from: state.replicas, to: replicas });
    state.lastScaleMs = atMs;
    while (state.readyFromMs.length > replicas) state.readyFromMs.pop();
    while (state.readyFromMs.length < replicas) {
      state.readyFromMs.push(atMs + workload.startupMs);
    }
    state.replicas = replicas;
  }

  private write(
    i: number,
    replicas: number,
    ready: number,
    allocated: number,
    decision: Decision | undefined,
    metric: number,
    isMetricKnown: boolean,
  ) {
    const { state } = this;
    const before = i > 0 ? this.replicas[i - 1] : this.initial.replicas;
    if (decision) {
      if (
        state.isLimited !== undefined &&
        decision.isLimited !== state.isLimited
      ) {
        state.limitedSinceMs = (this.firstStep + i) * this.context.stepMs;
        this.limitFlips.push({
          atMs: state.limitedSinceMs,
          isLimited: decision.isLimited,
        });
      }
      state.limit = decision.limited;
      state.isLimited = decision.isLimited;
    }
    const able =
      replicas === before
        ? decision?.able ?? 'ReadyForNewScale'
        : 'SucceededRescale';
    this.replicas[i] = replicas;
    this.ready[i] = ready;
    if (this.allocated) this.allocated[i] = allocated;
    this.metric[i] = metric;
    this.flags[i] =
      ableReasons.indexOf(able) |
      (limitReasons.indexOf(state.limit) << 2) |
      (state.isLimited ? 32 : 0) |
      (isMetricKnown ? 64 : 0);
  }
}

function stepOf(workload: Workload, context: RunContext): number {
  return Math.floor(workload.bornMs! / context.stepMs) * context.stepMs;
}

/** Pods that have become ready by an instant (the stack's lower part). */
function startedBy(state: RunState, atMs: number): number {
  let started = state.readyFromMs.length;
  while (started > 0 && state.readyFromMs[started - 1] > atMs) started--;
  return started;
}

/** What the pods of a workload together report to the autoscaler (milli-units). */
export function offeredMilli(
  workload: Workload,
  players: number,
  atMs: number,
): number {
  return Math.round(
    players * usagePerPlayerMilli(workload) * metricNoise(workload, atMs),
  );
}

function metricNoise(workload: Workload, atMs: number): number {
  return (
    1 +
    0.02 * smoothNoise(workload.seed, atMs / 420_000) +
    0.012 * (chance(workload.seed ^ 9, Math.floor(atMs / 15_000)) - 0.5)
  );
}

function lastAtOrBefore<T extends { atMs: number }>(
  list: readonly T[],
  atMs: number,
): T | undefined {
  for (let i = list.length - 1; i >= 0; i--) {
    if (list[i].atMs <= atMs) return list[i];
  }
  return undefined;
}

function copyOf(state: RunState): RunState {
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
