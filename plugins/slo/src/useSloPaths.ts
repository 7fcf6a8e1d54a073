import { useApiHolder } from '@backstage/core-plugin-api';
import {
  RouteResolutionApi,
  routeResolutionApiRef,
} from '@backstage/frontend-plugin-api';
import { useMemo } from 'react';
import { slosRouteRef } from './routes';

export interface SloPaths {
  /** The list; undefined where the app has no such page. */
  list: string | undefined;
  /** One SLO, at one of its objectives if it has several. */
  slo: (slo: string, objective?: string) => string | undefined;
}

/** Where the page of an SLO is; undefined where the app has no such page. */
export function sloPath(
  routes: RouteResolutionApi | undefined,
  slo: string,
  objective = '0',
): string | undefined {
  const list = routes?.resolve(slosRouteRef)?.();
  if (list === undefined) return undefined;
  const query =
    objective === '0' ? '' : `?objective=${encodeURIComponent(objective)}`;
  return `${list}/${encodeURIComponent(slo)}${query}`;
}

/**
 * Where the pages are. They may be switched off, and apps on the earlier frontend
 * system have none: then names stay, without links.
 */
export function useSloPaths(): SloPaths {
  const routes = useApiHolder().get(routeResolutionApiRef);
  return useMemo(
    () => ({
      list: routes?.resolve(slosRouteRef)?.(),
      slo: (slo, objective) => sloPath(routes, slo, objective),
    }),
    [routes],
  );
}
