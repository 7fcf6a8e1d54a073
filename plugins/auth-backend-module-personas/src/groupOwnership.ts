import {
  AuthService,
  coreServices,
  createBackendModule,
  LoggerService,
} from '@backstage/backend-plugin-api';
import {
  Entity,
  RELATION_CHILD_OF,
  RELATION_MEMBER_OF,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import {
  authOwnershipResolutionExtensionPoint,
  AuthOwnershipResolver,
} from '@backstage/plugin-auth-node';
import {
  CatalogService,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';

/**
 * A user owns what any group above them owns: the groups that they are a member
 * of, the parents of those, and so on. Backstage's own rule stops at the groups
 * that name the user as a member, so that a policy by department would need
 * everybody listed in every group.
 */
export class GroupOwnershipResolver implements AuthOwnershipResolver {
  constructor(
    private readonly catalog: Pick<CatalogService, 'getEntitiesByRefs'>,
    private readonly auth: Pick<AuthService, 'getOwnServiceCredentials'>,
    private readonly logger: LoggerService,
  ) {}

  async resolveOwnershipEntityRefs(user: Entity) {
    const owned = new Set([stringifyEntityRef(user)]);
    let next = relatedGroups(user, RELATION_MEMBER_OF);
    while (next.length > 0) {
      next.forEach(ref => owned.add(ref));
      const groups = await this.groups(next);
      next = groups
        .flatMap(group => relatedGroups(group, RELATION_CHILD_OF))
        .filter((ref, i, all) => !owned.has(ref) && all.indexOf(ref) === i);
    }
    return { ownershipEntityRefs: [...owned] };
  }

  private async groups(entityRefs: string[]): Promise<Entity[]> {
    const { items } = await this.catalog.getEntitiesByRefs(
      { entityRefs, fields: ['kind', 'metadata', 'relations'] },
      { credentials: await this.auth.getOwnServiceCredentials() },
    );
    const missing = entityRefs.filter((_, i) => !items[i]);
    if (missing.length > 0) {
      this.logger.warn(
        `The catalog has no ${missing.join(', ')}; what is above is not known`,
      );
    }
    return items.filter((item): item is Entity => item !== undefined);
  }
}

function relatedGroups(entity: Entity, relation: string): string[] {
  const refs = (entity.relations ?? [])
    .filter(({ type }) => type === relation)
    .map(({ targetRef }) => targetRef.toLocaleLowerCase('en-US'))
    .filter(ref => ref.startsWith('group:'));
  return [...new Set(refs)];
}

/** Makes {@link GroupOwnershipResolver} the rule for every sign-in provider. */
export const authModuleGroupOwnership = createBackendModule({
  pluginId: 'auth',
  moduleId: 'group-ownership',
  register(reg) {
    reg.registerInit({
      deps: {
        ownership: authOwnershipResolutionExtensionPoint,
        catalog: catalogServiceRef,
        auth: coreServices.auth,
        logger: coreServices.logger,
      },
      async init({ ownership, catalog, auth, logger }) {
        ownership.setAuthOwnershipResolver(
          new GroupOwnershipResolver(catalog, auth, logger),
        );
      },
    });
  },
});
