import { Autoscaler } from '../kubernetes/autoscaler';
import { Workload } from '../kubernetes/workload';
import { Finding } from './Finding';
import { FIRST_METRICS_MS, SLOW_START_MS } from './thresholds';
import { count, formatDuration, formatNumber, nounOf } from './wording';

/*
 * What was made a moment ago is neither well nor in trouble. It is at risk: what is
 * asked for is not there yet, so nobody should rely on it (not healthy); the figures are
 * known (not unknown); and it takes no longer than it may (not breached). After its
 * grace the usual rules judge it, so one that never comes up is breached two minutes
 * after it was made.
 */

/** Code of the finding that passes with time alone, unlike any other. */
export const NO_METRICS_YET = 'noMetricsYet';

/** Age of what was made at an instant; the clock of a cluster may be ahead. */
function ageOf(createdAt: string | undefined, nowMs: number): number | null {
  const madeMs = Date.parse(createdAt ?? '');
  return Number.isNaN(madeMs) ? null : Math.max(0, nowMs - madeMs);
}

/** How long ago a workload was made; null: unknown, or longer than it may take to start. */
function startingMs({ createdAt }: Workload, nowMs: number): number | null {
  const ageMs = ageOf(createdAt, nowMs);
  return ageMs !== null && ageMs < SLOW_START_MS ? ageMs : null;
}

/** What is said of a workload whose first replicas may still be starting. */
export function judgeStarting(
  workload: Workload,
  ready: number,
  desired: number,
  nowMs: number,
): Finding | undefined {
  const ageMs = startingMs(workload, nowMs);
  if (ageMs === null) return undefined;
  return {
    code: 'starting',
    state: 'atRisk',
    sentence: `Starting for ${formatDuration(ageMs)}: ${formatNumber(
      ready,
    )} of ${count(desired, nounOf(workload.kind))} ${
      ready === 1 ? 'is' : 'are'
    } ready.`,
  };
}

/** What is said of an autoscaler that cannot have seen a metric yet. */
export function judgeFirstMetrics(
  workload: Workload,
  autoscaler: Autoscaler,
  nowMs: number,
): Finding | undefined {
  // An old workload's metrics are there already, whenever its autoscaler was made.
  const ageMs = ageOf(autoscaler.createdAt, nowMs);
  const workloadAgeMs = ageOf(workload.createdAt, nowMs);
  if (ageMs === null || workloadAgeMs === null) return undefined;
  const graceMs =
    workloadAgeMs < SLOW_START_MS + FIRST_METRICS_MS
      ? SLOW_START_MS + FIRST_METRICS_MS
      : FIRST_METRICS_MS;
  if (ageMs >= graceMs) return undefined;
  return {
    code: NO_METRICS_YET,
    state: 'atRisk',
    sentence: `The autoscaler was made ${formatDuration(
      ageMs,
    )} ago and has no metrics yet: until then it keeps the size.`,
  };
}
