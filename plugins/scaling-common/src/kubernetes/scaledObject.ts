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
  /** What people call its triggers, in their order. */
  triggerNames: string[];
  conditions: Condition[];
  problems: string[];
}

/** KEDA's defaults (keda, scaledobject_types.go): 0 to 100 replicas. */
const KEDA_DEFAULT_MAX = 100;

export function readScaledObject(value: unknown): ScaledObject {
  const { metadata, spec, status } = readObject('ScaledObject', value);
  const problems: string[] = [];
  const { annotations } = metadata;
  const triggers = Array.isArray(spec.triggers) ? spec.triggers : [];
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
    paused:
      annotations['autoscaling.keda.sh/paused-replicas'] !== undefined ||
      annotations['autoscaling.keda.sh/paused'] === 'true',
    triggerNames: triggers.map(nameOfTrigger),
    conditions: readConditions(status?.conditions),
    problems,
  };
}

/** The metric that a PromQL expression begins with: a name before its selector. */
const SELECTED_METRIC = /([a-zA-Z_:][\w:]*)\s*[{[]/;

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
