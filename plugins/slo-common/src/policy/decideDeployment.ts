/*
 * Silence loosens nothing: while the figures are unknown that a stricter decision came
 * from, that decision stays, with its reason and since when. As soon as they are known
 * again, they decide anew.
 */
import { z } from 'zod';
import { ErrorBudgetPolicy, isSameChange } from './ErrorBudgetPolicy';
import { spellInstant, spellShare } from './judgeObjective';

export const deployDecisionSchema = z.enum(['allow', 'slowDown', 'freeze']);
export type DeployDecision = z.infer<typeof deployDecisionSchema>;

/** What is known of one objective when the decision is made. */
export interface BudgetState {
  slo: string;
  /** Place among the objectives of the SLO, or `all`. */
  objective?: string;
  displayName: string;
  /** Share of the budget that is left, may be negative; null where unknown. */
  remaining: number | null;
  /** Why it is unknown, as a sentence without full stop. */
  unknownReason?: string;
  /** Not yet known, since the portal has only begun to look; not held against anybody. */
  isPending?: boolean;
  /** Burn rate over the policy's days; null where unknown. */
  burnRate: number | null;
  policy: ErrorBudgetPolicy;
}

/** Somebody's leave to deploy in spite of the budget. */
export interface PolicyOverride {
  by: string;
  reason: string;
  /** Unix milliseconds; from then on it no longer counts. */
  untilMs: number;
}

export interface DeployReason {
  decision: DeployDecision;
  /** Absent where the reason concerns no single SLO. */
  slo?: string;
  objective?: string;
  text: string;
  /** Figure that it came from; absent where that is not known. */
  basis?: 'budget' | 'burnRate';
  /** What is, or was last, known of it, as a sentence without full stop. */
  because?: string;
  /** Since when (ISO 8601) it asks for less than a free hand. */
  since?: string;
  /** It stays only because its figure is not known now. */
  isHeld?: true;
  /** What is left of its budget is not known now, whatever was decided for that. */
  isUnknown?: true;
}

/** What was decided when the figures were last looked at. */
export interface EarlierDecision {
  reasons: readonly DeployReason[];
  /** Unix milliseconds. */
  sinceMs: number;
}

export interface DeployVerdict {
  decision: DeployDecision;
  /** Whether a deployment may go ahead: all but a freeze. */
  mayDeploy: boolean;
  /** The budget of any of its objectives is not known now. */
  isBudgetUnknown: boolean;
  /** Worst first; at least one. */
  reasons: DeployReason[];
}

const gravity: Record<DeployDecision, number> = {
  freeze: 0,
  slowDown: 1,
  allow: 2,
};

interface Judged {
  decision: DeployDecision;
  basis?: DeployReason['basis'];
  /** What follows the name of the SLO, without full stop. */
  because: string;
}

function judge(state: BudgetState): Judged {
  const { remaining, burnRate, policy } = state;
  if (remaining === null) {
    const why = whyUnknown(state);
    // Who freezes what is not known wants to be sure first.
    if (state.isPending && policy.whenUnknown !== 'freeze') {
      const because = `the budget is not yet known, because ${why}`;
      return { decision: 'allow', because };
    }
    const because = `the budget is not known, because ${why}`;
    return { decision: policy.whenUnknown, because };
  }
  const left =
    remaining < 0
      ? `the budget is overspent by ${spellShare(-remaining)}`
      : `${spellShare(remaining)} of the budget is left`;
  const basis = 'budget';
  if (remaining <= policy.freezeAt) {
    const limit = `changes stop at ${spellShare(policy.freezeAt)}`;
    return { decision: 'freeze', basis, because: `${left}; ${limit}` };
  }
  if (remaining <= policy.slowDownAt) {
    const limit = `changes slow down at ${spellShare(policy.slowDownAt)}`;
    return { decision: 'slowDown', basis, because: `${left}; ${limit}` };
  }
  if (burnRate !== null && burnRate >= policy.slowDownBurnRate) {
    const rate = `it burns ${burnRate.toFixed(1)} times as fast as it may`;
    const because = `${left}, but ${rate}`;
    return { decision: 'slowDown', basis: 'burnRate', because };
  }
  return { decision: 'allow', basis, because: left };
}

