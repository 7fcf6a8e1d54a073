import { makeStyles, Typography } from '@material-ui/core';
import {
  formatNumber,
  RegionScaling,
} from '@worldscale/backstage-plugin-scaling-common';
import { numberOrUnknown, spreadText } from '../wording';
import { isLastKnown } from './capacityWords';
import { spreadVerdict } from './spreadVerdict';
import { VerdictMark } from './VerdictMark';
import { zoneLossVerdict } from './zoneLossVerdict';

const useStyles = makeStyles(theme => ({
  table: {
    borderCollapse: 'collapse',
    margin: theme.spacing(0.5, 0, 1),
    '& th, & td': {
      textAlign: 'left',
      fontWeight: 'inherit',
      padding: theme.spacing(0.25, 2, 0.25, 0),
    },
    '& thead th': {
      color: theme.palette.text.secondary,
      fontSize: theme.typography.caption.fontSize,
    },
  },
  bar: { display: 'block', width: '100%', minWidth: 80 },
  wide: { width: 200, [theme.breakpoints.down('xs')]: { display: 'none' } },
  track: { fill: theme.palette.action.selected },
  ready: { fill: theme.palette.text.secondary },
}));

/** Where the pods of a region are, and what is left when the fullest zone is lost. */
export function ZonesPanel(props: { region: RegionScaling }) {
  const classes = useStyles();
  const { region } = props;
  const zones = region.capacity?.zones;
  if (!zones) return null;
  const isOld = isLastKnown(region);
  const loss = zoneLossVerdict(region.capacity);
  const noun =
    region.capacity?.noun === 'game server' ? 'game servers' : 'pods';
  const most = Math.max(1, ...zones.zones.map(({ total }) => total));
  const spread = spreadVerdict(region);
  const rules = region.workloads.flatMap(workload => workload.spread);
  return (
    <section aria-label="Zones">
      <Typography variant="subtitle2" component="h4">
        {isOld ? 'Zones, last known' : 'Zones'}
      </Typography>
      <VerdictMark state={loss.state && isOld ? 'unknown' : loss.state}>
        {zones.sentence}
      </VerdictMark>
      {zones.zones.length > 0 && (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Zone</th>
              <th scope="col">Ready</th>
              <th scope="col">All {noun}</th>
              <td aria-hidden className={classes.wide} />
            </tr>
          </thead>
          <tbody>
            {zones.zones.map(({ zone, ready, total }) => (
              <tr key={zone}>
                <th scope="row">
                  {zone || 'not known'}
                  {zone === zones.largest && ' (largest)'}
                </th>
                <td>{formatNumber(ready)}</td>
                <td>{formatNumber(total)}</td>
                <td aria-hidden className={classes.wide}>
                  <svg
                    className={classes.bar}
                    viewBox="0 0 100 8"
                    preserveAspectRatio="none"
                    height={8}
                    focusable="false"
                  >
                    <rect
                      className={classes.track}
                      width={(100 * total) / most}
                      height={8}
                    />
                    <rect
                      className={classes.ready}
                      width={(100 * ready) / most}
                      height={8}
                    />
                  </svg>
                </td>
              </tr>
            ))}
            <tr>
              <th scope="row">Without the largest</th>
              <td>{numberOrUnknown(zones.readyWithoutLargest)}</td>
              <td />
              <td className={classes.wide} />
            </tr>
          </tbody>
        </table>
      )}
      {zones.missing !== null && zones.missing > 0 && (
        <Typography variant="body2">
          {`${formatNumber(
            zones.missing,
          )} missing, room elsewhere for ${numberOrUnknown(
            zones.roomElsewhere,
          )}.`}
        </Typography>
      )}
      <Typography variant="body2">
        {rules.length === 0
          ? `Spread: ${spread.text}.`
          : `Spread: ${[...new Set(rules.map(spreadText))].join('; ')}. Now: ${
              spread.text
            }.`}
      </Typography>
    </section>
  );
}
