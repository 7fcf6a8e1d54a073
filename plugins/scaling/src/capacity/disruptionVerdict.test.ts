import { State } from '@worldscale/backstage-plugin-worlds-common';
import { WorkloadScaling } from '@worldscale/backstage-plugin-scaling-common';
import { cappedRegion, workload } from '../__testUtils__/scalingFixture';
import { disruptionVerdict } from './disruptionVerdict';

const budget = {
  ...{ name: 'gateway', rule: 'at most 1 unavailable', allowed: 1 },
  ...{ healthy: 12, needed: 11, expected: 12 },
};

function verdictOf(budgets: WorkloadScaling['budgets']) {
  return disruptionVerdict({
    ...cappedRegion('2026-11-22T20:00:00Z'),
    workloads: [{ ...workload, budgets }],
  });
}

describe('disruptionVerdict', () => {
  it.each<[string, WorkloadScaling['budgets'], State | undefined, RegExp]>([
    ['says how many may go', [budget], 'healthy', /^1 may be taken away/],
    [
      'warns where none may go',
      [{ ...budget, allowed: 0 }],
      'atRisk',
      /^no pod/,
    ],
    [
      'warns where too few are healthy',
      [{ ...budget, allowed: 0, healthy: 10 }],
      'atRisk',
      /^fewer healthy/,
    ],
    [
      'does not judge where there is no budget',
      [],
      undefined,
      /^no disruption budget/,
    ],
    ['does not know what cannot be read', null, 'unknown', /unknown/],
    [
      'does not know what was not counted',
      [{ ...budget, allowed: null }],
      'unknown',
      /unknown/,
    ],
  ])('%s', (_, budgets, state, text) => {
    const verdict = verdictOf(budgets);
    expect(verdict.state).toBe(state);
    expect(verdict.text).toMatch(text);
  });
});
