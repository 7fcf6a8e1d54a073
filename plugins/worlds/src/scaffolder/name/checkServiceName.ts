import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { CatalogApi } from '@backstage/plugin-catalog-react';
import {
  ServiceKind,
  serviceKinds,
  serviceNameProblem,
} from '@worldscale/backstage-plugin-worlds-common';

/** The kind that the form has so far; undefined where it is not chosen yet. */
export function kindOf(formData: unknown): ServiceKind | undefined {
  const { kind } = (formData ?? {}) as { kind?: unknown };
  return serviceKinds.find(known => known === kind);
}

/**
 * Why a service cannot be called so, asking the catalog last; undefined where it
 * can. Whether the forge has a repository of that name only its task can tell.
 */
export async function checkServiceName(
  catalog: Pick<CatalogApi, 'getEntities' | 'getEntityByRef'>,
  kind: ServiceKind | undefined,
  name: string,
): Promise<string | undefined> {
  const problem = serviceNameProblem(kind, name);
  if (problem) return problem;
  const { items } = await catalog.getEntities({
    filter: [
      { kind: 'Component', 'metadata.name': name },
      { 'metadata.annotations.backstage.io/kubernetes-id': name },
    ],
    fields: ['kind', 'metadata.name', 'metadata.namespace', 'spec.owner'],
    limit: 1,
  });
  const [holder] = items;
  if (!holder) return undefined;
  const { owner } = holder.spec ?? {};
  const by = typeof owner === 'string' ? await nameOf(catalog, owner) : '';
  return `Taken by ${stringifyEntityRef(holder)}${by && `, which ${by} owns`}.`;
}

/** As people call an owner; the name in its reference where the catalog knows none. */
async function nameOf(
  catalog: Pick<CatalogApi, 'getEntityByRef'>,
  owner: string,
): Promise<string> {
  try {
    const ref = parseEntityRef(owner, {
      defaultKind: 'group',
      defaultNamespace: 'default',
    });
    const entity = await catalog.getEntityByRef(ref).catch(() => undefined);
    return entity?.metadata.title ?? ref.name;
  } catch {
    return owner;
  }
}
