import { holdings } from '../autoscalers/fleetRules';
import { chance } from '../noise';
import { KubernetesObject } from '../World';
import { Simulation } from '../workloads/Simulation';
import { capacityRule, Workload } from '../workloads/Workload';
import { holdingStatus } from './gameServers';
import { PodFacts } from './podFacts';

/** Game servers of the simulated worlds report once a minute. */
const REPORT_MS = 60_000;

/** How much of the fleet's counter or list each game server holds at an instant. */
export function holdingsAt(
  simulation: Simulation,
  workload: Workload,
  atMs: number,
): (facts: PodFacts) => number {
  const rule = capacityRule(workload);
  if (!rule) return () => 0;
  const reportedMs = Math.floor(atMs / REPORT_MS) * REPORT_MS;
  const { taken, allocated } = simulation.stateAt(workload, reportedMs);
  const weights = Array.from(
    { length: allocated },
    (_, slot) => 0.5 + chance(workload.seed ^ 0x51, slot),
  );
  const held = holdings(taken, rule.each, weights);
  return facts => (facts.allocated ? held[facts.slot] ?? 0 : 0);
}

/** The game server of a pod, holding another number of units than before. */
export function withHeld(
  workload: Workload,
  old: { facts: PodFacts; gameServer?: KubernetesObject },
  held: number,
): KubernetesObject | undefined {
  const { facts, gameServer } = old;
  if (!gameServer) return undefined;
  const reported = gameServer.status as object;
  const holds = holdingStatus(workload, facts.name, held);
  return { ...gameServer, status: { ...reported, ...holds } };
}
