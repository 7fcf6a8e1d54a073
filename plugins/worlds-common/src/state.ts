import { z } from 'zod';

/** State of anything watched. Unknown is neither zero nor healthy. */
export const stateSchema = z.enum(['healthy', 'atRisk', 'breached', 'unknown']);
export type State = z.infer<typeof stateSchema>;

/** Worst first: what a reader must see before anything else. */
export const statesBySeverity: readonly State[] = [
  'breached',
  'atRisk',
  'unknown',
  'healthy',
];

/** 0 for breached, 3 for healthy: sorts worst first. */
export function severityRank(state: State): number {
  return statesBySeverity.indexOf(state);
}

/** The worst of several states; of none, unknown. */
export function worstState(states: Iterable<State>): State {
  let worst: State | undefined;
  for (const state of states) {
    if (worst === undefined || severityRank(state) < severityRank(worst)) {
      worst = state;
    }
  }
  return worst ?? 'unknown';
}
