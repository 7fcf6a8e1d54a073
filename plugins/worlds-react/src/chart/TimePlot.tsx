import { makeStyles, useTheme } from '@material-ui/core';
import { AxisBottom, AxisLeft } from '@visx/axis';
import { scaleTime } from '@visx/scale';
import { PointerEvent } from 'react';
import { drawnLines, gapSpans, PLOT_MARGIN as MARGIN } from './chartLines';
import { PlotLines, valueScale } from './PlotLines';
import { tickText } from '../timeline/momentText';
import { spacedTicks } from './spacedTicks';
import type { TimeChartProps } from './TimeChart';

const useStyles = makeStyles(theme => ({
  plot: { display: 'block', overflow: 'visible', touchAction: 'pan-y' },
  gap: { fill: theme.palette.action.hover },
  grid: { stroke: theme.palette.divider },
  level: { stroke: theme.palette.text.primary, strokeDasharray: '8 3' },
  cursor: { stroke: theme.palette.text.primary, strokeWidth: 1 },
}));

const PIXELS_PER_TICK = { x: 90, y: 44 };

/** The longest words below the plot, and some air: `09:00 AM`. */
const LABEL_PX = 66;

export interface TimePlotProps
  extends Pick<
    TimeChartProps,
    'times' | 'lines' | 'level' | 'format' | 'steps'
  > {
  width: number;
  height: number;
  /** Index of the instant that is read. */
  index: number;
  onIndex: (index: number) => void;
}

/** The picture of a TimeChart; loaded when the first one is shown. */
export function TimePlot(props: TimePlotProps) {
  const { times, level, format, steps, width, height, index, onIndex } = props;
  const classes = useStyles();
  const theme = useTheme();
  const lines = drawnLines(props.lines);
  const innerWidth = Math.max(1, width - MARGIN.left - MARGIN.right);
  const innerHeight = height - MARGIN.top - MARGIN.bottom;
  const first = times[0];
  const last = times[times.length - 1];
  const x = scaleTime({ domain: [first, last], range: [0, innerWidth] });
  const y = valueScale(lines, level, innerHeight);
  const xOf = (i: number) => x(times[i]);
  const ticks = (pixels: number, each: number) =>
    Math.max(2, Math.floor(pixels / each));
  const instants = spacedTicks(
    x.ticks(ticks(innerWidth, PIXELS_PER_TICK.x)),
    x,
    LABEL_PX,
  );
  const stepMs = Number(instants[1] ?? last) - Number(instants[0] ?? first);
  const labels = {
    fill: theme.palette.text.secondary,
    fontFamily: theme.typography.fontFamily,
    fontSize: 12,
  };
  const follow = (event: PointerEvent<SVGSVGElement>) => {
    const { left } = event.currentTarget.getBoundingClientRect();
    const share = (event.clientX - left - MARGIN.left) / innerWidth;
    const nearest = Math.round(share * (times.length - 1));
    onIndex(Math.min(times.length - 1, Math.max(0, nearest)));
  };
  return (
    <svg
      className={classes.plot}
      width={width}
      height={height}
      onPointerMove={follow}
      onPointerDown={follow}
      aria-hidden
      focusable="false"
    >
      <g transform={`translate(${MARGIN.left},${MARGIN.top})`}>
        {gapSpans(props.lines[0]?.values ?? [], times, steps).map(gap => {
          const begin = Math.max(0, x(gap.fromMs));
          const end = Math.min(innerWidth, x(gap.toMs));
          return (
            <rect
              key={gap.fromMs}
              className={classes.gap}
              x={begin}
              width={Math.max(1, end - begin)}
              height={innerHeight}
            />
          );
        })}
        {y.ticks(ticks(innerHeight, PIXELS_PER_TICK.y)).map(value => (
          <line
            key={value}
            className={classes.grid}
            x2={innerWidth}
            y1={y(value)}
            y2={y(value)}
          />
        ))}
        {level && (
          <line
            className={classes.level}
            x2={innerWidth}
            y1={y(level.value)}
            y2={y(level.value)}
          />
        )}
        <PlotLines {...{ lines, x, y, times, steps }} />
        <line
          className={classes.cursor}
          x1={xOf(index)}
          x2={xOf(index)}
          y2={innerHeight}
        />
        <AxisLeft
          scale={y}
          numTicks={ticks(innerHeight, PIXELS_PER_TICK.y)}
          tickFormat={value => format(Number(value))}
          hideAxisLine
          hideTicks
          tickLabelProps={{ ...labels, textAnchor: 'end', dx: -4, dy: 4 }}
        />
        <AxisBottom
          scale={x}
          top={innerHeight}
          tickValues={instants}
          tickFormat={instant => tickText(new Date(Number(instant)), stepMs)}
          stroke={theme.palette.divider}
          tickStroke={theme.palette.divider}
          tickLabelProps={{ ...labels, textAnchor: 'middle' }}
        />
      </g>
    </svg>
  );
}
