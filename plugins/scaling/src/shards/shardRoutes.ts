import {
  createRouteRef,
  createSubRouteRef,
  routeResolutionApiRef,
  useApiHolder,
} from '@backstage/frontend-plugin-api';
import { ShardsRequest } from '@worldscale/backstage-plugin-scaling-common';
import { useMemo } from 'react';
import { shardsAddress } from './shardsAddress';

/** The page of all shards. */
export const shardsRouteRef = createRouteRef();

export const shardHeatMapRouteRef = createSubRouteRef({
  parent: shardsRouteRef,
  path: '/heatmap',
});

/** Addresses of the pages of shards. */
export interface ShardPaths {
  list(request?: ShardsRequest): string;
  heat(request?: ShardsRequest): string;
  shard(id: string): string;
}

/** Undefined where the app has no page of shards, as on the earlier frontend system. */
export function useShardPaths(): ShardPaths | undefined {
  const routes = useApiHolder().get(routeResolutionApiRef);
  const page = routes?.resolve(shardsRouteRef)?.();
  const heatMap = routes?.resolve(shardHeatMapRouteRef)?.();
  return useMemo(
    () =>
      page === undefined || heatMap === undefined
        ? undefined
        : {
            list: request => `${page}${shardsAddress.write(request ?? {})}`,
            heat: request => `${heatMap}${shardsAddress.write(request ?? {})}`,
            shard: id => `${page}/${encodeURIComponent(id)}`,
          },
    [page, heatMap],
  );
}
