import { KubernetesObject } from '../KubernetesObject';
import { listAt, numberAt, textAt, valueAt } from '../fields';
import { apiVersionOf, ResourceType } from './resourceTypes';

/** An object as the given version of its group shows it. */
export function convert(
  object: KubernetesObject,
  type: ResourceType,
): KubernetesObject {
  const apiVersion = apiVersionOf(type);
  if (object.apiVersion === apiVersion) return object;
  switch (`${apiVersion}/${type.kind}`) {
    case 'events.k8s.io/v1/Event':
      return newEvent(object);
    case 'autoscaling/v1/HorizontalPodAutoscaler':
      return oldAutoscaler(object);
    default:
      return { ...object, apiVersion };
  }
}

/** Core events and those of events.k8s.io are one thing under two names. */
function newEvent(event: KubernetesObject): KubernetesObject {
  const { type, reason, action, series, reportingInstance } = event;
  return {
    kind: 'Event',
    apiVersion: 'events.k8s.io/v1',
    metadata: event.metadata,
    eventTime: event.eventTime ?? null,
    ...(series !== undefined && { series }),
    reportingController:
      textAt(event, 'reportingComponent') ||
      textAt(event, 'source', 'component'),
    reportingInstance,
    action,
    reason,
    regarding: event.involvedObject,
    note: event.message,
    type,
    deprecatedSource: event.source,
    deprecatedFirstTimestamp: event.firstTimestamp,
    deprecatedLastTimestamp: event.lastTimestamp,
    deprecatedCount: event.count,
  };
}

/**
 * autoscaling/v1 knows one CPU target; every other metric, its current value and
 * the conditions travel in annotations, as k8s.io/kubernetes converts them.
 */
function oldAutoscaler(hpa: KubernetesObject): KubernetesObject {
  const isCpu = (metric: unknown) =>
    textAt(metric, 'type') === 'Resource' &&
    textAt(metric, 'resource', 'name') === 'cpu';
  const metrics = listAt(hpa, 'spec', 'metrics');
  const cpu = metrics.find(
    metric =>
      isCpu(metric) &&
      numberAt(metric, 'resource', 'target', 'averageUtilization') !==
        undefined,
  );
  const currentMetrics = listAt(hpa, 'status', 'currentMetrics');
  const annotations: Record<string, string> = { ...hpa.metadata.annotations };
  const others = metrics.filter(metric => metric !== cpu);
  const annotate = (name: string, value: unknown[]) => {
    if (value.length > 0) {
      annotations[`autoscaling.alpha.kubernetes.io/${name}`] =
        JSON.stringify(value);
    }
  };
  annotate('metrics', others);
  annotate(
    'current-metrics',
    currentMetrics.filter(metric => !isCpu(metric)),
  );
  annotate('conditions', listAt(hpa, 'status', 'conditions'));
  return {
    kind: 'HorizontalPodAutoscaler',
    apiVersion: 'autoscaling/v1',
    metadata: { ...hpa.metadata, annotations },
    spec: {
      scaleTargetRef: valueAt(hpa, 'spec', 'scaleTargetRef'),
      minReplicas: valueAt(hpa, 'spec', 'minReplicas'),
      maxReplicas: valueAt(hpa, 'spec', 'maxReplicas'),
      targetCPUUtilizationPercentage: valueAt(
        cpu,
        'resource',
        'target',
        'averageUtilization',
      ),
    },
    status: {
      observedGeneration: valueAt(hpa, 'status', 'observedGeneration'),
      lastScaleTime: valueAt(hpa, 'status', 'lastScaleTime'),
      currentReplicas: valueAt(hpa, 'status', 'currentReplicas'),
      desiredReplicas: valueAt(hpa, 'status', 'desiredReplicas'),
      currentCPUUtilizationPercentage: valueAt(
        currentMetrics.find(isCpu),
        'resource',
        'current',
        'averageUtilization',
      ),
    },
  };
}
