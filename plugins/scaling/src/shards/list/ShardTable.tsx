import { Link } from '@backstage/core-components';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import {
  makeStyles,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  TableSortLabel,
} from '@material-ui/core';
import {
  Shard,
  ShardSortKey,
} from '@worldscale/backstage-plugin-scaling-common';
import {
  formatAge,
  SidewaysScroll,
} from '@worldscale/backstage-plugin-worlds-react';
import { memo } from 'react';
import { useShardPaths } from '../shardRoutes';
import { phaseWords, playersText } from '../shardWording';
import { useShardEntityPath } from '../useShardEntityPath';
import { UtilizationBar } from '../UtilizationBar';
import { ShardState } from './ShardState';

type Order = 'asc' | 'desc';

const useStyles = makeStyles(theme => ({
  table: {
    '& th, & td': {
      padding: theme.spacing(1, 0.75),
      // The theme breaks words anywhere, which makes columns of single letters.
      wordBreak: 'normal',
      overflowWrap: 'normal',
    },
    '& thead th': { verticalAlign: 'bottom', lineHeight: 1.2 },
    '& tbody th, & tbody td': { verticalAlign: 'top', lineHeight: 1.4 },
    '& .MuiTableSortLabel-root:focus-visible': {
      outline: `2px solid ${theme.palette.primary.main}`,
      outlineOffset: 2,
    },
    // Its room beside every title would be as wide as some columns' numbers.
    '& .MuiTableSortLabel-root:not(.MuiTableSortLabel-active) svg': {
      display: 'none',
    },
  },
  state: { minWidth: 190 },
  name: {
    minWidth: 150,
    '&&': { overflowWrap: 'anywhere' },
    // What a row is about stays while its columns scroll.
    position: 'sticky',
    left: 0,
    zIndex: 2,
    background: 'inherit',
  },
  head: { background: theme.palette.background.paper },
  number: {
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
  },
  unknown: { color: theme.palette.text.secondary, fontStyle: 'italic' },
}));

const columns: ReadonlyArray<{ id: ShardSortKey; title: string }> = [
  { id: 'state', title: 'State' },
  { id: 'name', title: 'Shard' },
  { id: 'service', title: 'Service' },
  { id: 'world', title: 'World' },
  { id: 'region', title: 'Region' },
  { id: 'zone', title: 'Zone' },
  { id: 'phase', title: 'Phase' },
  { id: 'players', title: 'Players' },
  { id: 'utilization', title: 'Utilisation' },
  { id: 'version', title: 'Version' },
  { id: 'started', title: 'Started' },
];

/** Of these people look for the most first. */
const mostFirst: readonly ShardSortKey[] = [
  'players',
  'utilization',
  'started',
];

const ShardRow = memo(function Row({ shard }: { shard: Shard }) {
  const classes = useStyles();
  const paths = useShardPaths();
  const entityPath = useShardEntityPath();
  const orUnknown = (text: string | null) =>
    text ?? <span className={classes.unknown}>unknown</span>;
  return (
    <TableRow>
      <TableCell className={classes.state}>
        <ShardState shard={shard} />
      </TableCell>
      <TableCell component="th" scope="row" className={classes.name}>
        <Link to={paths?.shard(shard.id) ?? ''}>{shard.name}</Link>
      </TableCell>
      <TableCell>
        <Link to={entityPath(shard.entityRef)}>{shard.entityTitle}</Link>
      </TableCell>
      <TableCell>
        {shard.world ? (
          <EntityRefLink
            entityRef={shard.world}
            title={shard.worldTitle ?? undefined}
            defaultKind="system"
            hideIcon
          />
        ) : (
          'all'
        )}
      </TableCell>
      <TableCell>{shard.regionTitle}</TableCell>
      <TableCell>{orUnknown(shard.zone)}</TableCell>
      <TableCell>{phaseWords[shard.phase]}</TableCell>
      <TableCell className={classes.number}>
        <span className={shard.players === null ? classes.unknown : undefined}>
          {playersText(shard)}
        </span>
      </TableCell>
      <TableCell className={classes.number}>
        <UtilizationBar percent={shard.utilizationPercent} />
      </TableCell>
      <TableCell className={classes.number}>
        {orUnknown(shard.version)}
      </TableCell>
      <TableCell className={classes.number}>
        {shard.startedAt ? (
          <time dateTime={shard.startedAt}>
            {`${formatAge(Date.now() - Date.parse(shard.startedAt))} ago`}
          </time>
        ) : (
          orUnknown(null)
        )}
      </TableCell>
    </TableRow>
  );
});

export interface ShardTableProps {
  shards: Shard[];
  sort: ShardSortKey;
  order: Order;
  onSort: (sort: ShardSortKey, order: Order) => void;
}

/** Shards as a table; order and pages are the backend's. */
export function ShardTable(props: ShardTableProps) {
  const { shards, sort, order, onSort } = props;
  const classes = useStyles();
  const other: Order = order === 'asc' ? 'desc' : 'asc';
  const first = (id: ShardSortKey): Order =>
    mostFirst.includes(id) ? 'desc' : 'asc';
  return (
    <SidewaysScroll label="Shards">
      <Table size="small" className={classes.table}>
        <TableHead>
          <TableRow>
            {columns.map(({ id, title }) => (
              <TableCell
                key={id}
                scope="col"
                className={`${classes.head} ${
                  id === 'name' ? classes.name : ''
                }`}
                sortDirection={sort === id ? order : false}
              >
                <TableSortLabel
                  active={sort === id}
                  direction={sort === id ? order : first(id)}
                  onClick={() => onSort(id, sort === id ? other : first(id))}
                >
                  {title}
                </TableSortLabel>
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {shards.map(shard => (
            <ShardRow key={shard.id} shard={shard} />
          ))}
        </TableBody>
      </Table>
    </SidewaysScroll>
  );
}
