import { makeStyles, Typography } from '@material-ui/core';
import { ReactNode, useMemo } from 'react';
import { asWideAsItsParent, useWidth } from '../chart/useWidth';
import { HeatCell, HeatMapRow, worstFirst } from './HeatMapRow';
import { HeatMapTable } from './HeatMapTable';
import { cellSizeOf } from './layoutCells';
import { unbroken } from '../text/unbroken';
import { StateLegend } from './StateLegend';

const useStyles = makeStyles(theme => ({
  titles: { display: 'grid', marginBottom: theme.spacing(1) },
  columnTitle: {
    fontSize: theme.typography.caption.fontSize,
    color: theme.palette.text.secondary,
    paddingRight: theme.spacing(1),
    // Between words; only a word that is wider than its column is broken, by syllable.
    overflowWrap: 'break-word',
    hyphens: 'auto',
    lineHeight: 1.3,
    alignSelf: 'end',
    [theme.breakpoints.down('sm')]: { fontSize: '0.6875rem' },
  },
  row: { marginBottom: theme.spacing(2) },
  table: { marginTop: theme.spacing(3) },
}));

export interface HeatMapAxis {
  id: string;
  title: string;
}

export interface PlacedHeatCell extends HeatCell {
  /** Index into the rows. */
  row: number;
  /** Index into the columns. */
  column: number;
}

export interface HeatMapProps {
  /** What the map shows, for people who do not see it. */
  title: string;
  /** What a row is, for example `World`. */
  rowKind: string;
  rows: HeatMapAxis[];
  columns: HeatMapAxis[];
  cells: PlacedHeatCell[];
  /** `cells` stand as they come; otherwise the worst of each block stand first. */
  isInOrder?: boolean;
  onSelect: (cell: HeatCell, row: HeatMapAxis, column: HeatMapAxis) => void;
  /** A link for what a row and column (undefined: all) hold, around `children`. */
  renderLink: (
    children: ReactNode,
    row: HeatMapAxis,
    column?: HeatMapAxis,
  ) => ReactNode;
}

/**
 * Many states at a glance: rows and columns of small cells, each a shape and a colour.
 * Drawn on canvases, so that ten thousand cells cost no more than ten; the same numbers
 * stand in a table below.
 */
export function HeatMap(props: HeatMapProps) {
  const { title, rowKind, rows, columns, cells, isInOrder } = props;
  const { onSelect, renderLink } = props;
  const classes = useStyles();
  const { ref, width } = useWidth();
  const grid = useMemo(() => {
    const empty = rows.map(() => columns.map((): HeatCell[] => []));
    for (const cell of cells) empty[cell.row]?.[cell.column]?.push(cell);
    if (!isInOrder) {
      for (const row of empty) row.forEach(block => block.sort(worstFirst));
    }
    return empty;
  }, [rows, columns, cells, isInOrder]);
  const size = useMemo(
    () =>
      cellSizeOf(
        grid.map(row => row.map(block => block.length)),
        width,
      ),
    [grid, width],
  );
  return (
    <section aria-label={title}>
      <StateLegend />
      <div ref={ref} style={asWideAsItsParent}>
        <div
          className={classes.titles}
          style={{
            gridTemplateColumns: `repeat(${columns.length}, minmax(0, 1fr))`,
          }}
          aria-hidden
        >
          {columns.map(column => (
            <span key={column.id} className={classes.columnTitle}>
              {unbroken(column.title)}
            </span>
          ))}
        </div>
        {rows.map((row, i) => (
          <div key={row.id} className={classes.row}>
            <Typography variant="subtitle2" component="h2">
              {renderLink(row.title, row)}
            </Typography>
            <HeatMapRow
              title={row.title}
              columnTitles={columns.map(column => column.title)}
              columns={grid[i]}
              width={width}
              size={size}
              onSelect={(cell, column) => onSelect(cell, row, columns[column])}
            />
          </div>
        ))}
      </div>
      <details className={classes.table}>
        <summary>The same as a table</summary>
        <HeatMapTable
          {...{ title, rowKind, rows, columns, grid, renderLink }}
        />
      </details>
    </section>
  );
}
