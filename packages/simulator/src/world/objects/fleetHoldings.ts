import { holdings } from '../autoscalers/fleetRules';
import { chance } from '../noise';
import { KubernetesObject } from '../World';
import { Simulation } from '../workloads/Simulation';
import { capacityRule, tallyOf, Workload } from '../workloads/Workload';
import { holdingStatus } from './gameServers';
import { PodFacts } from './podFacts';

/** Game servers by whose counter or list a fleet is scaled report once a minute. */
const REPORT_MS = 60_000;

/**
 * How much of its counter or list each game server holds at an instant. Those that
 * only tell their players do it once in `everyMs`, staggered, so that not all fleets of
 * a large world change at once.
 */
export function holdingsAt(
  simulation: Simulation,
  workload: Workload,
  atMs: number,
  everyMs: number,
): (facts: PodFacts) => number {
  const tally = tallyOf(workload);
  if (!tally) return () => 0;
  const isScaledByIt = capacityRule(workload) !== undefined;
  const paceMs = isScaledByIt ? REPORT_MS : everyMs;
  const phaseMs = isScaledByIt ? 0 : (workload.seed % 60) * (everyMs / 60);
  const reportedMs = Math.floor((atMs - phaseMs) / paceMs) * paceMs + phaseMs;
  const state = simulation.stateAt(workload, reportedMs);
  const { allocated } = state;
  const players = simulation.grid.playersAt(workload, reportedMs);
  const taken = isScaledByIt
    ? state.taken
    : Math.round(Math.min(players, allocated * tally.each));
  // Players are placed so that few game servers are full, unless it is those that scale.
  const [least, most] = isScaledByIt ? [0.5, 1.5] : [0.75, 1.2];
  const weights = Array.from(
    { length: allocated },
    (_, slot) => least + (most - least) * chance(workload.seed ^ 0x51, slot),
  );
  const held = holdings(taken, tally.each, weights);
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
