/**
 * The arithmetic of the Horizontal Pod Autoscaler, after
 * pkg/controller/podautoscaler/replica_calculator.go of kubernetes/kubernetes.
 * Pods come in as a census (see `podCensus.ts`) because only sums matter to the
 * result: the simulated world runs it millions of times.
 *
 * All metric values are integers in milli-units, as in the controller.
 */

const { ceil, max, min, trunc } = Math;

/** By which share a ratio may miss 1 before the controller acts. */
export interface Tolerances {
  up: number;
  down: number;
}

/** Cluster default: `--horizontal-pod-autoscaler-tolerance=0.1`. */
export const defaultTolerances: Tolerances = { up: 0.1, down: 0.1 };

/** Pods of a target, as far as the calculator is concerned. */
export interface PodCensus {
  /** Pods with a metric that are neither unready nor ignored. */
  readyCount: number;
  /** Sum of their metric. */
  readyUsage: number;
  /** Sum of their requests (utilisation only). */
  readyRequest: number;
  /** Pods without a metric, and the sum of their requests. */
  missingCount: number;
  missingRequest: number;
  /** Pending pods and, for CPU, those that have not become ready. */
  unreadyCount: number;
  unreadyRequest: number;
}

export interface Proposal {
  replicas: number;
  /** Percent of the request, or the average value, as the status shows it. */
  current: number;
  /** Utilisation only: average value in milli-units. */
  averageValue?: number;
}

export function isWithinTolerance(
  ratio: number,
  tolerances: Tolerances,
): boolean {
  return 1 - tolerances.down <= ratio && ratio <= 1 + tolerances.up;
}

function ceilReplicas(value: number): number {
  return min(ceil(value), 2 ** 31 - 1);
}

/**
 * The second look of the controller: pods without a metric and unready ones are
 * given the value that makes the change smaller, and a change that then vanishes
 * or turns round is dropped.
 */
function rebalanced(
  current: number,
  census: PodCensus,
  ratio: number,
  ratioOf: (usage: number, request: number, count: number) => number,
  missingUsage: number,
  tolerances: Tolerances,
): number {
  const countsUnready = census.unreadyCount > 0 && ratio > 1;
  let usage = census.readyUsage;
  let request = census.readyRequest;
  let count = census.readyCount;
  if (census.missingCount > 0 && ratio !== 1) {
    if (ratio < 1) usage += missingUsage;
    request += census.missingRequest;
    count += census.missingCount;
  }
  if (countsUnready) {
    request += census.unreadyRequest;
    count += census.unreadyCount;
  }
  const again = ratioOf(usage, request, count);
  if (
    isWithinTolerance(again, tolerances) ||
    (ratio < 1 && again > 1) ||
    (ratio > 1 && again < 1)
  ) {
    return current;
  }
  const replicas = ceilReplicas(again * count);
  const turnsRound =
    (again < 1 && replicas > current) || (again > 1 && replicas < current);
  return turnsRound ? current : replicas;
}

function fromRatio(
  current: number,
  census: PodCensus,
  ratio: number,
  ratioOf: (usage: number, request: number, count: number) => number,
  missingUsage: number,
  tolerances: Tolerances,
): number {
  if (census.missingCount > 0 || (census.unreadyCount > 0 && ratio > 1)) {
    return rebalanced(
      current,
      census,
      ratio,
      ratioOf,
      missingUsage,
      tolerances,
    );
  }
  if (isWithinTolerance(ratio, tolerances)) return current;
  return ceilReplicas(ratio * census.readyCount);
}

const noMetrics =
  'did not receive metrics for targeted pods (pods might be unready)';

/**
 * Resource and ContainerResource metrics with a target utilisation (percent of
 * the request). Throws when no pod has a metric.
 */
export function utilizationReplicas(
  current: number,
  targetPercent: number,
  census: PodCensus,
  tolerances: Tolerances = defaultTolerances,
): Proposal {
  if (census.readyCount === 0) throw new Error(noMetrics);
  const percentOf = (usage: number, request: number) =>
    trunc((usage * 100) / request);
  const ratioOf = (usage: number, request: number) =>
    percentOf(usage, request) / targetPercent;
  // Missing pods count as at their target at least, and never below their request.
  const missingUsage = (census.missingRequest * max(100, targetPercent)) / 100;
  return {
    replicas: fromRatio(
      current,
      census,
      ratioOf(census.readyUsage, census.readyRequest),
      ratioOf,
      missingUsage,
      tolerances,
    ),
    current: percentOf(census.readyUsage, census.readyRequest),
    averageValue: trunc(census.readyUsage / census.readyCount),
  };
}

/** Pods metrics (and raw resource values) with a target average value. */
export function averageReplicas(
  current: number,
  targetAverage: number,
  census: PodCensus,
  tolerances: Tolerances = defaultTolerances,
): Proposal {
  if (census.readyCount === 0) throw new Error(noMetrics);
  const ratioOf = (usage: number, _request: number, count: number) =>
    trunc(usage / count) / targetAverage;
  return {
    replicas: fromRatio(
      current,
      census,
      ratioOf(census.readyUsage, 0, census.readyCount),
      ratioOf,
      census.missingCount * targetAverage,
      tolerances,
    ),
    current: trunc(census.readyUsage / census.readyCount),
  };
}

/** Object and External metrics with a target value. `readyPods` run and are ready. */
export function valueReplicas(
  current: number,
  targetValue: number,
  usage: number,
  readyPods: number,
  tolerances: Tolerances = defaultTolerances,
): Proposal {
  const ratio = usage / targetValue;
  if (current === 0) return { replicas: ceilReplicas(ratio), current: usage };
  return {
    replicas: isWithinTolerance(ratio, tolerances)
      ? current
      : ceilReplicas(ratio * readyPods),
    current: usage,
  };
}

/** Object and External metrics with a target average value. */
export function perPodReplicas(
  statusReplicas: number,
  targetAverage: number,
  usage: number,
  tolerances: Tolerances = defaultTolerances,
): Proposal {
  const ratio = usage / (targetAverage * statusReplicas);
  return {
    replicas: isWithinTolerance(ratio, tolerances)
      ? statusReplicas
      : ceilReplicas(usage / targetAverage),
    current: statusReplicas > 0 ? ceil(usage / statusReplicas) : usage,
  };
}
