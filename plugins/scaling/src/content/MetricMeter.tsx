import { makeStyles, useTheme } from '@material-ui/core';
import { ScalingMetric } from '@worldscale/backstage-plugin-scaling-common';
import { State } from '@worldscale/backstage-plugin-worlds-common';
import { stateColours } from '@worldscale/backstage-plugin-worlds-react';
import { metricText } from '../wording';

const useStyles = makeStyles(theme => ({
  meter: { display: 'block', width: '100%', minWidth: 96, maxWidth: 280 },
  track: { fill: theme.palette.action.selected },
  target: { stroke: theme.palette.text.primary, strokeWidth: 2 },
}));

const WIDTH = 200;
/** Demand is drawn up to twice its target; what is beyond fills the bar. */
const FULL_RATIO = 2;

/** Demand against its target: the line is the target, the fill is demand. */
export function MetricMeter(props: { metric: ScalingMetric; state: State }) {
  const { metric, state } = props;
  const classes = useStyles();
  const colour = stateColours(useTheme())[state];
  if (metric.ratio === null) return null;
  const x = (ratio: number) =>
    2 + (Math.min(ratio, FULL_RATIO) / FULL_RATIO) * (WIDTH - 4);
  const label = `${metric.name}: ${metricText(metric)}`;
  return (
    <svg
      className={classes.meter}
      viewBox={`0 0 ${WIDTH} 20`}
      role="img"
      aria-label={label}
    >
      <title>{label}</title>
      <rect
        className={classes.track}
        x={2}
        y={6}
        width={WIDTH - 4}
        height={8}
        rx={2}
      />
      <rect
        x={2}
        y={6}
        width={x(metric.ratio) - 2}
        height={8}
        rx={2}
        fill={colour}
      />
      <line className={classes.target} x1={x(1)} x2={x(1)} y1={2} y2={18} />
    </svg>
  );
}
