import { PageTabs } from '@worldscale/backstage-plugin-worlds-react';
import { ShardFilters } from '@worldscale/backstage-plugin-scaling-common';
import { useShardPaths } from './shardRoutes';

/** The ways to look at all shards; filters go along from one to the other. */
export function ShardTabs({ filters }: { filters?: ShardFilters }) {
  const paths = useShardPaths();
  return (
    <PageTabs
      label="Shards"
      tabs={[
        { title: 'List', to: paths?.list(filters) ?? '' },
        { title: 'Heat map', to: paths?.heat(filters) ?? '' },
      ]}
    />
  );
}
