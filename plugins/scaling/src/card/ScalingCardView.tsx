import { makeStyles, Typography } from '@material-ui/core';
import { ServiceScaling } from '@worldscale/backstage-plugin-scaling-common';
import {
  EmptyNote,
  ObservedAt,
  StateBadge,
} from '@worldscale/backstage-plugin-worlds-react';
import { readyText, regionTitle } from '../wording';

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', padding: 0, margin: 0 },
  item: {
    padding: theme.spacing(1, 0),
    '& + &': { borderTop: `1px solid ${theme.palette.divider}` },
  },
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 1.5),
  },
  region: { fontWeight: 600, overflowWrap: 'anywhere' },
  observed: { marginLeft: 'auto' },
  lastKnown: { color: theme.palette.text.secondary, fontStyle: 'italic' },
  reason: { overflowWrap: 'anywhere' },
}));

/** A service's regions in a few lines each, the worst first. */
export function ScalingCardView(props: { scaling: ServiceScaling }) {
  const classes = useStyles();
  const { scaling } = props;
  if (scaling.regions.length === 0) {
    return <EmptyNote title="Unknown">{scaling.reason}</EmptyNote>;
  }
  return (
    <ul className={classes.list}>
      {scaling.regions.map(region => (
        <li key={region.region} className={classes.item}>
          <div className={classes.line}>
            <span className={classes.region}>{regionTitle(region)}</span>
            <StateBadge state={region.state} />
            <span className={region.lastKnown ? classes.lastKnown : undefined}>
              {region.lastKnown && 'last known: '}
              {readyText(region)}
            </span>
            <span className={classes.observed}>
              <ObservedAt at={region.observedAt} />
            </span>
          </div>
          <Typography
            variant="body2"
            color="textSecondary"
            className={classes.reason}
          >
            {region.reason}
          </Typography>
        </li>
      ))}
    </ul>
  );
}
