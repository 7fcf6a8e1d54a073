import { stringifyEntityRef } from '@backstage/catalog-model';
import { SearchDocument } from '@backstage/plugin-search-common';
import { worldServiceTypes } from '@worldscale/backstage-plugin-worlds-common';

/** What search knows of a catalog entity; see the collator of search's catalog module. */
export interface ServiceDocument extends SearchDocument {
  kind: string;
  namespace: string;
  type: string;
  lifecycle: string;
  owner: string;
}

/** Reference of the world service that a document is about; undefined: it is about none. */
export function readServiceRef(document: SearchDocument): string | undefined {
  const { kind, namespace, type, location } =
    document as Partial<ServiceDocument>;
  if (kind?.toLocaleLowerCase('en-US') !== 'component') return undefined;
  if (!worldServiceTypes.includes(type?.toLocaleLowerCase('en-US') ?? '')) {
    return undefined;
  }
  // The name itself is not part of the document, but where it leads to ends with it.
  const [path] = (location ?? '').split(/[?#]/);
  const name = path.split('/').filter(Boolean).pop();
  return name ? stringifyEntityRef({ kind, namespace, name }) : undefined;
}
