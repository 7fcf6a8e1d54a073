import { makeStyles, Theme, useTheme } from '@material-ui/core';
import { stateColours } from '@worldscale/backstage-plugin-worlds-react';
import { burnText } from '../wording';

const useStyles = makeStyles((theme: Theme) => ({
  row: {
    display: 'grid',
    gridTemplateColumns: '5em minmax(60px, 1fr) 5em',
    alignItems: 'center',
    gap: theme.spacing(1),
    lineHeight: 1.6,
    fontSize: theme.typography.body2.fontSize,
    fontVariantNumeric: 'tabular-nums',
  },
  bar: { display: 'block', width: '100%', height: 14 },
  track: { fill: theme.palette.action.selected },
  threshold: { stroke: theme.palette.text.primary, strokeWidth: 2 },
  number: { textAlign: 'right' },
  unknown: {
    textAlign: 'right',
    color: theme.palette.text.secondary,
    fontStyle: 'italic',
  },
}));

export interface BurnBarProps {
  /** The window: `1 h`. */
  title: string;
  burnRate: number | null;
  /** Where the mark stands. */
  threshold: number;
  /** What of the mark: `fires at`. */
  what: string;
  /** Right end of the bar; shared by bars that are compared. */
  end: number;
}

/** A burn rate beside what it is measured by, in the same words. */
export function BurnBar(props: BurnBarProps) {
  const { title, burnRate, threshold, what, end } = props;
  const classes = useStyles();
  const theme = useTheme();
  const share = (value: number) => `${Math.min(1, value / end) * 100}%`;
  const isAbove = burnRate !== null && burnRate >= threshold;
  return (
    <div className={classes.row}>
      <span>{title}</span>
      <svg
        className={classes.bar}
        role="img"
        aria-label={`${title}: ${burnText(burnRate)}, ${what} ${burnText(
          threshold,
        )}`}
      >
        <rect className={classes.track} width="100%" y={4} height={6} rx={2} />
        {burnRate !== null && (
          <rect
            width={share(burnRate)}
            y={isAbove ? 1 : 4}
            height={isAbove ? 12 : 6}
            rx={2}
            fill={
              isAbove
                ? stateColours(theme).breached
                : theme.palette.text.secondary
            }
          />
        )}
        <line
          className={classes.threshold}
          x1={share(threshold)}
          x2={share(threshold)}
          y1={0}
          y2={14}
        />
      </svg>
      <span className={burnRate === null ? classes.unknown : classes.number}>
        {burnText(burnRate)}
      </span>
    </div>
  );
}
