/**
 * From a proposal to a new size, after pkg/controller/podautoscaler/horizontal.go
 * of kubernetes/kubernetes: stabilise, limit the rate, clamp to minimum and
 * maximum, and say why. With `behavior` the rules of autoscaling/v2 apply; without
 * it the controller's flags do (down-scale stabilisation of five minutes, up to
 * twice the size or four pods at once).
 */
// Looked up once: globals are slow in test sandboxes, and this runs for each step.
const { ceil, max, min, trunc } = Math;

export interface ScalingPolicy {
  type: 'Pods' | 'Percent';
  value: number;
  periodSeconds: number;
}

export interface ScalingRules {
  stabilizationWindowSeconds?: number;
  selectPolicy?: 'Max' | 'Min' | 'Disabled';
  policies?: ScalingPolicy[];
}

export interface ScalingBehavior {
  scaleUp?: ScalingRules;
  scaleDown?: ScalingRules;
}

export type AbleReason =
  | 'SucceededGetScale'
  | 'ReadyForNewScale'
  | 'ScaleDownStabilized'
  | 'ScaleUpStabilized'
  | 'SucceededRescale';

export type LimitReason =
  | 'DesiredWithinRange'
  | 'TooManyReplicas'
  | 'TooFewReplicas'
  | 'ScaleUpLimit'
  | 'ScaleDownLimit';

export const ableMessages: Record<AbleReason, string> = {
  SucceededGetScale:
    "the HPA controller was able to get the target's current scale",
  ReadyForNewScale: 'recommended size matches current size',
  ScaleDownStabilized:
    'recent recommendations were higher than current one, applying the highest recent recommendation',
  ScaleUpStabilized:
    'recent recommendations were lower than current one, applying the lowest recent recommendation',
  SucceededRescale:
    'the HPA controller was able to update the target scale to %d',
};

export const limitMessages: Record<LimitReason, string> = {
  DesiredWithinRange: 'the desired count is within the acceptable range',
  TooManyReplicas:
    'the desired replica count is more than the maximum replica count',
  TooFewReplicas:
    'the desired replica count is less than the minimum replica count',
  ScaleUpLimit:
    'the desired replica count is increasing faster than the maximum scale rate',
  ScaleDownLimit:
    'the desired replica count is decreasing faster than the maximum scale rate',
};

interface Timed {
  atMs: number;
  value: number;
}

/** What the controller remembers of one autoscaler between two syncs. */
export interface HpaMemory {
  recommendations: Timed[];
  scaleUps: Timed[];
  scaleDowns: Timed[];
}

export function emptyHpaMemory(): HpaMemory {
  return { recommendations: [], scaleUps: [], scaleDowns: [] };
}

export interface HpaLimits {
  minReplicas: number;
  maxReplicas: number;
  behavior?: ScalingBehavior;
}

export interface Decision {
  replicas: number;
  able: AbleReason;
  limited: LimitReason;
  isLimited: boolean;
}

/** `--horizontal-pod-autoscaler-downscale-stabilization`. */
const DOWNSCALE_STABILIZATION_S = 300;

const defaultUp: Required<ScalingRules> = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [
    { type: 'Pods', value: 4, periodSeconds: 15 },
    { type: 'Percent', value: 100, periodSeconds: 15 },
  ],
};
const defaultDown: Required<ScalingRules> = {
  stabilizationWindowSeconds: DOWNSCALE_STABILIZATION_S,
  selectPolicy: 'Max',
  policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
};

function forgetBefore(list: Timed[], cutoffMs: number) {
  while (list.length > 0 && list[0].atMs < cutoffMs) list.shift();
}

function changeSince(list: Timed[], cutoffMs: number): number {
  let change = 0;
  for (let i = list.length - 1; i >= 0 && list[i].atMs > cutoffMs; i--) {
    change += list[i].value;
  }
  return change;
}

function longestPeriodMs(rules: ScalingRules): number {
  return max(0, ...rules.policies!.map(policy => policy.periodSeconds * 1000));
}

function rateLimit(
  direction: 1 | -1,
  current: number,
  rules: ScalingRules,
  history: Timed[],
  nowMs: number,
): number {
  if (rules.selectPolicy === 'Disabled') return current;
  let limit: number | undefined;
  for (const policy of rules.policies!) {
    const atStart =
      current -
      direction * changeSince(history, nowMs - policy.periodSeconds * 1000);
    let proposed = atStart + direction * policy.value;
    if (policy.type === 'Percent') {
      const scaled = atStart * (1 + (direction * policy.value) / 100);
      // Rounded away from the start, so that a small target can grow at all.
      proposed = direction > 0 ? ceil(scaled) : trunc(scaled);
    }
    if (limit === undefined) limit = proposed;
    else {
      const larger =
        rules.selectPolicy === 'Min' ? direction < 0 : direction > 0;
      limit = larger ? max(limit, proposed) : min(limit, proposed);
    }
  }
  if (limit === undefined) return current;
  // Earlier changes may have used up the rate; that never turns the direction.
  return direction > 0 ? max(limit, current) : min(limit, current);
}

