import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import { Typography } from '@material-ui/core';
import { isShardService } from '@worldscale/backstage-plugin-worlds-common';
import { useShardPaths } from './shardRoutes';

/**
 * From a shard service to its shards one by one; nothing for other services, and in an
 * app without that page.
 */
export function ShardsLink({ entity }: { entity: Entity }) {
  const paths = useShardPaths();
  if (!paths || !isShardService(entity)) return null;
  const request = { entityRef: [stringifyEntityRef(entity)] };
  return (
    <Typography gutterBottom>
      <Link to={paths.list(request)}>Each of its shards</Link>
    </Typography>
  );
}
