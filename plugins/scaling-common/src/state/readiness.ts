import { conditionOf } from '../kubernetes/reading';
import { Workload } from '../kubernetes/workload';
import { Finding } from './Finding';
import { judgeStarting } from './newborn';
import { plainCondition } from './plainCondition';
import { plainGo } from './plainGo';
import { Progress } from './progress';
import {
  DEFAULT_PROGRESS_DEADLINE_SECONDS,
  OBSERVATION_GRACE_MS,
  SLOW_START_MS,
  TOLERATED_MISSING_SHARE,
} from './thresholds';
import { count, formatDuration, formatNumber, nounOf } from './wording';

function ageMs(since: string | null, nowMs: number): number | null {
  return since === null ? null : nowMs - Date.parse(since);
}

/** What cannot be judged because its numbers cannot be trusted. */
export function judgeTrust(
  workload: Workload,
  progress: Progress,
  nowMs: number,
): Finding[] {
  const findings: Finding[] = workload.problems.map(problem => ({
    code: 'impossibleValue',
    state: 'unknown',
    sentence: `The ${workload.kind} reports a value that cannot be true: ${problem}.`,
  }));
  const unobservedMs = ageMs(progress.unobservedSince, nowMs);
  const silent = workload.current === null && workload.problems.length === 0;
  if (silent || (unobservedMs ?? 0) > OBSERVATION_GRACE_MS) {
    const generation =
      workload.generation === undefined
        ? ''
        : ` (generation ${workload.generation})`;
    findings.push({
      code: 'notObserved',
      state: 'unknown',
      sentence: silent
        ? `Its controller has not yet observed the ${workload.kind}${generation}: there is no status.`
        : `Its controller has not yet observed the latest change${generation}, made ${formatDuration(
            unobservedMs ?? 0,
          )} ago: the numbers may be out of date.`,
    });
  }
  return findings;
}

/** Whether as many replicas are ready as are asked for, and if not, since when. */
export function judgeReadiness(
  workload: Workload,
  progress: Progress,
  min: number | null,
  nowMs: number,
): Finding[] {
  const { desired, ready, kind } = workload;
  if (desired === null || ready === null || ready >= desired) return [];
  const noun = nounOf(kind);
  const progressing = conditionOf(workload.conditions, 'Progressing');
  const exceeded =
    progressing?.status === 'False' &&
    progressing.reason === 'ProgressDeadlineExceeded';
  const starting = exceeded
    ? undefined
    : judgeStarting(workload, ready, desired, nowMs);
  if (starting && ready < Math.max(1, min ?? 1)) return [starting];
  if (ready === 0) {
    return [
      {
        code: 'noneReady',
        state: 'breached',
        sentence:
          desired === 1
            ? `The only ${noun} that is asked for is not ready.`
            : `None of the ${count(desired, noun)} asked for is ready.`,
      },
    ];
  }
  const missing = desired - ready;
  const shortMs = ageMs(progress.shortSince, nowMs) ?? 0;
  const deadlineMs =
    (workload.progressDeadlineSeconds ?? DEFAULT_PROGRESS_DEADLINE_SECONDS) *
    1000;
  const said =
    progressing && exceeded ? plainCondition(progressing) : undefined;
  const isAre = missing === 1 ? 'is' : 'are';
  const lacking = `${formatNumber(missing)} of ${count(
    desired,
    noun,
  )} ${isAre} not ready`;
  const few = missing <= desired * TOLERATED_MISSING_SHARE;
  if (exceeded || shortMs > deadlineMs) {
    return [
      {
        code: 'stuck',
        state: few ? 'atRisk' : 'breached',
        sentence: `${lacking}, and there was no progress for ${formatDuration(
          exceeded ? Math.max(shortMs, deadlineMs) : shortMs,
        )}${said?.clause ? ` (${said.clause})` : ''}.`,
        detail: said?.detail,
      },
    ];
  }
  if (min !== null && ready < min) {
    return [
      {
        code: 'belowMinimum',
        state: 'atRisk',
        sentence: `Only ${count(ready, noun)} ${
          ready === 1 ? 'is' : 'are'
        } ready, fewer than the minimum of ${formatNumber(min)}.`,
      },
    ];
  }
  if (shortMs > SLOW_START_MS) {
    return [
      {
        code: 'slowStart',
        state: 'atRisk',
        sentence: `${lacking}, for ${formatDuration(shortMs)} now.`,
      },
    ];
  }
  return [];
}

/** What an Argo Rollout says of itself. */
export function judgePhase({ phase }: Workload): Finding[] {
  if (phase?.name !== 'Degraded') return [];
  const plain = plainGo(phase.message);
  const why = plain ? `: ${plain}` : '';
  return [
    {
      code: 'rolloutDegraded',
      state: 'atRisk',
      sentence: `The Rollout is degraded${why}.`,
      detail: phase.message || undefined,
    },
  ];
}
