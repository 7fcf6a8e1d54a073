import { Autoscaler } from '../kubernetes/autoscaler';
import { MetricReading } from '../kubernetes/metricReading';
import { ScaledObject } from '../kubernetes/scaledObject';
import { Workload } from '../kubernetes/workload';
import { Decision } from './Decision';
import { decideHpa } from './hpaDecision';
import { decideScaledObject } from './kedaDecision';

/** How a workload's size comes about; null where nothing can be said about it. */
export function decide(
  workload: Workload,
  autoscaler: Autoscaler | undefined,
  scaledObject: ScaledObject | undefined,
  metrics: readonly MetricReading[],
): Decision | null {
  const hpa =
    autoscaler?.kind === 'HorizontalPodAutoscaler'
      ? decideHpa(autoscaler, metrics, workload)
      : null;
  return scaledObject ? decideScaledObject(scaledObject, hpa, workload) : hpa;
}
