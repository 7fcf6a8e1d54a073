import { makeStyles, TablePagination, useMediaQuery } from '@material-ui/core';
import { useTheme } from '@material-ui/core/styles';
import { ReactNode } from 'react';
import { PagedQuery } from './listAddress';

const useStyles = makeStyles({
  // Still the answer to what was asked before.
  previous: { opacity: 0.6 },
  pager: { overflowX: 'auto' },
});

type Page = Pick<PagedQuery, 'limit' | 'offset'>;

export interface PagedRowsProps {
  table: ReactNode;
  /** The same where the screen is narrow. */
  cards: ReactNode;
  /** Rows of all pages. */
  total: number;
  query: Page;
  /** The largest page that can be asked for. */
  limitMax: number;
  isPrevious: boolean;
  onChange: (changes: Partial<Page>) => void;
}

/** One page of a list, with the way to the others. */
export function PagedRows(props: PagedRowsProps) {
  const { table, cards, total, query, limitMax, isPrevious, onChange } = props;
  const classes = useStyles();
  const isNarrow = useMediaQuery(useTheme().breakpoints.down('sm'));
  const sizes = new Set([25, 50, 100, 200, limitMax, query.limit]);
  const lastPage = Math.max(0, Math.ceil(total / query.limit) - 1);
  return (
    <div
      className={isPrevious ? classes.previous : undefined}
      aria-busy={isPrevious}
    >
      {isNarrow ? cards : table}
      <TablePagination
        component="div"
        className={classes.pager}
        count={total}
        page={Math.min(Math.floor(query.offset / query.limit), lastPage)}
        rowsPerPage={query.limit}
        rowsPerPageOptions={[...sizes].sort((a, b) => a - b)}
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
