import { makeStyles } from '@material-ui/core';
import { RegionScaling } from '@worldscale/backstage-plugin-scaling-common';
import { formatAge, useNow } from '@worldscale/backstage-plugin-worlds-react';
import {
  reasonText,
  sizesText,
  wholeInstantText,
  whoText,
} from './changeWords';
import { LatestChange } from './latestChange';

const useStyles = makeStyles(theme => ({
  line: { display: 'block' },
  why: {
    display: '-webkit-box',
    WebkitLineClamp: 2,
    WebkitBoxOrient: 'vertical',
    overflow: 'hidden',
    color: theme.palette.text.secondary,
    fontSize: theme.typography.body2.fontSize,
  },
}));

/** When any autoscaler of the region last changed a size, as it says itself. */
function lastScaleTime({ workloads }: RegionScaling): string | undefined {
  return workloads
    .flatMap(({ autoscaler }) => autoscaler?.lastScaleTime ?? [])
    .sort((a, b) => Date.parse(b) - Date.parse(a))[0];
}

/** The newest change of a region's size, with its reason; or that it is not known. */
export function LastChange(props: {
  latest: LatestChange;
  region: RegionScaling;
}) {
  const classes = useStyles();
  const { latest, region } = props;
  const now = useNow(10_000);
  const ago = (at: string) => (
    <time dateTime={at} title={wholeInstantText(at)}>
      {formatAge(Math.max(0, now - Date.parse(at)))} ago
    </time>
  );
  if (latest.status === 'loading') return <>…</>;
  if (latest.status !== 'known') {
    const at = lastScaleTime(region);
    return (
      <>
        <span className={classes.line}>
          {at ? <>{ago(at)}, says its autoscaler</> : 'unknown'}
        </span>
        <span className={classes.why}>
          {latest.status === 'none'
            ? 'The ledger holds no change of it.'
            : `The ledger cannot be read: ${latest.reason}`}
        </span>
      </>
    );
  }
  const { change } = latest;
  return (
    <>
      <span className={classes.line}>
        {ago(change.at)}: {sizesText(change)}
      </span>
      {change.actor.type !== 'unknown' && (
        <span className={classes.line}>{whoText(change)}</span>
      )}
      <span className={classes.why} title={reasonText(change)}>
        {reasonText(change)}
      </span>
    </>
  );
}
