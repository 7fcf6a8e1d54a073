import { KubernetesObject } from '../KubernetesObject';
import * as autoscaler from './autoscalerColumns';
import * as cluster from './clusterColumns';
import { ageColumn, Cell, Column, field, nameColumn } from './Column';
import { podColumns } from './podColumns';
import * as workload from './workloadColumns';

/** How much of each object a row carries. */
export type IncludeObject = 'None' | 'Metadata' | 'Object';

export interface Table {
  kind: 'Table';
  apiVersion: string;
  metadata: object;
  columnDefinitions: Omit<Column, 'cell'>[];
  rows: TableRow[];
}

export interface TableRow {
  cells: Cell[];
  object: object | null;
}

const usage = [
  nameColumn,
  field('CPU', 'containers', 0, 'usage', 'cpu'),
  field('Memory', 'containers', 0, 'usage', 'memory'),
  field('Window', 'window'),
];

/** Columns by API version and kind, as the API server or the definition has them. */
const columnsByKind: Record<string, Column[]> = {
  'v1/ConfigMap': cluster.configMapColumns,
  'v1/Event': cluster.eventColumns,
  'v1/LimitRange': cluster.limitRangeColumns,
  'v1/Namespace': cluster.namespaceColumns,
  'v1/Node': cluster.nodeColumns,
  'v1/Pod': podColumns,
  'v1/ResourceQuota': cluster.resourceQuotaColumns,
  'v1/Service': cluster.serviceColumns,
  'apps/v1/DaemonSet': workload.daemonSetColumns,
  'apps/v1/Deployment': workload.deploymentColumns,
  'apps/v1/ReplicaSet': workload.replicaSetColumns,
  'apps/v1/StatefulSet': workload.statefulSetColumns,
  'autoscaling/v1/HorizontalPodAutoscaler': autoscaler.oldAutoscalerColumns,
  'autoscaling/v2/HorizontalPodAutoscaler':
    autoscaler.horizontalPodAutoscalerColumns,
  'batch/v1/CronJob': workload.cronJobColumns,
  'batch/v1/Job': workload.jobColumns,
  'coordination.k8s.io/v1/Lease': cluster.leaseColumns,
  'events.k8s.io/v1/Event': cluster.eventColumns,
  'networking.k8s.io/v1/Ingress': cluster.ingressColumns,
  'networking.k8s.io/v1/NetworkPolicy': cluster.networkPolicyColumns,
  'policy/v1/PodDisruptionBudget': cluster.podDisruptionBudgetColumns,
  'agones.dev/v1/Fleet': autoscaler.fleetColumns,
  'agones.dev/v1/GameServer': autoscaler.gameServerColumns,
  'agones.dev/v1/GameServerSet': autoscaler.fleetColumns,
  'argoproj.io/v1alpha1/Rollout': autoscaler.rolloutColumns,
  'keda.sh/v1alpha1/ScaledObject': autoscaler.scaledObjectColumns,
  'metrics.k8s.io/v1beta1/NodeMetrics': [
    nameColumn,
    field('CPU', 'usage', 'cpu'),
    field('Memory', 'usage', 'memory'),
    field('Window', 'window'),
  ],
  'metrics.k8s.io/v1beta1/PodMetrics': usage,
};

const defaultColumns = [nameColumn, ageColumn];

function columnsOf(apiVersion: string, kind: string) {
  return columnsByKind[`${apiVersion}/${kind}`] ?? defaultColumns;
}

export function columnDefinitionsOf(apiVersion: string, kind: string) {
  return columnsOf(apiVersion, kind).map(
    ({ cell, ...definition }) => definition,
  );
}

export function rowOf(
  object: KubernetesObject,
  options: { includeObject: IncludeObject; nowMs: number },
): TableRow {
  return {
    cells: columnsOf(object.apiVersion, object.kind).map(({ cell }) =>
      cell(object, options.nowMs),
    ),
    object: included(object, options.includeObject),
  };
}

/** An object reduced to its metadata, as metadata-only clients read it. */
export function partialObjectMetadata(object: KubernetesObject) {
  return {
    kind: 'PartialObjectMetadata',
    apiVersion: 'meta.k8s.io/v1',
    metadata: object.metadata,
  };
}

function included(object: KubernetesObject, includeObject: IncludeObject) {
  if (includeObject === 'None') return null;
  return includeObject === 'Object' ? object : partialObjectMetadata(object);
}
