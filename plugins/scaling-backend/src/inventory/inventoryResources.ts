import { WatchedResource } from '../sources/kubernetes/collections';

export type InventoryId =
  | 'pods'
  | 'nodes'
  | 'resourcequotas'
  | 'gameservers'
  | 'nodepools'
  | 'configmaps';

/** What runs in a cluster, and what it runs on. */
export const inventoryResources: Readonly<
  Record<InventoryId, WatchedResource>
> = {
  pods: {
    id: 'pods',
    kind: 'Pod',
    noun: 'pods',
    group: '',
    version: 'v1',
    builtIn: true,
  },
  nodes: {
    id: 'nodes',
    kind: 'Node',
    noun: 'nodes',
    group: '',
    version: 'v1',
    builtIn: true,
  },
  resourcequotas: {
    id: 'resourcequotas',
    kind: 'ResourceQuota',
    noun: 'quotas',
    group: '',
    version: 'v1',
    builtIn: true,
  },
  gameservers: {
    id: 'gameservers',
    kind: 'GameServer',
    noun: 'game servers',
    group: 'agones.dev',
    version: 'v1',
    builtIn: false,
  },
  nodepools: {
    id: 'nodepools',
    kind: 'NodePool',
    noun: 'NodePools',
    group: 'karpenter.sh',
    version: 'v1',
    builtIn: false,
  },
  // The one in which the cluster autoscaler tells how it is doing.
  configmaps: {
    id: 'configmaps',
    kind: 'ConfigMap',
    noun: 'status of the cluster autoscaler',
    group: '',
    version: 'v1',
    namespace: 'kube-system',
    fieldSelector: 'metadata.name=cluster-autoscaler-status',
    // Part of Kubernetes, but nothing else depends on it.
    builtIn: false,
  },
};

export const inventoryIds = Object.keys(inventoryResources) as InventoryId[];
