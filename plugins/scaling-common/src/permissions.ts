import { createPermission } from '@backstage/plugin-permission-common';

/** Read how services are scaled: replicas, metrics, states and their reasons. */
export const scalingStateReadPermission = createPermission({
  name: 'scaling.state.read',
  attributes: { action: 'read' },
});

/** All permissions of the scaling domain. */
export const scalingPermissions = [scalingStateReadPermission];