function decideWithoutBehavior(
  current: number,
  proposed: number,
  limits: HpaLimits,
  memory: HpaMemory,
  nowMs: number,
): Decision {
  forgetBefore(
    memory.recommendations,
    nowMs - DOWNSCALE_STABILIZATION_S * 1000,
  );
  let stabilized = proposed;
  for (const { value } of memory.recommendations) {
    if (value > stabilized) stabilized = value;
  }
  memory.recommendations.push({ atMs: nowMs, value: proposed });
  const able: AbleReason =
    stabilized === proposed ? 'ReadyForNewScale' : 'ScaleDownStabilized';
  const upLimit = max(2 * current, 4);
  const highest = min(limits.maxReplicas, upLimit);
  if (stabilized < limits.minReplicas) {
    return limitedTo(limits.minReplicas, able, 'TooFewReplicas');
  }
  if (stabilized > highest) {
    const reason =
      limits.maxReplicas > upLimit ? 'ScaleUpLimit' : 'TooManyReplicas';
    return limitedTo(highest, able, reason);
  }
  return within(stabilized, able);
}

function limitedTo(
  replicas: number,
  able: AbleReason,
  limited: LimitReason,
): Decision {
  return { replicas, able, limited, isLimited: true };
}

function within(replicas: number, able: AbleReason): Decision {
  return { replicas, able, limited: 'DesiredWithinRange', isLimited: false };
}

interface WholeBehavior {
  up: Required<ScalingRules>;
  down: Required<ScalingRules>;
}

const wholeBehaviors = new WeakMap<ScalingBehavior, WholeBehavior>();

/** Both directions with their defaults; the same for each step. */
function wholeOf(behavior: ScalingBehavior): WholeBehavior {
  let whole = wholeBehaviors.get(behavior);
  if (!whole) {
    whole = {
      up: { ...defaultUp, ...behavior.scaleUp },
      down: { ...defaultDown, ...behavior.scaleDown },
    };
    wholeBehaviors.set(behavior, whole);
  }
  return whole;
}

function decideWithBehavior(
  current: number,
  proposed: number,
  limits: HpaLimits,
  behavior: ScalingBehavior,
  memory: HpaMemory,
  nowMs: number,
): Decision {
  const { up, down } = wholeOf(behavior);
  const upWindowMs = up.stabilizationWindowSeconds * 1000;
  const downWindowMs = down.stabilizationWindowSeconds * 1000;
  forgetBefore(memory.recommendations, nowMs - max(upWindowMs, downWindowMs));
  let stabilized = proposed;
  const grows = proposed >= current;
  const cutoffMs = nowMs - (grows ? upWindowMs : downWindowMs);
  for (const { atMs, value } of memory.recommendations) {
    if (atMs > cutoffMs) {
      stabilized = grows ? min(stabilized, value) : max(stabilized, value);
    }
  }
  memory.recommendations.push({ atMs: nowMs, value: proposed });
  let able: AbleReason = 'ReadyForNewScale';
  if (stabilized !== proposed) {
    able = grows ? 'ScaleUpStabilized' : 'ScaleDownStabilized';
  }
  if (stabilized > current) {
    forgetBefore(memory.scaleUps, nowMs - longestPeriodMs(up));
    const limit = rateLimit(1, current, up, memory.scaleUps, nowMs);
    const highest = min(limits.maxReplicas, limit);
    if (stabilized > highest) {
      const reason =
        limits.maxReplicas > limit ? 'ScaleUpLimit' : 'TooManyReplicas';
      return limitedTo(highest, able, reason);
    }
  } else if (stabilized < current) {
    forgetBefore(memory.scaleDowns, nowMs - longestPeriodMs(down));
    const limit = rateLimit(-1, current, down, memory.scaleDowns, nowMs);
    const lowest = max(limits.minReplicas, limit);
    if (stabilized < lowest) {
      const reason =
        limits.minReplicas < limit ? 'ScaleDownLimit' : 'TooFewReplicas';
      return limitedTo(lowest, able, reason);
    }
  }
  return within(stabilized, able);
}

/**
 * One sync of the controller: `proposed` is the largest proposal of all metrics.
 * Remembers the recommendation and, with `behavior`, the change of size.
 */
export function decideReplicas(
  current: number,
  proposed: number,
  limits: HpaLimits,
  memory: HpaMemory,
  nowMs: number,
): Decision {
  if (!limits.behavior) {
    return decideWithoutBehavior(current, proposed, limits, memory, nowMs);
  }
  const decision = decideWithBehavior(
    current,
    proposed,
    limits,
    limits.behavior,
    memory,
    nowMs,
  );
  const change = decision.replicas - current;
  if (change > 0) memory.scaleUps.push({ atMs: nowMs, value: change });
  if (change < 0) memory.scaleDowns.push({ atMs: nowMs, value: -change });
  return decision;
}
