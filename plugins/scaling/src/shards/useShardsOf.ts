import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { isShardService } from '@worldscale/backstage-plugin-worlds-common';
import { useShardPaths } from './shardRoutes';

/** Where the shards of a service are listed: all of them, or those in one region. */
export type ShardsOf = (region?: string) => string;

/** Undefined for what is no shard service, and in an app without the page of shards. */
export function useShardsOf(entity: Entity): ShardsOf | undefined {
  const paths = useShardPaths();
  if (!paths || !isShardService(entity)) return undefined;
  const entityRef = [stringifyEntityRef(entity)];
  return region =>
    paths.list({ entityRef, ...(region && { region: [region] }) });
}
