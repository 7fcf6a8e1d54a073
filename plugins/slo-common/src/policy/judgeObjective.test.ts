import { defaultErrorBudgetPolicy } from './ErrorBudgetPolicy';
import {
  judgeObjective,
  ObjectiveStanding,
  spellShare,
} from './judgeObjective';

const hour = 3_600_000;

function judge(
  budget: Partial<ObjectiveStanding['budget'] & object> | undefined,
  more: Partial<ObjectiveStanding> = {},
) {
  return judgeObjective({
    policy: defaultErrorBudgetPolicy,
    firing: 0,
    budget: budget && {
      ...{ remaining: 0.8, slowBurnRate: 0.5 },
      ...{ exhaustion: { kind: 'never' } as const, ...budget },
    },
    ...more,
  });
}

describe('judgeObjective', () => {
  it('tells support what players cannot do, and for how long the budget lasts', () => {
    const exhaustion = { kind: 'at', inMs: 3.5 * hour } as const;
    const login = { playerJourney: 'log in', place: 'Aurora', firing: 1 };
    expect(judge({ exhaustion }, login)).toEqual({
      state: 'atRisk',
      reason: 'Players fail to log in in Aurora; budget gone in 3 hours.',
    });
    expect(
      judge({ remaining: -0.12, exhaustion: { kind: 'spent' } }, login),
    ).toEqual({
      state: 'breached',
      reason:
        'Players fail to log in in Aurora; the budget is overspent by 12 %.',
    });
  });

  it('does not say that players fail where only the past was bad', () => {
    const spent = { remaining: -0.034, exhaustion: { kind: 'spent' } as const };
    expect(judge(spent, { playerJourney: 'log in' }).reason).toBe(
      'The budget is overspent by 3.4 %.',
    );
  });

  it('is at risk where the policy slows down', () => {
    expect(judge({ remaining: 0.25 })).toEqual({
      state: 'atRisk',
      reason: 'Only 25 % of the budget is left.',
    });
    expect(judge({ slowBurnRate: 1.5 })).toMatchObject({
      state: 'atRisk',
      reason:
        'It burns 1.5 times as fast as it may; 80 % of the budget is left.',
    });
  });

  it('is well where budget is left and nothing burns, even where the slow window is not known', () => {
    expect(judge({ slowBurnRate: null })).toEqual({
      state: 'healthy',
      reason: '80 % of the budget is left.',
    });
  });

  it('is at risk where an alert fires, also while the budget is not known', () => {
    const unknownReason = 'its past is still being read';
    const login = { playerJourney: 'log in', place: 'Aurora', firing: 1 };
    expect(judge(undefined, { ...login, unknownReason })).toEqual({
      state: 'atRisk',
      reason:
        'Players fail to log in in Aurora; how much of the budget is left is not known, because its past is still being read.',
    });
  });

  it('says why it does not know', () => {
    expect(judge(undefined, { unknownReason: 'there was no traffic' })).toEqual(
      {
        state: 'unknown',
        reason: 'Not known, because there was no traffic.',
      },
    );
  });
});

describe('spellShare', () => {
  it('has a digit where it matters, and no negative nothing', () => {
    expect([0.5, 0.034, 0.05, -0.00001, 1, -2.5].map(spellShare)).toEqual([
      '50 %',
      '3.4 %',
      '5 %',
      '0 %',
      '100 %',
      '-250 %',
    ]);
  });

  it('says neither all nor nothing of what is less than all, and more than nothing', () => {
    expect([0.9999, 0.996, 0.994, 0.0004, 0.0005].map(spellShare)).toEqual([
      '99.9 %',
      '99.6 %',
      '99 %',
      '<0.1 %',
      '0.1 %',
    ]);
  });
});
