import { Demand } from '../demand/Demand';
import { playingShare, ramp } from '../demand/rhythm';
import { zoneOffsetMs } from '../demand/localTime';
import { smoothNoise } from '../noise';
import { Workload } from './Workload';

const { floor, min } = Math;

/** Steps per chunk; chunks are shared by all workloads of a world and region. */
const CHUNK_STEPS = 720;

/** Players find a new service within half an hour; this share of them at once. */
const GETTING_KNOWN_MS = 1_800_000;
const FIRST_SHARE = 0.08;
/** No more come at once than fill this share of what its first pods carry. */
const FIRST_FILL = 0.6;

/**
 * Players on the grid of the simulation's steps, in chunks that are computed once
 * and kept while there is room.
 */
export class DemandGrid {
  private readonly chunks = new Map<string, Float32Array>();

  constructor(
    private readonly demand: Demand,
    private readonly stepMs: number,
    /** Upper bound of numbers kept (4 bytes each). */
    private readonly capacity = 12_000_000,
  ) {}

  /** Reads players of one workload step by step: `at(step)`, step = atMs / stepMs. */
  reader(workload: Workload): (step: number) => number {
    const { ownPeak } = workload;
    if (ownPeak !== undefined) {
      return step => this.ownPlayers(workload, ownPeak, step * this.stepMs);
    }
    let chunk: Float32Array | undefined;
    let index = NaN;
    return step => {
      const wanted = floor(step / CHUNK_STEPS);
      if (wanted !== index || !chunk) {
        index = wanted;
        chunk = this.chunk(workload.world, workload.region.name, wanted);
      }
      return chunk[step - wanted * CHUNK_STEPS];
    };
  }

  /** Exact players of a workload at any instant. */
  playersAt(workload: Workload, atMs: number): number {
    if (workload.ownPeak !== undefined) {
      return this.ownPlayers(workload, workload.ownPeak, atMs);
    }
    return workload.world
      ? this.demand.playersAt(workload.world, workload.region.name, atMs)
      : this.demand.playersInRegion(workload.region.name, atMs);
  }

  private ownPlayers(workload: Workload, peak: number, atMs: number): number {
    const local = atMs + zoneOffsetMs(workload.region.timeZone, atMs);
    const noise = 1 + 0.03 * smoothNoise(workload.seed, atMs / 900_000);
    const all = peak * playingShare(local) * noise;
    if (workload.bornMs === undefined) return all;
    // Nobody is sent to a service before its first pods are ready.
    const bornMs = floor(workload.bornMs / this.stepMs) * this.stepMs;
    const sinceReadyMs = atMs - bornMs - workload.startupMs;
    if (sinceReadyMs < 0) return 0;
    const room = workload.base * workload.playersPerPod;
    const first = min(FIRST_SHARE * all, FIRST_FILL * room);
    return first + (all - first) * ramp(sinceReadyMs, 0, GETTING_KNOWN_MS);
  }

  private chunk(
    world: string | undefined,
    region: string,
    index: number,
  ): Float32Array {
    const key = `${world ?? '*'}/${region}/${index}`;
    const known = this.chunks.get(key);
    if (known) return known;
    const chunk = new Float32Array(CHUNK_STEPS);
    if (world) {
      for (let i = 0; i < CHUNK_STEPS; i++) {
        const atMs = (index * CHUNK_STEPS + i) * this.stepMs;
        chunk[i] = this.demand.playersAt(world, region, atMs);
      }
    } else {
      for (const other of this.demand.worldsIn(region)) {
        const part = this.chunk(other, region, index);
        for (let i = 0; i < CHUNK_STEPS; i++) chunk[i] += part[i];
      }
    }
    if (this.chunks.size * CHUNK_STEPS >= this.capacity) {
      for (const oldest of this.chunks.keys()) {
        this.chunks.delete(oldest);
        if (this.chunks.size * CHUNK_STEPS < 0.9 * this.capacity) break;
      }
    }
    this.chunks.set(key, chunk);
    return chunk;
  }
}
