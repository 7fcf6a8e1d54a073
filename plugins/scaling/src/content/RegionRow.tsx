import { Link } from '@backstage/core-components';
import { ButtonBase, makeStyles, Paper, Typography } from '@material-ui/core';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import { RegionScaling } from '@worldscale/backstage-plugin-scaling-common';
import {
  ObservedAt,
  StateBadge,
  stateWords,
} from '@worldscale/backstage-plugin-worlds-react';
import { useState } from 'react';
import { LimitsTable } from '../capacity/LimitsTable';
import { RegionFacts } from '../capacity/RegionFacts';
import { ZonesPanel } from '../capacity/ZonesPanel';
import { LatestChange } from '../ledger/latestChange';
import { regionTitle } from '../wording';
import { WorkloadDetail } from './WorkloadDetail';

const useStyles = makeStyles(theme => ({
  row: { padding: theme.spacing(1, 2), marginBottom: theme.spacing(1) },
  header: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0.5, 2),
  },
  toggle: {
    gap: theme.spacing(0.5),
    font: 'inherit',
    textAlign: 'left',
    borderRadius: theme.shape.borderRadius,
    '&:focus-visible': { outline: `2px solid ${theme.palette.text.primary}` },
  },
  opened: { transform: 'rotate(180deg)' },
  observed: { marginLeft: 'auto', color: theme.palette.text.secondary },
  reason: { margin: theme.spacing(0, 0, 0.5), overflowWrap: 'anywhere' },
  panels: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 420px), 1fr))',
    gap: theme.spacing(1, 4),
    borderTop: `1px solid ${theme.palette.divider}`,
    marginTop: theme.spacing(1.5),
    padding: theme.spacing(1.5, 0),
    '&:empty': { display: 'none' },
  },
}));

export interface RegionRowProps {
  region: RegionScaling;
  /** Its newest change of size. */
  latest: LatestChange;
  kubernetesPath: string;
  /** Where its shards are; left out for what has none. */
  shardsPath?: string;
  /** Shown in detail from the start. */
  initiallyOpen?: boolean;
}

/** One region: its state and why, its figures, and on demand everything. */
export function RegionRow(props: RegionRowProps) {
  const { region, latest, kubernetesPath, shardsPath } = props;
  const { initiallyOpen = false } = props;
  const classes = useStyles();
  const [open, setOpen] = useState(initiallyOpen);
  const title = regionTitle(region);
  const id = `scaling-region-${region.region || 'none'}`;
  return (
    <Paper
      component="section"
      variant="outlined"
      className={classes.row}
      aria-labelledby={`${id}-title`}
    >
      <div className={classes.header}>
        <Typography variant="h6" component="h3">
          <ButtonBase
            className={classes.toggle}
            onClick={() => setOpen(!open)}
            aria-expanded={open}
            aria-controls={`${id}-detail`}
            disabled={region.workloads.length === 0}
          >
            <span id={`${id}-title`}>{title}</span>
            {region.workloads.length > 0 && (
              <ExpandMoreIcon
                className={open ? classes.opened : undefined}
                aria-hidden
              />
            )}
          </ButtonBase>
        </Typography>
        <StateBadge state={region.state} />
        {shardsPath && (
          <Link to={shardsPath} aria-label={`Shards in ${title}`}>
            Shards
          </Link>
        )}
        <span className={classes.observed}>
          {region.observedAt && 'observed '}
          <ObservedAt at={region.observedAt} />
        </span>
      </div>
      <Typography className={classes.reason}>{region.reason}</Typography>
      {region.lastKnown && (
        <Typography variant="body2" color="textSecondary">
          Last known:{' '}
          {stateWords[region.lastKnown.state].toLocaleLowerCase('en-US')}.{' '}
          {region.lastKnown.reason}
        </Typography>
      )}
      {region.workloads.length > 0 && (
        <RegionFacts region={region} latest={latest} />
      )}
      <div id={`${id}-detail`} hidden={!open}>
        {open && (
          <div className={classes.panels}>
            <ZonesPanel region={region} />
            <LimitsTable region={region} />
          </div>
        )}
        {open &&
          region.workloads.map(workload => (
            <WorkloadDetail
              key={`${workload.cluster}/${workload.kind}/${workload.namespace}/${workload.name}`}
              workload={workload}
              kubernetesPath={kubernetesPath}
              isLastKnown={region.lastKnown !== null}
            />
          ))}
      </div>
    </Paper>
  );
}
