import {
  compareVersions,
  KnownSize,
  SizeObservation,
} from '@worldscale/backstage-plugin-scaling-common';

/** What was seen of a workload and is not written yet. */
export interface Queued {
  seen: SizeObservation;
  /** Services that it counts for, by what is known when it is asked. */
  entityRefs: () => string[];
  seenAtMs: number;
  /** When its collection was last known in whole before; undefined: as stored. */
  heardMs: number | undefined;
  /** It holds although its version is older than what is known. */
  isForced: boolean;
  isInFlight: boolean;
}

/**
 * A server that lags catches up in seconds. Versions that stay behind for so long were
 * put back, as when a cluster is restored from a backup: then they are the truth.
 */
const BEHIND_MS = 300_000;

/**
 * What was seen of workloads, each in its order, until it is written. Versions in which
 * the size is the same and the version are one; those that are older than what is known wait aside.
 */
export class SightingQueue {
  readonly #queue = new Map<string, Queued[]>();
  /** What is older than what is known, and since when nothing newer came. */
  readonly #behind = new Map<string, { queued: Queued; sinceMs: number }>();

  has(key: string): boolean {
    return this.#queue.has(key);
  }

  entries(): Array<[string, Queued[]]> {
    return [...this.#queue];
  }

  add(key: string, queued: Queued, known: KnownSize | undefined): void {
    const waiting = this.#queue.get(key) ?? [];
    const last = waiting.at(-1);
    const before = last?.seen ?? known;
    if (before && compareVersions(queued.seen, before) === 'older') {
      const sinceMs = this.#behind.get(key)?.sinceMs ?? queued.seenAtMs;
      this.#behind.set(key, { queued, sinceMs });
      return;
    }
    this.#behind.delete(key);
    if (last && !last.isInFlight && isSameSize(queued.seen, last.seen)) {
      // What was seen first says when; what was seen last, whether it is ready.
      const version = queued.seen.version ?? last.seen.version;
      last.seen = { ...queued.seen, version };
    } else {
      this.#queue.set(key, [...waiting, queued]);
    }
  }

  done(key: string, queued: Queued): void {
    const left = (this.#queue.get(key) ?? []).filter(each => each !== queued);
    if (left.length > 0) this.#queue.set(key, left);
    else this.#queue.delete(key);
  }

  /** Lets what has been behind for long count after all. */
  forceStuck(nowMs: number): void {
    for (const [key, { queued, sinceMs }] of this.#behind) {
      if (nowMs - sinceMs < BEHIND_MS || this.#queue.has(key)) continue;
      this.#behind.delete(key);
      this.#queue.set(key, [{ ...queued, isForced: true }]);
    }
  }
}

function isSameSize(a: SizeObservation, b: SizeObservation): boolean {
  return (
    a.uid === b.uid &&
    a.size === b.size &&
    a.previewSize === b.previewSize &&
    (!a.version || !b.version || a.version.revision === b.version.revision)
  );
}
