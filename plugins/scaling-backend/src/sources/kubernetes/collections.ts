import {
  Autoscaler,
  DisruptionBudget,
  readDeployment,
  readDisruptionBudget,
  readFleet,
  readFleetAutoscaler,
  readHorizontalPodAutoscaler,
  readRollout,
  readScaledObject,
  readStatefulSet,
  ScaledObject,
  Workload,
} from '@worldscale/backstage-plugin-scaling-common';

export type CollectionId =
  | 'deployments'
  | 'statefulsets'
  | 'horizontalpodautoscalers'
  | 'rollouts'
  | 'fleets'
  | 'fleetautoscalers'
  | 'scaledobjects'
  | 'poddisruptionbudgets';

/** What is kept of an object: only what the domain reads. */
export type KeptObject =
  | Workload
  | Autoscaler
  | ScaledObject
  | DisruptionBudget;

/** A resource of the Kubernetes API, as it is listed and watched. */
export interface WatchedResource {
  /** As in its path: `pods`. */
  id: string;
  kind: string;
  /** What people call them: `autoscalers`. */
  noun: string;
  /** Empty for the core group. */
  group: string;
  version: string;
  /** Part of Kubernetes itself; others come with a definition that may be missing. */
  builtIn: boolean;
  /** Where those that are read stand; left out: everywhere. */
  namespace?: string;
  /** Which of them, by their fields; left out: all. */
  fieldSelector?: string;
}

/** One kind of object from which the state of services is read. */
export interface Collection extends WatchedResource {
  id: CollectionId;
  role: 'workload' | 'autoscaler' | 'scaledObject' | 'budget';
  read(object: unknown): KeptObject;
}

export const collections: readonly Collection[] = [
  {
    id: 'deployments',
    kind: 'Deployment',
    noun: 'Deployments',
    group: 'apps',
    version: 'v1',
    builtIn: true,
    role: 'workload',
    read: readDeployment,
  },
  {
    id: 'statefulsets',
    kind: 'StatefulSet',
    noun: 'StatefulSets',
    group: 'apps',
    version: 'v1',
    builtIn: true,
    role: 'workload',
    read: readStatefulSet,
  },
  {
    id: 'horizontalpodautoscalers',
    kind: 'HorizontalPodAutoscaler',
    noun: 'autoscalers',
    group: 'autoscaling',
    version: 'v2',
    builtIn: true,
    role: 'autoscaler',
    read: readHorizontalPodAutoscaler,
  },
  {
    id: 'rollouts',
    kind: 'Rollout',
    noun: 'Rollouts',
    group: 'argoproj.io',
    version: 'v1alpha1',
    builtIn: false,
    role: 'workload',
    read: readRollout,
  },
  {
    id: 'fleets',
    kind: 'Fleet',
    noun: 'Fleets',
    group: 'agones.dev',
    version: 'v1',
    builtIn: false,
    role: 'workload',
    read: readFleet,
  },
  {
    id: 'fleetautoscalers',
    kind: 'FleetAutoscaler',
    noun: 'fleet autoscalers',
    group: 'autoscaling.agones.dev',
    version: 'v1',
    builtIn: false,
    role: 'autoscaler',
    read: readFleetAutoscaler,
  },
  {
    id: 'scaledobjects',
    kind: 'ScaledObject',
    noun: 'ScaledObjects',
    group: 'keda.sh',
    version: 'v1alpha1',
    builtIn: false,
    role: 'scaledObject',
    read: readScaledObject,
  },
  {
    id: 'poddisruptionbudgets',
    kind: 'PodDisruptionBudget',
    noun: 'disruption budgets',
    group: 'policy',
    version: 'v1',
    // Part of Kubernetes, but nothing else depends on it.
    builtIn: false,
    role: 'budget',
    read: readDisruptionBudget,
  },
];

/** Undefined: objects of that kind are not watched. */
export function collectionOf(kind: string): Collection | undefined {
  return collections.find(each => each.kind === kind);
}

/** `deployments.apps`, `pods`, as Kubernetes names resources. */
export function resourceName({
  id,
  group,
}: Pick<WatchedResource, 'id' | 'group'>): string {
  return group ? `${id}.${group}` : id;
}
