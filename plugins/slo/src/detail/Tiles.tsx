import { makeStyles, Paper } from '@material-ui/core';
import {
  lastHourBurnOf,
  ObjectiveDetail,
} from '@worldscale/backstage-plugin-slo-common';
import { StateIcon } from '@worldscale/backstage-plugin-worlds-react';
import { ReactNode } from 'react';
import {
  budgetText,
  burnText,
  countText,
  exhaustionBasisText,
  exhaustionText,
  isLastKnown,
  LAST_HOUR_BURN,
  measuredWords,
  minutesText,
  periodText,
  sliText,
  targetText,
  UNKNOWN,
} from '../wording';
import { forecastText } from './forecastText';

const useStyles = makeStyles(theme => ({
  tiles: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(170px, 1fr))',
    gap: theme.spacing(1.5),
    margin: theme.spacing(0, 0, 1.5),
  },
  tile: { padding: theme.spacing(1.5), minWidth: 0, overflowWrap: 'anywhere' },
  title: {
    color: theme.palette.text.secondary,
    fontSize: theme.typography.caption.fontSize,
  },
  value: {
    margin: 0,
    fontSize: theme.typography.h5.fontSize,
    fontWeight: 500,
    lineHeight: 1.3,
    fontVariantNumeric: 'tabular-nums',
  },
  unknown: { color: theme.palette.text.secondary, fontStyle: 'italic' },
  more: {
    margin: 0,
    color: theme.palette.text.secondary,
    fontSize: theme.typography.caption.fontSize,
    lineHeight: 1.4,
  },
  low: { display: 'flex', gap: theme.spacing(0.75) },
}));

function Tile(props: { title: string; value: string; children?: ReactNode }) {
  const { title, value, children } = props;
  const classes = useStyles();
  return (
    <Paper variant="outlined" className={classes.tile}>
      <dt className={classes.title}>{title}</dt>
      <dd
        className={`${classes.value} ${
          value === UNKNOWN ? classes.unknown : ''
        }`}
      >
        {value}
      </dd>
      {children && <dd className={classes.more}>{children}</dd>}
    </Paper>
  );
}

/** The figures of one objective; what is not known says why. */
export function Tiles({ objective }: { objective: ObjectiveDetail }) {
  const { row, forecast } = objective;
  const classes = useStyles();
  const { figures, exhaustion, coverage, target } = row;
  const basis = exhaustionBasisText(row);
  const isOld = isLastKnown(row);
  const titled = (what: string) => (isOld ? `${what}, last known` : what);
  const why = row.unknownReason && `because ${row.unknownReason}`;
  // Burn rates of parts that add up have no share of good events.
  const hasNoSli = figures !== null && figures.sli === null;
  return (
    <dl className={classes.tiles}>
      <Tile
        title={titled('SLI')}
        value={hasNoSli ? 'none' : sliText(figures?.sli ?? null, target)}
      >
        {hasNoSli
          ? 'The burn rates of its parts add up.'
          : `Target ${targetText(target)} ${periodText(row)}`}
      </Tile>
      <Tile
        title={titled('Budget left')}
        value={budgetText(figures?.remaining)}
      >
        {figures ? (
          <>
            {leftOf(figures.minutes, minutesText)} of total failure
            {figures.events && (
              <>
                ; {leftOf(figures.events, countText)} failures
                {figures.events.isEstimated &&
                  ', if the traffic goes on as so far'}
              </>
            )}
          </>
        ) : (
          why
        )}
      </Tile>
      <Tile
        title={titled(LAST_HOUR_BURN)}
        value={burnText(lastHourBurnOf(row))}
      >
        {figures
          ? `Mean ${periodText(row)}: ${burnText(
              figures.burnRate,
            )}; 1× lasts as long as the window`
          : why}
      </Tile>
      <Tile
        title={titled('Budget gone')}
        value={exhaustionText(exhaustion, row.window.kind)}
      >
        {basis && <>If it burns on {basis}. </>}
        {forecast && forecastText(forecast, row)}
        {!exhaustion && why}
      </Tile>
      <Tile
        title={titled('Observed')}
        value={
          coverage === null
            ? UNKNOWN
            : `${Number((Math.floor(coverage * 1000) / 10).toFixed(1))} %`
        }
      >
        of the slices that count
        {row.measuredBy && `; measured ${measuredWords[row.measuredBy]}`}
      </Tile>
      <Tile
        title={titled('Traffic')}
        value={
          figures?.events ? countText(figures.events.total) : trafficOf(row)
        }
      >
        {row.lowTraffic ? (
          <span className={classes.low}>
            <StateIcon state="atRisk" size={14} />
            <span>{row.lowTraffic}</span>
          </span>
        ) : (
          figures?.events && `events ${periodText(row)}`
        )}
      </Tile>
    </dl>
  );
}

/** `4.8 min of 40.3 min`; of what is overspent `11.8 min more than the 4 min`. */
function leftOf(
  { remaining, allowed }: { remaining: number; allowed: number },
  text: (value: number) => string,
): string {
  return remaining < 0
    ? `${text(-remaining)} more than the ${text(allowed)}`
    : `${text(remaining)} of ${text(allowed)}`;
}

/** For methods that count slices, which say nothing of events. */
function trafficOf(row: ObjectiveDetail['row']): string {
  if (row.figures === null) return UNKNOWN;
  return row.lowTraffic ? 'low' : 'enough';
}
