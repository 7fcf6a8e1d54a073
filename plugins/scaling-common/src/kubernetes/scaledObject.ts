import { readTarget, ScaleTarget } from './autoscaler';
import {
  asRecord,
  asText,
  Condition,
  readConditions,
  readCount,
  readObject,
} from './reading';

/** keda.sh/v1alpha1 ScaledObject: it makes and feeds a HorizontalPodAutoscaler. */
export interface ScaledObject {
  namespace: string;
  name: string;
  labels: Readonly<Record<string, string>>;
  target: ScaleTarget;
  /** Name of the autoscaler that it makes. */
  hpaName: string;
  min: number | null;
  max: number | null;
  paused: boolean;
  /** Size that it is held at while paused; null: whatever it was. */
  pausedReplicas: number | null;
  /** Directions in which an annotation forbids it to go. */
  mayGrow: boolean;
  mayShrink: boolean;
  /** Counts as active whatever its triggers say. */
  forcedActive: boolean;
  /** Size while no trigger is active; null: its minimum. */
  idle: number | null;
  cooldownSeconds: number | null;
  fallback: { failureThreshold: number | null; replicas: number | null } | null;
  triggers: Trigger[];
  /** What people call its triggers, in their order. */
  triggerNames: string[];
  conditions: Condition[];
  problems: string[];
}

/** What makes a ScaledObject act. Null is unknown. */
export interface Trigger {
  /** What people call it. */
  name: string;
  /** For example `prometheus`, `cron`. */
  type: string;
  active: boolean | null;
  /** How often in a row it could not be read. */
  failures: number | null;
}

/** KEDA's defaults (keda, scaledobject_types.go): 0 to 100 replicas. */
const KEDA_DEFAULT_MAX = 100;
const KEDA_DEFAULT_COOLDOWN_SECONDS = 300;

/** What Go's strconv.ParseBool takes for true. */
const TRUE = /^(1|t|T|true|TRUE|True)$/;

export function readScaledObject(value: unknown): ScaledObject {
  const { metadata, spec, status } = readObject('ScaledObject', value);
  const problems: string[] = [];
  const { annotations } = metadata;
  const triggers = Array.isArray(spec.triggers) ? spec.triggers : [];
  const isSet = (name: string) =>
    TRUE.test(annotations[`autoscaling.keda.sh/${name}`] ?? '');
  const pausedAt = annotations['autoscaling.keda.sh/paused-replicas'];
  const fallback = asRecord(spec.fallback);
  return {
    namespace: metadata.namespace,
    name: metadata.name,
    labels: metadata.labels,
    target: readTarget(spec.scaleTargetRef, 'Deployment'),
    hpaName: asText(status?.hpaName) ?? `keda-hpa-${metadata.name}`,
    min: readCount(spec.minReplicaCount, 'spec.minReplicaCount', problems, 0),
    max: readCount(
      spec.maxReplicaCount,
      'spec.maxReplicaCount',
      problems,
      KEDA_DEFAULT_MAX,
    ),
    paused: pausedAt !== undefined || isSet('paused'),
    pausedReplicas:
      pausedAt === undefined
        ? null
        : readCount(
            /^\d+$/.test(pausedAt) ? Number(pausedAt) : pausedAt,
            'annotation autoscaling.keda.sh/paused-replicas',
            problems,
            null,
          ),
    mayGrow: !isSet('paused-scale-out'),
    mayShrink: !isSet('paused-scale-in'),
    forcedActive: isSet('force-activation'),
    idle: readCount(
      spec.idleReplicaCount,
      'spec.idleReplicaCount',
      problems,
      null,
    ),
    cooldownSeconds: readCount(
      spec.cooldownPeriod,
      'spec.cooldownPeriod',
      problems,
      KEDA_DEFAULT_COOLDOWN_SECONDS,
    ),
    fallback: spec.fallback
      ? {
          failureThreshold: readCount(
            fallback.failureThreshold,
            'spec.fallback.failureThreshold',
            problems,
            null,
          ),
          replicas: readCount(
            fallback.replicas,
            'spec.fallback.replicas',
            problems,
            null,
          ),
        }
      : null,
    triggers: triggers.map((trigger, place) =>
      readTrigger(trigger, place, status ?? {}),
    ),
    triggerNames: triggers.map(nameOfTrigger),
    conditions: readConditions(status?.conditions),
    problems,
  };
}

/** The metric that a PromQL expression begins with: a name before its selector. */
const SELECTED_METRIC = /([a-zA-Z_:][\w:]*)\s*[{[]/;

/**
 * A trigger with what the status says of it. KEDA files that by the metric's name,
 * which begins with the trigger's place: `s0-prometheus`.
 */
function readTrigger(
  trigger: unknown,
  place: number,
  status: Readonly<Record<string, unknown>>,
): Trigger {
  const ofTrigger = (field: string) =>
    asRecord(
      Object.entries(asRecord(status[field])).find(([metric]) =>
        metric.startsWith(`s${place}-`),
      )?.[1],
    );
  const { isActive } = ofTrigger('triggersActivity');
  const { numberOfFailures } = ofTrigger('health');
  return {
    name: nameOfTrigger(trigger),
    type: asText(asRecord(trigger).type) ?? 'unnamed',
    active: typeof isActive === 'boolean' ? isActive : null,
    failures:
      typeof numberOfFailures === 'number' && numberOfFailures >= 0
        ? Math.trunc(numberOfFailures)
        : null,
  };
}

/** Its own name, else the metric that it asks for, else its type. */
function nameOfTrigger(trigger: unknown): string {
  const { name, type, metadata } = asRecord(trigger);
  const { metricName, query, queueName, topic } = asRecord(metadata);
  const queried = SELECTED_METRIC.exec(asText(query) ?? '')?.[1];
  return (
    asText(name) ??
    asText(metricName) ??
    queried ??
    asText(queueName) ??
    asText(topic) ??
    `${asText(type) ?? 'unnamed'} trigger`
  );
}

/**
 * KEDA names the metrics that it feeds by the trigger's place and type
 * (`s0-prometheus`), which tells a reader nothing.
 */
export function nameOfFedMetric(
  scaledObject: ScaledObject,
  metricName: string,
): string {
  const place = /^s(\d+)-/.exec(metricName)?.[1];
  return (place && scaledObject.triggerNames[Number(place)]) || metricName;
}
