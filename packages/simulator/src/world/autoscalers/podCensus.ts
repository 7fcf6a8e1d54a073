import { PodCensus } from './replicaCalculator';

/** What the autoscaler sees of one pod. */
export interface ObservedPod {
  name: string;
  phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed';
  deleted?: boolean;
  startTimeMs?: number;
  ready?: { status: boolean; lastTransitionMs: number };
  /** Milli-units; undefined where the pod states no request. */
  request?: number;
}

export interface PodMetric {
  value: number;
  timestampMs: number;
  windowMs: number;
}

export interface CensusOptions {
  /** CPU is judged by readiness and start, other metrics are not. */
  isCpu: boolean;
  nowMs: number;
  /** `--horizontal-pod-autoscaler-cpu-initialization-period`, default 5 minutes. */
  cpuInitializationMs?: number;
  /** `--horizontal-pod-autoscaler-initial-readiness-delay`, default 30 seconds. */
  initialReadinessDelayMs?: number;
}

function isUnreadyForCpu(
  pod: ObservedPod,
  metric: PodMetric,
  options: CensusOptions,
): boolean {
  const initializationMs = options.cpuInitializationMs ?? 300_000;
  const delayMs = options.initialReadinessDelayMs ?? 30_000;
  if (!pod.ready || pod.startTimeMs === undefined) return true;
  if (pod.startTimeMs + initializationMs > options.nowMs) {
    // Within the initialisation a metric counts once it covers only ready time.
    return (
      !pod.ready.status ||
      metric.timestampMs < pod.ready.lastTransitionMs + metric.windowMs
    );
  }
  // Later, unready means: it has never been ready.
  return (
    !pod.ready.status && pod.startTimeMs + delayMs > pod.ready.lastTransitionMs
  );
}

export interface GroupedPods {
  ready: string[];
  missing: string[];
  unready: string[];
  ignored: string[];
}

/** Sorts pods as `groupPods` of the replica calculator does. */
export function groupPods(
  pods: readonly ObservedPod[],
  metrics: ReadonlyMap<string, PodMetric>,
  options: CensusOptions,
): GroupedPods {
  const groups: GroupedPods = {
    ready: [],
    missing: [],
    unready: [],
    ignored: [],
  };
  for (const pod of pods) {
    const metric = metrics.get(pod.name);
    if (pod.deleted || pod.phase === 'Failed') groups.ignored.push(pod.name);
    else if (pod.phase === 'Pending') groups.unready.push(pod.name);
    else if (!metric) groups.missing.push(pod.name);
    else if (options.isCpu && isUnreadyForCpu(pod, metric, options)) {
      groups.unready.push(pod.name);
    } else groups.ready.push(pod.name);
  }
  return groups;
}

/** Counts pods for the calculator. Throws where a pod states no request but must. */
export function takeCensus(
  pods: readonly ObservedPod[],
  metrics: ReadonlyMap<string, PodMetric>,
  options: CensusOptions & { needsRequests: boolean },
): PodCensus {
  if (pods.length === 0) {
    throw new Error(
      'no pods returned by selector while calculating replica count',
    );
  }
  const requests = new Map<string, number>();
  for (const pod of pods) {
    if (options.needsRequests && pod.request === undefined) {
      throw new Error(
        `missing request for cpu in container of Pod ${pod.name}`,
      );
    }
    requests.set(pod.name, pod.request ?? 0);
  }
  const groups = groupPods(pods, metrics, options);
  const requestOf = (names: string[]) =>
    names.reduce((sum, name) => sum + requests.get(name)!, 0);
  return {
    readyCount: groups.ready.length,
    readyUsage: groups.ready.reduce(
      (sum, name) => sum + metrics.get(name)!.value,
      0,
    ),
    readyRequest: requestOf(groups.ready),
    missingCount: groups.missing.length,
    missingRequest: requestOf(groups.missing),
    unreadyCount: groups.unready.length,
    unreadyRequest: requestOf(groups.unready),
  };
}
