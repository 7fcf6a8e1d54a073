import { makeStyles, useTheme } from '@material-ui/core';
import { drawnLines, gapSpans } from '../../chart/chartLines';
import { PlotLines, valueScale } from '../../chart/PlotLines';
import { LaneChart } from '../lane';
import { EDGE, StageScale } from '../layout/scale';

const useStyles = makeStyles(theme => ({
  plot: { display: 'block' },
  gap: { fill: theme.palette.action.hover },
  grid: { stroke: theme.palette.divider },
  level: { stroke: theme.palette.text.primary, strokeDasharray: '8 3' },
}));

const PIXELS_PER_TICK = 32;
/** So that half a label is not cut off. */
const MARGIN_Y = 7;

export interface LanePlotProps {
  chart: LaneChart;
  scale: StageScale;
  /** Pixels. */
  height: number;
}

/** Lines of a lane on the timeline's axis; loaded when the first one is shown. */
export function LanePlot(props: LanePlotProps) {
  const { chart, scale, height } = props;
  const { times, level, format, steps } = chart;
  const classes = useStyles();
  const { palette, typography } = useTheme();
  const lines = drawnLines(chart.lines);
  const innerHeight = height - 2 * MARGIN_Y;
  const y = valueScale(lines, level, innerHeight);
  const right = EDGE.left + scale.innerWidth;
  const ticks = y.ticks(Math.max(2, Math.floor(innerHeight / PIXELS_PER_TICK)));
  return (
    <svg
      className={classes.plot}
      width={scale.width}
      height={height}
      aria-hidden
      focusable="false"
    >
      <g transform={`translate(0,${MARGIN_Y})`}>
        {ticks.map(value => (
          <g key={value} transform={`translate(0,${y(value)})`}>
            <line className={classes.grid} x1={EDGE.left} x2={right} />
            <text
              x={EDGE.left - 6}
              dy={4}
              textAnchor="end"
              fontSize={11}
              fontFamily={typography.fontFamily}
              fill={palette.text.secondary}
            >
              {format(value)}
            </text>
          </g>
        ))}
        {level && (
          <line
            className={classes.level}
            x1={EDGE.left}
            x2={right}
            y1={y(level.value)}
            y2={y(level.value)}
          />
        )}
        {/* Its own frame cuts off what lies outside of the span. */}
        <svg
          x={EDGE.left}
          y={-1}
          width={scale.innerWidth}
          height={innerHeight + 2}
          overflow="hidden"
        >
          <g transform={`translate(${-EDGE.left},1)`}>
            {gapSpans(chart.lines[0]?.values ?? [], times, steps).map(gap => {
              const begin = scale.x(gap.fromMs);
              return (
                <rect
                  key={gap.fromMs}
                  className={classes.gap}
                  x={begin}
                  width={Math.max(1, scale.x(gap.toMs) - begin)}
                  height={innerHeight}
                />
              );
            })}
            <PlotLines {...{ lines, times, y, steps }} x={scale.x} />
          </g>
        </svg>
      </g>
    </svg>
  );
}
