import {
  makeStyles,
  Table,
  TableBody,
  TableCell,
  TableHead,
  TableRow,
} from '@material-ui/core';
import { statesBySeverity } from '@worldscale/backstage-plugin-worlds-common';
import { SidewaysScroll } from '../scroll/SidewaysScroll';
import { stateWords } from '../state/stateLook';
import type { HeatMapProps } from './HeatMap';
import { HeatCell } from './HeatMapRow';

const useStyles = makeStyles({
  // Narrow screens scroll it; the theme would break every word instead.
  table: {
    '& th, & td': { wordBreak: 'normal', whiteSpace: 'nowrap' },
  },
});

/** `2 breached, 1 at risk of 40, 3 old`; nothing where there is no cell. */
export function describeBlock(cells: HeatCell[]): string {
  if (cells.length === 0) return 'none';
  const parts = statesBySeverity.flatMap(state => {
    const count = cells.filter(cell => cell.state === state).length;
    return count > 0 && state !== 'healthy'
      ? [`${count} ${stateWords[state].toLocaleLowerCase('en-US')}`]
      : [];
  });
  const old = cells.filter(cell => cell.freshness === 'old').length;
  const states =
    parts.length > 0
      ? `${parts.join(', ')} of ${cells.length}`
      : `${cells.length} healthy`;
  return old > 0 ? `${states}, ${old} old` : states;
}

export interface HeatMapTableProps
  extends Pick<
    HeatMapProps,
    'title' | 'rowKind' | 'rows' | 'columns' | 'renderLink'
  > {
  grid: HeatCell[][][];
}

/** The map's numbers for people who read rather than look. */
export function HeatMapTable(props: HeatMapTableProps) {
  const { title, rowKind, rows, columns, grid, renderLink } = props;
  const classes = useStyles();
  return (
    <SidewaysScroll label={`${title}, table`}>
      <Table size="small" className={classes.table}>
        <TableHead>
          <TableRow>
            <TableCell scope="col">{rowKind}</TableCell>
            {columns.map(column => (
              <TableCell key={column.id} scope="col">
                {column.title}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map((row, i) => (
            <TableRow key={row.id}>
              <TableCell component="th" scope="row" role="rowheader">
                {row.title}
              </TableCell>
              {columns.map((column, j) => (
                <TableCell key={column.id}>
                  {grid[i][j].length > 0
                    ? renderLink(describeBlock(grid[i][j]), row, column)
                    : describeBlock([])}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </SidewaysScroll>
  );
}
