import { Link } from '@backstage/core-components';
import { Shard } from '@worldscale/backstage-plugin-scaling-common';
import { RowCards } from '@worldscale/backstage-plugin-worlds-react';
import { useShardPaths } from '../shardRoutes';
import { phaseWords, playersText } from '../shardWording';
import { UtilizationBar } from '../UtilizationBar';
import { ShardState } from './ShardState';

/** The same shards as the table, for narrow screens. */
export function ShardCards({ shards }: { shards: Shard[] }) {
  const paths = useShardPaths();
  return (
    <RowCards
      label="Shards"
      cards={shards.map(shard => ({
        key: shard.id,
        title: <Link to={paths?.shard(shard.id) ?? ''}>{shard.name}</Link>,
        place: [shard.entityTitle, shard.regionTitle].join(' · '),
        standing: <ShardState shard={shard} />,
        facts: [
          ['Phase', phaseWords[shard.phase]],
          ['Players', playersText(shard)],
          [
            'Utilisation',
            <UtilizationBar percent={shard.utilizationPercent} />,
          ],
        ],
      }))}
    />
  );
}
