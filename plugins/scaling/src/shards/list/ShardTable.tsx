import { Link } from '@backstage/core-components';
import {
  Shard,
  ShardSortKey,
} from '@worldscale/backstage-plugin-scaling-common';
import {
  DataColumn,
  DataTable,
  formatAge,
  NoValue,
  Order,
  useEntityPath,
  WorldLink,
} from '@worldscale/backstage-plugin-worlds-react';
import { useShardPaths } from '../shardRoutes';
import { phaseWords, playersText } from '../shardWording';
import { UtilizationBar } from '../UtilizationBar';
import { ShardState } from './ShardState';

function ShardName({ shard }: { shard: Shard }) {
  const paths = useShardPaths();
  return <Link to={paths?.shard(shard.id) ?? ''}>{shard.name}</Link>;
}

function ServiceName({ shard }: { shard: Shard }) {
  const entityPath = useEntityPath();
  return <Link to={entityPath(shard.entityRef)}>{shard.entityTitle}</Link>;
}

const orUnknown = (text: string | null) => text ?? <NoValue />;

const columns: DataColumn<Shard, ShardSortKey>[] = [
  {
    ...{ title: 'State', sortBy: 'state', minWidth: 190 },
    render: shard => <ShardState shard={shard} />,
  },
  {
    ...{ title: 'Shard', sortBy: 'name', look: 'name', minWidth: 150 },
    breaks: true,
    render: shard => <ShardName shard={shard} />,
  },
  {
    ...{ title: 'Service', sortBy: 'service' },
    render: shard => <ServiceName shard={shard} />,
  },
  {
    ...{ title: 'World', sortBy: 'world' },
    render: ({ world, worldTitle }) => (
      <WorldLink world={world} title={worldTitle} />
    ),
  },
  {
    ...{ title: 'Region', sortBy: 'region', minWidth: 104 },
    render: shard => shard.regionTitle,
  },
  {
    ...{ title: 'Zone', sortBy: 'zone', look: 'short' },
    render: shard => orUnknown(shard.zone),
  },
  {
    ...{ title: 'Phase', sortBy: 'phase' },
    render: shard => phaseWords[shard.phase],
  },
  {
    ...{ title: 'Players', sortBy: 'players', look: 'short' },
    firstOrder: 'desc',
    render: shard =>
      orUnknown(shard.players === null ? null : playersText(shard)),
  },
  {
    ...{ title: 'Utilisation', sortBy: 'utilization', look: 'short' },
    firstOrder: 'desc',
    render: shard => <UtilizationBar percent={shard.utilizationPercent} />,
  },
  {
    ...{ title: 'Version', sortBy: 'version', look: 'short' },
    render: shard => orUnknown(shard.version),
  },
  {
    ...{ title: 'Started', sortBy: 'started', look: 'short' },
    firstOrder: 'desc',
    render: ({ startedAt }) =>
      startedAt === null ? (
        <NoValue />
      ) : (
        <time dateTime={startedAt}>
          {`${formatAge(Date.now() - Date.parse(startedAt))} ago`}
        </time>
      ),
  },
];

export interface ShardTableProps {
  shards: Shard[];
  sort: ShardSortKey;
  order: Order;
  onSort: (sort: ShardSortKey, order: Order) => void;
}

/** Shards as a table; order and pages are the backend's. */
export function ShardTable({ shards, ...rest }: ShardTableProps) {
  return (
    <DataTable
      {...{ columns, ...rest }}
      label="Shards"
      rows={shards}
      rowKey={({ id }) => id}
    />
  );
}
