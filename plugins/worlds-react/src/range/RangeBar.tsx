import { makeStyles, useTheme } from '@material-ui/core';
import { State } from '@worldscale/backstage-plugin-worlds-common';
import { stateColours } from '../state/stateLook';

const useStyles = makeStyles(theme => ({
  bar: { display: 'block', width: '100%', minWidth: 96, maxWidth: 280 },
  track: { fill: theme.palette.action.selected },
  outline: { fill: 'none', stroke: theme.palette.text.secondary },
  desired: { stroke: theme.palette.text.primary, strokeWidth: 2 },
  ready: { fill: theme.palette.text.primary },
}));

export interface RangeBarProps {
  min: number | null;
  max: number | null;
  current: number | null;
  desired?: number | null;
  ready?: number | null;
  state: State;
  /** What is counted, for example `replicas`. */
  unit: string;
}

const WIDTH = 200;
const HEIGHT = 20;

const say = (value: number | null | undefined) => value ?? 'unknown';

/** Sentence that says what the bar shows. */
export function describeRange(props: Omit<RangeBarProps, 'state'>): string {
  const { min, max, current, desired, ready, unit } = props;
  return [
    `${say(current)} ${unit} now`,
    desired === undefined ? [] : `${say(desired)} desired`,
    ready === undefined ? [] : `${say(ready)} ready`,
    `allowed ${say(min)} to ${say(max)}`,
  ]
    .flat()
    .join(', ');
}

/**
 * Where a count stands between nought and its upper limit: the outline spans the
 * allowed range, the filled part is current, the line desired, the dot ready. Without
 * a limit the bar ends at the largest value shown. What is unknown is left out.
 */
export function RangeBar(props: RangeBarProps) {
  const { min, max, current, desired, ready, state } = props;
  const classes = useStyles();
  const colour = stateColours(useTheme())[state];
  const end = Math.max(1, max ?? 0, current ?? 0, desired ?? 0, ready ?? 0);
  const x = (value: number) => 2 + (value / end) * (WIDTH - 4);
  const known = (value: number | null | undefined): value is number =>
    typeof value === 'number' && Number.isFinite(value);
  return (
    <svg
      className={classes.bar}
      viewBox={`0 0 ${WIDTH} ${HEIGHT}`}
      role="img"
      aria-label={describeRange(props)}
    >
      <title>{describeRange(props)}</title>
      <rect
        className={classes.track}
        x={2}
        y={6}
        width={WIDTH - 4}
        height={8}
        rx={2}
      />
      {known(current) && (
        <rect
          x={2}
          y={6}
          width={x(current) - 2}
          height={8}
          rx={2}
          fill={colour}
        />
      )}
      {known(min) && known(max) && (
        <rect
          className={classes.outline}
          x={x(min)}
          y={4}
          width={Math.max(1, x(max) - x(min))}
          height={12}
          rx={2}
        />
      )}
      {known(desired) && (
        <line
          className={classes.desired}
          x1={x(desired)}
          x2={x(desired)}
          y1={1}
          y2={19}
        />
      )}
      {known(ready) && (
        <circle className={classes.ready} cx={x(ready)} cy={10} r={2.5} />
      )}
    </svg>
  );
}
