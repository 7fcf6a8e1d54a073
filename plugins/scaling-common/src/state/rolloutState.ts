import { WorkloadScaling } from '../contract';
import { Workload } from '../kubernetes/workload';
import { Finding } from './Finding';
import { listOf } from './wording';

/** What a Rollout has running side by side, as readers get it. */
export function stacksOf({ rollout }: Workload): WorkloadScaling['rollout'] {
  if (!rollout) return null;
  const { scaledReplicas: _, isPreviewReady: __, ...told } = rollout;
  return told;
}

/** Why a rollout does not go on, on purpose; nothing where it does. */
export function describePause({ paused, rollout }: Workload): string[] {
  if (rollout && rollout.pauses.length > 0) {
    return [`its rollout is paused: ${listOf(rollout.pauses)}`];
  }
  return paused ? ['its rollout is paused on purpose'] : [];
}

/**
 * Rollouts that need somebody. A pause for promotion or at a step is on purpose; one
 * after an analysis without a result is not. A rollout that was aborted says so by its
 * phase as well, except where it is healthy again on the revision before.
 */
export function judgeRollout({ rollout, phase }: Workload): Finding[] {
  if (!rollout) return [];
  const findings: Finding[] = [];
  if (rollout.pauses.some(pause => pause.includes('analysis'))) {
    findings.push({
      code: 'rolloutInconclusive',
      state: 'atRisk',
      sentence:
        'Its rollout is held, because an analysis of the new revision came to no result: somebody must decide.',
    });
  }
  if (rollout.aborted && phase?.name !== 'Degraded') {
    findings.push({
      code: 'rolloutAborted',
      state: 'atRisk',
      sentence:
        'Its rollout was aborted, so the revision before serves in place of the new one.',
    });
  }
  return findings;
}
