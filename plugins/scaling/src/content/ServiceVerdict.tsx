import { makeStyles, Paper, Typography } from '@material-ui/core';
import { ServiceScaling } from '@worldscale/backstage-plugin-scaling-common';
import { State } from '@worldscale/backstage-plugin-worlds-common';
import {
  StateBadge,
  stateWords,
} from '@worldscale/backstage-plugin-worlds-react';
import { regionTitle } from '../wording';

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

/** The region whose headroom ends first; of equals the one with the least left. */
function tightest({ regions }: ServiceScaling) {
  const left = ({ capacity, headroom }: (typeof regions)[number]) => ({
    minutes: capacity?.headroom.minutes ?? Infinity,
    percent: headroom?.percent ?? Infinity,
  });
  return regions.reduce((least, region) => {
    const [a, b] = [left(least), left(region)];
    if (a.minutes !== b.minutes) return b.minutes < a.minutes ? region : least;
    return b.percent < a.percent ? region : least;
  });
}

/** The answer for somebody in a hurry: how it is, where it is worst, and why. */
export function ServiceVerdict(props: { scaling: ServiceScaling }) {
  const classes = useStyles();
  const { scaling } = props;
  const [worst] = scaling.regions;
  if (!worst) return null;
  const { length } = scaling.regions;
  // Where all is well, the region that is nearest to its limit.
  const shown = scaling.state === 'healthy' ? tightest(scaling) : worst;
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
      {shown.capacity && shown.capacity.verdict !== 'unknown' && (
        <Typography variant="body2">{shown.capacity.sentence}</Typography>
      )}
    </Paper>
  );
}
