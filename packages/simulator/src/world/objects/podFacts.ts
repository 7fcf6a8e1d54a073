/**
 * Which pods a workload has at a step, and how each of them is. Pods are told apart
 * by slot and birth, so a pod keeps its name and uid for as long as it lives. The
 * numbers of ready and allocated ones are those of the run: where the two accounts
 * could differ (a pod that starts across the border of two blocks), the run wins.
 */
import { mix, nameSuffix } from '../noise';
import {
  crashesOf,
  isDown,
  leakAt,
  leakCycle,
  nextStop,
  RESTART_MS,
} from '../workloads/interruptions';
import { Simulation } from '../workloads/Simulation';
import {
  heldFromMs,
  isStuck,
  STUCK_PODS,
  waitingPods,
  Workload,
} from '../workloads/Workload';
import { WorkloadState } from '../workloads/RunState';
import { PodTemplate } from './podTemplate';

export interface LastStop {
  atMs: number;
  reason: 'Error' | 'OOMKilled' | 'NodeShutdown';
}

export interface PodFacts {
  name: string;
  slot: number;
  revision: number;
  bornMs: number;
  phase: 'Pending' | 'Running';
  ready: boolean;
  /** Since when `ready` is what it is. */
  readySinceMs: number;
  restarts: number;
  lastStop?: LastStop;
  /** Why the container waits, where it does not run. */
  waiting?: 'ContainerCreating' | 'ImagePullBackOff' | 'CrashLoopBackOff';
  /** Game servers: players are on it. */
  allocated: boolean;
}

export interface PodList {
  pods: PodFacts[];
  /** Until when (exclusive) nothing changes as long as the state does not. */
  validUntilMs: number;
}

/** A pod of another version beside those that serve. */
interface Extra {
  slot: number;
  revision: number;
  bornMs: number;
  /** Its image cannot be pulled. */
  image: boolean;
  readyFromMs: number;
}

export type TemplateOf = (workload: Workload, revision: number) => PodTemplate;

function podName(
  workload: Workload,
  template: PodTemplate,
  slot: number,
  bornMs: number,
): string {
  if (workload.kind === 'StatefulSet') return `${workload.name}-${slot}`;
  const seed = mix(mix(workload.seed, slot), Math.floor(bornMs / 1000));
  const set =
    workload.kind === 'Fleet' ? template.hash.slice(0, 5) : template.hash;
  return `${workload.name}-${set}-${nameSuffix(seed, 5)}`;
}

/** Birth of each slot above the base, from the changes of size. */
function birthsOf(
  simulation: Simulation,
  workload: Workload,
  state: WorkloadState,
): number[] {
  const run = simulation.timeline.runAt(workload, state.atMs);
  const births: number[] = [];
  // What stands above the base at a block's start was replaced in the quiet hour.
  for (let slot = 0; slot < run.initialReplicas; slot++)
    births[slot] = run.startMs;
  for (const change of run.changes) {
    if (change.atMs > state.atMs) break;
    births.length = Math.min(births.length, change.to);
    for (let slot = change.from; slot < change.to; slot++) {
      births[slot] = change.atMs;
    }
  }
  return births;
}

function stopsOf(
  simulation: Simulation,
  workload: Workload,
  slot: number,
  bornMs: number,
  atMs: number,
): LastStop[] {
  const stops: LastStop[] = [];
  if (slot < workload.base) {
    // A pod older than a rollout's period does not exist: bounded work.
    for (const crash of crashesOf(workload, slot, bornMs, atMs)) {
      stops.push({ atMs: crash.atMs, reason: 'Error' });
    }
  }
  const leak = leakAt(workload, atMs);
  if (leak) {
    const before = leakCycle(
      workload,
      leak,
      slot,
      Math.max(bornMs, leak.startMs),
    );
    const now = leakCycle(workload, leak, slot, atMs);
    for (let kill = before.kills; kill < now.kills; kill++) {
      stops.push({ atMs: now.lastKillMs!, reason: 'OOMKilled' });
    }
  }
  for (const outage of simulation.demand.incidents.outages) {
    if (
      outage.region === workload.region.name &&
      bornMs < outage.startMs &&
      atMs >= outage.endMs
    ) {
      stops.push({ atMs: outage.startMs, reason: 'NodeShutdown' });
    }
  }
  return stops.sort((a, b) => a.atMs - b.atMs);
}

/** Earliest instant at which a pod of this slot can count as ready. */
function readyFromOf(
  simulation: Simulation,
  workload: Workload,
  slot: number,
  bornMs: number,
  atMs: number,
): number {
  const { stepMs } = simulation.blocks;
  const isNewborn =
    workload.bornMs !== undefined &&
    bornMs === simulation.blocks.stepOf(workload.bornMs);
  let fromMs = bornMs;
  if (slot >= workload.base || isNewborn) fromMs += workload.startupMs;
  for (const outage of simulation.demand.incidents.outages) {
    if (outage.region === workload.region.name && atMs >= outage.startMs) {
      const backMs = Math.ceil(outage.endMs / stepMs) * stepMs;
      if (bornMs < backMs)
        fromMs = Math.max(fromMs, backMs + workload.startupMs);
    }
  }
  return fromMs;
}

function reconcile(pods: PodFacts[], ready: number, atMs: number) {
  let excess = pods.filter(pod => pod.ready).length - ready;
  for (let i = pods.length - 1; i >= 0 && excess > 0; i--) {
    if (pods[i].ready) {
      pods[i] = { ...pods[i], ready: false, readySinceMs: atMs };
      excess--;
    }
  }
  for (let i = 0; i < pods.length && excess < 0; i++) {
    if (!pods[i].ready && pods[i].waiting !== 'ImagePullBackOff') {
      pods[i] = {
        ...pods[i],
        ready: true,
        phase: 'Running',
        waiting: undefined,
        readySinceMs: atMs,
      };
      excess++;
    }
  }
}

