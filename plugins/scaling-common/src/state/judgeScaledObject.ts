import { Autoscaler } from '../kubernetes/autoscaler';
import { conditionOf } from '../kubernetes/reading';
import { ScaledObject } from '../kubernetes/scaledObject';
import { said } from './autoscaling';
import { Finding } from './Finding';

/** KEDA's own troubles, which its autoscaler does not tell. */
export function judgeScaledObject(
  scaled: ScaledObject,
  autoscaler: Autoscaler | undefined,
  autoscalersUnreadable: boolean,
): Finding[] {
  const findings = scaled.problems.map(
    (problem): Finding => ({
      code: 'impossibleValue',
      state: 'unknown',
      sentence: `The ScaledObject ${scaled.name} has a value that cannot be true: ${problem}.`,
    }),
  );
  if (scaled.paused) {
    findings.push({
      code: 'autoscalingPaused',
      state: 'atRisk',
      sentence: `Autoscaling is paused on purpose by an annotation of the ScaledObject ${scaled.name}: demand will not be followed.`,
    });
    return findings;
  }
  const fallback = conditionOf(scaled.conditions, 'Fallback');
  if (fallback?.status === 'True') {
    const { why, detail } = said(fallback);
    findings.push({
      code: 'fallback',
      state: 'atRisk',
      sentence: `The ScaledObject ${scaled.name} cannot read its trigger and keeps to its fallback${why}.`,
      detail,
    });
  }
  const ready = conditionOf(scaled.conditions, 'Ready');
  if (ready?.status === 'False') {
    const { why, detail } = said(ready);
    findings.push({
      code: 'scaledObjectNotReady',
      state: 'atRisk',
      sentence: `The ScaledObject ${scaled.name} is not ready${why}.`,
      detail,
    });
  } else if (!autoscaler && !autoscalersUnreadable) {
    findings.push({
      code: 'autoscalerMissing',
      state: 'unknown',
      sentence: `The ScaledObject ${scaled.name} names the HorizontalPodAutoscaler ${scaled.hpaName}, which does not exist.`,
    });
  }
  if (!scaled.mayGrow) {
    findings.push({
      code: 'growthPaused',
      state: 'atRisk',
      sentence: `An annotation of the ScaledObject ${scaled.name} forbids it to grow: more demand will not be followed.`,
    });
  }
  // Where the autoscaler can be seen, it tells this itself.
  const made = conditionOf(scaled.conditions, 'HPAActive');
  if (
    !autoscaler &&
    made?.status === 'False' &&
    made.reason !== 'ScalingDisabled'
  ) {
    const { why, detail } = said(made);
    findings.push({
      code: 'blind',
      state: 'atRisk',
      sentence: `The autoscaler of the ScaledObject ${scaled.name} is blind and will not follow demand${why}.`,
      detail,
    });
  }
  return findings;
}
