import { AuthService } from '@backstage/backend-plugin-api';
import {
  CatalogService,
  CatalogServiceRequestOptions,
} from '@backstage/plugin-catalog-node';

export type CallersCatalog = Pick<
  CatalogService,
  'getEntityByRef' | 'getEntitiesByRefs' | 'queryEntities'
>;

/**
 * The catalog as a caller sees it: people see what it shows them. Services are asked for
 * with the plugin's own credentials, since a token that is restricted to one plugin
 * (`backend.auth.externalAccess`) cannot be handed on to the catalog, which shows every
 * service everything. Whether the service may ask at all, the plugin's own permissions
 * say; check them first.
 */
export function catalogForCallers(
  catalog: CallersCatalog,
  auth: Pick<AuthService, 'isPrincipal' | 'getOwnServiceCredentials'>,
): CallersCatalog {
  const asWhom = async (
    options: CatalogServiceRequestOptions,
  ): Promise<CatalogServiceRequestOptions> =>
    auth.isPrincipal(options.credentials, 'service')
      ? { ...options, credentials: await auth.getOwnServiceCredentials() }
      : options;
  return {
    getEntityByRef: async (ref, options) =>
      catalog.getEntityByRef(ref, await asWhom(options)),
    getEntitiesByRefs: async (request, options) =>
      catalog.getEntitiesByRefs(request, await asWhom(options)),
    queryEntities: async (request, options) =>
      catalog.queryEntities(request, await asWhom(options)),
  };
}
