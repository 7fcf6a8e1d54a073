import { FleetPolicy } from '../kubernetes/fleetPolicy';

export interface PolicyInForce {
  /** Undefined: which one is in force cannot be told. */
  policy: FleetPolicy | undefined;
  steps: string[];
}

/**
 * The policy that decides at an instant: of a chain the first whose schedule is open.
 *
 * @param applied what the controller applied last (`Chain:<id>:<type>`), if it says
 */
export function policyInForce(
  policy: FleetPolicy,
  applied: string | undefined,
  nowMs: number,
): PolicyInForce {
  if (policy.type === 'Schedule') {
    const { startMs, endMs, cron } = policy;
    if (
      (startMs !== null && nowMs < startMs) ||
      (endMs !== null && nowMs > endMs)
    ) {
      return {
        policy: undefined,
        steps: ['Its schedule is not open now, so the size stays as it is.'],
      };
    }
    if (cron !== null && !applied) {
      return {
        policy: undefined,
        steps: [
          `Whether its schedule (${cron}) is open now it does not report.`,
        ],
      };
    }
    const inner = policyInForce(policy.policy, applied, nowMs);
    return { ...inner, steps: ['Its schedule is open.', ...inner.steps] };
  }
  if (policy.type !== 'Chain') return { policy, steps: [] };
  const id = /^Chain:([^:]*):/.exec(applied ?? '')?.[1];
  const named = policy.entries.find(entry => entry.id === id);
  if (named) {
    const inner = policyInForce(named.policy, applied, nowMs);
    return {
      ...inner,
      steps: [`Link ${named.id} of its chain applies.`, ...inner.steps],
    };
  }
  for (const { id: link, policy: each } of policy.entries) {
    if (isClosed(each, nowMs)) continue;
    const inner = policyInForce(each, undefined, nowMs);
    return inner.policy
      ? {
          ...inner,
          steps: [`Link ${link} of its chain applies.`, ...inner.steps],
        }
      : inner;
  }
  return {
    policy: undefined,
    steps: ['No link of its chain applies now, so the size stays as it is.'],
  };
}

/** Whether a link is certainly passed over. */
function isClosed(policy: FleetPolicy, nowMs: number): boolean {
  return (
    policy.type === 'Schedule' &&
    ((policy.startMs !== null && nowMs < policy.startMs) ||
      (policy.endMs !== null && nowMs > policy.endMs))
  );
}
