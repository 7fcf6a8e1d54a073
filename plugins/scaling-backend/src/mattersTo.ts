import { WorkloadScaling } from '@worldscale/backstage-plugin-scaling-common';

/**
 * Of which kinds of workloads a collection tells. What is not named here (pods, nodes,
 * quotas, disruption budgets) tells of all.
 */
const kindsOf: Readonly<Record<string, readonly string[]>> = {
  deployments: ['Deployment'],
  statefulsets: ['StatefulSet'],
  rollouts: ['Rollout'],
  replicasets: ['Deployment', 'Rollout'],
  horizontalpodautoscalers: ['Deployment', 'StatefulSet', 'Rollout'],
  scaledobjects: ['Deployment', 'StatefulSet', 'Rollout'],
  fleets: ['Fleet'],
  fleetautoscalers: ['Fleet'],
  gameserversets: ['Fleet'],
  gameservers: ['Fleet'],
};

/**
 * Whether what a collection holds can matter to a service. Of one whose workloads are
 * not known all may.
 *
 * @param part the collection's resource: `deployments.apps`
 */
export function mattersTo(
  workloads: readonly Pick<WorkloadScaling, 'kind'>[],
  part: string,
): boolean {
  const kinds = kindsOf[part.split('.')[0]];
  if (!kinds || workloads.length === 0) return true;
  return workloads.some(({ kind }) => kinds.includes(kind));
}
