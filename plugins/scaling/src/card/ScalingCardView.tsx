import { Link } from '@backstage/core-components';
import { makeStyles, Typography } from '@material-ui/core';
import {
  RegionScaling,
  ServiceScaling,
} from '@worldscale/backstage-plugin-scaling-common';
import {
  EmptyNote,
  ObservedAt,
  StateBadge,
} from '@worldscale/backstage-plugin-worlds-react';
import {
  headroomLines,
  isLastKnown,
  timeLeftText,
} from '../capacity/capacityWords';
import { LastChange } from '../ledger/LastChange';
import { LatestChange } from '../ledger/latestChange';
import { readyText, regionTitle } from '../wording';

const useStyles = makeStyles(theme => ({
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 1.5),
  },
  region: { fontWeight: 600, overflowWrap: 'anywhere' },
  observed: { marginLeft: 'auto' },
  lastKnown: { color: theme.palette.text.secondary, fontStyle: 'italic' },
  reason: { margin: theme.spacing(0.5, 0), overflowWrap: 'anywhere' },
  facts: {
    display: 'grid',
    gridTemplateColumns: 'max-content 1fr',
    gap: theme.spacing(0.25, 2),
    margin: theme.spacing(0.5, 0, 1),
    '& dt': { color: theme.palette.text.secondary },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
  },
  list: {
    listStyle: 'none',
    padding: theme.spacing(1, 0, 0),
    margin: 0,
    borderTop: `1px solid ${theme.palette.divider}`,
  },
  item: { padding: theme.spacing(0.25, 0) },
}));

function RegionLine(props: { region: RegionScaling; path: string }) {
  const classes = useStyles();
  const { region, path } = props;
  return (
    <div className={classes.line}>
      <span className={classes.region}>
        <Link to={`${path}?region=${encodeURIComponent(region.region)}`}>
          {regionTitle(region)}
        </Link>
      </span>
      <StateBadge state={region.state} reason={region.reason} />
      <span className={region.lastKnown ? classes.lastKnown : undefined}>
        {region.lastKnown && 'last known: '}
        {readyText(region)}
      </span>
      <span className={classes.observed}>
        <ObservedAt at={region.observedAt} />
      </span>
    </div>
  );
}

/** Where a service is worst off, why, and what is left; then its other regions. */
export function ScalingCardView(props: {
  scaling: ServiceScaling;
  latestOf: (region: string) => LatestChange;
  /** Where the tab is. */
  path: string;
}) {
  const classes = useStyles();
  const { scaling, latestOf, path } = props;
  const [worst, ...others] = scaling.regions;
  // Figures that no longer count say so.
  const titled = (what: string) =>
    worst && isLastKnown(worst) ? `${what}, last known` : what;
  if (!worst) {
    return <EmptyNote title="Unknown">{scaling.reason}</EmptyNote>;
  }
  return (
    <>
      <RegionLine region={worst} path={path} />
      <Typography variant="body2" className={classes.reason}>
        {worst.reason}
      </Typography>
      {worst.workloads.length > 0 && (
        <dl className={classes.facts}>
          <dt>{titled('Headroom')}</dt>
          <dd>{headroomLines(worst).join(' ')}</dd>
          <dt>{titled('Time left')}</dt>
          <dd>{timeLeftText(worst.capacity)}</dd>
          <dt>Last change</dt>
          <dd>
            <LastChange latest={latestOf(worst.region)} region={worst} />
          </dd>
        </dl>
      )}
      {others.length > 0 && (
        <ul className={classes.list} aria-label="Other regions">
          {others.map(region => (
            <li key={region.region} className={classes.item}>
              <RegionLine region={region} path={path} />
            </li>
          ))}
        </ul>
      )}
    </>
  );
}
