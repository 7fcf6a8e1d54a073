import { parseQuantity } from './quantity';
import { asRecord } from './reading';

/** How fast an autoscaler may go in one direction. */
export interface ScalingRules {
  /**
   * For so long (seconds) the most cautious of all recommendations counts. Null: as
   * the controller is set up, which is not to be seen (its default is five minutes).
   */
  windowSeconds: number | null;
  /** `Max` takes the policy that allows most, `Disabled` allows nothing. */
  select: 'Max' | 'Min' | 'Disabled';
  policies: Array<{
    type: 'Pods' | 'Percent';
    value: number;
    periodSeconds: number;
  }>;
  /** Share by which demand may be off its target; null: as the controller is set up. */
  tolerance: number | null;
}

export interface ScalingBehavior {
  scaleUp: ScalingRules;
  scaleDown: ScalingRules;
}

/** What the API server fills in (kubernetes, pkg/apis/autoscaling/v2/defaults.go). */
const DEFAULTS: Readonly<Record<keyof ScalingBehavior, ScalingRules>> = {
  scaleUp: {
    windowSeconds: 0,
    select: 'Max',
    policies: [
      { type: 'Pods', value: 4, periodSeconds: 15 },
      { type: 'Percent', value: 100, periodSeconds: 15 },
    ],
    tolerance: null,
  },
  scaleDown: {
    windowSeconds: null,
    select: 'Max',
    policies: [{ type: 'Percent', value: 100, periodSeconds: 15 }],
    tolerance: null,
  },
};

function isWhole(value: unknown, from: number, to: number): value is number {
  return (
    Number.isInteger(value) && Number(value) >= from && Number(value) <= to
  );
}

function readRules(
  value: unknown,
  direction: keyof ScalingBehavior,
  problems: string[],
): ScalingRules {
  const defaults = DEFAULTS[direction];
  const rules = asRecord(value);
  const path = `spec.behavior.${direction}`;
  const wrong = (field: string, found: unknown) =>
    problems.push(
      `${path}.${field} is ${JSON.stringify(found)}, which cannot be`,
    );
  let { windowSeconds, select, policies } = defaults;
  const { stabilizationWindowSeconds: window, selectPolicy } = rules;
  if (isWhole(window, 0, 3600)) windowSeconds = window;
  else if (window !== undefined && window !== null) {
    wrong('stabilizationWindowSeconds', window);
  }
  if (
    selectPolicy === 'Max' ||
    selectPolicy === 'Min' ||
    selectPolicy === 'Disabled'
  ) {
    select = selectPolicy;
  } else if (selectPolicy !== undefined && selectPolicy !== null) {
    wrong('selectPolicy', selectPolicy);
  }
  if (Array.isArray(rules.policies) && rules.policies.length > 0) {
    policies = rules.policies.flatMap(entry => {
      const { type, value: amount, periodSeconds } = asRecord(entry);
      if (
        (type === 'Pods' || type === 'Percent') &&
        isWhole(amount, 1, 2 ** 31 - 1) &&
        isWhole(periodSeconds, 1, 1800)
      ) {
        return [{ type, value: amount, periodSeconds }];
      }
      wrong('policies', entry);
      return [];
    });
  }
  const tolerance = parseQuantity(rules.tolerance);
  if (rules.tolerance !== undefined && !(tolerance! >= 0)) {
    wrong('tolerance', rules.tolerance);
  }
  return {
    ...{ windowSeconds, select, policies },
    tolerance: tolerance !== undefined && tolerance >= 0 ? tolerance : null,
  };
}

/** `spec.behavior` with its defaults; null where there is none. */
export function readBehavior(
  value: unknown,
  problems: string[],
): ScalingBehavior | null {
  if (value === undefined || value === null) return null;
  const { scaleUp, scaleDown } = asRecord(value);
  return {
    scaleUp: readRules(scaleUp, 'scaleUp', problems),
    scaleDown: readRules(scaleDown, 'scaleDown', problems),
  };
}