function whyUnknown({ unknownReason }: BudgetState): string {
  return unknownReason ?? 'there is not enough data';
}

const wasWords: Record<DeployDecision, string> = {
  freeze: 'was frozen',
  slowDown: 'was slowed down',
  allow: 'was free to change',
};

/** Whether the figures of now cannot take an earlier, stricter decision back. */
function isHeld(
  state: BudgetState,
  now: Judged,
  was: DeployReason | undefined,
): was is DeployReason & { basis: string } {
  if (!was?.basis || gravity[was.decision] >= gravity[now.decision]) {
    return false;
  }
  return (
    state.remaining === null ||
    (was.basis === 'burnRate' && state.burnRate === null)
  );
}

function reasonOf(
  state: BudgetState,
  nowMs: number,
  before: EarlierDecision | undefined,
): DeployReason {
  const { slo, objective, displayName } = state;
  const was = before?.reasons.find(
    each => each.slo === slo && each.objective === objective,
  );
  const about = {
    ...{ slo, ...(objective !== undefined && { objective }) },
    ...(state.remaining === null && { isUnknown: true as const }),
  };
  const now = judge(state);
  const sinceMs = before?.sinceMs ?? nowMs;
  const since = was?.since ?? new Date(sinceMs).toISOString();
  if (isHeld(state, now, was)) {
    const why =
      state.remaining === null
        ? whyUnknown(state)
        : 'there is not enough data of the last days';
    const { decision, basis, because } = was;
    return {
      ...{ ...about, decision, basis, because, since, isHeld: true },
      text: `${displayName}: ${wasWords[decision]} since ${spellInstant(
        since,
      )}, because ${because}; not known now, because ${why}.`,
    };
  }
  const { decision, basis, because } = now;
  const text = `${displayName}: ${because}.`;
  if (!basis || decision === 'allow') return { decision, ...about, text };
  return {
    ...{ decision, ...about, text, basis, because },
    since: was?.decision === decision ? since : new Date(nowMs).toISOString(),
  };
}

/**
 * The verdict for one service: the worst that any of its objectives asks for.
 * An override lifts a freeze to slowing down, never further, and is named. A
 * change of an exempt kind may go ahead in any state.
 *
 * @param nowMs - Unix milliseconds
 */
export function decideDeployment(
  states: readonly BudgetState[],
  options: {
    nowMs: number;
    override?: PolicyOverride;
    /** Kind of the change, e.g. `security`. */
    change?: string;
    /** What is recorded of the service. */
    before?: EarlierDecision;
  },
): DeployVerdict {
  if (!states.length) {
    const text = 'No objective is defined for this service.';
    return {
      decision: 'allow',
      mayDeploy: true,
      isBudgetUnknown: false,
      reasons: [{ decision: 'allow', text }],
    };
  }
  const { override, change, nowMs, before } = options;
  const judged = states.map(state => reasonOf(state, nowMs, before));
  const frozen = states.filter((_, i) => judged[i].decision === 'freeze');
  const reasons = [...judged].sort(
    (a, b) => gravity[a.decision] - gravity[b.decision],
  );
  let [{ decision }] = reasons;
  if (decision === 'freeze' && override && nowMs < override.untilMs) {
    decision = 'slowDown';
    reasons.unshift({
      decision,
      text: `${override.by} lifted the freeze until ${new Date(
        override.untilMs,
      ).toISOString()}: ${override.reason}`,
    });
  }
  const isExempt =
    change !== undefined &&
    frozen.every(s => s.policy.exempt.some(kind => isSameChange(kind, change)));
  if (decision === 'freeze' && isExempt) {
    reasons.unshift({
      decision,
      text: `A change of kind "${change}" may go ahead in a freeze.`,
    });
  }
  return {
    decision,
    mayDeploy: decision !== 'freeze' || isExempt,
    isBudgetUnknown: states.some(({ remaining }) => remaining === null),
    reasons,
  };
}
