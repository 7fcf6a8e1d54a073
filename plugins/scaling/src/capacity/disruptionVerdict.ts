import {
  formatNumber,
  RegionScaling,
} from '@worldscale/backstage-plugin-scaling-common';
import { State } from '@worldscale/backstage-plugin-worlds-common';

/**
 * Whether nodes may be emptied now, as far as disruption budgets say; without a state
 * where there is none to judge by.
 */
export function disruptionVerdict(region: RegionScaling): {
  state: State | undefined;
  text: string;
} {
  const { workloads } = region;
  if (workloads.some(({ budgets }) => budgets === null)) {
    return { state: 'unknown', text: 'disruption budget unknown' };
  }
  const budgets = workloads.flatMap(workload => workload.budgets ?? []);
  if (budgets.length === 0) {
    return { state: undefined, text: 'no disruption budget' };
  }
  const allowed = budgets.map(budget => budget.allowed);
  if (allowed.includes(null)) {
    return { state: 'unknown', text: 'disruption budget unknown' };
  }
  const least = Math.min(...allowed.map(count => count ?? 0));
  const short = budgets.some(
    ({ healthy, needed }) =>
      healthy !== null && needed !== null && healthy < needed,
  );
  if (short) {
    return {
      state: 'atRisk',
      text: 'fewer healthy than its disruption budget asks for',
    };
  }
  return least === 0
    ? { state: 'atRisk', text: 'no pod may be taken away now' }
    : {
        state: 'healthy',
        text: `${formatNumber(least)} may be taken away now`,
      };
}
