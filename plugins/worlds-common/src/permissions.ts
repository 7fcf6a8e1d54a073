import { createPermission } from '@backstage/plugin-permission-common';

/** To see the fleet: which services run where, and their state. */
export const worldsFleetReadPermission = createPermission({
  name: 'worlds.fleet.read',
  attributes: { action: 'read' },
});

/** To see how the outside systems that the portal reads are doing. */
export const worldsSourcesReadPermission = createPermission({
  name: 'worlds.sources.read',
  attributes: { action: 'read' },
});

export const worldsPermissions = [
  worldsFleetReadPermission,
  worldsSourcesReadPermission,
];
