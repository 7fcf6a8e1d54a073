import { makeStyles } from '@material-ui/core';
import { Shard } from '@worldscale/backstage-plugin-scaling-common';
import {
  ObservedAt,
  StateBadge,
} from '@worldscale/backstage-plugin-worlds-react';

const useStyles = makeStyles(theme => ({
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0, 1),
  },
  observed: { fontSize: theme.typography.caption.fontSize },
  reason: {
    display: 'block',
    maxWidth: 420,
    color: theme.palette.text.secondary,
    fontSize: theme.typography.caption.fontSize,
    lineHeight: 1.35,
    overflowWrap: 'anywhere',
  },
}));

/**
 * A shard's state with its reason. Its age is told where it is not fresh: a hundred
 * clocks that all say the same would only cost time.
 */
export function ShardState({ shard }: { shard: Shard }) {
  const classes = useStyles();
  const { state, reason, freshness, observedAt } = shard;
  return (
    <>
      <span className={classes.line}>
        <StateBadge state={state} />
        {freshness !== 'fresh' && (
          <span className={classes.observed}>
            <ObservedAt at={observedAt} />
          </span>
        )}
      </span>
      <span className={classes.reason}>{reason}</span>
    </>
  );
}
