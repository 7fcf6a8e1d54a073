/**
 * Any instant of any workload, at bounded cost.
 *
 * An autoscaler's decision depends on its past, so a block (one day, from quiet
 * hour to quiet hour) has to be run from its start. The state at that start comes
 * from a warm-up: a run over the last ten hours of the block before, which begins
 * at an evening's size and comes down to the minimum in the night, where the
 * workload forgets everything else. Whoever asks for a block therefore gets the
 * same one: at most 34 hours of steps, kept while there is room. The present only
 * adds steps to its block.
 *
 * What the warm-up cannot know: within its tolerance an autoscaler may have come down
 * by other steps. Both end at the minimum, but a `lastScaleTime` (or the start of a
 * condition) of hours ago can be another one after the border of two blocks. Where a
 * launch keeps a workload above its minimum all night, its size may differ by a pod.
 */
import { defaultTolerances } from '../autoscalers/replicaCalculator';
import { Blocks } from './Blocks';
import { restingState, RunState } from './RunState';
import { RunContext, WorkloadRun } from './WorkloadRun';
import { Workload } from './Workload';

const HOUR_MS = 3_600_000;
const WEEK_MS = 168 * HOUR_MS;
const WARM_UP_MS = 10 * HOUR_MS;

export class WorkloadTimeline {
  private readonly runs = new Map<string, WorkloadRun>();
  private readonly latest = new Map<
    string,
    { block: number; run: WorkloadRun }
  >();
  private bytes = 0;

  constructor(
    readonly blocks: Blocks,
    private readonly context: RunContext,
    private readonly capacityBytes: number,
  ) {}

  /** The run of the block that an instant lies in. */
  runAt(workload: Workload, atMs: number): WorkloadRun {
    const block = this.blocks.indexOf(workload.region, atMs);
    const latest = this.latest.get(workload.key);
    if (latest?.block === block) return latest.run;
    const run = this.runOf(workload, block);
    this.latest.set(workload.key, { block, run });
    return run;
  }

  /** Drops what is known of a workload whose definition changed. */
  forget(workload: Workload) {
    this.latest.delete(workload.key);
    for (const [key, run] of this.runs) {
      if (run.workload.key === workload.key) {
        this.runs.delete(key);
        this.bytes -= run.byteLength;
      }
    }
  }

  private runOf(workload: Workload, block: number): WorkloadRun {
    const key = `${workload.key}#${block}`;
    const known = this.runs.get(key);
    if (known) {
      this.runs.delete(key);
      this.runs.set(key, known);
      return known;
    }
    const startMs = this.blocks.startOf(workload.region, block);
    const run = new WorkloadRun(
      workload,
      this.context,
      startMs,
      startMs + this.blocks.lengthMs,
      this.startState(workload, startMs),
    );
    this.runs.set(key, run);
    this.bytes += run.byteLength;
    for (const [oldKey, old] of this.runs) {
      if (this.bytes <= this.capacityBytes || old === run) break;
      this.runs.delete(oldKey);
      this.bytes -= old.byteLength;
    }
    return run;
  }

  private startState(workload: Workload, startMs: number): RunState {
    const { bornMs = Number.NEGATIVE_INFINITY, scaler } = workload;
    const birthMs = this.blocks.stepOf(bornMs);
    if (birthMs >= startMs) return newbornState(workload, birthMs);
    if (scaler.kind === 'none') {
      return restingState(workload.base, sinceOf(startMs));
    }
    const fromMs = Math.max(startMs - WARM_UP_MS, birthMs);
    const first =
      fromMs === birthMs
        ? newbornState(workload, birthMs)
        : this.restingAt(workload, fromMs, sinceOf(startMs));
    const { context } = this;
    return new WorkloadRun(workload, context, fromMs, startMs, first).end();
  }

  /** As if the workload had followed the players up to an instant in the evening. */
  private restingAt(
    workload: Workload,
    atMs: number,
    sinceMs: number,
  ): RunState {
    const { metricFailsFromMs, kedaHold } = workload.faults;
    const heldFromMs = metricFailsFromMs ?? kedaHold?.fromMs ?? Infinity;
    if (heldFromMs <= atMs) return restingState(workload.base, sinceMs);
    const step = Math.round(atMs / this.context.stepMs);
    const players = this.context.players(workload)(step);
    // An autoscaler that follows a rising demand is behind it by its tolerance.
    const lag = 1 + defaultTolerances.up;
    const needed = Math.ceil(players / (workload.playersPerPod * lag));
    const { base, ceiling } = workload;
    return restingState(Math.min(Math.max(needed, base), ceiling), sinceMs);
  }
}

/** A workload that has not moved for long has been so since the week began. */
function sinceOf(startMs: number): number {
  return Math.floor(startMs / WEEK_MS) * WEEK_MS;
}

/** A new workload has its first pods, which start at its birth. */
function newbornState(workload: Workload, bornMs: number): RunState {
  const state = restingState(workload.base, bornMs);
  state.readyFromMs.fill(bornMs + workload.startupMs);
  return state;
}
