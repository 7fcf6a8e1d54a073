import { Autoscaler, DEFAULT_TOLERANCE } from '../kubernetes/autoscaler';
import { MetricReading } from '../kubernetes/metricReading';
import { conditionOf } from '../kubernetes/reading';
import { Workload } from '../kubernetes/workload';
import { Decision, notComputed } from './Decision';
import {
  describeProposal,
  describeRange,
  describeRate,
  describeWindow,
} from './hpaWording';
import {
  PodCounts,
  ReplicaRange,
  replicasFor,
  Tolerances,
} from './replicaRange';
import { count, formatNumber } from './wording';

/**
 * The way of a Horizontal Pod Autoscaler from metrics to a size (kubernetes,
 * pkg/controller/podautoscaler/horizontal.go): each metric asks for a number of
 * replicas, the largest counts, a metric that cannot be read forbids to shrink; then
 * the most cautious recommendation of the window, the rate at which it may go, and the
 * limits. Recommendations and changes of the past are the controller's own knowledge;
 * that they held it up, it says by a condition.
 */
export function decideHpa(
  autoscaler: Autoscaler,
  metrics: readonly MetricReading[],
  workload: Workload,
): Decision {
  const { desired: reported, current, min, max, behavior } = autoscaler;
  if (!autoscaler.observed) {
    return notComputed(
      reported,
      'The autoscaler has not observed its latest settings yet.',
    );
  }
  if (reported === null || current === null) {
    return notComputed(reported, 'The autoscaler has not reported yet.');
  }
  if (current === 0 && min !== 0) {
    return notComputed(
      reported,
      'The size is zero, which turns the autoscaler off.',
    );
  }
  const steps: string[] = [];
  let wanted: ReplicaRange;
  if (max !== null && current > max) {
    steps.push(
      `${count(current, 'replica')} are more than the maximum of ${formatNumber(
        max,
      )}, so the metrics do not count.`,
    );
    wanted = { low: max, high: max };
  } else if (min !== null && current < min) {
    steps.push(
      `${count(
        current,
        'replica',
      )} are fewer than the minimum of ${formatNumber(
        min,
      )}, so the metrics do not count.`,
    );
    wanted = { low: min, high: min };
  } else {
    const byMetrics = recommend(autoscaler, metrics, workload, current);
    steps.push(...byMetrics.steps);
    if (!byMetrics.range) return notComputed(reported, ...steps);
    wanted = byMetrics.range;
  }
  const clamped = clamp(wanted, min, max);
  const able = conditionOf(autoscaler.conditions, 'AbleToScale')?.reason;
  const limit = conditionOf(autoscaler.conditions, 'ScalingLimited');
  const limited = limit?.status === 'True' ? limit.reason : undefined;
  let held = false;
  if (reported > clamped.high && able === 'ScaleDownStabilized') {
    steps.push(describeWindow(behavior?.scaleDown, 'higher'));
    held = true;
  }
  if (reported < clamped.low && able === 'ScaleUpStabilized') {
    steps.push(describeWindow(behavior?.scaleUp, 'lower'));
    held = true;
  }
  if (reported < clamped.low && limited === 'ScaleUpLimit') {
    steps.push(describeRate(behavior?.scaleUp, 'grow'));
    held = true;
  }
  if (reported > clamped.high && limited === 'ScaleDownLimit') {
    steps.push(describeRate(behavior?.scaleDown, 'shrink'));
    held = true;
  }
  if (max !== null && wanted.low > max) {
    steps.push(
      `The maximum of ${formatNumber(max)} holds it there: demand is capped.`,
    );
  }
  if (min !== null && wanted.high < min) {
    steps.push(
      `The minimum of ${formatNumber(min)} holds it there: it is idle.`,
    );
  }
  const agrees = reported >= clamped.low && reported <= clamped.high;
  const disagrees = held ? 'held' : 'differs';
  const verdict = agrees ? 'agrees' : disagrees;
  steps.push(
    verdict === 'differs'
      ? `By these figures it should want ${describeRange(
          clamped,
        )}, but it reports ${formatNumber(
          reported,
        )}, and its conditions do not say why.${
          fitsWithoutSomeMetrics(autoscaler, metrics, workload)
            ? ' It fits only if some of its pods gave no metric, which it does not report.'
            : ''
        }`
      : `It wants ${count(reported, 'replica')}.`,
  );
  return { computed: clamped, reported, verdict, steps };
}

