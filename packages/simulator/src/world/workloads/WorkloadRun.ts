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
import {
  AbleReason,
  Decision,
  LimitReason,
} from '../autoscalers/hpaController';
import { isOut, Outage } from '../demand/incidents';
import { Crash, crashesOn, downAt, isDown, leakAt } from './interruptions';
import {
  copyOf,
  resize,
  RunState,
  SizeChange,
  startedBy,
  WorkloadState,
} from './RunState';
import { stepFleet, stepHpa } from './scalerSteps';
import { isStuck, Workload } from './Workload';

// Looked up once: globals are slow in test sandboxes, and this runs for each step.
const { floor, max, min, round } = Math;

const DAY_MS = 86_400_000;

const ableReasons: AbleReason[] = [
  'ReadyForNewScale',
  'ScaleDownStabilized',
  'ScaleUpStabilized',
  'SucceededRescale',
];
const limitReasons: LimitReason[] = [
  'DesiredWithinRange',
  'TooManyReplicas',
  'TooFewReplicas',
  'ScaleUpLimit',
  'ScaleDownLimit',
];

/** Bits of a step's flags: able (2), limit (3), limited, metric known. */
const LIMIT_SHIFT = 2;
const LIMITED = 32;
const METRIC_KNOWN = 64;

export interface RunContext {
  stepMs: number;
  outages: Outage[];
  players(workload: Workload): (step: number) => number;
}

/** What a step leaves behind. */
interface StepResult {
  ready: number;
  allocated?: number;
  metricMilli?: number;
  taken?: number;
  decision?: Decision;
  isMetricKnown: boolean;
}

export class WorkloadRun {
  /** Changes of the size in this run so far, oldest first. */
  readonly changes: SizeChange[] = [];
  private readonly limitFlips: { atMs: number }[] = [];
  private readonly firstStep: number;
  private readonly stepCount: number;
  private readonly replicas: Uint16Array;
  private readonly ready: Uint16Array;
  private readonly allocated: Uint16Array | undefined;
  private readonly metric: Int32Array;
  private readonly flags: Uint8Array;
  private readonly initial: RunState;
  private readonly state: RunState;
  private readonly players: (step: number) => number;
  private readonly outages: Outage[];
  private readonly bornMs: number;
  private done = 0;
  private crashes: Crash[] = [];
  private crashDay = Number.NaN;

  constructor(
    readonly workload: Workload,
    private readonly context: RunContext,
    readonly startMs: number,
    endMs: number,
    start: RunState,
  ) {
    const { stepMs } = context;
    this.firstStep = round(startMs / stepMs);
    this.stepCount = round((endMs - startMs) / stepMs);
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
    this.bornMs =
      workload.bornMs === undefined
        ? Number.NEGATIVE_INFINITY
        : floor(workload.bornMs / stepMs) * stepMs;
  }

  /** Bytes that the run keeps. */
  get byteLength(): number {
    return this.stepCount * (this.allocated ? 11 : 9);
  }

  /** Size with which the run began. */
  get initialReplicas(): number {
    return this.initial.replicas;
  }

  /** State at the step that an instant lies in. */
  at(atMs: number): WorkloadState {
    const i = this.reach(atMs);
    const stepMs = (this.firstStep + i) * this.context.stepMs;
    const flags = this.flags[i];
    const flip = lastAtOrBefore(this.limitFlips, stepMs);
    const change = lastAtOrBefore(this.changes, stepMs);
    return {
      atMs: stepMs,
      replicas: this.replicas[i],
      before: i > 0 ? this.replicas[i - 1] : this.initial.replicas,
      ready: this.ready[i],
      allocated: this.allocated ? this.allocated[i] : 0,
      // One figure drives a workload, so both kinds share their place.
      metricMilli: this.allocated ? 0 : this.metric[i],
      taken: this.allocated ? this.metric[i] : 0,
      isMetricKnown: (flags & METRIC_KNOWN) !== 0,
      able: ableReasons[flags & 3],
      limit: limitReasons[(flags >> LIMIT_SHIFT) & 7],
      isLimited: (flags & LIMITED) !== 0,
      limitedSinceMs: flip?.atMs ?? this.initial.limitedSinceMs,
      lastScaleMs: change?.atMs ?? this.initial.lastScaleMs,
    };
  }

