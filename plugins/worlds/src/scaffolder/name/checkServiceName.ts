import { stringifyEntityRef } from '@backstage/catalog-model';
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
  catalog: Pick<CatalogApi, 'getEntities'>,
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
  const owner = holder.spec?.owner;
  return `Taken by ${stringifyEntityRef(holder)}${
    typeof owner === 'string' ? `, which ${owner} owns` : ''
  }.`;
}
