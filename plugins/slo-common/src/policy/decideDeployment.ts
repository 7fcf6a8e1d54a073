import { z } from 'zod';
import { ErrorBudgetPolicy } from './ErrorBudgetPolicy';

export const deployDecisionSchema = z.enum(['allow', 'slowDown', 'freeze']);
export type DeployDecision = z.infer<typeof deployDecisionSchema>;

/** What is known of one objective when the decision is made. */
export interface BudgetState {
  slo: string;
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
  text: string;
}

export interface DeployVerdict {
  decision: DeployDecision;
  /** Whether a deployment may go ahead: all but a freeze. */
  mayDeploy: boolean;
  /** Worst first; at least one. */
  reasons: DeployReason[];
}

const gravity: Record<DeployDecision, number> = {
  freeze: 0,
  slowDown: 1,
  allow: 2,
};

/** One digit below ten percent, where it matters. */
function percent(share: number): string {
  const value = share * 100;
  const text = Math.abs(value) < 10 ? value.toFixed(1) : value.toFixed(0);
  return `${text.replace(/^-(0(\.0)?)$/, '$1')} %`;
}

function judge(state: BudgetState): DeployReason {
  const { slo, displayName, remaining, burnRate, policy } = state;
  const reason = (decision: DeployDecision, text: string) => ({
    decision,
    slo,
    text: `${displayName}: ${text}`,
  });
  if (remaining === null) {
    const why = state.unknownReason ?? 'there is not enough data';
    // Who freezes what is not known wants to be sure first.
    if (state.isPending && policy.whenUnknown !== 'freeze') {
      return reason('allow', `the budget is not yet known, because ${why}.`);
    }
    return reason(
      policy.whenUnknown,
      `the budget is not known, because ${why}.`,
    );
  }
  const left =
    remaining < 0
      ? `the budget is overspent by ${percent(-remaining)}`
      : `${percent(remaining)} of the budget is left`;
  if (remaining <= policy.freezeAt) {
    const limit = `changes stop at ${percent(policy.freezeAt)}`;
    return reason('freeze', `${left}; ${limit}.`);
  }
  if (remaining <= policy.slowDownAt) {
    const limit = `changes slow down at ${percent(policy.slowDownAt)}`;
    return reason('slowDown', `${left}; ${limit}.`);
  }
  if (burnRate !== null && burnRate >= policy.slowDownBurnRate) {
    const rate = `it burns ${burnRate.toFixed(1)} times as fast as it may`;
    return reason('slowDown', `${left}, but ${rate}.`);
  }
  return reason('allow', `${left}.`);
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
  },
): DeployVerdict {
  if (!states.length) {
    const text = 'No objective is defined for this service.';
    return {
      decision: 'allow',
      mayDeploy: true,
      reasons: [{ decision: 'allow', text }],
    };
  }
  const reasons = states
    .map(judge)
    .sort((a, b) => gravity[a.decision] - gravity[b.decision]);
  let [{ decision }] = reasons;
  const { override, change, nowMs } = options;
  if (decision === 'freeze' && override && nowMs < override.untilMs) {
    decision = 'slowDown';
    reasons.unshift({
      decision,
      text: `${override.by} lifted the freeze until ${new Date(
        override.untilMs,
      ).toISOString()}: ${override.reason}`,
    });
  }
  const frozen = states.filter(s => judge(s).decision === 'freeze');
  const isExempt =
    change !== undefined && frozen.every(s => s.policy.exempt.includes(change));
  if (decision === 'freeze' && isExempt) {
    reasons.unshift({
      decision,
      text: `A change of kind "${change}" may go ahead in a freeze.`,
    });
  }
  return { decision, mayDeploy: decision !== 'freeze' || isExempt, reasons };
}
