import { BudgetState, decideDeployment } from './decideDeployment';
import {
  defaultErrorBudgetPolicy,
  errorBudgetPolicySchema,
} from './ErrorBudgetPolicy';

const nowMs = Date.UTC(2026, 10, 22);

function state(more: Partial<BudgetState> = {}): BudgetState {
  return {
    slo: 'login',
    displayName: 'Login',
    remaining: 0.6,
    burnRate: 0.4,
    policy: defaultErrorBudgetPolicy,
    ...more,
  };
}

const decide = (...states: BudgetState[]) =>
  decideDeployment(states, { nowMs });

describe('decideDeployment', () => {
  it.each<[Partial<BudgetState>, string, string]>([
    [{}, 'allow', 'Login: 60 % of the budget is left.'],
    [
      { remaining: 0.25 },
      'slowDown',
      'Login: 25 % of the budget is left; changes slow down at 25 %.',
    ],
    [
      { burnRate: 1.5 },
      'slowDown',
      'Login: 60 % of the budget is left, but it burns 1.5 times as fast as it may.',
    ],
    [
      { remaining: 0 },
      'freeze',
      'Login: 0.0 % of the budget is left; changes stop at 0.0 %.',
    ],
    [
      { remaining: -1.2 },
      'freeze',
      'Login: the budget is overspent by 120 %; changes stop at 0.0 %.',
    ],
    [
      {
        remaining: null,
        burnRate: null,
        unknownReason: 'there was no traffic',
      },
      'slowDown',
      'Login: the budget is not known, because there was no traffic.',
    ],
    [
      { remaining: 0.6, burnRate: null },
      'allow',
      'Login: 60 % of the budget is left.',
    ],
  ])('of %j is %s', (more, decision, text) => {
    const verdict = decide(state(more));
    expect(verdict.decision).toBe(decision);
    expect(verdict.mayDeploy).toBe(decision !== 'freeze');
    expect(verdict.reasons).toEqual([{ decision, slo: 'login', text }]);
  });

  it('holds nothing against a service of which the portal has only begun to read', () => {
    const unknownReason = 'its past is still being read';
    const pending = { remaining: null, isPending: true, unknownReason };
    expect(decide(state(pending))).toMatchObject({
      ...{ decision: 'allow', mayDeploy: true },
      reasons: [
        {
          text: 'Login: the budget is not yet known, because its past is still being read.',
        },
      ],
    });
    const policy = errorBudgetPolicySchema.parse({ whenUnknown: 'freeze' });
    expect(decide(state({ ...pending, policy })).decision).toBe('freeze');
  });

  it('is the worst that any objective asks for, told first', () => {
    const { decision, reasons } = decide(
      state(),
      state({ slo: 'chat', displayName: 'Chat', remaining: -0.1 }),
      state({ slo: 'map', displayName: 'Map', remaining: 0.1 }),
    );
    expect(decision).toBe('freeze');
    expect(reasons.map(r => r.slo)).toEqual(['chat', 'map', 'login']);
  });

  it('follows the policy of each objective', () => {
    const strict = errorBudgetPolicySchema.parse({
      freezeAt: 0.5,
      slowDownAt: 0.8,
      whenUnknown: 'freeze',
    });
    expect(decide(state({ policy: strict, remaining: 0.5 })).decision).toBe(
      'freeze',
    );
    expect(decide(state({ policy: strict, remaining: null })).decision).toBe(
      'freeze',
    );
  });

  it('lets somebody lift a freeze, by name and for a time', () => {
    const override = {
      by: 'user:default/mira',
      reason: 'fix for the login queue',
      untilMs: nowMs + 1,
    };
    const frozen = [state({ remaining: -1 })];
    const lifted = decideDeployment(frozen, { nowMs, override });
    expect(lifted).toMatchObject({ decision: 'slowDown', mayDeploy: true });
    expect(lifted.reasons[0].text).toBe(
      'user:default/mira lifted the freeze until 2026-11-22T00:00:00.001Z: fix for the login queue',
    );
    expect(
      decideDeployment(frozen, { nowMs: nowMs + 1, override }).decision,
    ).toBe('freeze');
    expect(
      decideDeployment([state()], { nowMs, override }).reasons,
    ).toHaveLength(1);
  });

  it('lets exempt kinds of change through a freeze, and no others', () => {
    const frozen = [state({ remaining: -1 })];
    const of = (change: string) => decideDeployment(frozen, { nowMs, change });
    expect(of('security')).toMatchObject({
      decision: 'freeze',
      mayDeploy: true,
    });
    expect(of('security').reasons[0].text).toContain('"security" may go ahead');
    expect(of('feature')).toMatchObject({
      decision: 'freeze',
      mayDeploy: false,
    });
  });

  it('allows a service without objectives, and says so', () => {
    expect(decide()).toEqual({
      decision: 'allow',
      mayDeploy: true,
      reasons: [
        {
          decision: 'allow',
          text: 'No objective is defined for this service.',
        },
      ],
    });
  });
});
