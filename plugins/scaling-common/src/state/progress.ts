import { conditionOf } from '../kubernetes/reading';
import { Workload } from '../kubernetes/workload';

/**
 * Since when a workload makes no progress. A cluster says how many replicas are
 * ready, not since when the others are not; so the last instant of progress is
 * remembered from one look to the next: whenever more became ready, or a different
 * number was asked for, time starts anew.
 */
export interface Progress {
  desired: number | null;
  ready: number | null;
  /** Since when fewer are ready than asked for (ISO 8601); null: enough are. */
  shortSince: string | null;
  /** Since when the controller owes an observation (ISO 8601); null: it does not. */
  unobservedSince: string | null;
}

/** A Deployment says itself since when it lacks its minimum, or is stuck. */
function saidSince(workload: Workload): string | null {
  const instants = ['Available', 'Progressing'].flatMap(type => {
    const condition = conditionOf(workload.conditions, type);
    return condition?.status === 'False' && condition.lastTransitionTime
      ? [condition.lastTransitionTime]
      : [];
  });
  return instants.sort((a, b) => Date.parse(a) - Date.parse(b))[0] ?? null;
}

function earlier(a: string, b: string | null): string {
  const at = b ? Date.parse(b) : NaN;
  return Number.isNaN(at) || at > Date.parse(a)
    ? a
    : new Date(at).toISOString();
}

export function nextProgress(
  previous: Progress | undefined,
  workload: Workload,
  nowMs: number,
): Progress {
  const { desired, ready } = workload;
  const now = new Date(nowMs).toISOString();
  const short = desired !== null && ready !== null && ready < desired;
  let shortSince: string | null = null;
  if (short && !previous) {
    shortSince = earlier(now, saidSince(workload));
  } else if (short && previous) {
    const moved =
      previous.desired !== desired ||
      (previous.ready !== null && ready > previous.ready);
    shortSince = moved ? now : previous.shortSince ?? now;
  }
  return {
    desired,
    ready,
    shortSince,
    unobservedSince: workload.observed
      ? null
      : previous?.unobservedSince ?? now,
  };
}
