import {
  AutoscalerScaling,
  formatMetricValue,
  formatNumber,
  RegionScaling,
  ScalingMetric,
  WorkloadScaling,
} from '@worldscale/backstage-plugin-scaling-common';

/** A number, or that it is not known; never nought for what is not known. */
export function numberOrUnknown(value: number | null): string {
  return value === null ? 'unknown' : formatNumber(value);
}

/** `12 of 14 ready`. */
export function readyText(region: {
  ready: number | null;
  desired: number | null;
}): string {
  if (region.ready === null && region.desired === null) return 'unknown';
  return `${numberOrUnknown(region.ready)} of ${numberOrUnknown(
    region.desired,
  )} ready`;
}

export function metricText(metric: ScalingMetric): string {
  const say = (value: number | null) =>
    value === null ? 'unknown' : formatMetricValue(value, metric.unit);
  const each = metric.statistic === 'averageValue' ? ' per replica' : '';
  return `${say(metric.current)} of ${say(metric.target)}${each}`;
}

/** `lag (kafka): active`, with what went wrong in reading it. */
export function triggerText({
  name,
  type,
  active,
  failures,
}: AutoscalerScaling['triggers'][number]): string {
  const rests = active === null ? 'activity unknown' : 'not active';
  const failed = failures
    ? `, not readable ${formatNumber(failures)} times`
    : '';
  return `${name} (${type}): ${active ? 'active' : rests}${failed}`;
}

const roleWords = {
  active: 'active',
  preview: 'preview',
  stable: 'stable',
  canary: 'canary',
  earlier: 'of earlier revisions',
};

/** `10 active, 10 preview`. */
export function stacksText({
  stacks,
}: Pick<NonNullable<WorkloadScaling['rollout']>, 'stacks'>): string {
  return stacks
    .map(
      ({ role, replicas }) => `${numberOrUnknown(replicas)} ${roleWords[role]}`,
    )
    .join(', ');
}

/** `blue/green: 10 active, 10 preview; it waits for its preview to be promoted`. */
export function rolloutText(
  rollout: NonNullable<WorkloadScaling['rollout']>,
): string {
  const { strategy, stacks, weightPercent, pauses, aborted } = rollout;
  const hasCanary = stacks.some(({ role }) => role === 'canary');
  return [
    `${strategy === 'blueGreen' ? 'blue/green' : 'canary'}: ${stacksText(
      rollout,
    )}`,
    ...(hasCanary && weightPercent !== null
      ? [`${formatNumber(weightPercent)}% of the traffic to the canary`]
      : []),
    ...pauses,
    ...(aborted ? ['aborted'] : []),
  ].join('; ');
}

/** `gateway: at most 1 unavailable; 2 may be taken away now (12 of 12 healthy)`. */
export function budgetsText(budgets: WorkloadScaling['budgets']): string {
  if (budgets === null) return 'unknown';
  if (budgets.length === 0) return 'none';
  return budgets
    .map(
      ({ name, rule, allowed, healthy, expected }) =>
        `${name}: ${rule}; ${numberOrUnknown(
          allowed,
        )} may be taken away now (${numberOrUnknown(
          healthy,
        )} of ${numberOrUnknown(expected)} healthy)`,
    )
    .join('; ');
}

/** `over topology.kubernetes.io/zone, at most 1 apart (preferred)`. */
export function spreadText({
  topologyKey,
  maxSkew,
  required,
}: WorkloadScaling['spread'][number]): string {
  return `over ${topologyKey}, at most ${numberOrUnknown(maxSkew)} apart (${
    required ? 'required' : 'preferred'
  })`;
}

export function limitsText({ sizing, min, max }: RegionScaling): string {
  if (sizing === 'fixed') return 'none: fixed size';
  return min === null && max === null
    ? 'unknown'
    : `${numberOrUnknown(min)} to ${numberOrUnknown(max)}`;
}

/** What people call the region; an empty name means that it is not known. */
export function regionTitle({
  region,
  regionTitle: title,
}: Pick<RegionScaling, 'region' | 'regionTitle'>): string {
  return title ?? (region || 'Region not known');
}
