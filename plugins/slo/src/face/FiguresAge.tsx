import { makeStyles } from '@material-ui/core';
import { SloRow } from '@worldscale/backstage-plugin-slo-common';
import { formatAge, useNow } from '@worldscale/backstage-plugin-worlds-react';

const useStyles = makeStyles(theme => ({
  age: { color: theme.palette.text.secondary, whiteSpace: 'nowrap' },
  mark: { color: theme.palette.text.primary, fontWeight: 700 },
}));

/**
 * How old figures are. Whether that is too old the backend says: slices close every
 * few minutes, which the limits of what is watched by the second would call old.
 */
export function FiguresAge(props: Pick<SloRow, 'observedAt' | 'freshness'>) {
  const { observedAt, freshness } = props;
  const classes = useStyles();
  const now = useNow(5000);
  if (observedAt === null) {
    return <span className={classes.age}>never observed</span>;
  }
  const instant = Date.parse(observedAt);
  return (
    <span className={classes.age}>
      as of{' '}
      <time dateTime={observedAt} title={new Date(instant).toLocaleString()}>
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
