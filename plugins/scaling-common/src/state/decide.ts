import { Autoscaler, metricsOfPolicy } from '../kubernetes/autoscaler';
import { MetricReading } from '../kubernetes/metricReading';
import { ScaledObject } from '../kubernetes/scaledObject';
import { Workload } from '../kubernetes/workload';
import { freeCapacityOf, limitsInServers } from './capacityPolicy';
import { Decision } from './Decision';
import { decideFleet } from './fleetDecision';
import { policyInForce } from './policyInForce';
import { decideHpa } from './hpaDecision';
import { decideScaledObject } from './kedaDecision';

/** How a workload's size comes about; null where nothing can be said about it. */
export function decide(
  workload: Workload,
  autoscaler: Autoscaler | undefined,
  scaledObject: ScaledObject | undefined,
  metrics: readonly MetricReading[],
  nowMs: number,
): Decision | null {
  if (autoscaler?.policy) {
    return decideFleet(
      policyInForce(autoscaler.policy, autoscaler.appliedPolicy, nowMs),
      workload,
      autoscaler.desired,
      autoscaler.lookEverySeconds ?? 0,
    );
  }
  const hpa = autoscaler ? decideHpa(autoscaler, metrics, workload) : null;
  return scaledObject ? decideScaledObject(scaledObject, hpa, workload) : hpa;
}

/** With the limits and the buffer of the policy that is in force at an instant. */
export function asInForce(
  autoscaler: Autoscaler,
  workload: Workload,
  nowMs: number,
): Autoscaler {
  if (!autoscaler.policy) return autoscaler;
  const { policy } = policyInForce(
    autoscaler.policy,
    autoscaler.appliedPolicy,
    nowMs,
  );
  switch (policy?.type) {
    case 'Buffer': {
      const { min, max } = policy;
      return { ...autoscaler, min, max, metrics: metricsOfPolicy(policy) };
    }
    case 'Counter':
    case 'List':
      return {
        ...autoscaler,
        ...limitsInServers(policy, workload),
        metrics: freeCapacityOf(policy, workload),
      };
    default:
      return autoscaler;
  }
}
