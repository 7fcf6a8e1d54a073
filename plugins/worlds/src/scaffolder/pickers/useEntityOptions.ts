import { useEffect, useState } from 'react';
import { stringifyEntityRef } from '@backstage/catalog-model';
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
        ],
      })
      .then(
        ({ items }): EntityOptions => ({
          options: items
            .map(entity => ({
              ref: stringifyEntityRef(entity),
              title: entity.metadata.title ?? entity.metadata.name,
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
