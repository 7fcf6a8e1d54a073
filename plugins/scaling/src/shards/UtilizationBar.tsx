import { makeStyles } from '@material-ui/core';
import { percentText } from './shardWording';

const useStyles = makeStyles(theme => ({
  whole: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(1),
    whiteSpace: 'nowrap',
    fontVariantNumeric: 'tabular-nums',
  },
  track: {
    width: 56,
    height: 8,
    border: `1px solid ${theme.palette.text.secondary}`,
    borderRadius: 4,
    overflow: 'hidden',
  },
  fill: { height: '100%', background: theme.palette.text.secondary },
  unknown: { color: theme.palette.text.secondary, fontStyle: 'italic' },
}));

/** How full a shard is, as a number and as a bar beside it. */
export function UtilizationBar({ percent }: { percent: number | null }) {
  const classes = useStyles();
  if (percent === null) {
    return <span className={classes.unknown}>{percentText(percent)}</span>;
  }
  return (
    <span className={classes.whole}>
      <span className={classes.track} aria-hidden>
        <span
          className={classes.fill}
          style={{ display: 'block', width: `${Math.min(100, percent)}%` }}
        />
      </span>
      {percentText(percent)}
    </span>
  );
}
