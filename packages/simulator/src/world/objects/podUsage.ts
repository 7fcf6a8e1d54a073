import { chance, smoothNoise } from '../noise';
import { leakAt, leakCycle } from '../workloads/interruptions';
import { Simulation } from '../workloads/Simulation';
import { SATURATION, Workload } from '../workloads/Workload';
import { WorkloadState } from '../workloads/RunState';
import { PodFacts } from './podFacts';

/** Share of the memory limit that a pod's working set takes; a leak fills it. */
function memoryFill(workload: Workload, slot: number, atMs: number): number {
  const leak = leakAt(workload, atMs);
  return leak
    ? 0.35 + 0.64 * leakCycle(workload, leak, slot, atMs).fill
    : 0.5 + 0.08 * smoothNoise(workload.seed ^ slot, atMs / 7_200_000);
}

export function podMemoryMi(
  workload: Workload,
  slot: number,
  atMs: number,
): number {
  return workload.size.memoryLimitMi * memoryFill(workload, slot, atMs);
}

/** What one pod uses at an instant. */
export function podUsage(
  simulation: Simulation,
  workload: Workload,
  state: WorkloadState,
  facts: PodFacts,
  atMs: number,
): { cpuMilli: number; memoryMi: number } {
  return {
    cpuMilli: podCpuMilli(simulation, workload, state, facts, atMs),
    memoryMi: podMemoryMi(workload, facts.slot, atMs),
  };
}

function podCpuMilli(
  simulation: Simulation,
  workload: Workload,
  state: WorkloadState,
  facts: PodFacts,
  atMs: number,
): number {
  const { size, scaler } = workload;
  if (!facts.ready) return size.cpuMilli * 0.3;
  if (workload.kind === 'Fleet' && !facts.allocated)
    return size.cpuMilli * 0.06;
  const minute = Math.floor(atMs / 60_000);
  const own = 1 + 0.1 * (chance(workload.seed ^ facts.slot, minute) - 0.5);
  if (scaler.kind === 'hpa' && scaler.metric === 'cpu') {
    return state.metricMilli * own;
  }
  const players = simulation.grid.playersAt(workload, atMs);
  const load = Math.min(
    SATURATION,
    players / (Math.max(1, state.ready) * workload.playersPerPod),
  );
  return size.cpuMilli * (0.08 + 0.55 * load) * own;
}
