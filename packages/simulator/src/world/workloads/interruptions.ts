/**
 * Containers that stop for a moment: ordinary crashes (a few a week per service)
 * and, where a version leaks memory, pods that are killed each time they reach
 * their limit. Both are functions of the instant, so counts of restarts are too.
 */
import { chance, mix } from '../noise';
import { Leak } from '../demand/incidents';
import { Workload } from './Workload';

const { floor, max, min } = Math;

const DAY_MS = 86_400_000;

/** How long a container is down: the kubelet's first back-off and its start. */
export const RESTART_MS = 45_000;

/** Hours from a fresh leaking pod to its memory limit. */
const LEAK_HOURS = 5.5;

export interface Crash {
  slot: number;
  atMs: number;
}

/** Crashes of one workload on one UTC day; about one day in three has one. */
export function crashesOn(workload: Workload, day: number): Crash[] {
  const seed = mix(workload.seed ^ 0xc0, day);
  if (chance(seed, 0) > 0.3) return [];
  const firstMs = workload.bornMs ?? Number.NEGATIVE_INFINITY;
  const crash = {
    // A stuck rollout has taken the last pod already.
    slot: floor(chance(seed, 1) * max(1, workload.base - 1)),
    atMs: day * DAY_MS + floor(chance(seed, 2) * (DAY_MS - 120_000)),
  };
  return crash.atMs > firstMs + 600_000 ? [crash] : [];
}

/** Crashes of one slot in (fromMs, toMs], oldest first. */
export function crashesOf(
  workload: Workload,
  slot: number,
  fromMs: number,
  toMs: number,
): Crash[] {
  const crashes: Crash[] = [];
  const first = floor(fromMs / DAY_MS);
  const last = floor(toMs / DAY_MS);
  for (let day = first; day <= last; day++) {
    for (const crash of crashesOn(workload, day)) {
      if (crash.slot === slot && crash.atMs > fromMs && crash.atMs <= toMs) {
        crashes.push(crash);
      }
    }
  }
  return crashes;
}

export function leakAt(workload: Workload, atMs: number): Leak | undefined {
  return workload.faults.leaks.find(
    leak => atMs >= leak.startMs && atMs < leak.endMs,
  );
}

/** Where a leaking pod stands: how full its memory is, and when it was last killed. */
export function leakCycle(
  workload: Workload,
  leak: Leak,
  slot: number,
  atMs: number,
): { fill: number; kills: number; lastKillMs?: number } {
  const periodMs = LEAK_HOURS * 3_600_000;
  const phase = chance(workload.seed ^ 0x1ea, slot);
  // The first cycle begins with the version; phases spread the pods from then on.
  const cycles = (atMs - leak.startMs) / periodMs + phase * 0.6;
  const kills = floor(cycles);
  return {
    fill: cycles - kills,
    kills,
    lastKillMs:
      kills > 0 ? leak.startMs + (kills - phase * 0.6) * periodMs : undefined,
  };
}

/** When the next container of a workload stops, on the same UTC day at the latest. */
export function nextStop(
  workload: Workload,
  replicas: number,
  atMs: number,
): number {
  const day = floor(atMs / DAY_MS);
  let nextMs = (day + 1) * DAY_MS;
  for (const crash of crashesOn(workload, day)) {
    if (crash.atMs > atMs) nextMs = min(nextMs, crash.atMs);
  }
  for (const leak of workload.faults.leaks) {
    if (leak.startMs > atMs) nextMs = min(nextMs, leak.startMs);
    if (leak.startMs > atMs || leak.endMs <= atMs) continue;
    nextMs = min(nextMs, leak.endMs);
    for (let slot = 0; slot < replicas; slot++) {
      const { fill } = leakCycle(workload, leak, slot, atMs);
      nextMs = min(nextMs, atMs + (1 - fill) * LEAK_HOURS * 3_600_000);
    }
  }
  return nextMs;
}

/** Pods of a workload that are down at an instant because of a stopped container. */
export function downAt(
  workload: Workload,
  replicas: number,
  atMs: number,
): number {
  let down = 0;
  // Crashes keep two minutes' distance from midnight: one day is enough.
  const day = floor(atMs / DAY_MS);
  for (const crash of crashesOn(workload, day)) {
    if (isDown(crash.atMs, atMs) && crash.slot < replicas) down++;
  }
  const leak = leakAt(workload, atMs);
  if (leak) {
    for (let slot = 0; slot < replicas; slot++) {
      const { lastKillMs } = leakCycle(workload, leak, slot, atMs);
      if (lastKillMs !== undefined && isDown(lastKillMs, atMs)) down++;
    }
  }
  return min(down, replicas);
}

export function isDown(stoppedMs: number, atMs: number): boolean {
  return atMs >= stoppedMs && atMs < stoppedMs + RESTART_MS;
}
