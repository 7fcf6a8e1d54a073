import { makeStyles, Typography } from '@material-ui/core';
import { ScalingChange } from '@worldscale/backstage-plugin-scaling-common';
import { Conditions } from '../content/Conditions';
import { metricText } from '../wording';
import { instantText, readinessText, reasonText } from './changeWords';

const useStyles = makeStyles(theme => ({
  facts: {
    display: 'grid',
    gridTemplateColumns: 'minmax(7em, max-content) 1fr',
    gap: theme.spacing(0.5, 2),
    margin: theme.spacing(0, 0, 1),
    '& dt': { color: theme.palette.text.secondary },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
  },
  steps: {
    margin: theme.spacing(0, 0, 1),
    paddingLeft: theme.spacing(2.5),
    overflowWrap: 'anywhere',
  },
}));

function ratioText(ratio: number | null): string {
  return ratio === null
    ? ''
    : `, ratio ${ratio.toLocaleString('en-US', { maximumFractionDigits: 3 })}`;
}

/** Everything that the ledger knows of one change. */
export function ChangeDetail(props: { change: ScalingChange }) {
  const classes = useStyles();
  const { change } = props;
  const { why, notBefore, at, source } = change;
  return (
    <>
      <dl className={classes.facts}>
        <dt>Why</dt>
        <dd>{reasonText(change)}</dd>
        <dt>When</dt>
        <dd>
          {notBefore
            ? `between ${instantText(notBefore)} and ${instantText(at)}`
            : instantText(at)}
        </dd>
        <dt>Ready</dt>
        <dd>{readinessText(change)}</dd>
        <dt>Metrics then</dt>
        <dd>
          {why.metrics.length === 0
            ? 'not recorded'
            : why.metrics
                .map(
                  metric =>
                    `${metric.name}: ${metricText(metric)}${ratioText(
                      metric.ratio,
                    )}`,
                )
                .join('; ')}
        </dd>
        <dt>Event</dt>
        <dd>
          {why.event
            ? `${why.event.reason}: ${why.event.message}`
            : 'none was seen'}
        </dd>
        <dt>Workload</dt>
        <dd>
          {change.kind} {change.namespace}/{change.name} in {change.cluster}
        </dd>
        <dt>Known from</dt>
        <dd>
          {source === 'observed'
            ? 'watching the cluster'
            : 'recorded series, later (nobody saw it happen)'}
        </dd>
      </dl>
      {why.steps.length > 0 && (
        <>
          <Typography variant="subtitle2" component="h5">
            How the autoscaler came to it
          </Typography>
          <ol className={classes.steps}>
            {why.steps.map(step => (
              <li key={step}>{step}</li>
            ))}
          </ol>
        </>
      )}
      <Conditions
        caption="Conditions of its autoscaler then"
        conditions={why.conditions}
      />
    </>
  );
}
