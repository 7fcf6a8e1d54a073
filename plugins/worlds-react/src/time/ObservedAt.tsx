import { makeStyles } from '@material-ui/core';
import { freshnessAt } from '@worldscale/backstage-plugin-worlds-common';
import { formatAge } from './formatAge';
import { useFreshnessLimits } from './useFreshnessLimits';
import { useNow } from './useNow';

const useStyles = makeStyles(theme => ({
  observed: { color: theme.palette.text.secondary, whiteSpace: 'nowrap' },
  mark: {
    color: theme.palette.text.primary,
    fontWeight: 700,
  },
}));

export interface ObservedAtProps {
  /** ISO 8601; null: never. */
  at: string | null | undefined;
}

/** How long ago something was observed; counts on, and says when it is old. */
export function ObservedAt(props: ObservedAtProps) {
  const { at } = props;
  const classes = useStyles();
  const limits = useFreshnessLimits();
  const now = useNow(1000);
  const instant = at ? Date.parse(at) : NaN;
  if (Number.isNaN(instant)) {
    return <span className={classes.observed}>never observed</span>;
  }
  const freshness = freshnessAt(at, now, limits);
  const date = new Date(instant);
  return (
    <span className={classes.observed}>
      <time dateTime={date.toISOString()} title={date.toLocaleString()}>
        {formatAge(Math.max(0, now - instant))} ago
      </time>
      {freshness !== 'fresh' && (
        <span className={classes.mark}>
          {freshness === 'old' ? ' · old' : ' · no longer counts'}
        </span>
      )}
    </span>
  );
}