interface Recommendation {
  /** Null: cannot be computed. */
  range: ReplicaRange | null;
  steps: string[];
}

function recommend(
  autoscaler: Autoscaler,
  metrics: readonly MetricReading[],
  workload: Workload,
  current: number,
): Recommendation {
  const pods = countPods(workload, current);
  if (!pods) {
    return {
      range: null,
      steps: ['How many of its replicas are ready is not known.'],
    };
  }
  const strange = metrics.find(({ target }) => target === null);
  if (strange) {
    return {
      range: null,
      steps: [
        `What ${strange.name} asks for is not known: its target cannot be read here.`,
      ],
    };
  }
  const tolerances = tolerancesOf(autoscaler);
  const steps: string[] = [];
  const ranges: ReplicaRange[] = [];
  let unread = 0;
  for (const metric of metrics) {
    const range = replicasFor(metric, pods, tolerances);
    if (range) ranges.push(range);
    else unread += 1;
    steps.push(describeProposal(metric, range, current, tolerances));
  }
  if (ranges.length === 0) {
    return {
      range: null,
      steps: [...steps, 'Without a metric the size stays as it is.'],
    };
  }
  const largest = largestOf(ranges);
  if (metrics.length > 1) {
    steps.push(`The largest counts: ${describeRange(largest)}.`);
  }
  const hidden = pods.existing - pods.ready;
  if (largest.low !== largest.high && hidden > 0) {
    steps.push(
      `${formatNumber(hidden)} of ${count(pods.existing, 'replica')} ${
        hidden === 1 ? 'is' : 'are'
      } not ready. When it grows, the autoscaler counts such as idle; when it shrinks, it leaves them out or counts them as at their target. Which of them it does not report.`,
    );
  }
  if (unread === 0 || largest.low >= current) return { range: largest, steps };
  steps.push(
    'A metric that cannot be read forbids to remove any, so the size does not shrink.',
  );
  return {
    range: { low: current, high: Math.max(current, largest.high) },
    steps,
  };
}

/** Averages over pods, of which each may be missing although it is ready. */
const podSources: ReadonlySet<MetricReading['source']> = new Set([
  'Resource',
  'ContainerResource',
  'Pods',
]);

/**
 * A pod without a metric holds the autoscaler back in either direction. Whether there
 * are any it does not report, so the size that it reports may be right after all.
 */
function fitsWithoutSomeMetrics(
  autoscaler: Autoscaler,
  metrics: readonly MetricReading[],
  workload: Workload,
): boolean {
  const { current, desired: reported, min, max } = autoscaler;
  const pods = current === null ? undefined : countPods(workload, current);
  if (!pods || reported === null) return false;
  const seenOnce = { ...pods, ready: Math.min(1, pods.ready) };
  const ranges = metrics.flatMap(
    metric =>
      replicasFor(
        metric,
        podSources.has(metric.source) ? seenOnce : pods,
        tolerancesOf(autoscaler),
      ) ?? [],
  );
  if (ranges.length === 0) return false;
  const { low, high } = clamp(largestOf(ranges), min, max);
  return reported >= low && reported <= high;
}

function tolerancesOf({ scaleUpTolerance, behavior }: Autoscaler): Tolerances {
  return {
    up: scaleUpTolerance,
    down: behavior?.scaleDown.tolerance ?? DEFAULT_TOLERANCE,
  };
}

function largestOf(ranges: readonly ReplicaRange[]): ReplicaRange {
  return {
    low: Math.max(...ranges.map(range => range.low)),
    high: Math.max(...ranges.map(range => range.high)),
  };
}

/**
 * What was counted when the autoscaler looked. Where the size has changed since, pods
 * of either size may have been.
 */
function countPods(
  { current: total, ready, desired, rollout }: Workload,
  current: number,
): PodCounts | undefined {
  if (total === null || ready === null) return undefined;
  // Of a Rollout the autoscaler counts those with the traffic, as those that are ready.
  const existing = rollout?.scaledReplicas ?? total;
  return desired === current
    ? { current, ready, existing: Math.max(ready, existing) }
    : {
        current,
        ready: Math.min(ready, current),
        existing: Math.max(existing, current),
      };
}

function clamp(
  { low, high }: ReplicaRange,
  min: number | null,
  max: number | null,
): ReplicaRange {
  const within = (value: number) =>
    Math.min(max ?? Infinity, Math.max(min ?? 0, value));
  return { low: within(low), high: within(high) };
}
