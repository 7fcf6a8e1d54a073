import { hpaSpec, MetricTarget } from '../manifests/manifest';
import { parseQuantity } from '../manifests/quantity';
import { HpaScaler, Workload } from '../workloads/Workload';
import { formatMi, formatMilli, Labels } from './metadata';

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
        containerResource: {
          ...utilization,
          container: scaler.container ?? 'app',
        },
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

/** What stands under `spec.metrics`. */
export function metricSpecsOf(workload: Workload, scaler: HpaScaler) {
  const applied = workload.manifests?.get('HorizontalPodAutoscaler');
  const written = applied && hpaSpec.parse(applied.spec).metrics;
  return written ?? [metricSpecOf(workload, scaler)];
}

/** Share of its target at which a metric stands that does not drive. */
const QUIET_SHARE = 0.6;

/** `status.currentMetrics[]` of the metrics after the first, which drives. */
export function quietMetricStatuses(workload: Workload) {
  const applied = workload.manifests?.get('HorizontalPodAutoscaler');
  const written = applied ? hpaSpec.parse(applied.spec).metrics ?? [] : [];
  return written.slice(1).map(({ type, ...sources }) =>
    Object.fromEntries([
      ['type', type],
      ...Object.entries(sources).map(([name, source]) => {
        const { target, ...identity } = source as {
          target: MetricTarget;
          name?: string;
        };
        return [
          name,
          {
            ...identity,
            current: quietValue(workload, target, identity.name === 'memory'),
          },
        ];
      }),
    ]),
  );
}

function quietValue(
  { size }: Workload,
  target: MetricTarget,
  isMemory: boolean,
) {
  const { averageUtilization, averageValue, value } = target;
  if (averageUtilization !== undefined) {
    const percent = Math.floor(QUIET_SHARE * averageUtilization);
    const share = percent / 100;
    return {
      averageUtilization: percent,
      averageValue: isMemory
        ? formatMi(Math.round(share * size.memoryMi))
        : formatMilli(Math.round(share * size.cpuMilli)),
    };
  }
  const milli = Math.round(
    1000 * QUIET_SHARE * parseQuantity(averageValue ?? value ?? 0),
  );
  return value === undefined
    ? { averageValue: formatMilli(milli) }
    : { value: formatMilli(milli) };
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
        containerResource: {
          ...utilization,
          container: scaler.container ?? 'app',
        },
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
