import { Fragment } from 'react';
import {
  makeStyles,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
  TableSortLabel,
} from '@material-ui/core';
import { Link } from '@backstage/core-components';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import {
  FleetColumn,
  FleetRow,
} from '@worldscale/backstage-plugin-worlds-common';
import { SidewaysScroll } from '@worldscale/backstage-plugin-worlds-react';
import { useEntityPath } from '../useEntityPath';
import { formatValue } from './formatValue';
import { StateReason } from './StateReason';

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
  state: { minWidth: 204 },
  name: {
    minWidth: 104,
    // What a row is about stays while its columns scroll.
    position: 'sticky',
    left: 0,
    zIndex: 2,
    background: 'inherit',
  },
  head: { background: theme.palette.background.paper },
  number: {
    textAlign: 'right',
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
  },
  text: { minWidth: 88, '&&': { overflowWrap: 'break-word' } },
  unknown: { color: theme.palette.text.secondary, fontStyle: 'italic' },
  type: {
    display: 'block',
    color: theme.palette.text.secondary,
    fontSize: theme.typography.caption.fontSize,
  },
}));

/** Names of metrics are long words; they may go on in the next line after a `_`. */
function Breakable({ text }: { text: string }) {
  const parts = text.split(/(?<=[_/])/);
  return (
    <>
      {parts.map((part, i) => (
        <Fragment key={i}>
          {i > 0 && <wbr />}
          {part}
        </Fragment>
      ))}
    </>
  );
}

const fixed = [
  ['state', 'State'],
  ['service', 'Service'],
  ['world', 'World'],
  ['region', 'Region'],
  ['owner', 'Owner'],
] as const;

export interface FleetTableProps {
  columns: FleetColumn[];
  rows: FleetRow[];
  sort: string;
  order: Order;
  onSort: (sort: string, order: Order) => void;
}

/** The fleet as a table; order and pages are the backend's. */
export function FleetTable(props: FleetTableProps) {
  const { columns, rows, sort, order, onSort } = props;
  const classes = useStyles();
  const entityPath = useEntityPath();
  const isNumber = (column: FleetColumn) => column.type !== 'text';

  const heading = (id: string, title: string, column?: FleetColumn) => (
    <TableCell
      key={id}
      scope="col"
      className={[
        classes.head,
        column && isNumber(column) ? classes.number : '',
        id === 'service' ? classes.name : '',
      ].join(' ')}
      sortDirection={sort === id ? order : false}
      title={column?.description}
    >
      <TableSortLabel
        active={sort === id}
        direction={sort === id ? order : 'asc'}
        onClick={() =>
          onSort(id, sort === id && order === 'asc' ? 'desc' : 'asc')
        }
      >
        {title}
      </TableSortLabel>
    </TableCell>
  );

  return (
    <SidewaysScroll label="Fleet">
      <Table size="small" className={classes.table}>
        <TableHead>
          <TableRow>
            {fixed.map(([id, title]) => heading(id, title))}
            {columns.map(c => heading(c.id, c.title, c))}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map(row => (
            <TableRow key={`${row.entityRef}|${row.region}`}>
              <TableCell className={classes.state}>
                <StateReason row={row} />
              </TableCell>
              <TableCell component="th" scope="row" className={classes.name}>
                <Link to={entityPath(row.entityRef)}>{row.title}</Link>
                <span className={classes.type}>{row.type}</span>
              </TableCell>
              <TableCell>
                {row.world ? (
                  <EntityRefLink
                    entityRef={row.world}
                    title={row.worldTitle ?? undefined}
                    defaultKind="system"
                    hideIcon
                  />
                ) : (
                  'all'
                )}
              </TableCell>
              <TableCell>{row.regionTitle || 'all'}</TableCell>
              <TableCell>
                {row.owner ? (
                  <EntityRefLink
                    entityRef={row.owner}
                    defaultKind="group"
                    hideIcon
                  />
                ) : (
                  <span className={classes.unknown}>none</span>
                )}
              </TableCell>
              {columns.map(column => {
                const value = row.values[column.id];
                const isUnknown = value === null || value === undefined;
                return (
                  <TableCell
                    key={column.id}
                    className={isNumber(column) ? classes.number : classes.text}
                  >
                    <span className={isUnknown ? classes.unknown : undefined}>
                      <Breakable text={formatValue(column, value)} />
                    </span>
                  </TableCell>
                );
              })}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </SidewaysScroll>
  );
}
