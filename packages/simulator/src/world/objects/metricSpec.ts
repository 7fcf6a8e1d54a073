import { HpaScaler, Workload } from '../workloads/Workload';
import { formatMilli, Labels } from './metadata';

/** How the controller prints a label selector (Go's `%+v`). */
export function goSelector(labels: Labels | undefined): string {
  if (!labels) return 'nil';
  const entries = Object.entries(labels)
    .map(([key, value]) => `${key}: ${value},`)
    .join('');
  return `&LabelSelector{MatchLabels:map[string]string{${entries}},MatchExpressions:[]LabelSelectorRequirement{},}`;
}

/** What an Object metric describes: the service's own Service. */
function describedObject(workload: Workload) {
  return { apiVersion: 'v1', kind: 'Service', name: workload.name };
}

function identifier(scaler: HpaScaler) {
  return scaler.selector
    ? { name: scaler.metric, selector: { matchLabels: scaler.selector } }
    : { name: scaler.metric };
}

/** `spec.metrics[]`. */
export function metricSpecOf(workload: Workload, scaler: HpaScaler) {
  const utilization = {
    name: 'cpu',
    target: {
      type: 'Utilization',
      averageUtilization: scaler.targetPercent,
    },
  };
  const target = {
    type: 'AverageValue',
    averageValue: formatMilli(scaler.targetMilli),
  };
  const metric = identifier(scaler);
  switch (scaler.via) {
    case 'Resource':
      return { type: 'Resource', resource: utilization };
    case 'ContainerResource':
      return {
        type: 'ContainerResource',
        containerResource: { ...utilization, container: 'app' },
      };
    case 'Pods':
      return { type: 'Pods', pods: { metric, target } };
    case 'Object':
      return {
        type: 'Object',
        object: { describedObject: describedObject(workload), metric, target },
      };
    default:
      return { type: 'External', external: { metric, target } };
  }
}

/** Percent of the request, as the controller truncates it. */
export function utilizationPercent(workload: Workload, metricMilli: number) {
  return Math.trunc((metricMilli * 100) / workload.size.cpuMilli);
}

/** `status.currentMetrics[]` for a value per pod in milli-units. */
export function metricStatusOf(
  workload: Workload,
  scaler: HpaScaler,
  metricMilli: number,
) {
  const averageValue = formatMilli(metricMilli);
  const metric = identifier(scaler);
  const utilization = {
    name: 'cpu',
    current: {
      averageUtilization: utilizationPercent(workload, metricMilli),
      averageValue,
    },
  };
  switch (scaler.via) {
    case 'Resource':
      return { type: 'Resource', resource: utilization };
    case 'ContainerResource':
      return {
        type: 'ContainerResource',
        containerResource: { ...utilization, container: 'app' },
      };
    case 'Pods':
      return { type: 'Pods', pods: { metric, current: { averageValue } } };
    case 'Object':
      return {
        type: 'Object',
        object: {
          describedObject: describedObject(workload),
          metric,
          current: { averageValue },
        },
      };
    default:
      return {
        type: 'External',
        external: { metric, current: { averageValue } },
      };
  }
}

/** How the controller names the metric in events and conditions. */
export function metricTitle(scaler: HpaScaler): string {
  switch (scaler.via) {
    case 'Resource':
      return 'cpu resource utilization (percentage of request)';
    case 'ContainerResource':
      return 'cpu container resource utilization (percentage of request)';
    case 'Pods':
      return `pods metric ${scaler.metric}`;
    default:
      // Object metrics with an average value go by this name in the controller, too.
      return `external metric ${scaler.metric}(${goSelector(scaler.selector)})`;
  }
}

/** Reason and error of a metric that cannot be read. */
export function metricFailure(
  workload: Workload,
  scaler: HpaScaler,
): { reason: string; error: string } {
  if (scaler.via === 'External') {
    return {
      reason: 'FailedGetExternalMetric',
      error: `unable to get external metric ${workload.namespace}/${
        scaler.metric
      }/${goSelector(
        scaler.selector,
      )}: unable to fetch metrics from external metrics API: the server is currently unable to handle the request (get ${
        scaler.metric
      }.external.metrics.k8s.io)`,
    };
  }
  if (scaler.via === 'Object') {
    return {
      reason: 'FailedGetObjectMetric',
      error: `unable to get metric ${scaler.metric}: Service on ${workload.namespace} ${workload.name}/unable to fetch metrics from custom metrics API: the server is currently unable to handle the request`,
    };
  }
  if (scaler.via === 'Pods') {
    return {
      reason: 'FailedGetPodsMetric',
      error: `unable to get metric ${scaler.metric}: no metrics returned from custom metrics API`,
    };
  }
  return {
    reason:
      scaler.via === 'Resource'
        ? 'FailedGetResourceMetric'
        : 'FailedGetContainerResourceMetric',
    error: 'did not receive metrics for targeted pods (pods might be unready)',
  };
}