  /** Pods that serve at an instant, without building a whole state. */
  readyAt(atMs: number): number {
    return this.ready[this.reach(atMs)];
  }

  replicasAt(atMs: number): number {
    return this.replicas[this.reach(atMs)];
  }

  /** State after the last step, for the next block to start from. */
  end(): RunState {
    this.advanceTo(this.stepCount - 1);
    return copyOf(this.state);
  }

  private reach(atMs: number): number {
    const i = floor(atMs / this.context.stepMs) - this.firstStep;
    if (i < 0 || i >= this.stepCount) {
      const instant = new Date(atMs).toISOString();
      throw new RangeError(
        `${instant} is outside of the run of ${this.workload.key}`,
      );
    }
    this.advanceTo(i);
    return i;
  }

  private advanceTo(index: number) {
    while (this.done <= index) this.advance();
  }

  private advance() {
    const { workload, state, context } = this;
    const { stepMs } = context;
    const i = this.done++;
    const step = this.firstStep + i;
    const atMs = step * stepMs;
    if (atMs < this.bornMs) return;
    if (
      this.outages.length > 0 &&
      isOut(this.outages, workload.region.name, atMs)
    ) {
      // Nothing runs and nobody decides; pods start again when the region is back.
      state.readyFromMs.fill(atMs + stepMs + workload.startupMs);
      this.write(i, { ready: 0, isMetricKnown: false });
      return;
    }
    const started = startedBy(state, atMs);
    const down = this.downAt(atMs, started);
    const stuck = isStuck(workload, atMs) ? 1 : 0;
    const players = max(0, this.players(step));
    const ready = max(0, started - down - stuck);
    const input = { atMs, stepMs, players, ready, down };
    const { scaler } = workload;
    if (scaler.kind === 'hpa') {
      const hpa = stepHpa(workload, scaler, state, input);
      if (hpa) this.resize(hpa.decision.replicas, atMs);
      this.write(i, {
        ready: min(ready, state.replicas),
        decision: hpa?.decision,
        metricMilli: hpa?.metricMilli,
        isMetricKnown: hpa !== undefined,
      });
    } else if (scaler.kind === 'buffer') {
      const { decision, taken } = stepFleet(workload, scaler, state, input);
      this.resize(decision.replicas, atMs);
      this.write(i, {
        ready: min(ready, state.replicas),
        allocated: state.allocated,
        taken,
        decision,
        isMetricKnown: true,
      });
    } else this.write(i, { ready, isMetricKnown: true });
  }

  private downAt(atMs: number, replicas: number): number {
    const { workload } = this;
    if (workload.faults.leaks.length > 0 && leakAt(workload, atMs)) {
      return downAt(workload, replicas, atMs);
    }
    const day = floor(atMs / DAY_MS);
    if (day !== this.crashDay) {
      this.crashDay = day;
      this.crashes = crashesOn(workload, day);
    }
    for (const crash of this.crashes) {
      if (isDown(crash.atMs, atMs) && crash.slot < replicas) return 1;
    }
    return 0;
  }

  private resize(replicas: number, atMs: number) {
    const change = resize(this.state, replicas, atMs, this.workload.startupMs);
    if (change) this.changes.push(change);
  }

  private write(i: number, result: StepResult) {
    const { state } = this;
    const { decision } = result;
    const before = i > 0 ? this.replicas[i - 1] : this.initial.replicas;
    if (decision) {
      if (
        state.isLimited !== undefined &&
        decision.isLimited !== state.isLimited
      ) {
        state.limitedSinceMs = (this.firstStep + i) * this.context.stepMs;
        this.limitFlips.push({ atMs: state.limitedSinceMs });
      }
      state.limit = decision.limited;
      state.isLimited = decision.isLimited;
    }
    const able =
      state.replicas === before
        ? decision?.able ?? 'ReadyForNewScale'
        : 'SucceededRescale';
    this.replicas[i] = state.replicas;
    this.ready[i] = result.ready;
    if (this.allocated) this.allocated[i] = result.allocated ?? 0;
    this.metric[i] = result.metricMilli ?? result.taken ?? 0;
    this.flags[i] =
      ableReasons.indexOf(able) |
      (limitReasons.indexOf(state.limit) << LIMIT_SHIFT) |
      (state.isLimited ? LIMITED : 0) |
      (result.isMetricKnown ? METRIC_KNOWN : 0);
  }
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
