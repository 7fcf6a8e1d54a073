import { createPermission } from '@backstage/plugin-permission-common';

/** Read objectives: definitions, figures, alerts, history and rules. */
export const sloObjectiveReadPermission = createPermission({
  name: 'slo.objective.read',
  attributes: { action: 'read' },
});

/** Read whether a service may be deployed, why, and what was decided before. */
export const sloPolicyReadPermission = createPermission({
  name: 'slo.policy.read',
  attributes: { action: 'read' },
});

/** Lift a freeze for a while. */
export const sloPolicyOverridePermission = createPermission({
  name: 'slo.policy.override',
  attributes: { action: 'update' },
});

/** All permissions of the SLO domain. */
export const sloPermissions = [
  sloObjectiveReadPermission,
  sloPolicyReadPermission,
  sloPolicyOverridePermission,
];
