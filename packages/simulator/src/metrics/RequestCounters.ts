/**
 * Counters at any instant of the last 90 days. A counter is an integral, so each
 * block (one day of one workload) is integrated once, from knot to knot, and between
 * knots it grows evenly. A counter starts again from zero when a new version is
 * rolled out and when a lost region comes back, as a process's counters do; that
 * bounds how many blocks one value can need.
 */
import { Simulation } from '../world/workloads/Simulation';
import { serialOf, Workload } from '../world/workloads/Workload';
import {
  answeringOf,
  codes,
  latencyBounds,
  meanSeconds,
  shareWithin,
} from './requestModel';

const SUM = codes.length + latencyBounds.length;
const CHANNELS = SUM + 1;

/** Starts of blocks whose counters are kept: three months of LifeVerse. */
const MAX_CARRIED = 16_000;

/** Which of the counters of a workload. */
export type Channel =
  | { code: (typeof codes)[number] }
  | { le: (typeof latencyBounds)[number] }
  | 'sum'
  | 'count';

class BlockIntegral {
  private readonly values: Float64Array;
  private readonly players: (step: number) => number;
  private done = 0;

  constructor(
    private readonly simulation: Simulation,
    private readonly workload: Workload,
    private readonly startMs: number,
    private readonly knots: number,
    private readonly knotMs: number,
  ) {
    this.values = new Float64Array((knots + 1) * CHANNELS);
    this.players = simulation.grid.reader(workload);
  }

  get byteLength(): number {
    return this.values.byteLength;
  }

  /** Integral of one channel from the block's start to an instant. */
  at(channel: number, atMs: number): number {
    const position = Math.min((atMs - this.startMs) / this.knotMs, this.knots);
    const left = Math.min(Math.floor(position), this.knots - 1);
    while (this.done <= left) this.advance();
    const a = this.values[left * CHANNELS + channel];
    const b = this.values[(left + 1) * CHANNELS + channel];
    return a + (b - a) * (position - left);
  }

  private advance() {
    const { workload, simulation, values } = this;
    const knot = this.done++;
    const middleMs = this.startMs + (knot + 0.5) * this.knotMs;
    const from = knot * CHANNELS;
    const to = from + CHANNELS;
    for (let i = 0; i < CHANNELS; i++) values[to + i] = values[from + i];
    if (!simulation.exists(workload, middleMs)) return;
    const { stepMs } = simulation.blocks;
    const players = this.players(Math.floor(middleMs / stepMs));
    const ready = simulation.timeline
      .runAt(workload, middleMs)
      .readyAt(middleMs);
    const answering = answeringOf(workload, players, ready, middleMs);
    const total = (answering.requestsPerSecond * this.knotMs) / 1000;
    for (let i = 0; i < codes.length; i++) {
      values[to + i] += total * answering.shares[i];
    }
    for (let i = 0; i < latencyBounds.length; i++) {
      values[to + codes.length + i] +=
        total * shareWithin(latencyBounds[i], answering.medianSeconds);
    }
    values[to + SUM] += total * meanSeconds(answering.medianSeconds);
  }
}

/**
 * A stretch of one block without a reset. Whoever reads samples stays within one for
 * hundreds of them.
 */
interface Segment {
  workload: Workload;
  startMs: number;
  endMs: number;
  resetMs: number;
  integral: BlockIntegral;
  /** What the counters show beyond the block's integral, by channel. */
  base: Float64Array;
}

export class RequestCounters {
  private segment: Segment | undefined;
  private readonly blocks = new Map<string, BlockIntegral>();
  private readonly carry = new Map<string, Float64Array>();
  private bytes = 0;

  constructor(
    private readonly simulation: Simulation,
    /** Divides the length of a block. */
    private readonly knotMs: number,
    private readonly capacityBytes: number,
  ) {}

  /** One counter of a workload, as a function of the instant. */
  reader(workload: Workload, channel: Channel): (atMs: number) => number {
    if (channel === 'count') {
      return atMs => {
        let sum = 0;
        for (let i = 0; i < codes.length; i++) {
          sum += this.sinceReset(workload, i, atMs);
        }
        return sum;
      };
    }
    const index = indexOf(channel);
    return atMs => this.sinceReset(workload, index, atMs);
  }

  /** When the counters of a workload were last zero. */
  resetAt(workload: Workload, atMs: number): number {
    const { rollouts, demand } = this.simulation;
    const revision = rollouts.revisionAt(workload, atMs);
    let resetMs = rollouts.startOf(workload, revision);
    for (const outage of demand.incidents.outages) {
      if (outage.region === workload.region.name && outage.endMs <= atMs) {
        resetMs = Math.max(resetMs, outage.endMs);
      }
    }
    return resetMs;
  }

