import { makeStyles, TablePagination, useMediaQuery } from '@material-ui/core';
import { useTheme } from '@material-ui/core/styles';
import {
  FLEET_LIMIT_MAX,
  FleetQuery,
  FleetRequest,
  FleetResponse,
} from '@worldscale/backstage-plugin-worlds-common';
import { FleetList } from './FleetList';
import { FleetTable } from './FleetTable';

const useStyles = makeStyles({
  // Still the answer to what was asked before.
  previous: { opacity: 0.6 },
  pager: { overflowX: 'auto' },
});

export interface FleetViewProps {
  data: FleetResponse;
  query: FleetQuery;
  isPrevious: boolean;
  onChange: (changes: FleetRequest) => void;
}

/** One page of the fleet: a table, or a list where the screen is narrow. */
export function FleetView(props: FleetViewProps) {
  const { data, query, isPrevious, onChange } = props;
  const classes = useStyles();
  const theme = useTheme();
  const isNarrow = useMediaQuery(theme.breakpoints.down('sm'));
  const sizes = [25, 50, 100, FLEET_LIMIT_MAX];
  return (
    <div
      className={isPrevious ? classes.previous : undefined}
      aria-busy={isPrevious}
    >
      {isNarrow ? (
        <FleetList columns={data.columns} rows={data.rows} />
      ) : (
        <FleetTable
          columns={data.columns}
          rows={data.rows}
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
