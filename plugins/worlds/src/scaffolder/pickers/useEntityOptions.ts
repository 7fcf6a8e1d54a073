import { useEffect, useState } from 'react';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';

export interface EntityOption {
  ref: string;
  title: string;
  description: string;
}

export interface EntityOptions {
  /** Undefined until they are there. */
  options?: EntityOption[];
  error?: Error;
}

/** Groups have theirs in their profile. */
function titleOf({ metadata, spec }: Entity): string {
  if (metadata.title) return metadata.title;
  const profile = spec?.profile;
  const displayName =
    typeof profile === 'object' && profile && 'displayName' in profile
      ? profile.displayName
      : undefined;
  return typeof displayName === 'string' && displayName
    ? displayName
    : metadata.name;
}

/** Entities of one kind and type, by title. */
export function useEntityOptions(kind: string, type: string): EntityOptions {
  const catalog = useApi(catalogApiRef);
  const [found, setFound] = useState<EntityOptions>({});
  useEffect(() => {
    let isStale = false;
    catalog
      .getEntities({
        filter: { kind, 'spec.type': type },
        fields: [
          'kind',
          'metadata.name',
          'metadata.namespace',
          'metadata.title',
          'metadata.description',
          'spec.profile.displayName',
        ],
      })
      .then(
        ({ items }): EntityOptions => ({
          options: items
            .map(entity => ({
              ref: stringifyEntityRef(entity),
              title: titleOf(entity),
              description: entity.metadata.description ?? '',
            }))
            .sort((a, b) => a.title.localeCompare(b.title)),
        }),
        (error: Error): EntityOptions => ({ error }),
      )
      .then(answer => {
        if (!isStale) setFound(answer);
      });
    return () => {
      isStale = true;
    };
  }, [catalog, kind, type]);
  return found;
}