/** The pods of a workload at a step. */
export function podsAt(
  simulation: Simulation,
  workload: Workload,
  state: WorkloadState,
  templateOf: TemplateOf,
): PodList {
  const { rollouts, blocks } = simulation;
  const { atMs } = state;
  const births = birthsOf(simulation, workload, state);
  const revision = rollouts.revisionAt(workload, atMs);
  const pods: PodFacts[] = [];
  const stuck = isStuck(workload, atMs);
  const standing = stuck ? state.replicas - 1 : state.replicas;
  let isSettled = !stuck;

  for (let slot = 0; slot < standing; slot++) {
    const isCore = slot < workload.base;
    const origin = isCore
      ? rollouts.slotAt(workload, slot, atMs)
      : {
          revision,
          bornMs: Math.max(births[slot], rollouts.startOf(workload, revision)),
        };
    const { bornMs } = origin;
    const stops = stopsOf(simulation, workload, slot, bornMs, atMs);
    const lastStop = stops.at(-1);
    const down = lastStop !== undefined && isDown(lastStop.atMs, atMs);
    const readyFromMs = readyFromOf(simulation, workload, slot, bornMs, atMs);
    const ready = readyFromMs <= atMs && !down;
    const isPending = atMs < bornMs + blocks.stepMs && readyFromMs > atMs;
    if (!ready || isPending) isSettled = false;
    const backMs = lastStop
      ? Math.max(readyFromMs, lastStop.atMs + RESTART_MS)
      : readyFromMs;
    pods.push({
      name: podName(
        workload,
        templateOf(workload, origin.revision),
        slot,
        bornMs,
      ),
      slot,
      revision: origin.revision,
      bornMs,
      phase: isPending ? 'Pending' : 'Running',
      ready,
      readySinceMs: ready ? backMs : lastStop?.atMs ?? bornMs,
      restarts: stops.length,
      lastStop,
      waiting: waitingOf(isPending, down),
      allocated: slot < state.allocated,
    });
  }
  reconcile(pods, state.ready, atMs);

  const surge = rollouts.surgeAt(workload, workload.base, state.replicas, atMs);
  if (surge) isSettled = false;
  const extras: Extra[] = (surge?.slots ?? []).map(slot => ({
    ...{ slot, revision: surge!.revision, bornMs: surge!.bornMs },
    ...{ image: false, readyFromMs: Number.POSITIVE_INFINITY },
  }));
  const waiting = stuck
    ? STUCK_PODS
    : waitingPods(workload, state.replicas, atMs);
  for (let i = 0; i < waiting; i++) {
    const bornMs = blocks.stepOf(heldFromMs(workload)!);
    const readyFromMs = stuck
      ? Number.POSITIVE_INFINITY
      : bornMs + workload.startupMs;
    if (!stuck && atMs < readyFromMs) isSettled = false;
    extras.push({
      ...{ slot: workload.ceiling + i, revision: revision + 1 },
      ...{ bornMs, image: stuck, readyFromMs },
    });
  }
  for (const extra of extras) {
    const { slot } = extra;
    const isPending = extra.image || atMs < extra.bornMs + blocks.stepMs;
    const ready = atMs >= extra.readyFromMs;
    pods.push({
      name: podName(
        workload,
        templateOf(workload, extra.revision),
        slot,
        extra.bornMs,
      ),
      slot,
      revision: extra.revision,
      bornMs: extra.bornMs,
      phase: isPending ? 'Pending' : 'Running',
      ready,
      readySinceMs: ready ? extra.readyFromMs : extra.bornMs,
      restarts: 0,
      waiting: extra.image ? 'ImagePullBackOff' : waitingOf(isPending, false),
      allocated: false,
    });
  }
  const isStable = isSettled || stuck;
  return {
    pods,
    validUntilMs: isStable
      ? nextChange(simulation, workload, state)
      : atMs + blocks.stepMs,
  };
}

function waitingOf(isPending: boolean, down: boolean): PodFacts['waiting'] {
  if (isPending) return 'ContainerCreating';
  return down ? 'CrashLoopBackOff' : undefined;
}

/** When the next scheduled change of a resting workload may come. */
function nextChange(
  simulation: Simulation,
  workload: Workload,
  state: WorkloadState,
): number {
  const { rollouts, blocks } = simulation;
  const { atMs } = state;
  const heldMs = heldFromMs(workload);
  let nextMs = nextStop(workload, state.replicas, atMs);
  if (heldMs !== undefined && heldMs > atMs) nextMs = Math.min(nextMs, heldMs);
  for (const { startMs, endMs } of simulation.demand.incidents.outages) {
    for (const edgeMs of [startMs, endMs]) {
      if (edgeMs > atMs) nextMs = Math.min(nextMs, edgeMs);
    }
  }
  if (workload.kind === 'Fleet') {
    for (let slot = 0; slot < workload.base; slot++) {
      const endMs = rollouts.sessionEnd(workload, slot, atMs);
      nextMs = Math.min(nextMs, endMs);
    }
    return nextMs;
  }
  const revision = rollouts.revisionAt(workload, atMs);
  const paceMs = rollouts.paceMs(workload);
  const doneMs = rollouts.startOf(workload, revision) + workload.base * paceMs;
  if (atMs < doneMs) return atMs + blocks.stepMs;
  const upcomingMs = rollouts.startOf(workload, revision + 1) - paceMs;
  return Math.min(nextMs, upcomingMs);
}
