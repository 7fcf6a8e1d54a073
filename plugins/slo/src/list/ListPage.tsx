import { useApi } from '@backstage/core-plugin-api';
import {
  Button,
  makeStyles,
  TablePagination,
  Typography,
  useMediaQuery,
  useTheme,
} from '@material-ui/core';
import { Skeleton } from '@material-ui/lab';
import {
  SLO_LIMIT_MAX,
  SLO_SIGNAL,
  SloList,
  SloListQuery,
  SloListRequest,
} from '@worldscale/backstage-plugin-slo-common';
import {
  EmptyNote,
  PageBody,
  usePolled,
} from '@worldscale/backstage-plugin-worlds-react';
import { useCallback } from 'react';
import { sloApiRef } from '../api';
import { LoadError } from '../face/LoadError';
import { ObjectiveList } from '../face/ObjectiveList';
import { isNarrowed } from './sloAddress';
import { SloFilterBar } from './SloFilterBar';
import { SloTable } from './SloTable';
import { useSloAddress } from './useSloAddress';

/** Figures change as slices close; signals hasten what is worse news. */
const POLL_MS = 30_000;

const useStyles = makeStyles({
  // Still the answer to what was asked before.
  previous: { opacity: 0.6 },
  pager: { overflowX: 'auto' },
});

/** All objectives, what burns worst first. */
export function ListPage() {
  const api = useApi(sloApiRef);
  const { query, problem, change, clear } = useSloAddress();
  const key = query && JSON.stringify(query);
  const load = useCallback(
    async (signal: AbortSignal) =>
      key
        ? api.listSlos(JSON.parse(key) as SloListRequest, { signal })
        : undefined,
    [api, key],
  );
  const { data, error, failingSince, loadedAt, isPrevious, reload } = usePolled(
    load,
    { intervalMs: POLL_MS, signalChannel: SLO_SIGNAL },
  );

  if (!query) {
    return (
      <PageBody>
        <EmptyNote
          title="The address asks for something that the list does not know"
          action={
            <Button variant="outlined" onClick={clear}>
              Clear filters
            </Button>
          }
        >
          Not understood: {problem}
        </EmptyNote>
      </PageBody>
    );
  }
  return (
    <PageBody>
      <SloFilterBar
        query={query}
        facets={data?.facets}
        onChange={change}
        onClear={isNarrowed(query) ? clear : undefined}
      />
      {error && (
        <LoadError
          title="The objectives could not be loaded"
          error={error}
          since={failingSince}
          shownFrom={data && loadedAt}
          onRetry={reload}
        />
      )}
      {!data && !error && (
        <div role="status" aria-label="Loading the objectives">
          {Array.from({ length: 8 }, (_, i) => (
            <Skeleton key={i} height={48} animation="wave" />
          ))}
        </div>
      )}
      {data && <Notes list={data} />}
      {data && data.rows.length > 0 && (
        <ListView {...{ data, query, isPrevious }} onChange={change} />
      )}
      {data && data.rows.length === 0 && !isPrevious && (
        <NoRows
          {...{ data, query }}
          onClear={clear}
          onFirst={() => change({ offset: 0 })}
        />
      )}
    </PageBody>
  );
}

/** What keeps the list from being all there is. */
function Notes({ list }: { list: SloList }) {
  const { isReading, brokenFiles, total } = list;
  return (
    <>
      {isReading && total > 0 && (
        <Typography variant="body2" role="status" gutterBottom>
          Not complete yet: definitions are still being read.
        </Typography>
      )}
      {brokenFiles > 0 && (
        <Typography variant="body2" role="status" gutterBottom>
          {brokenFiles === 1
            ? '1 file holds no definition that can be used'
            : `${brokenFiles} files hold no definition that can be used`}
          . What is wrong stands on the SLO tab of the services that name them.
        </Typography>
      )}
    </>
  );
}

interface ListViewProps {
  data: SloList;
  query: SloListQuery;
  isPrevious: boolean;
  onChange: (changes: SloListRequest) => void;
}

/** One page: a table, or a list where the screen is narrow. */
function ListView({ data, query, isPrevious, onChange }: ListViewProps) {
  const classes = useStyles();
  const isNarrow = useMediaQuery(useTheme().breakpoints.down('sm'));
  const sizes = [25, 50, 100, SLO_LIMIT_MAX, query.limit];
  return (
    <div
      className={isPrevious ? classes.previous : undefined}
      aria-busy={isPrevious}
    >
      {isNarrow ? (
        <ObjectiveList label="Objectives" rows={data.rows} ofSeveral />
      ) : (
        <SloTable
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
          Math.max(0, Math.ceil(data.total / query.limit) - 1),
        )}
        rowsPerPage={query.limit}
        rowsPerPageOptions={[...new Set(sizes)].sort((a, b) => a - b)}
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

interface NoRowsProps {
  data: SloList;
  query: SloListQuery;
  onClear: () => void;
  onFirst: () => void;
}

/** In place of rows: another page, other filters, still reading, or none at all. */
function NoRows({ data, query, onClear, onFirst }: NoRowsProps) {
  if (data.total > 0) {
    return (
      <EmptyNote
        title="There is no such page"
        action={
          <Button variant="outlined" onClick={onFirst}>
            First page
          </Button>
        }
      >
        The list has fewer rows now than when the address was written.
      </EmptyNote>
    );
  }
  if (data.isReading) {
    return (
      <div role="status">
        <EmptyNote title="Not known yet">
          Definitions are still being read.
        </EmptyNote>
      </div>
    );
  }
  if (isNarrowed(query)) {
    return (
      <EmptyNote
        title="Nothing matches"
        action={
          <Button variant="outlined" onClick={onClear}>
            Clear filters
          </Button>
        }
      >
        No objective fits all filters.
      </EmptyNote>
    );
  }
  return (
    <EmptyNote title="No objectives yet">
      No service that you may see names a file of objectives with the annotation{' '}
      <code>worldscale.io/slo</code>.
    </EmptyNote>
  );
}