  /** Since when the counters have been there and have only grown. */
  steadySince(workload: Workload, atMs: number): number {
    const { earliestMs, blocks } = this.simulation;
    const bornMs =
      workload.bornMs === undefined
        ? earliestMs
        : blocks.stepOf(workload.bornMs);
    const { resetMs } = this.segmentOf(workload, atMs);
    return Math.max(resetMs, bornMs, earliestMs);
  }

  private sinceReset(
    workload: Workload,
    channel: number,
    atMs: number,
  ): number {
    const { integral, base } = this.segmentOf(workload, atMs);
    return Math.max(0, base[channel] + integral.at(channel, atMs));
  }

  private segmentOf(workload: Workload, atMs: number): Segment {
    const { segment } = this;
    return segment?.workload === workload &&
      atMs >= segment.startMs &&
      atMs < segment.endMs
      ? segment
      : (this.segment = this.findSegment(workload, atMs));
  }

  private findSegment(workload: Workload, atMs: number): Segment {
    const { blocks } = this.simulation;
    const block = blocks.indexOf(workload.region, atMs);
    const blockMs = blocks.startOf(workload.region, block);
    const integral = this.integral(workload, block);
    const resetMs = this.resetAt(workload, atMs);
    const startMs = Math.max(blockMs, resetMs);
    const endMs = Math.min(
      blocks.startOf(workload.region, block + 1),
      this.nextResetAt(workload, atMs),
    );
    let base: Float64Array;
    if (resetMs < blockMs) base = this.carried(workload, block);
    else {
      base = new Float64Array(CHANNELS).map(
        (_, channel) => -integral.at(channel, resetMs),
      );
    }
    return { workload, startMs, endMs, resetMs, integral, base };
  }

  private nextResetAt(workload: Workload, atMs: number): number {
    const { rollouts, demand, blocks } = this.simulation;
    const revision = rollouts.revisionAt(workload, atMs);
    const isLast =
      rollouts.revisionAt(workload, atMs + blocks.lengthMs) === revision;
    let nextMs = isLast
      ? Number.POSITIVE_INFINITY
      : rollouts.startOf(workload, revision + 1);
    for (const outage of demand.incidents.outages) {
      if (outage.region === workload.region.name && outage.endMs > atMs) {
        nextMs = Math.min(nextMs, outage.endMs);
      }
    }
    return nextMs;
  }

  /** What the counters show at the start of a block, by channel. */
  private carried(workload: Workload, block: number): Float64Array {
    const key = keyOf(workload, block);
    const known = this.carry.get(key);
    if (known) return known;
    const { blocks } = this.simulation;
    const startMs = blocks.startOf(workload.region, block);
    const before = this.integral(workload, block - 1);
    const beforeMs = blocks.startOf(workload.region, block - 1);
    const resetMs = this.resetAt(workload, startMs - 1);
    const values = new Float64Array(CHANNELS);
    const older =
      resetMs >= beforeMs ? undefined : this.carried(workload, block - 1);
    for (let channel = 0; channel < CHANNELS; channel++) {
      values[channel] =
        before.at(channel, startMs) +
        (older ? older[channel] : -before.at(channel, resetMs));
    }
    if (this.carry.size >= MAX_CARRIED) {
      for (const oldest of this.carry.keys()) {
        this.carry.delete(oldest);
        if (this.carry.size < 0.9 * MAX_CARRIED) break;
      }
    }
    this.carry.set(key, values);
    return values;
  }

  private integral(workload: Workload, block: number): BlockIntegral {
    const key = keyOf(workload, block);
    const known = this.blocks.get(key);
    if (known) {
      this.blocks.delete(key);
      this.blocks.set(key, known);
      return known;
    }
    const { blocks } = this.simulation;
    const { bornMs } = workload;
    // On its first day a service is looked at step by step: its start is all there is.
    const isFirst =
      bornMs !== undefined && blocks.indexOf(workload.region, bornMs) === block;
    const knotMs = isFirst ? blocks.stepMs : this.knotMs;
    const integral = new BlockIntegral(
      this.simulation,
      workload,
      blocks.startOf(workload.region, block),
      blocks.lengthMs / knotMs,
      knotMs,
    );
    this.blocks.set(key, integral);
    this.bytes += integral.byteLength;
    for (const [oldKey, old] of this.blocks) {
      if (this.bytes <= this.capacityBytes || old === integral) break;
      this.blocks.delete(oldKey);
      this.bytes -= old.byteLength;
    }
    return integral;
  }
}

function keyOf(workload: Workload, block: number): string {
  return `${serialOf(workload)}#${block}`;
}

function indexOf(channel: Exclude<Channel, 'count'>): number {
  if (channel === 'sum') return SUM;
  if ('code' in channel) return codes.indexOf(channel.code);
  return codes.length + latencyBounds.indexOf(channel.le);
}
