import { makeStyles, Typography } from '@material-ui/core';
import {
  CapacityLimit,
  formatMetricValue,
  formatNumber,
  RegionScaling,
} from '@worldscale/backstage-plugin-scaling-common';
import { SidewaysScroll } from '@worldscale/backstage-plugin-worlds-react';
import { isLastKnown, leadTimeText } from './capacityWords';

const useStyles = makeStyles(theme => ({
  table: {
    borderCollapse: 'collapse',
    margin: theme.spacing(0.5, 0, 1),
    '& th, & td': {
      textAlign: 'left',
      verticalAlign: 'top',
      fontWeight: 'inherit',
      padding: theme.spacing(0.25, 2, 0.25, 0),
      minWidth: '5em',
    },
    '& thead th': {
      color: theme.palette.text.secondary,
      fontSize: theme.typography.caption.fontSize,
    },
  },
  binds: { fontWeight: 600 },
  short: { [theme.breakpoints.up('sm')]: { whiteSpace: 'nowrap' } },
  source: {
    fontWeight: 'normal',
    color: theme.palette.text.secondary,
    fontSize: theme.typography.caption.fontSize,
  },
}));

function amountOf(value: number | null, unit: string): string {
  if (value === null) return 'unknown';
  if (unit === 'cores' || unit === 'bytes')
    return formatMetricValue(value, unit);
  return `${formatNumber(value)} ${unit}`;
}

function leftOf({ leftReplicas, unknown }: CapacityLimit): string {
  if (leftReplicas !== null) return `${formatNumber(leftReplicas)} more`;
  return unknown === null ? 'no end' : `unknown: ${unknown}`;
}

/** Everything that ends growth, that which binds first in front. */
export function LimitsTable(props: { region: RegionScaling }) {
  const classes = useStyles();
  const { capacity } = props.region;
  if (!capacity || capacity.limits.length === 0) return null;
  const { binding, leadTime } = capacity;
  const isOld = isLastKnown(props.region);
  const binds = ({ kind, name, workload }: CapacityLimit) =>
    binding !== null &&
    binding.kind === kind &&
    binding.name === name &&
    binding.workload === workload;
  const left = ({ leftReplicas }: CapacityLimit) => leftReplicas ?? Infinity;
  const limits = [...capacity.limits].sort(
    (a, b) => Number(binds(b)) - Number(binds(a)) || left(a) - left(b),
  );
  return (
    <section aria-label="Limits">
      <Typography variant="subtitle2" component="h4">
        {isOld ? 'What holds it back, last known' : 'What holds it back'}
      </Typography>
      {/* It speaks of now. */}
      {!isOld && <Typography variant="body2">{capacity.sentence}</Typography>}
      <SidewaysScroll label="Table of limits">
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Limit</th>
              <th scope="col">In use</th>
              <th scope="col">Of</th>
              <th scope="col">Left</th>
            </tr>
          </thead>
          <tbody>
            {limits.map(limit => (
              <tr key={`${limit.kind}/${limit.name}/${limit.workload}`}>
                <th
                  scope="row"
                  className={binds(limit) ? classes.binds : undefined}
                >
                  {limit.name}
                  {binds(limit) && ' (binds first)'}
                  <div className={classes.source}>
                    {[limit.source, ...limit.notes].join('. ')}
                  </div>
                </th>
                <td className={classes.short}>
                  {amountOf(limit.used, limit.unit)}
                </td>
                <td className={classes.short}>
                  {limit.leftReplicas === null && limit.unknown === null
                    ? 'no limit'
                    : amountOf(limit.amount, limit.unit)}
                </td>
                <td
                  className={
                    limit.leftReplicas === null ? undefined : classes.short
                  }
                >
                  {leftOf(limit)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </SidewaysScroll>
      <Typography variant="body2">
        New capacity takes {leadTimeText(leadTime)}
        {leadTime.totalSeconds !== null &&
          leadTime.replicaSamples > 0 &&
          `, by ${formatNumber(leadTime.replicaSamples)} measured ${
            leadTime.replicaSamples === 1 ? 'start' : 'starts'
          }`}
        .
      </Typography>
      {capacity.unknowns.length > 0 && (
        <ul aria-label="Why parts are unknown">
          {capacity.unknowns.map(text => (
            <li key={text}>{text}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
