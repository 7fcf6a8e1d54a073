import {
  asRecord,
  asText,
  Condition,
  readConditions,
  readCount,
  readGeneration,
  readObject,
} from './reading';
import { FleetPolicy, readFleetPolicy } from './fleetPolicy';
import { MetricReading, readMetrics } from './metricReading';
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
  /** When it was made (ISO 8601), where that is known. */
  createdAt?: string;
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
  /** Of a FleetAutoscaler: how it decides, and what of it was applied last. */
  policy?: FleetPolicy;
  appliedPolicy?: string;
  lookEverySeconds?: number;
  /** Name of the KEDA ScaledObject that made it. */
  scaledObject?: string;
  problems: string[];
}

/** How often a FleetAutoscaler looks where it is not told (agones, sync). */
const AGONES_LOOK_EVERY_SECONDS = 30;

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
    createdAt: metadata.creationTimestamp ?? undefined,
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
 * autoscaling.agones.dev/v1 FleetAutoscaler. A Buffer policy that is not part of a
 * schedule or chain has its limits at once; of others they are known when it is known
 * which policy is in force.
 */
export function readFleetAutoscaler(value: unknown): Autoscaler {
  const { metadata, spec, status } = readObject('FleetAutoscaler', value);
  const problems: string[] = [];
  const reported = status ?? {};
  const fleetPolicy = readFleetPolicy(spec.policy, problems);
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
    createdAt: metadata.creationTimestamp ?? undefined,
    target: { kind: 'Fleet', name: asText(spec.fleetName) ?? '' },
    min: fleetPolicy.type === 'Buffer' ? fleetPolicy.min : null,
    max: fleetPolicy.type === 'Buffer' ? fleetPolicy.max : null,
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
    metrics: metricsOfPolicy(fleetPolicy),
    scaleUpTolerance: 0,
    behavior: null,
    lastScaleTime: asText(reported.lastScaleTime) ?? null,
    conditions,
    observed: true,
    policy: fleetPolicy,
    appliedPolicy: asText(reported.lastAppliedPolicy),
    lookEverySeconds:
      readCount(
        asRecord(asRecord(spec.sync).fixedInterval).seconds,
        'sync.fixedInterval.seconds',
        problems,
        null,
      ) ?? AGONES_LOOK_EVERY_SECONDS,
    problems,
  };
}

/** A buffer is a number of ready game servers or a share of all, in percent. */
export function metricsOfPolicy(policy: FleetPolicy): MetricReading[] {
  if (policy.type !== 'Buffer' || !policy.buffer) return [];
  const isShare = 'percent' in policy.buffer;
  return [
    {
      source: 'Buffer',
      name: 'ready game servers',
      statistic: isShare ? 'utilization' : 'value',
      unit: isShare ? 'percent' : 'count',
      current: null,
      target:
        'percent' in policy.buffer
          ? policy.buffer.percent
          : policy.buffer.count,
      ratio: null,
    },
  ];
}
