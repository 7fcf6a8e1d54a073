import type { Permission } from '@backstage/plugin-permission-common';
import { isResourcePermission } from '@backstage/plugin-permission-common';
import { Grant, Role } from './grants';

const CATALOG_ENTITY = 'catalog-entity';

/** `ifOwner`: for the catalog's entities that the person owns. */
export type Decision = 'allow' | 'ifOwner' | 'deny';

/**
 * What somebody in `heldRoles` (none, for somebody signed in without a known
 * group) may do with a permission. Grants add up: the most generous one that
 * matches decides, and without one the answer is no.
 */
export function decide(
  permission: Permission,
  heldRoles: readonly Role[],
  grants: readonly Grant[],
): Decision {
  const matching = grants.filter(
    grant =>
      grant.roles.some(
        role => role === 'everyone' || heldRoles.includes(role),
      ) && covers(grant, permission),
  );
  if (matching.some(grant => !grant.ifOwner)) return 'allow';
  // Ownership can be asked for catalog entities only; without it: no.
  return matching.length > 0 && isResourcePermission(permission, CATALOG_ENTITY)
    ? 'ifOwner'
    : 'deny';
}

function covers(grant: Grant, { name, attributes }: Permission): boolean {
  if (grant.actions) {
    if (!attributes.action || !grant.actions.includes(attributes.action)) {
      return false;
    }
  }
  return (
    grant.permissions.some(pattern => matches(pattern, name)) &&
    !grant.except?.some(pattern => matches(pattern, name))
  );
}

/** Whether a name fits a pattern in which `*` stands for any run of characters. */
export function matches(pattern: string, name: string): boolean {
  const [first, ...rest] = pattern.split('*');
  if (rest.length === 0) return first === name;
  const last = rest.pop()!;
  if (!name.startsWith(first)) return false;
  let at = first.length;
  for (const part of rest) {
    const found = name.indexOf(part, at);
    if (found === -1) return false;
    at = found + part.length;
  }
  return name.length - last.length >= at && name.endsWith(last);
}
