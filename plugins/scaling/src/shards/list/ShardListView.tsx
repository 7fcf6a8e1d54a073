import { makeStyles, TablePagination, useMediaQuery } from '@material-ui/core';
import { useTheme } from '@material-ui/core/styles';
import {
  SHARDS_LIMIT_MAX,
  ShardsQuery,
  ShardsRequest,
  ShardsResponse,
} from '@worldscale/backstage-plugin-scaling-common';
import { ShardCards } from './ShardCards';
import { ShardTable } from './ShardTable';

const useStyles = makeStyles({
  // Still the answer to what was asked before.
  previous: { opacity: 0.6 },
  pager: { overflowX: 'auto' },
});

const sizes = [25, 50, 100, 200, SHARDS_LIMIT_MAX];

export interface ShardListViewProps {
  data: ShardsResponse;
  query: ShardsQuery;
  isPrevious: boolean;
  onChange: (changes: ShardsRequest) => void;
}

/** One page of shards: a table, or cards where the screen is narrow. */
export function ShardListView(props: ShardListViewProps) {
  const { data, query, isPrevious, onChange } = props;
  const classes = useStyles();
  const theme = useTheme();
  const isNarrow = useMediaQuery(theme.breakpoints.down('sm'));
  return (
    <div
      className={isPrevious ? classes.previous : undefined}
      aria-busy={isPrevious}
    >
      {isNarrow ? (
        <ShardCards shards={data.shards} />
      ) : (
        <ShardTable
          shards={data.shards}
          sort={query.sort}
          order={query.order}
          onSort={(sort, order) => onChange({ sort, order })}
        />
      )}
      <TablePagination
        component="div"
        className={classes.pager}
        count={data.total}
        page={Math.min(
          Math.floor(query.offset / query.limit),
          Math.ceil(data.total / query.limit) - 1,
        )}
        rowsPerPage={query.limit}
        rowsPerPageOptions={[...new Set([...sizes, query.limit])].sort(
          (a, b) => a - b,
        )}
        labelRowsPerPage="Rows"
        SelectProps={{
          native: true,
          inputProps: { 'aria-label': 'Rows per page' },
        }}
        onPageChange={(_, page) => onChange({ offset: page * query.limit })}
        onRowsPerPageChange={event =>
          onChange({ limit: Number(event.target.value) })
        }
      />
    </div>
  );
}
