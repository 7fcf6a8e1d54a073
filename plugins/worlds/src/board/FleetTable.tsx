import {
  makeStyles,
  Table,
  TableBody,
  TableCell,
  TableContainer,
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
import { ObservedAt } from '@worldscale/backstage-plugin-worlds-react';
import { useEntityPath } from '../useEntityPath';
import { formatValue } from './formatValue';
import { StateReason } from './StateReason';

type Order = 'asc' | 'desc';

const useStyles = makeStyles(theme => ({
  scroll: {
    background: theme.palette.background.paper,
    borderRadius: theme.shape.borderRadius,
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.primary.main}`,
    },
  },
  row: { verticalAlign: 'top' },
  // The theme breaks words anywhere, which a wide table that scrolls does not need.
  table: {
    '& th, & td': {
      padding: theme.spacing(1, 1.5),
      whiteSpace: 'nowrap',
      wordBreak: 'normal',
      overflowWrap: 'normal',
    },
  },
  state: { minWidth: 280, '&&': { whiteSpace: 'normal' } },
  number: { textAlign: 'right', fontVariantNumeric: 'tabular-nums' },
  unknown: { color: theme.palette.text.secondary, fontStyle: 'italic' },
  type: {
    display: 'block',
    color: theme.palette.text.secondary,
    fontSize: theme.typography.caption.fontSize,
  },
}));

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
      className={column && isNumber(column) ? classes.number : undefined}
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
    <TableContainer
      className={classes.scroll}
      role="region"
      aria-label="Fleet"
      tabIndex={0}
    >
      <Table size="small" className={classes.table}>
        <TableHead>
          <TableRow>
            {fixed.map(([id, title]) => heading(id, title))}
            {columns.map(c => heading(c.id, c.title, c))}
            <TableCell scope="col">Observed</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map(row => (
            <TableRow
              key={`${row.entityRef}|${row.region}`}
              className={classes.row}
            >
              <TableCell className={classes.state}>
                <StateReason row={row} />
              </TableCell>
              <TableCell component="th" scope="row">
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
                    className={isNumber(column) ? classes.number : undefined}
                  >
                    <span className={isUnknown ? classes.unknown : undefined}>
                      {formatValue(column, value)}
                    </span>
                  </TableCell>
                );
              })}
              <TableCell>
                <ObservedAt at={row.observedAt} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </TableContainer>
  );
}
