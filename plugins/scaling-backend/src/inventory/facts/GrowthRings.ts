import {
  DemandSample,
  Growth,
  growthOf,
} from '@worldscale/backstage-plugin-scaling-common';

/**
 * Longer than most rounds of a game, so that a wave of play that comes and goes is not
 * taken for growth; short enough to see a launch while it begins.
 */
export const GROWTH_WINDOW_MS = 20 * 60_000;
const SAMPLE_EVERY_MS = 60_000;
/** A sample may be late by so much. */
const SLACK_MS = 5_000;

/**
 * How the replicas that each workload needs grow, by what was seen of it here: instants
 * and values in turn, as an object for each sample takes four times the room.
 */
export class GrowthRings {
  readonly #rings = new Map<string, number[]>();

  /** Kept once a minute; unknown values leave a gap. */
  note(workload: string, atMs: number, value: number | null): void {
    const ring = this.#rings.get(workload) ?? [];
    if (value === null || !Number.isFinite(value)) return;
    const lastAtMs = ring[ring.length - 2];
    if (lastAtMs !== undefined && atMs - lastAtMs < SAMPLE_EVERY_MS - SLACK_MS)
      return;
    ring.push(atMs, value);
    while (ring[0] < atMs - GROWTH_WINDOW_MS) ring.splice(0, 2);
    this.#rings.set(workload, ring);
  }

  of(workload: string, nowMs: number): Growth | null {
    const ring = this.#rings.get(workload) ?? [];
    const samples: DemandSample[] = [];
    for (let i = 0; i < ring.length; i += 2) {
      const [atMs, value] = [ring[i], ring[i + 1]];
      if (atMs >= nowMs - GROWTH_WINDOW_MS) samples.push({ atMs, value });
    }
    const growth = growthOf(samples);
    return growth && { ...growth, perMinute: inTwoDigits(growth.perMinute) };
  }

  keep(workloads: ReadonlySet<string>): void {
    for (const workload of this.#rings.keys()) {
      if (!workloads.has(workload)) this.#rings.delete(workload);
    }
  }
}

/** More digits than two are not known, and would make every minute another row. */
function inTwoDigits(value: number): number {
  return Number(value.toPrecision(2));
}
