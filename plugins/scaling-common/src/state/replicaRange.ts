import { MetricReading } from '../kubernetes/metricReading';

/**
 * What one metric asks for, after the replica calculator of the Horizontal Pod
 * Autoscaler (kubernetes, pkg/controller/podautoscaler/replica_calculator.go).
 *
 * The controller sees every pod, a reader of its status only the average that it
 * wrote. What is lost is which of the pods that are not ready it left out:
 *
 * - one that is deleted or failed does not exist for it;
 * - one that was never ready is left out when it shrinks and counted as idle when it
 *   grows;
 * - one without a metric is counted as idle when it grows and as at its target when it
 *   shrinks;
 * - one that was ready before is counted as any other.
 *
 * Each of these moves the answer in one direction only, the more the more pods it
 * concerns. So the answer lies between those for none and for all of the pods that are
 * not ready, and where all are ready it is exact.
 */
export interface ReplicaRange {
  low: number;
  high: number;
}

/** Shares by which a metric may be off its target without anything happening. */
export interface Tolerances {
  up: number;
  down: number;
}

/** What of a workload the calculation needs. */
export interface PodCounts {
  /** Size from which the autoscaler started (`status.currentReplicas`). */
  current: number;
  /** Pods that are ready, at least. */
  ready: number;
  /** Pods that exist, at most. */
  existing: number;
}

const MAX_REPLICAS = 2 ** 31 - 1;

export function isWithin(ratio: number, { up, down }: Tolerances): boolean {
  return ratio >= 1 - down && ratio <= 1 + up;
}

/** Quantities are compared in thousandths, utilisations as whole percents. */
function scaled({ unit }: MetricReading, value: number): number {
  return unit === 'percent' ? value : Math.round(value * 1000);
}

function capped(replicas: number): number {
  return Math.min(MAX_REPLICAS, replicas);
}

/** Counted anew, with pods that were filled in: never against its own direction. */
function recounted(
  ratio: number,
  filled: number,
  counted: number,
  current: number,
  tolerances: Tolerances,
): number {
  if (isWithin(filled, tolerances)) return current;
  if (ratio < 1 !== filled < 1) return current;
  const replicas = capped(Math.ceil(filled * counted));
  return filled < 1 === replicas > current ? current : replicas;
}

/** Resource, ContainerResource and Pods: an average over pods. */
function ofPods(
  metric: MetricReading,
  value: number,
  target: number,
  { current, ready, existing }: PodCounts,
  tolerances: Tolerances,
): ReplicaRange {
  const ratio = value / target;
  const plain = (counted: number) =>
    isWithin(ratio, tolerances) ? current : capped(Math.ceil(ratio * counted));
  const hidden = Math.max(0, existing - ready);
  const outcomes = [plain(ready)];
  if (hidden > 0) {
    let fill = 0;
    if (ratio <= 1) {
      fill = metric.unit === 'percent' ? Math.max(100, target) : target;
    }
    outcomes.push(plain(existing));
    // The average was rounded down before it was written.
    for (const average of [value, value + 1]) {
      const sum = average * ready + fill * hidden;
      const filled = Math.floor(sum / existing) / target;
      outcomes.push(recounted(ratio, filled, existing, current, tolerances));
    }
  }
  return { low: Math.min(...outcomes), high: Math.max(...outcomes) };
}

/** Object and External with a value for the whole of the target. */
function ofWhole(
  value: number,
  target: number,
  { current, ready }: PodCounts,
  tolerances: Tolerances,
): ReplicaRange {
  const ratio = value / target;
  let replicas = current;
  if (current === 0) replicas = Math.ceil(ratio);
  else if (!isWithin(ratio, tolerances)) replicas = Math.ceil(ratio * ready);
  return { low: capped(replicas), high: capped(replicas) };
}

/** Object and External with a value per replica. */
function perReplica(
  average: number,
  target: number,
  { current, existing }: PodCounts,
  tolerances: Tolerances,
): ReplicaRange | null {
  if (existing === 0) return null;
  // The average was rounded up before it was written.
  const outcomes = [(average - 1) * existing + 1, average * existing].map(
    sum => {
      const usage = Math.max(0, sum);
      return isWithin(usage / (target * existing), tolerances)
        ? current
        : capped(Math.ceil(usage / target));
    },
  );
  return { low: Math.min(...outcomes), high: Math.max(...outcomes) };
}

/**
 * How many replicas a metric asks for; null where its value or target is unknown, or
 * it is none of the Horizontal Pod Autoscaler's.
 */
export function replicasFor(
  metric: MetricReading,
  pods: PodCounts,
  tolerances: Tolerances,
): ReplicaRange | null {
  if (metric.current === null || !metric.target) return null;
  const value = scaled(metric, metric.current);
  const target = scaled(metric, metric.target);
  if (target === 0) return null;
  switch (metric.source) {
    case 'Resource':
    case 'ContainerResource':
    case 'Pods':
      return ofPods(metric, value, target, pods, tolerances);
    case 'Object':
    case 'External':
      return metric.statistic === 'averageValue'
        ? perReplica(value, target, pods, tolerances)
        : ofWhole(value, target, pods, tolerances);
    default:
      return null;
  }
}
