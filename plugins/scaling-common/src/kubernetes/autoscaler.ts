import {
  asRecord,
  asText,
  Condition,
  readConditions,
  readCount,
  readGeneration,
  readObject,
} from './reading';
import { MetricReading, readMetrics } from './metricReading';
import { parseQuantity } from './quantity';
import { readBehavior, ScalingBehavior } from './scalingRules';

/** What an autoscaler scales. */
export interface ScaleTarget {
  kind: string;
  name: string;
}

/** What the domain needs of an autoscaler. Counts are null where unknown. */
export interface Autoscaler {
  kind: 'HorizontalPodAutoscaler' | 'FleetAutoscaler';
  namespace: string;
  name: string;
  labels: Readonly<Record<string, string>>;
  target: ScaleTarget;
  min: number | null;
  max: number | null;
  current: number | null;
  desired: number | null;
  metrics: MetricReading[];
  /** Ratio by which demand may exceed its target before replicas are added. */
  scaleUpTolerance: number;
  /** How fast it may go, with the API's defaults; null: as the controller is set up. */
  behavior: ScalingBehavior | null;
  /** When it last changed the size (ISO 8601). */
  lastScaleTime: string | null;
  conditions: Condition[];
  observed: boolean;
  /** Name of the KEDA ScaledObject that made it. */
  scaledObject?: string;
  problems: string[];
}

/** The controller manager's `--horizontal-pod-autoscaler-tolerance`. */
export const DEFAULT_TOLERANCE = 0.1;

export function readTarget(ref: unknown, defaultKind = ''): ScaleTarget {
  const record = asRecord(ref);
  return {
    kind: asText(record.kind) ?? defaultKind,
    name: asText(record.name) ?? '',
  };
}

/** autoscaling/v2 HorizontalPodAutoscaler. */
export function readHorizontalPodAutoscaler(value: unknown): Autoscaler {
  const { metadata, spec, status } = readObject(
    'HorizontalPodAutoscaler',
    value,
  );
  const problems: string[] = [];
  const reported = status ?? {};
  const behavior = readBehavior(spec.behavior, problems);
  const observed = readGeneration(reported.observedGeneration);
  const generation = readGeneration(metadata.generation);
  let min = readCount(spec.minReplicas, 'spec.minReplicas', problems, 1);
  const max = readCount(spec.maxReplicas, 'spec.maxReplicas', problems, null);
  if (min !== null && max !== null && min > max) {
    problems.push(
      `spec.minReplicas (${min}) is above spec.maxReplicas (${max})`,
    );
    min = null;
  }
  return {
    kind: 'HorizontalPodAutoscaler',
    namespace: metadata.namespace,
    name: metadata.name,
    labels: metadata.labels,
    target: readTarget(spec.scaleTargetRef),
    min,
    max,
    current: readCount(
      reported.currentReplicas,
      'status.currentReplicas',
      problems,
      status ? 0 : null,
    ),
    desired: readCount(
      reported.desiredReplicas,
      'status.desiredReplicas',
      problems,
      null,
    ),
    metrics: readMetrics(spec.metrics, reported.currentMetrics, problems),
    scaleUpTolerance: behavior?.scaleUp.tolerance ?? DEFAULT_TOLERANCE,
    behavior,
    lastScaleTime: asText(reported.lastScaleTime) ?? null,
    conditions: readConditions(reported.conditions),
    observed:
      observed === undefined ||
      generation === undefined ||
      observed >= generation,
    scaledObject:
      metadata.labels['scaledobject.keda.sh/name'] ??
      metadata.ownerReferences.find(owner => owner.kind === 'ScaledObject')
        ?.name,
    problems,
  };
}

/**
 * autoscaling.agones.dev/v1 FleetAutoscaler. Minimum, maximum and size of the
 * Buffer policy are read, an absent minimum being none; other policies keep their own limits, which this slice
 * does not explain: they stay unknown, not zero.
 */
export function readFleetAutoscaler(value: unknown): Autoscaler {
  const { metadata, spec, status } = readObject('FleetAutoscaler', value);
  const problems: string[] = [];
  const reported = status ?? {};
  const policy = asRecord(spec.policy);
  const buffer = asRecord(policy.buffer);
  const isBuffer = policy.type === 'Buffer';
  const conditions: Condition[] = [];
  for (const [type, field] of [
    ['AbleToScale', 'ableToScale'],
    ['ScalingLimited', 'scalingLimited'],
  ]) {
    if (typeof reported[field] === 'boolean') {
      conditions.push({
        type,
        status: reported[field] ? 'True' : 'False',
        reason: '',
        message: '',
        lastTransitionTime: null,
      });
    }
  }
  return {
    kind: 'FleetAutoscaler',
    namespace: metadata.namespace,
    name: metadata.name,
    labels: metadata.labels,
    target: { kind: 'Fleet', name: asText(spec.fleetName) ?? '' },
    min: isBuffer
      ? readCount(buffer.minReplicas, 'buffer.minReplicas', problems, 0)
      : null,
    max: isBuffer
      ? readCount(buffer.maxReplicas, 'buffer.maxReplicas', problems, null)
      : null,
    current: readCount(
      reported.currentReplicas,
      'status.currentReplicas',
      problems,
      null,
    ),
    desired: readCount(
      reported.desiredReplicas,
      'status.desiredReplicas',
      problems,
      null,
    ),
    metrics: isBuffer ? readBuffer(buffer.bufferSize, problems) : [],
    scaleUpTolerance: 0,
    behavior: null,
    lastScaleTime: asText(reported.lastScaleTime) ?? null,
    conditions,
    observed: true,
    problems,
  };
}

/** A buffer is a number of ready game servers or a share of all, in percent. */
function readBuffer(size: unknown, problems: string[]): MetricReading[] {
  const percent =
    typeof size === 'string' ? /^(\d+)%$/.exec(size)?.[1] : undefined;
  const target = percent ? Number(percent) : parseQuantity(size);
  if (target === undefined || target < 0 || (percent && target > 99)) {
    problems.push(
      `buffer.bufferSize is ${JSON.stringify(size)}, which cannot be`,
    );
    return [];
  }
  return [
    {
      source: 'Buffer',
      name: 'ready game servers',
      statistic: percent ? 'utilization' : 'value',
      unit: percent ? 'percent' : 'count',
      current: null,
      target,
      ratio: null,
    },
  ];
}
