import {
  makeStyles,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  TableSortLabel,
} from '@material-ui/core';
import { memo, ReactNode } from 'react';
import { SidewaysScroll } from '../scroll/SidewaysScroll';

export type Order = 'asc' | 'desc';

const useStyles = makeStyles(theme => ({
  table: {
    '& th, & td': {
      padding: theme.spacing(1, 0.75),
      // The theme breaks words anywhere, which makes columns of single letters.
      wordBreak: 'normal',
      overflowWrap: 'normal',
    },
    '& thead th': {
      verticalAlign: 'bottom',
      lineHeight: 1.2,
      // A long title must not make a column of short figures wide.
      whiteSpace: 'normal',
      background: theme.palette.background.paper,
    },
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
  name: {
    // What a row is about stays while its columns scroll.
    position: 'sticky',
    left: 0,
    zIndex: 2,
    background: 'inherit',
  },
  breaks: { '&&': { overflowWrap: 'anywhere' } },
  short: { whiteSpace: 'nowrap', fontVariantNumeric: 'tabular-nums' },
  number: {
    textAlign: 'right',
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
  },
}));

export interface DataColumn<Row, SortKey extends string = string> {
  title: string;
  /** Shown on hover of the title. */
  description?: string;
  /** Absent: the list cannot be sorted by it. */
  sortBy?: SortKey;
  /** Of what people look for the most of; from the least by default. */
  firstOrder?: Order;
  /** `name` is what a row is about; `number` and `short` stay on one line. */
  look?: 'name' | 'number' | 'short';
  /** In pixels. */
  minWidth?: number;
  maxWidth?: number;
  /** Holds words that are wider than the column. */
  breaks?: boolean;
  render: (row: Row) => ReactNode;
}

const keyOf = ({
  sortBy,
  title,
}: Pick<DataColumn<never>, 'sortBy' | 'title'>) => sortBy ?? title;

interface DataRowProps<Row> {
  row: Row;
  columns: readonly DataColumn<Row>[];
}

function PlainRow<Row>({ row, columns }: DataRowProps<Row>) {
  const classes = useStyles();
  return (
    <TableRow>
      {columns.map(column => {
        const { look, breaks, minWidth, maxWidth, render } = column;
        return (
          <TableCell
            key={keyOf(column)}
            // By itself it would call the name of a row a cell.
            {...(look === 'name' && {
              component: 'th',
              scope: 'row',
              role: 'rowheader',
            })}
            className={`${look ? classes[look] : ''} ${
              breaks ? classes.breaks : ''
            }`}
            style={{ minWidth, maxWidth }}
          >
            {render(row)}
          </TableCell>
        );
      })}
    </TableRow>
  );
}
// Of a new page most rows may be the old ones.
const DataRow = memo(PlainRow) as typeof PlainRow;

export interface DataTableProps<Row, SortKey extends string> {
  /** What it holds, for people who do not see it. */
  label: string;
  /** Must be stable: of the module, or memoized. */
  columns: readonly DataColumn<Row, SortKey>[];
  rows: readonly Row[];
  rowKey: (row: Row) => string;
  sort: SortKey;
  order: Order;
  onSort: (sort: SortKey, order: Order) => void;
}

/**
 * Rows that somebody else has put in order: titles ask for another one. Scrolls sideways
 * where it does not fit, with the names in sight.
 */
export function DataTable<Row, SortKey extends string>(
  props: DataTableProps<Row, SortKey>,
) {
  const { label, columns, rows, rowKey, sort, order, onSort } = props;
  const classes = useStyles();
  const other: Order = order === 'asc' ? 'desc' : 'asc';
  return (
    <SidewaysScroll label={label}>
      <Table size="small" className={classes.table}>
        <TableHead>
          <TableRow>
            {columns.map(column => {
              const { title, description, sortBy, look } = column;
              const { firstOrder = 'asc' } = column;
              const isActive = sortBy === sort;
              return (
                <TableCell
                  key={keyOf(column)}
                  scope="col"
                  className={look && classes[look]}
                  sortDirection={isActive ? order : false}
                  title={description}
                >
                  {sortBy === undefined ? (
                    title
                  ) : (
                    <TableSortLabel
                      active={isActive}
                      direction={isActive ? order : firstOrder}
                      onClick={() =>
                        onSort(sortBy, isActive ? other : firstOrder)
                      }
                    >
                      {title}
                    </TableSortLabel>
                  )}
                </TableCell>
              );
            })}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map(row => (
            <DataRow<Row> key={rowKey(row)} {...{ row, columns }} />
          ))}
        </TableBody>
      </Table>
    </SidewaysScroll>
  );
}
