import { parseEntityRef } from '@backstage/catalog-model';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  entityRouteParams,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { useCallback } from 'react';

/** Address of an entity's page, or of a tab of it. */
export function useEntityPath() {
  const entityRoute = useRouteRef(entityRouteRef);
  return useCallback(
    (entityRef: string, tab?: string) => {
      const params = entityRouteParams(parseEntityRef(entityRef), {
        encodeParams: true,
      });
      const page = entityRoute?.(params) ?? '';
      return tab ? `${page}/${tab}` : page;
    },
    [entityRoute],
  );
}
