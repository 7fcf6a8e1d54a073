import { worstState } from '@worldscale/backstage-plugin-worlds-common';
import { WorkloadScaling } from '../contract';

/*
 * A workload that cannot be read now keeps what was last known of it. Its state is
 * unknown, its numbers are those of its last reading, and it says when that was: the
 * instant of the judgement would make old numbers look new.
 */

/** Code of the finding that says so. */
export const WORKLOAD_UNREADABLE = 'workloadUnreadable';

export function isUnread({
  findings,
}: Pick<WorkloadScaling, 'findings'>): boolean {
  return findings.some(({ code }) => code === WORKLOAD_UNREADABLE);
}

/**
 * What was last known of a workload that cannot be read now.
 *
 * @param workload as last read, or as this made it before
 * @param why as a clause
 * @param readAt when its kind was last read (ISO 8601); null: not known
 */
export function asUnread(
  workload: WorkloadScaling,
  why: string,
  readAt: string | null,
): WorkloadScaling {
  const state = 'unknown' as const;
  const sentence = `The ${workload.kind} ${workload.name} cannot be read now: ${why}.`;
  const before = isUnread(workload);
  return {
    ...workload,
    ...{ state, reason: sentence },
    findings: [{ code: WORKLOAD_UNREADABLE, state, sentence }],
    observedAt: before ? workload.observedAt ?? null : readAt,
    lastKnown: before
      ? workload.lastKnown ?? null
      : { state: workload.state, reason: workload.reason },
  };
}

/**
 * Of workloads none of which can be read now: since when nothing newer is known of all
 * of them, and what was known then. Undefined where one can be read, or there is none.
 */
export function lastReadingOf(workloads: readonly WorkloadScaling[]):
  | {
      /** Null: of one it is not known. */
      observedAt: string | null;
      lastKnown: NonNullable<WorkloadScaling['lastKnown']> | null;
    }
  | undefined {
  if (workloads.length === 0 || !workloads.every(isUnread)) return undefined;
  const instants = workloads.flatMap(({ observedAt }) => observedAt ?? []);
  const known = workloads.flatMap(({ lastKnown }) => lastKnown ?? []);
  const worst = worstState(known.map(({ state }) => state));
  return {
    observedAt: instants.length < workloads.length ? null : instants.sort()[0],
    lastKnown: known.find(({ state }) => state === worst) ?? null,
  };
}

/** Without the numbers of an earlier reading: nothing can be reckoned from them now. */
export function withoutOldNumbers(workload: WorkloadScaling): WorkloadScaling {
  if (!isUnread(workload)) return workload;
  return {
    ...workload,
    ...{ sizing: 'unknown', autoscaler: null, headroom: null, metric: null },
    ...{ current: null, desired: null, ready: null, updated: null },
    ...{ min: null, max: null, gameServers: null, rollout: null },
  };
}
