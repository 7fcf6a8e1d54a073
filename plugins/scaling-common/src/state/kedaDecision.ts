import { ScaledObject } from '../kubernetes/scaledObject';
import { conditionOf } from '../kubernetes/reading';
import { Workload } from '../kubernetes/workload';
import { Decision, notComputed } from './Decision';
import { count, formatNumber, listOf } from './wording';

/**
 * What KEDA makes of its triggers (keda, pkg/scaling/executor/scale_scaledobjects.go):
 * while one is active, the autoscaler that it made decides, from one replica up; while
 * none is, and it may go to zero or has an idle size, it goes there after its cooldown.
 *
 * @param hpa how the autoscaler that it made decides; null: there is none to be seen
 */
export function decideScaledObject(
  scaled: ScaledObject,
  hpa: Decision | null,
  { desired }: Workload,
): Decision {
  if (scaled.paused) {
    const { pausedReplicas } = scaled;
    if (pausedReplicas === null) {
      return notComputed(
        desired,
        'It is paused by an annotation: the size stays as it is.',
      );
    }
    return against(desired, pausedReplicas, [
      `It is paused by an annotation, which holds it at ${count(
        pausedReplicas,
        'replica',
      )}.`,
    ]);
  }
  const steps = [...describeActivity(scaled), ...describeFallback(scaled)];
  if (!scaled.mayGrow) steps.push('An annotation forbids it to grow.');
  if (!scaled.mayShrink) steps.push('An annotation forbids it to shrink.');
  const rest = restingSize(scaled);
  if (isActive(scaled) === false && rest !== null) {
    const cooldown =
      scaled.cooldownSeconds === null
        ? 'its cooldown'
        : `a cooldown of ${count(scaled.cooldownSeconds, 'second')}`;
    steps.push(
      `After ${cooldown} it goes to ${count(rest, 'replica')}${
        scaled.idle === null ? '' : ', its idle size'
      }.`,
    );
    if (desired !== null && desired > rest) {
      return {
        computed: { low: rest, high: rest },
        reported: desired,
        verdict: 'held',
        steps: [
          ...steps,
          `It still has ${formatNumber(desired)}${
            scaled.mayShrink ? ' while the cooldown lasts' : ''
          }.`,
        ],
      };
    }
    return against(desired, rest, steps);
  }
  if (!hpa) {
    return notComputed(
      null,
      ...steps,
      'The autoscaler that it makes is not to be seen.',
    );
  }
  return { ...hpa, steps: [...steps, ...hpa.steps] };
}

/** Whether some trigger asks for replicas; null: unknown. */
export function isActive(scaled: ScaledObject): boolean | null {
  if (scaled.forcedActive) return true;
  const status = conditionOf(scaled.conditions, 'Active')?.status;
  if (status === 'True') return true;
  return status === 'False' ? false : null;
}

/** Size without an active trigger; null: the autoscaler decides all the same. */
function restingSize({ idle, min }: ScaledObject): number | null {
  return idle ?? (min === 0 ? 0 : null);
}

function against(
  desired: number | null,
  wanted: number,
  steps: string[],
): Decision {
  const computed = { low: wanted, high: wanted };
  if (desired === null) {
    return { computed, reported: null, verdict: 'notComputed', steps };
  }
  return desired === wanted
    ? { computed, reported: desired, verdict: 'agrees', steps }
    : {
        computed,
        reported: desired,
        verdict: 'differs',
        steps: [
          ...steps,
          `By this it should have ${formatNumber(wanted)}, but ${formatNumber(
            desired,
          )} are asked for.`,
        ],
      };
}

function describeActivity(scaled: ScaledObject): string[] {
  const { triggers } = scaled;
  if (scaled.forcedActive) {
    return [
      'An annotation makes it count as active, whatever its triggers say.',
    ];
  }
  const active = triggers.filter(trigger => trigger.active);
  if (active.length > 0) {
    const names = listOf(active.map(({ name }) => name));
    return [
      `${active.length === 1 ? 'Trigger' : 'Triggers'} ${names} ${
        active.length === 1 ? 'is' : 'are'
      } active.`,
    ];
  }
  switch (isActive(scaled)) {
    case true:
      return ['At least one of its triggers is active.'];
    case false:
      return ['None of its triggers is active.'];
    default:
      return ['Whether a trigger is active is not known.'];
  }
}

function describeFallback(scaled: ScaledObject): string[] {
  const steps = scaled.triggers.flatMap(({ name, failures }) =>
    failures
      ? [
          `Trigger ${name} could not be read ${count(
            failures,
            'time',
          )} in a row.`,
        ]
      : [],
  );
  const { fallback, conditions } = scaled;
  if (conditionOf(conditions, 'Fallback')?.status === 'True' && fallback) {
    steps.push(
      fallback.replicas === null
        ? 'It keeps to its fallback.'
        : `It keeps to its fallback of ${count(fallback.replicas, 'replica')}.`,
    );
  } else if (fallback?.replicas && fallback.failureThreshold !== null) {
    const last = steps.pop();
    if (last) {
      steps.push(
        last,
        `After ${count(
          fallback.failureThreshold,
          'failure',
        )} it would keep to its fallback of ${count(
          fallback.replicas,
          'replica',
        )}.`,
      );
    }
  }
  return steps;
}
