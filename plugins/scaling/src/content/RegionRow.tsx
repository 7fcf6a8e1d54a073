import { ButtonBase, makeStyles, Paper, Typography } from '@material-ui/core';
import ExpandMoreIcon from '@material-ui/icons/ExpandMore';
import { RegionScaling } from '@worldscale/backstage-plugin-scaling-common';
import {
  ObservedAt,
  RangeBar,
  StateBadge,
  stateWords,
} from '@worldscale/backstage-plugin-worlds-react';
import { ReactNode, useState } from 'react';
import {
  headroomText,
  metricText,
  numberOrUnknown,
  readyText,
  regionTitle,
} from '../wording';
import { MetricMeter } from './MetricMeter';
import { WorkloadDetail } from './WorkloadDetail';

const useStyles = makeStyles(theme => ({
  row: { padding: theme.spacing(1.5, 2), marginBottom: theme.spacing(1.5) },
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
  reason: { margin: theme.spacing(0.5, 0, 1), overflowWrap: 'anywhere' },
  facts: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(150px, 1fr))',
    gap: theme.spacing(1, 3),
    margin: 0,
  },
  fact: {
    minWidth: 0,
    '& dt': {
      color: theme.palette.text.secondary,
      fontSize: theme.typography.caption.fontSize,
    },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
  },
}));

function Fact(props: { title: string; children: ReactNode }) {
  const classes = useStyles();
  return (
    <div className={classes.fact}>
      <dt>{props.title}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}

function limitsText({ sizing, min, max }: RegionScaling): string {
  if (sizing === 'fixed') return 'none: fixed size';
  return min === null && max === null
    ? 'unknown'
    : `${numberOrUnknown(min)} to ${numberOrUnknown(max)}`;
}

export interface RegionRowProps {
  region: RegionScaling;
  kubernetesPath: string;
  /** Shown in detail from the start. */
  initiallyOpen?: boolean;
}

/** One region: its state and why, its size against its limits, and on demand all. */
export function RegionRow(props: RegionRowProps) {
  const { region, kubernetesPath, initiallyOpen = false } = props;
  const classes = useStyles();
  const [open, setOpen] = useState(initiallyOpen);
  const title = regionTitle(region);
  const id = `scaling-region-${region.region || 'none'}`;
  const fixed = region.sizing === 'fixed';
  // Figures that no longer count say so.
  const titled = (what: string) =>
    region.lastKnown ? `${what}, last known` : what;
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
        <dl className={classes.facts}>
          <Fact title={titled('Replicas')}>
            {readyText(region)}, {numberOrUnknown(region.current)} exist
          </Fact>
          <Fact title={titled(fixed ? 'Limits' : 'Minimum to maximum')}>
            {limitsText(region)}
            {/* Without its limits, a bar would look as if it were full. */}
            {(fixed || region.max !== null) && (
              <RangeBar
                min={region.min}
                max={region.max}
                current={region.current}
                desired={region.desired}
                ready={region.ready}
                state={region.state}
                unit="replicas"
              />
            )}
          </Fact>
          <Fact title={titled('Driving metric')}>
            {region.metric ? (
              <>
                {region.metric.name}: {metricText(region.metric)}
                <MetricMeter metric={region.metric} state={region.state} />
              </>
            ) : (
              <>{fixed ? 'none: no autoscaler' : 'unknown'}</>
            )}
          </Fact>
          <Fact title={titled('Headroom')}>
            {fixed ? 'none: fixed size' : headroomText(region.headroom)}
          </Fact>
        </dl>
      )}
      <div id={`${id}-detail`} hidden={!open}>
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
