import { makeStyles, Paper, Typography } from '@material-ui/core';
import { ServiceScaling } from '@worldscale/backstage-plugin-scaling-common';
import { State } from '@worldscale/backstage-plugin-worlds-common';
import {
  StateBadge,
  stateWords,
} from '@worldscale/backstage-plugin-worlds-react';
import { regionTitle } from '../wording';
import { headlineRegion } from './headlineRegion';

const useStyles = makeStyles(theme => ({
  verdict: { padding: theme.spacing(1.5, 2), marginBottom: theme.spacing(1.5) },
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'baseline',
    gap: theme.spacing(0.5, 2),
    overflowWrap: 'anywhere',
  },
  state: { alignItems: 'center' },
  where: { fontWeight: 600 },
}));

const order: State[] = ['breached', 'atRisk', 'unknown', 'healthy'];

/** `1 breached, 4 healthy`. */
function countText({ regions }: ServiceScaling): string {
  return order
    .map(state => ({
      state,
      count: regions.filter(region => region.state === state).length,
    }))
    .filter(({ count }) => count > 0)
    .map(
      ({ state, count }) =>
        `${count} ${stateWords[state].toLocaleLowerCase('en-US')}`,
    )
    .join(', ');
}

/** The answer for somebody in a hurry: how it is, where it is worst, and why. */
export function ServiceVerdict(props: { scaling: ServiceScaling }) {
  const classes = useStyles();
  const { scaling } = props;
  const shown = headlineRegion(scaling.regions);
  if (!shown) return null;
  const { length } = scaling.regions;
  return (
    <Paper
      component="section"
      variant="outlined"
      className={classes.verdict}
      aria-label="State now"
    >
      <div className={`${classes.line} ${classes.state}`}>
        <StateBadge state={scaling.state} />
        {length > 1 && (
          <Typography variant="body2" color="textSecondary" component="span">
            {length} regions: {countText(scaling)}
            {scaling.state === 'healthy' && '; least headroom in'}
          </Typography>
        )}
      </div>
      <Typography className={classes.line} component="p">
        {length > 1 && (
          <span className={classes.where}>{regionTitle(shown)}</span>
        )}
        <span>{shown.reason}</span>
      </Typography>
      {/* Of figures that are old, nothing is said about now. */}
      {shown.capacity &&
        shown.capacity.verdict !== 'unknown' &&
        shown.freshness === 'fresh' &&
        shown.lastKnown === null && (
          <Typography variant="body2">{shown.capacity.sentence}</Typography>
        )}
    </Paper>
  );
}
