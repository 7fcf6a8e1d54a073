import { KubernetesObject } from '../KubernetesObject';
import { listAt, textAt, valueAt } from '../fields';
import {
  ageColumn,
  Column,
  column,
  conditionStatus,
  count,
  field,
  nameColumn,
} from './Column';

export const horizontalPodAutoscalerColumns: Column[] = [
  nameColumn,
  column(
    'Reference',
    hpa =>
      `${textAt(hpa, 'spec', 'scaleTargetRef', 'kind')}/${textAt(
        hpa,
        'spec',
        'scaleTargetRef',
        'name',
      )}`,
  ),
  column('Targets', targets),
  column('MinPods', hpa =>
    String(valueAt(hpa, 'spec', 'minReplicas') ?? '<unset>'),
  ),
  count('MaxPods', 'spec', 'maxReplicas'),
  count('Replicas', 'status', 'currentReplicas'),
  ageColumn,
];

/** autoscaling/v1 knows one target, that of the CPU. */
export const oldAutoscalerColumns: Column[] =
  horizontalPodAutoscalerColumns.map(shown =>
    shown.name === 'Targets'
      ? column('Targets', hpa => {
          const target = valueAt(hpa, 'spec', 'targetCPUUtilizationPercentage');
          const current = valueAt(
            hpa,
            'status',
            'currentCPUUtilizationPercentage',
          );
          return target === undefined
            ? '<none>'
            : `cpu: ${percent(current)}/${percent(target)}`;
        })
      : shown,
  );

/** More than two metrics are counted, not shown. */
const maxShownMetrics = 2;

/**
 * Current and target value of each metric. They are paired by position, as
 * kubectl does; what has not been measured is `<unknown>`.
 */
function targets(hpa: KubernetesObject): string {
  const specs = listAt(hpa, 'spec', 'metrics');
  if (specs.length === 0) return '<none>';
  const statuses = listAt(hpa, 'status', 'currentMetrics');
  const shown = specs
    .slice(0, maxShownMetrics)
    .map((spec, index) => metricText(spec, statuses[index]))
    .join(', ');
  const more = specs.length - maxShownMetrics;
  return more > 0 ? `${shown} + ${more} more...` : shown;
}

const sourceByType: Record<string, string> = {
  Resource: 'resource',
  ContainerResource: 'containerResource',
  Pods: 'pods',
  Object: 'object',
  External: 'external',
};

function metricText(spec: unknown, status: unknown): string {
  const type = textAt(spec, 'type') ?? '';
  const source = sourceByType[type];
  if (!source) return '<unknown type>';
  const target = valueAt(spec, source, 'target');
  const current = valueAt(status, source, 'current');
  const isResource = type === 'Resource' || type === 'ContainerResource';
  const prefix = isResource ? `${textAt(spec, source, 'name')}: ` : '';
  const utilization = valueAt(target, 'averageUtilization');
  if (utilization !== undefined) {
    const now = percent(valueAt(current, 'averageUtilization'));
    return `${prefix}${now}/${percent(utilization)}`;
  }
  const average = valueAt(target, 'averageValue');
  if (average !== undefined) {
    const now = valueAt(current, 'averageValue') ?? '<unknown>';
    const suffix = isResource || type === 'Pods' ? '' : ' (avg)';
    return `${prefix}${now}/${average}${suffix}`;
  }
  const now = valueAt(current, 'value') ?? '<unknown>';
  return `${prefix}${now}/${valueAt(target, 'value') ?? '<unknown>'}`;
}

function percent(value: unknown) {
  return value === undefined || value === null ? '<unknown>' : `${value}%`;
}

export const fleetColumns: Column[] = [
  nameColumn,
  field('Scheduling', 'spec', 'scheduling'),
  count('Desired', 'spec', 'replicas'),
  count('Current', 'status', 'replicas'),
  count('Allocated', 'status', 'allocatedReplicas'),
  count('Ready', 'status', 'readyReplicas'),
  ageColumn,
];

export const gameServerColumns: Column[] = [
  nameColumn,
  field('State', 'status', 'state'),
  field('Address', 'status', 'address'),
  field('Port', 'status', 'ports', 0, 'port'),
  field('Node', 'status', 'nodeName'),
  ageColumn,
];

export const rolloutColumns: Column[] = [
  nameColumn,
  count('Desired', 'spec', 'replicas'),
  count('Current', 'status', 'replicas'),
  count('Up-to-date', 'status', 'updatedReplicas'),
  count('Available', 'status', 'availableReplicas'),
  ageColumn,
];

function condition(type: string): Column {
  return column(type, object =>
    conditionStatus(listAt(object, 'status', 'conditions'), type),
  );
}

export const scaledObjectColumns: Column[] = [
  nameColumn,
  field('ScaleTargetKind', 'status', 'scaleTargetKind'),
  field('ScaleTargetName', 'spec', 'scaleTargetRef', 'name'),
  field('Min', 'spec', 'minReplicaCount'),
  field('Max', 'spec', 'maxReplicaCount'),
  condition('Ready'),
  condition('Active'),
  condition('Fallback'),
  condition('Paused'),
  column('Triggers', object =>
    [
      ...new Set(
        listAt(object, 'spec', 'triggers').map(
          each => textAt(each, 'type') ?? '',
        ),
      ),
    ].join(','),
  ),
  ageColumn,
];
