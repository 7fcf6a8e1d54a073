import { WatchedResource } from '../sources/kubernetes/collections';

export type InventoryId = 'pods' | 'nodes' | 'resourcequotas' | 'gameservers';

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
};

export const inventoryIds = Object.keys(inventoryResources) as InventoryId[];
