import {
  Progress,
  WorkloadScaling,
} from '@worldscale/backstage-plugin-scaling-common';

/** What is known of one service in one cluster. */
export interface ServicePart {
  workloads: WorkloadScaling[];
  /** Memory of each workload's progress, by kind, namespace and name. */
  progress: Record<string, Progress>;
  /** Uids of its workloads, where they are told; by the same keys. */
  uids?: Record<string, string>;
  /** Kind of what scaled a workload when that could last be read; by the same keys. */
  scaledBy?: Record<string, string>;
}

export function partKey({
  kind,
  namespace,
  name,
}: Pick<WorkloadScaling, 'kind' | 'namespace' | 'name'>): string {
  return `${kind}/${namespace}/${name}`;
}
