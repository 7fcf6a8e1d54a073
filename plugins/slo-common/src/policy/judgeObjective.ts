/*
 * What people should know of one objective first, in one sentence that support can
 * read to a player. The state follows the error-budget policy, so that a list, a
 * policy and a page never say different things: breached where changes stop, at
 * risk where they slow down or an alert fires.
 */
import { spellAge, State } from '@worldscale/backstage-plugin-worlds-common';
import { ErrorBudgetPolicy } from './ErrorBudgetPolicy';
import { Exhaustion } from '../figures/exhaustion';

export interface ObjectiveStanding {
  /** What players cannot do when it fails. */
  playerJourney?: string;
  /** Name of the world or service, for sentences about players. */
  place?: string;
  policy: ErrorBudgetPolicy;
  /** Undefined where nothing is known. */
  budget?: {
    /** Share that is left, signed. */
    remaining: number;
    /** Over the policy's days; null where unknown. */
    slowBurnRate: number | null;
    exhaustion: Exhaustion;
  };
  /** Where the budget is not known, to follow "because". */
  unknownReason?: string;
  /** Number of alerts that fire, or would if they looked at this region alone. */
  firing: number;
}

/**
 * `12 %`, `3.4 %`; below ten one digit, where it matters. What is left of something is
 * never told as nothing, nor as all of it where some is gone.
 */
export function spellShare(share: number): string {
  const value = share * 100;
  if (value > 0 && value < 0.05) return '<0.1 %';
  if (value >= 99.5 && value < 100) return `${Math.floor(value * 10) / 10} %`;
  const text = Math.abs(value) < 10 ? value.toFixed(1) : value.toFixed(0);
  return `${text.replace(/^-?0(\.0)?$/, '0').replace(/\.0$/, '')} %`;
}

/** `2026-11-22 23:50 UTC`, as all instants (ISO 8601) within sentences. */
export function spellInstant(at: string): string {
  return `${new Date(at).toISOString().slice(0, 16).replace('T', ' ')} UTC`;
}

function capital(text: string): string {
  return text.charAt(0).toLocaleUpperCase('en-US') + text.slice(1);
}

function spellLeft(remaining: number): string {
  if (remaining < 0)
    return `the budget is overspent by ${spellShare(-remaining)}`;
  if (remaining === 0) return 'the budget is spent';
  return `${spellShare(remaining)} of the budget is left`;
}

export function judgeObjective(standing: ObjectiveStanding): {
  state: State;
  reason: string;
} {
  const { budget, policy, playerJourney, place, firing } = standing;
  const failing = playerJourney
    ? `players fail to ${playerJourney}${place ? ` in ${place}` : ''}`
    : undefined;
  if (!budget) {
    const why = standing.unknownReason ?? 'there is not enough data';
    if (firing === 0) {
      return { state: 'unknown', reason: `Not known, because ${why}.` };
    }
    // An alarm is one, however much budget there may be.
    const what = capital(failing ?? 'the budget burns too fast');
    const left = `how much of the budget is left is not known, because ${why}`;
    return { state: 'atRisk', reason: `${what}; ${left}.` };
  }
  const { remaining, slowBurnRate, exhaustion } = budget;
  const left = spellLeft(remaining);
  const soon =
    exhaustion.kind === 'at'
      ? `budget gone in ${spellAge(exhaustion.inMs)}`
      : left;
  if (remaining <= policy.freezeAt) {
    const what = failing && firing > 0 ? `${failing}; ${left}` : left;
    return { state: 'breached', reason: `${capital(what)}.` };
  }
  if (firing > 0) {
    const what = failing ?? 'the budget burns too fast';
    return { state: 'atRisk', reason: `${capital(what)}; ${soon}.` };
  }
  if (remaining <= policy.slowDownAt) {
    return { state: 'atRisk', reason: `Only ${left}.` };
  }
  if (slowBurnRate !== null && slowBurnRate >= policy.slowDownBurnRate) {
    const rate = `it burns ${slowBurnRate.toFixed(1)} times as fast as it may`;
    return { state: 'atRisk', reason: `${capital(rate)}; ${soon}.` };
  }
  return { state: 'healthy', reason: `${capital(left)}.` };
}
