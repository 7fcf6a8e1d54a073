import {
  isPlausibleStart,
  Pod,
  StartTimes,
  startTimesOf,
} from '@worldscale/backstage-plugin-scaling-common';

/** Enough for a 90th percentile; older ones tell of another version. */
const STARTS_KEPT = 50;
const KEPT_FOR_MS = 24 * 3_600_000;

/**
 * How long the replicas of each workload lately took from creation to ready, by the
 * cluster's own clock. A pod tells it once, when it is first seen ready: later it would
 * tell when it came back. Of a game server its pod tells.
 */
export class SeenStarts {
  readonly #seen = new Map<string, Array<{ atMs: number; tookMs: number }>>();
  #told = new Set<string>();
  #stillThere = new Set<string>();

  note(workload: string, pod: Pod): void {
    if (!pod.ready) return;
    this.#stillThere.add(pod.uid);
    if (this.#told.has(pod.uid)) return;
    this.#told.add(pod.uid);
    const { createdMs, readySinceMs, restarts } = pod;
    if (createdMs === undefined || readySinceMs === undefined) return;
    const tookMs = readySinceMs - createdMs;
    if (restarts > 0 || !isPlausibleStart(tookMs)) return;
    const seen = this.#seen.get(workload) ?? [];
    seen.push({ atMs: readySinceMs, tookMs });
    if (seen.length > STARTS_KEPT) seen.shift();
    this.#seen.set(workload, seen);
  }

  of(workload: string, nowMs: number): StartTimes | null {
    const seen = this.#seen.get(workload) ?? [];
    return startTimesOf(
      seen
        .filter(({ atMs }) => nowMs - atMs <= KEPT_FOR_MS)
        .map(({ tookMs }) => tookMs),
    );
  }

  /** All pods were noted: forgets those that are gone, and workloads that are no more. */
  endRound(workloads: ReadonlySet<string>): void {
    this.#told = this.#stillThere;
    this.#stillThere = new Set();
    for (const workload of this.#seen.keys()) {
      if (!workloads.has(workload)) this.#seen.delete(workload);
    }
  }
}
