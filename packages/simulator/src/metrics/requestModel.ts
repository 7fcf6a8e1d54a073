/**
 * How a service answers its players: requests per second, the share that fails and
 * how long the others take. Load is players per ready pod, in units of what a pod
 * can carry. Below 85 % nothing happens; beyond 100 % what does not fit is refused,
 * and everything gets slower. Now and then something else breaks for some minutes.
 */
import { chance, mix } from '../world/noise';
import { leakAt, leakCycle } from '../world/workloads/interruptions';
import { SATURATION, Workload } from '../world/workloads/Workload';

const DAY_MS = 86_400_000;

export const codes = ['200', '404', '500', '503'] as const;

/** Upper bounds of the latency buckets, in seconds. */
export const latencyBounds = [0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5] as const;

interface Manner {
  /** Requests per player and second. */
  rate: number;
  /** Median latency of an unloaded pod, in seconds. */
  medianSeconds: number;
}

const manners: Record<string, Manner> = {
  gateway: { rate: 0.2, medianSeconds: 0.018 },
  matchmaking: { rate: 0.01, medianSeconds: 0.12 },
  presence: { rate: 0.05, medianSeconds: 0.008 },
  economy: { rate: 0.04, medianSeconds: 0.045 },
  chat: { rate: 0.08, medianSeconds: 0.012 },
  shards: { rate: 0.1, medianSeconds: 0.015 },
  identity: { rate: 0.006, medianSeconds: 0.06 },
  'session-store': { rate: 0.3, medianSeconds: 0.004 },
  leaderboard: { rate: 0.05, medianSeconds: 0.035 },
};
const usual: Manner = { rate: 0.05, medianSeconds: 0.03 };

const known = new Map<string, Manner>();

function mannerOf({ service: { name } }: Workload): Manner {
  let manner = known.get(name);
  if (!manner) {
    const last = name.slice(name.lastIndexOf('-') + 1);
    manner = manners[name] ?? manners[last] ?? usual;
    known.set(name, manner);
  }
  return manner;
}

export interface Answering {
  requestsPerSecond: number;
  /** Shares of the requests by code, in the order of `codes`. */
  shares: [number, number, number, number];
  medianSeconds: number;
}

/** Spread of the latencies: a log-normal distribution with this sigma. */
export const LATENCY_SIGMA = 0.6;

/** A bad quarter of an hour: about one day in eight has one. */
function burstAt(workload: Workload, atMs: number): number {
  const day = Math.floor(atMs / DAY_MS);
  const seed = mix(workload.seed ^ 0xbad, day);
  if (chance(seed, 0) > 0.12) return 0;
  const startMs = day * DAY_MS + chance(seed, 1) * (DAY_MS - 1_800_000);
  const lengthMs = 240_000 + 900_000 * chance(seed, 2);
  if (atMs < startMs || atMs >= startMs + lengthMs) return 0;
  return 0.01 + 0.05 * chance(seed, 3);
}

/** How full the leaking pods of a workload are on average. */
function leakedShare(
  workload: Workload,
  replicas: number,
  atMs: number,
): number {
  const leak = leakAt(workload, atMs);
  if (!leak || replicas === 0) return 0;
  let fill = 0;
  for (let slot = 0; slot < replicas; slot++) {
    fill += leakCycle(workload, leak, slot, atMs).fill;
  }
  return fill / replicas;
}

/** How a workload with so many ready pods answers so many players. */
export function answeringOf(
  workload: Workload,
  players: number,
  ready: number,
  atMs: number,
): Answering {
  const manner = mannerOf(workload);
  // Nobody at no pod is no load; somebody at no pod is more than any.
  const load =
    players === 0 ? 0 : players / (ready * workload.playersPerPod * SATURATION);
  let refused = 0;
  if (load > 1) refused = 0.01 + 0.99 * (1 - 1 / load);
  else if (load > 0.85) refused = 0.01 * ((load - 0.85) / 0.15) ** 2;
  const burst = burstAt(workload, atMs);
  const leaked = leakedShare(workload, ready, atMs);
  const failed =
    1e-4 +
    4e-4 * chance(workload.seed, 21) +
    burst +
    0.004 * Math.max(0, leaked - 0.4);
  const server = Math.min(1, refused + failed);
  const client = 0.006 * (1 - server);
  const strain = Math.min(load, 2);
  return {
    // Without a ready pod nobody is there to count what is asked.
    requestsPerSecond: ready === 0 ? 0 : players * manner.rate,
    shares: [
      1 - server - client,
      client,
      Math.min(failed, server),
      server - Math.min(failed, server),
    ],
    medianSeconds:
      manner.medianSeconds *
      (1 +
        0.25 * strain * strain +
        6 * Math.max(0, strain - 0.8) +
        (burst > 0 ? 0.8 : 0) +
        1.2 * leaked * leaked),
  };
}

/** Share of the requests that take at most `seconds`. */
export function shareWithin(seconds: number, medianSeconds: number): number {
  return normalShare(Math.log(seconds / medianSeconds) / LATENCY_SIGMA);
}

/** Standard normal distribution function (Abramowitz and Stegun, 26.2.17). */
function normalShare(z: number): number {
  const t = 1 / (1 + 0.2316419 * Math.abs(z));
  const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI);
  const tail =
    density *
    t *
    (0.31938153 +
      t *
        (-0.356563782 +
          t * (1.781477937 + t * (-1.821255978 + t * 1.330274429))));
  return z >= 0 ? 1 - tail : tail;
}

/** Mean of the latency distribution. */
export function meanSeconds(medianSeconds: number): number {
  return medianSeconds * Math.exp((LATENCY_SIGMA * LATENCY_SIGMA) / 2);
}
