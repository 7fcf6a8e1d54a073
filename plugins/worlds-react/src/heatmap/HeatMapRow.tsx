import { makeStyles, useTheme } from '@material-ui/core';
import {
  Freshness,
  severityRank,
  State,
} from '@worldscale/backstage-plugin-worlds-common';
import {
  KeyboardEvent,
  MouseEvent,
  useEffect,
  useId,
  useRef,
  useState,
} from 'react';
import { stateColours, stateWords } from '../state/stateLook';
import { spellAge } from '../time/formatAge';
import { cellAt, layoutCells, neighbour, placeOf } from './layoutCells';
import { paintCells } from './paintCells';

const useStyles = makeStyles(theme => ({
  row: {
    position: 'relative',
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.primary.main}`,
      outlineOffset: 2,
    },
  },
  canvas: { display: 'block', width: '100%' },
  mark: {
    position: 'absolute',
    border: `2px solid ${theme.palette.text.primary}`,
    borderRadius: 2,
    pointerEvents: 'none',
  },
  hint: {
    position: 'absolute',
    zIndex: 1,
    padding: theme.spacing(0.5, 1),
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.text.primary,
    color: theme.palette.background.paper,
    fontSize: theme.typography.caption.fontSize,
    pointerEvents: 'none',
    whiteSpace: 'nowrap',
  },
  spoken: {
    position: 'absolute',
    width: 1,
    height: 1,
    overflow: 'hidden',
    clip: 'rect(0 0 0 0)',
  },
}));

/** One cell: one thing in one row and column. */
export interface HeatCell {
  id: string;
  title: string;
  state: State;
  /** Absent: age does not matter. */
  freshness?: Freshness;
  /** ISO 8601; null: never. */
  observedAt?: string | null;
}

/** `Gate, Europe: Breached, old, observed 7 minutes ago`. */
export function describeCell(
  cell: HeatCell,
  columnTitle: string,
  nowMs: number,
): string {
  const said = `${cell.title}, ${columnTitle}: ${stateWords[cell.state]}`;
  if (cell.freshness === undefined || cell.freshness === 'fresh') return said;
  if (!cell.observedAt) return `${said}, never observed`;
  const age = spellAge(nowMs - Date.parse(cell.observedAt));
  return cell.freshness === 'old'
    ? `${said}, old, observed ${age} ago`
    : `${said}, last observed ${age} ago`;
}

export interface HeatMapRowProps {
  title: string;
  columnTitles: string[];
  /** Cells of each column, the worst first. */
  columns: HeatCell[][];
  width: number;
  /** Side of a cell with its gap. */
  size: number;
  onSelect: (cell: HeatCell, column: number) => void;
}

/** A row of the map: one canvas, one stop of the Tab key, arrow keys within. */
export function HeatMapRow(props: HeatMapRowProps) {
  const { title, columnTitles, columns, width, size, onSelect } = props;
  const classes = useStyles();
  const theme = useTheme();
  const canvas = useRef<HTMLCanvasElement>(null);
  const spokenId = useId();
  const [active, setActive] = useState<{ column: number; index: number }>();
  const counts = columns.map(cells => cells.length);
  const layout = layoutCells(counts, width, size);
  const total = counts.reduce((a, b) => a + b, 0);

  useEffect(() => {
    if (!canvas.current) return;
    paintCells(canvas.current, {
      layout: layoutCells(
        columns.map(cells => cells.length),
        width,
        size,
      ),
      columns: columns.map(cells =>
        cells.map(({ state, freshness }) => ({
          state,
          isOld: freshness === 'old',
        })),
      ),
      colours: stateColours(theme),
      ink: theme.palette.background.paper,
      mark: theme.palette.text.primary,
      width,
      devicePixelRatio: window.devicePixelRatio || 1,
    });
  }, [columns, width, size, theme]);

  const cell = active && columns[active.column]?.[active.index];
  const said =
    cell && describeCell(cell, columnTitles[active.column], Date.now());
  const place = active && placeOf(layout, active.column, active.index);

  const find = (event: MouseEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    return cellAt(
      layout,
      counts,
      event.clientX - box.left,
      event.clientY - box.top,
    );
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' || event.key === ' ') {
      if (cell) onSelect(cell, active.column);
    } else if (event.key === 'Escape') {
      setActive(undefined);
    } else if (event.key.startsWith('Arrow')) {
      const first = counts.findIndex(count => count > 0);
      setActive(
        active
          ? neighbour(layout, counts, active, event.key)
          : { column: first, index: 0 },
      );
    } else {
      return;
    }
    event.preventDefault();
  };

  if (total === 0) return <span>nothing here</span>;
  return (
    // A picture that can be walked through with the arrow keys: an application role.
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions
    <div
      className={classes.row}
      role="application"
      aria-roledescription="heat map row"
      aria-label={`${title}: ${total} cells. Arrow keys move, Enter opens.`}
      aria-describedby={spokenId}
      // eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      onKeyDown={onKeyDown}
      onBlur={() => setActive(undefined)}
      onMouseMove={event => setActive(find(event))}
      onMouseLeave={() => setActive(undefined)}
      onClick={event => {
        const hit = find(event);
        if (hit) onSelect(columns[hit.column][hit.index], hit.column);
      }}
    >
      <canvas
        ref={canvas}
        className={classes.canvas}
        style={{ height: layout.height, cursor: cell ? 'pointer' : undefined }}
      />
      {place && cell && (
        <>
          <span
            className={classes.mark}
            style={{
              left: place.x - 2,
              top: place.y - 2,
              width: layout.size + 2,
              height: layout.size + 2,
            }}
          />
          <span
            className={classes.hint}
            style={
              place.x > width / 2
                ? { right: width - place.x, top: place.y + layout.size + 4 }
                : { left: place.x, top: place.y + layout.size + 4 }
            }
          >
            {said}
          </span>
        </>
      )}
      <span id={spokenId} className={classes.spoken} aria-live="polite">
        {said ?? ''}
      </span>
    </div>
  );
}

/** Orders cells so that the worst stand first, then by title. */
export function worstFirst(a: HeatCell, b: HeatCell): number {
  return (
    severityRank(a.state) - severityRank(b.state) ||
    a.title.localeCompare(b.title, 'en-US')
  );
}
