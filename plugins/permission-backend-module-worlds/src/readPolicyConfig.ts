import {
  DEFAULT_NAMESPACE,
  parseEntityRef,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { Action, defaultGrants, Grant, Role, roles } from './grants';

/** Who is what, and what that allows. */
export interface PolicyConfig {
  /** Full references of groups, in lower case. */
  groups: Record<Role, string[]>;
  grants: Grant[];
}

const defaultGroups: Record<Role, string[]> = {
  engineering: ['group:default/engineering'],
  leads: ['group:default/team-leads'],
  support: ['group:default/support'],
  finops: ['group:default/finops'],
  planning: ['group:default/planning'],
};

const ROOT = 'permission.worlds';
const actions: readonly string[] = ['create', 'read', 'update', 'delete'];

/**
 * Reads `permission.worlds`.
 *
 * @throws InputError naming the entry, for a role, an action or a group
 * reference that does not exist
 */
export function readPolicyConfig(root: Config): PolicyConfig {
  const config = root.getOptionalConfig(ROOT);
  const named = config?.getOptionalConfig('groups');
  const groups = { ...defaultGroups };
  for (const role of named?.keys() ?? []) {
    if (!isRole(role)) {
      throw new InputError(`${ROOT}.groups: no such role: '${role}'`);
    }
    groups[role] = named!.getStringArray(role).map(ref => groupRef(role, ref));
  }
  const grants = (config?.getOptionalConfigArray('grants') ?? []).map(
    readGrant,
  );
  return { groups, grants: [...defaultGrants, ...grants] };
}

function readGrant(config: Config, index: number): Grant {
  const where = `${ROOT}.grants[${index}]`;
  const grantRoles = config.getStringArray('roles').map(role => {
    if (role !== 'everyone' && !isRole(role)) {
      throw new InputError(`${where}: no such role: '${role}'`);
    }
    return role;
  });
  const grantActions = config.getOptionalStringArray('actions')?.map(action => {
    if (!actions.includes(action)) {
      throw new InputError(`${where}: no such action: '${action}'`);
    }
    return action as Action;
  });
  return {
    permissions: config.getStringArray('permissions'),
    roles: grantRoles,
    ...(grantActions && { actions: grantActions }),
  };
}

function isRole(name: string): name is Role {
  return (roles as readonly string[]).includes(name);
}

function groupRef(role: Role, ref: string): string {
  try {
    return stringifyEntityRef(
      parseEntityRef(ref, {
        defaultKind: 'group',
        defaultNamespace: DEFAULT_NAMESPACE,
      }),
    );
  } catch (error) {
    throw new InputError(
      `${ROOT}.groups.${role}: '${ref}' is not an entity reference`,
      error,
    );
  }
}
