import { createPermission } from '@backstage/plugin-permission-common';

/** Read how services are scaled: replicas, metrics, states and their reasons. */
export const scalingStateReadPermission = createPermission({
  name: 'scaling.state.read',
  attributes: { action: 'read' },
});

/** Read the shards of world services: game servers, their players and addresses. */
export const scalingShardReadPermission = createPermission({
  name: 'scaling.shard.read',
  attributes: { action: 'read' },
});

/** Read the ledger: every change of a service's size, who made it and why. */
export const scalingChangeReadPermission = createPermission({
  name: 'scaling.change.read',
  attributes: { action: 'read' },
});

/** All permissions of the scaling domain. */
export const scalingPermissions = [
  scalingStateReadPermission,
  scalingShardReadPermission,
  scalingChangeReadPermission,
];
