import { MetricReading } from '../kubernetes/metricReading';
import { ScalingRules } from '../kubernetes/scalingRules';
import { isWithin, ReplicaRange, Tolerances } from './replicaRange';
import { count, describeMetric, formatNumber, formatRatio } from './wording';

/** The steps of a Horizontal Pod Autoscaler in words. */

export function describeRange({ low, high }: ReplicaRange): string {
  return low === high
    ? count(low, 'replica')
    : `${formatNumber(low)} to ${count(high, 'replica')}`;
}

/** What a metric asks for, and why. */
export function describeProposal(
  metric: MetricReading,
  range: ReplicaRange | null,
  current: number,
  tolerances: Tolerances,
): string {
  const said = describeMetric(metric);
  if (!said || metric.ratio === null) {
    const lacks = metric.target ? 'value' : 'target';
    return `${metric.name} has no ${lacks} that could be read.`;
  }
  if (!range) return `${said}; what that asks for cannot be computed.`;
  const ratio = formatRatio(metric.ratio);
  const side = metric.ratio < 1 ? tolerances.down : tolerances.up;
  const tolerance = `the tolerance of ${formatNumber(side * 100)}%`;
  if (current > 0 && isWithin(metric.ratio, tolerances)) {
    return `${said}: ${ratio} times the target, within ${tolerance}, so the size may stay at ${formatNumber(
      current,
    )}.`;
  }
  const where = current > 0 ? `, outside ${tolerance}` : '';
  return `${said}: ${ratio} times the target${where}, which asks for ${describeRange(
    range,
  )}.`;
}

function describeSeconds(seconds: number): string {
  return seconds >= 60 && seconds % 60 === 0
    ? count(seconds / 60, 'minute')
    : count(seconds, 'second');
}

export function describeWindow(
  rules: ScalingRules | undefined,
  than: 'higher' | 'lower',
): string {
  const seconds = rules?.windowSeconds ?? null;
  const window =
    seconds === null
      ? "the controller's stabilisation window (5 minutes unless it is set up otherwise)"
      : `the stabilisation window of ${describeSeconds(seconds)}`;
  return `Within ${window} a ${than} size was recommended, and that one counts.`;
}

export function describeRate(
  rules: ScalingRules | undefined,
  verb: 'grow' | 'shrink',
): string {
  if (rules?.select === 'Disabled') return `It may not ${verb} at all.`;
  if (!rules) {
    return `It may only ${verb} to twice its size, or to 4 replicas, at once.`;
  }
  const policies = rules.policies.map(({ type, value, periodSeconds }) => {
    const amount =
      type === 'Pods' ? count(value, 'replica') : `${formatNumber(value)}%`;
    return `${amount} in ${describeSeconds(periodSeconds)}`;
  });
  if (policies.length === 0) return `How fast it may ${verb} is not known.`;
  const which =
    rules.select === 'Max' ? 'whichever is more' : 'whichever is less';
  return `It may only ${verb} by ${policies.join(' or ')}${
    policies.length > 1 ? `, ${which}` : ''
  }.`;
}
