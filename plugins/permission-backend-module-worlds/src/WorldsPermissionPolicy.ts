import {
  AuthorizeResult,
  PolicyDecision,
} from '@backstage/plugin-permission-common';
import type {
  PermissionPolicy,
  PolicyQuery,
  PolicyQueryUser,
} from '@backstage/plugin-permission-node';
import { decide } from './decide';
import { roles } from './grants';
import { PolicyConfig } from './readPolicyConfig';

/**
 * Decides by the groups that the sign-in found above a person. Whoever is not
 * signed in may do nothing; a plugin that acts for itself is not asked about.
 */
export class WorldsPermissionPolicy implements PermissionPolicy {
  constructor(private readonly config: PolicyConfig) {}

  async handle(
    { permission }: PolicyQuery,
    user?: PolicyQueryUser,
  ): Promise<PolicyDecision> {
    if (!user) return { result: AuthorizeResult.DENY };
    const owned = user.info.ownershipEntityRefs;
    const held = roles.filter(role =>
      this.config.groups[role].some(group => owned.includes(group)),
    );
    switch (decide(permission, held, this.config.grants)) {
      case 'allow':
        return { result: AuthorizeResult.ALLOW };
      case 'ifOwner':
        // The catalog's own rule, by name: its exports live in its backend.
        return {
          result: AuthorizeResult.CONDITIONAL,
          pluginId: 'catalog',
          resourceType: 'catalog-entity',
          conditions: {
            resourceType: 'catalog-entity',
            rule: 'IS_ENTITY_OWNER',
            params: { claims: owned },
          },
        };
      default:
        return { result: AuthorizeResult.DENY };
    }
  }
}
