import { MetricReading } from '../kubernetes/metricReading';
import { Workload } from '../kubernetes/workload';

/**
 * The metric that decides the size. A Horizontal Pod Autoscaler computes a proposal
 * for each of its metrics and takes the largest; all proposals start from the same
 * replicas, so the largest ratio of current to target wins. Metrics that were not
 * read propose nothing; where none was read, the first is named with its target.
 * Source: kubernetes.io, "Horizontal Pod Autoscaling", algorithm details.
 */
export function drivingMetricOf(
  metrics: readonly MetricReading[],
): MetricReading | null {
  let driving: MetricReading | null = metrics[0] ?? null;
  for (const metric of metrics) {
    if (metric.ratio === null) continue;
    if (driving?.ratio === null || driving === null) driving = metric;
    else if (metric.ratio > (driving.ratio ?? 0)) driving = metric;
  }
  return driving;
}

/**
 * Fills in what a buffer of spare game servers holds: it is read from the Fleet,
 * not from the autoscaler. A percentage is of all game servers of the Fleet.
 */
export function measureBuffer(
  metric: MetricReading,
  { gameServers, current: total }: Workload,
): MetricReading {
  const ready = gameServers?.ready ?? null;
  if (metric.source !== 'Buffer' || ready === null) return metric;
  let current: number | null = ready;
  if (metric.unit === 'percent') {
    current = total ? (ready / total) * 100 : null;
  }
  const ratio =
    current && metric.target !== null ? metric.target / current : null;
  return { ...metric, current, ratio };
}
