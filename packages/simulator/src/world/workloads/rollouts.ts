/**
 * New versions. Every workload but fleets is rolled out once per period, in the
 * quiet hour of one of its days, pod by pod: a new pod becomes ready before the
 * next old one goes. Game servers are replaced one at a time when their session has
 * lasted long enough, as a fleet's servers are. A blue/green Rollout brings a whole
 * second stack and changes over to it at once.
 */
import { chance, mix } from '../noise';
import { Blocks } from './Blocks';
import { heldFromMs, isBlueGreen, Workload } from './Workload';

const HOUR_MS = 3_600_000;
const DAYS_TO_2025 = 20_089;

/** Pods of a version that start beside those of the version before. */
export interface Surge {
  revision: number;
  bornMs: number;
  slots: number[];
}

export class Rollouts {
  constructor(
    private readonly blocks: Blocks,
    /** Days between two versions. */
    private readonly periodDays: number,
  ) {}

  /** Number of the version at an instant; grows by one with each rollout. */
  revisionAt(workload: Workload, atMs: number): number {
    const { versions } = workload;
    if (versions) {
      const since = versions.filter(
        (_, i) => i > 0 && this.shownFrom(workload, i) <= atMs,
      );
      return this.firstRevision(workload) + since.length;
    }
    const scheduled = this.scheduledAt(workload, notHeld(workload, atMs));
    return Math.max(scheduled, this.firstRevision(workload));
  }

  /** Whether a version is the one that a workload was born with. */
  isFirst(workload: Workload, revision: number): boolean {
    return revision <= this.firstRevision(workload);
  }

  /** When a version became the current one. */
  startOf(workload: Workload, revision: number): number {
    const first = this.firstRevision(workload);
    if (revision === first) return this.blocks.stepOf(workload.bornMs!);
    return workload.versions
      ? this.shownFrom(workload, revision - first)
      : this.scheduleOf(workload, revision);
  }

  /** What a repository said that a version is; the newest where that is forgotten. */
  manifestOf({ versions, ...workload }: Workload, revision: number) {
    const index = revision - this.firstRevision({ ...workload, versions });
    return (versions?.[index] ?? versions?.at(-1))?.manifest;
  }

  /** When the first pod of a pushed version takes over from an old one. */
  private shownFrom(workload: Workload, index: number): number {
    const atMs = workload.versions?.[index]?.atMs;
    // What nobody has pushed yet.
    if (atMs === undefined) return Number.POSITIVE_INFINITY;
    return this.blocks.stepOf(atMs) + this.paceMs(workload);
  }

  /** What people count: versions since the beginning of 2025. */
  generationOf(revision: number): number {
    return Math.max(1, revision - this.generationZero);
  }

  private get generationZero() {
    return Math.floor(DAYS_TO_2025 / this.periodDays);
  }

  /** Milliseconds between two pods of a rollout: each waits for the one before. */
  paceMs(workload: Workload): number {
    const { stepMs } = this.blocks;
    return Math.ceil(workload.startupMs / stepMs) * stepMs;
  }

  /**
   * Version of the pod in a slot that always stands, and when that pod was created.
   * Slots are replaced in order.
   */
  slotAt(
    workload: Workload,
    slot: number,
    atMs: number,
  ): { revision: number; bornMs: number } {
    if (workload.kind === 'Fleet') {
      const session = sessionOf(workload, slot, atMs);
      const startMs = Math.max(
        session.startMs,
        workload.bornMs ?? Number.NEGATIVE_INFINITY,
      );
      return {
        revision: this.revisionAt(workload, startMs),
        bornMs: this.blocks.stepOf(startMs),
      };
    }
    const revision = this.revisionAt(workload, atMs);
    const progressMs = notHeld(workload, atMs);
    const first = this.firstRevision(workload);
    if (
      revision > first &&
      progressMs <
        this.startOf(workload, revision) +
          placeOf(workload, slot) * this.paceMs(workload)
    ) {
      const before = revision - 1;
      return {
        revision: before,
        bornMs: this.createdAt(workload, slot, before),
      };
    }
    return { revision, bornMs: this.createdAt(workload, slot, revision) };
  }

