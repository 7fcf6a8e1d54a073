import {
  BudgetState,
  decideDeployment,
  DeployVerdict,
} from './decideDeployment';
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
      'Login: 0 % of the budget is left; changes stop at 0 %.',
    ],
    [
      { remaining: -1.2 },
      'freeze',
      'Login: the budget is overspent by 120 %; changes stop at 0 %.',
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
    expect(verdict.reasons).toMatchObject([{ decision, slo: 'login', text }]);
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

  it('tells pipelines without words that a budget is not known', () => {
    const verdict = decide(
      state(),
      state({ slo: 'chat', displayName: 'Chat', remaining: null }),
    );
    expect(verdict.isBudgetUnknown).toBe(true);
    expect(verdict.reasons.map(r => [r.slo, r.isUnknown])).toEqual([
      ['chat', true],
      ['login', undefined],
    ]);
    expect(decide(state()).isBudgetUnknown).toBe(false);
    const policy = errorBudgetPolicySchema.parse({ whenUnknown: 'allow' });
    expect(decide(state({ policy, remaining: null }))).toMatchObject({
      ...{ decision: 'allow', isBudgetUnknown: true },
    });
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
    expect(of('Security').mayDeploy).toBe(true);
    expect(of('feature')).toMatchObject({
      decision: 'freeze',
      mayDeploy: false,
    });
  });

  describe('while figures are not known', () => {
    const hourMs = 3_600_000;
    const silent: Partial<BudgetState> = {
      ...{ remaining: null, burnRate: null },
      unknownReason: 'Prometheus is silent',
    };
    const at = (hours: number, before: DeployVerdict, more = silent) =>
      decideDeployment([state(more)], {
        nowMs: nowMs + hours * hourMs,
        before: { reasons: before.reasons, sinceMs: nowMs },
      });

    it('keeps a freeze, and says since when and why, however often it is asked', () => {
      const frozen = decide(state({ remaining: -0.1 }));
      const first = at(1, frozen);
      expect(first).toMatchObject({ decision: 'freeze', mayDeploy: false });
      expect(first.isBudgetUnknown).toBe(true);
      expect(first.reasons[0]).toMatchObject({
        ...{ isHeld: true, isUnknown: true },
        text: 'Login: was frozen since 2026-11-22 00:00 UTC, because the budget is overspent by 10 %; changes stop at 0 %; not known now, because Prometheus is silent.',
      });
      expect(at(2, first)).toEqual(first);
      const pending = at(2, first, { ...silent, isPending: true });
      expect(pending.decision).toBe('freeze');
    });

    it('keeps slowing down where nobody minds what is not known', () => {
      const policy = errorBudgetPolicySchema.parse({ whenUnknown: 'allow' });
      const slowed = decide(state({ remaining: 0.1 }));
      expect(at(1, slowed, { ...silent, policy }).decision).toBe('slowDown');
      const fast = decide(state({ burnRate: 3 }));
      const verdict = at(1, fast, { burnRate: null });
      expect(verdict.decision).toBe('slowDown');
      expect(verdict.reasons[0].text).toMatch(
        /^Login: was slowed down since .* it burns 3\.0 times as fast as it may; not known now/,
      );
    });

    it('decides anew as soon as they are known, and never from what was not known', () => {
      const frozen = decide(state({ remaining: -0.1 }));
      const held = at(1, frozen);
      expect(at(2, held, {}).decision).toBe('allow');
      expect(at(2, held, { remaining: 0.2 }).decision).toBe('slowDown');
      const guessed = decide(state(silent));
      const policy = errorBudgetPolicySchema.parse({ whenUnknown: 'allow' });
      expect(at(1, guessed, { ...silent, policy }).decision).toBe('allow');
    });

    it('takes each objective of an SLO for itself', () => {
      const frozen = decide(
        state({ objective: '0', remaining: -0.1 }),
        state({ objective: '1' }),
      );
      expect(at(1, frozen, { ...silent, objective: '1' }).decision).toBe(
        'slowDown',
      );
      expect(at(1, frozen, { ...silent, objective: '0' }).decision).toBe(
        'freeze',
      );
    });

    it('can still be lifted, and lets exempt changes through', () => {
      const before = {
        reasons: decide(state({ remaining: -0.1 })).reasons,
        sinceMs: nowMs,
      };
      const override = { by: 'user:default/mira', reason: 'fix' };
      const lifted = decideDeployment([state(silent)], {
        ...{ nowMs, before },
        override: { ...override, untilMs: nowMs + 1 },
      });
      expect(lifted).toMatchObject({ decision: 'slowDown', mayDeploy: true });
      const exempt = { nowMs, before, change: 'security' };
      expect(decideDeployment([state(silent)], exempt)).toMatchObject({
        ...{ decision: 'freeze', mayDeploy: true },
      });
    });
  });

  it('allows a service without objectives, and says so', () => {
    expect(decide()).toEqual({
      decision: 'allow',
      mayDeploy: true,
      isBudgetUnknown: false,
      reasons: [
        {
          decision: 'allow',
          text: 'No objective is defined for this service.',
        },
      ],
    });
  });
});
