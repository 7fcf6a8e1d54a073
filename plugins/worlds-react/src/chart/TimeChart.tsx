import { makeStyles, Typography } from '@material-ui/core';
import { KeyboardEvent, lazy, Suspense, useState } from 'react';
import { ChartLine, drawnLines, readingAt } from './chartLines';
import { LineLegend, MarkLegendEntry } from './LineLegend';
import { ChartMarks } from './ChartMarks';
import { ChartMark } from './groupMarks';
import { TimeTable } from './TimeTable';
import { asWideAsItsParent, useWidth } from './useWidth';

const TimePlot = lazy(async () => ({
  default: (await import('./TimePlot')).TimePlot,
}));

const useStyles = makeStyles(theme => ({
  figure: { margin: 0, '& + &': { marginTop: theme.spacing(2) } },
  frame: {
    ...asWideAsItsParent,
    overflow: 'hidden',
    borderRadius: theme.shape.borderRadius,
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.text.primary}`,
      outlineOffset: 2,
    },
  },
  reading: {
    minHeight: '1.6em',
    fontVariantNumeric: 'tabular-nums',
    color: theme.palette.text.secondary,
    overflowWrap: 'anywhere',
  },
}));

export interface TimeChartProps {
  title: string;
  /** Unix milliseconds, evenly apart. */
  times: readonly number[];
  /** The first is the subject: where it is unknown, the picture says so. */
  lines: readonly ChartLine[];
  /** A value for people, with its unit where it is not plain from the title. */
  format: (value: number) => string;
  /** For the axis, where there is less room; as `format` where left out. */
  formatTick?: (value: number) => string;
  /** A value to compare with. */
  level?: { title: string; value: number };
  /** Values hold until the next one, as sizes do. */
  steps?: boolean;
  /** Pixels; default 240. */
  height?: number;
  /** What happened in between: a strip below the plot, and its legend. */
  marks?: {
    /** For example `Changes of size`. */
    label: string;
    items: readonly ChartMark[];
    /** What each look stands for. */
    legend: readonly MarkLegendEntry[];
    /** Id of the one that is shown elsewhere. */
    current?: string;
    /** Before this instant (Unix milliseconds) nothing is marked, whatever happened. */
    unmarkedUntil?: number;
    onChoose: (marks: readonly ChartMark[]) => void;
  };
}

const DEFAULT_HEIGHT = 240;
/** A tenth of the picture at once. */
const PAGE_SHARE = 0.1;

function momentText(atMs: number): string {
  return new Date(atMs).toLocaleString(undefined, {
    ...{ month: 'short', day: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit' },
  });
}

/** Where a key leads from an instant; undefined: it leads nowhere. */
function stepOf(key: string, index: number, last: number): number | undefined {
  const page = Math.max(1, Math.round(last * PAGE_SHARE));
  const targets: Record<string, number> = {
    ...{ ArrowLeft: index - 1, ArrowDown: index - 1 },
    ...{ ArrowRight: index + 1, ArrowUp: index + 1 },
    ...{ PageDown: index - page, PageUp: index + page },
    ...{ Home: 0, End: last },
  };
  const target = targets[key];
  return target === undefined ? undefined : Math.min(last, Math.max(0, target));
}

/**
 * Values over time as lines, with the values of one instant in words: the pointer or
 * the arrow keys choose it. What is unknown leaves a gap. A table holds the same
 * values. Nothing moves by itself.
 */
export function TimeChart(props: TimeChartProps) {
  const { title, times, format, level, marks } = props;
  const { height = DEFAULT_HEIGHT } = props;
  const classes = useStyles();
  const { ref, width } = useWidth();
  const [chosen, setChosen] = useState<number>();
  const [isTableOpen, setTableOpen] = useState(false);
  const lines = drawnLines(props.lines);
  const last = times.length - 1;
  const index = Math.min(chosen ?? last, last);
  if (last < 0) return null;
  const reading = `${momentText(times[index])}: ${readingAt(
    lines,
    index,
    format,
  )}`;
  const hasGaps = props.lines[0]?.values.includes(null) ?? false;
  const onKeyDown = (event: KeyboardEvent) => {
    const next = stepOf(event.key, index, last);
    if (next === undefined) return;
    event.preventDefault();
    setChosen(next);
  };
  return (
    <figure className={classes.figure} aria-label={title}>
      <Typography variant="subtitle1" component="figcaption">
        {title}
      </Typography>
      <LineLegend
        label={`Lines of ${title}`}
        lines={lines}
        level={level}
        hasGaps={hasGaps}
        marks={marks?.items.length ? marks.legend : undefined}
      />
      <div
        ref={ref}
        className={classes.frame}
        role="slider"
        tabIndex={0}
        aria-label={`Instant of ${title}`}
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={last}
        aria-valuenow={index}
        aria-valuetext={reading}
        onKeyDown={onKeyDown}
        onPointerLeave={() => setChosen(undefined)}
      >
        <Suspense fallback={<div style={{ height }} />}>
          <TimePlot
            {...{ times, level, width, height, index }}
            format={props.formatTick ?? format}
            lines={props.lines}
            steps={props.steps}
            onIndex={setChosen}
          />
        </Suspense>
      </div>
      {marks && (
        <ChartMarks
          label={marks.label}
          marks={marks.items}
          from={times[0]}
          to={times[last]}
          current={marks.current}
          unmarkedUntil={marks.unmarkedUntil}
          onChoose={marks.onChoose}
          width={width}
        />
      )}
      <Typography variant="body2" className={classes.reading} aria-hidden>
        {reading}
      </Typography>
      <details onToggle={event => setTableOpen(event.currentTarget.open)}>
        <summary>The same as a table</summary>
        {isTableOpen && (
          <TimeTable {...{ title, times, lines, format, momentText }} />
        )}
      </details>
    </figure>
  );
}