  /** When the game server in a slot that always stands will be replaced. */
  sessionEnd(workload: Workload, slot: number, atMs: number): number {
    return sessionOf(workload, slot, atMs).endMs;
  }

  /**
   * The pods that start beside the old ones right now, by the slots that they will take
   * over: one at a time, of blue/green all at once; undefined: no rollout.
   *
   * @param slots that always stand
   * @param size of the whole workload
   */
  surgeAt(
    workload: Workload,
    slots: number,
    size: number,
    atMs: number,
  ): Surge | undefined {
    const hasSurge =
      workload.kind === 'Deployment' || workload.kind === 'Rollout';
    const heldMs = heldFromMs(workload);
    if (!hasSurge || (heldMs !== undefined && atMs >= heldMs)) return undefined;
    const paceMs = this.paceMs(workload);
    const revision = this.revisionAt(workload, atMs + paceMs);
    if (revision === this.firstRevision(workload)) return undefined;
    const firstMs = this.startOf(workload, revision) - paceMs;
    const slot = Math.floor((atMs - firstMs) / paceMs);
    if (isBlueGreen(workload)) {
      return slot === 0
        ? { revision, bornMs: firstMs, slots: [...Array(size).keys()] }
        : undefined;
    }
    if (slot < 0 || slot >= slots) return undefined;
    return { revision, bornMs: firstMs + slot * paceMs, slots: [slot] };
  }

  /** New pods start beside the old ones, except where names are fixed. */
  private createdAt(workload: Workload, slot: number, revision: number) {
    const startMs = this.startOf(workload, revision);
    if (revision === this.firstRevision(workload)) return startMs;
    const paceMs = this.paceMs(workload);
    const replacedMs = startMs + placeOf(workload, slot) * paceMs;
    return workload.kind === 'StatefulSet' ? replacedMs : replacedMs - paceMs;
  }

  private scheduleOf(workload: Workload, revision: number): number {
    const shift = workload.seed % this.periodDays;
    const block = revision * this.periodDays - shift;
    const minutes = 5 + Math.floor(50 * chance(workload.seed, 11));
    return (
      this.blocks.stepOf(this.blocks.startOf(workload.region, block)) +
      minutes * 60_000
    );
  }

  private scheduledAt(workload: Workload, atMs: number): number {
    const shift = workload.seed % this.periodDays;
    const block = this.blocks.indexOf(workload.region, atMs);
    const revision = Math.floor((block + shift) / this.periodDays);
    return atMs < this.scheduleOf(workload, revision) ? revision - 1 : revision;
  }

  /** The version that a new workload was born with; none for the others. */
  private firstRevision(workload: Workload): number {
    if (workload.versions) return this.generationZero + 1;
    return workload.bornMs === undefined
      ? Number.NEGATIVE_INFINITY
      : this.scheduledAt(workload, workload.bornMs);
  }

  /** Hash of a version's pod template. */
  templateSeed(workload: Workload, revision: number): number {
    return mix(workload.seed ^ 0x7e, revision);
  }
}

/** Game servers last two and a half to three and a half days. */
function sessionOf(workload: Workload, slot: number, atMs: number) {
  const periodMs = wholeMinutes(
    (60 + 24 * chance(workload.seed, slot)) * HOUR_MS,
  );
  const phaseMs = wholeMinutes(chance(workload.seed ^ 5, slot) * periodMs);
  const startMs = Math.floor((atMs - phaseMs) / periodMs) * periodMs + phaseMs;
  return { startMs, endMs: startMs + periodMs };
}

/** Steps divide a minute, so whole minutes begin a step. */
function wholeMinutes(ms: number): number {
  return Math.round(ms / 60_000) * 60_000;
}

/** A rollout that hangs or waits keeps everything at the version before. */
function notHeld(workload: Workload, atMs: number): number {
  return Math.min(atMs, heldFromMs(workload) ?? atMs);
}

/** How many pods are replaced before that of a slot. */
function placeOf(workload: Workload, slot: number): number {
  return isBlueGreen(workload) ? 0 : slot;
}
