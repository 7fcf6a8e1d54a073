import { makeStyles, Typography } from '@material-ui/core';
import {
  ObjectiveDetail,
  SloAlert,
} from '@worldscale/backstage-plugin-slo-common';
import { StateBadge } from '@worldscale/backstage-plugin-worlds-react';
import { Panel } from '../face/Panel';
import { alertLook, burnText, windowText } from '../wording';
import { alertSentence } from './alertSentence';
import { BurnBar } from './BurnBar';

const useStyles = makeStyles(theme => ({
  grid: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fit, minmax(min(100%, 260px), 1fr))',
    gap: theme.spacing(1.5, 4),
    margin: 0,
    padding: 0,
    listStyle: 'none',
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0, 1.5),
    marginBottom: theme.spacing(0.5),
  },
}));

/** What lasts exactly as long as the window. */
const SUSTAINABLE = 1;

/** A quarter of room beyond the threshold, so that what passes it is seen. */
function endOf(threshold: number, rates: (number | null)[]): number {
  return Math.max(threshold * 1.25, ...rates.map(rate => rate ?? 0));
}

/** Whoever records an objective has its alerts, too. */
function absenceText({ measuredBy }: ObjectiveDetail['row']): string {
  const tool = { sloth: 'Sloth', pyrra: 'Pyrra' }[measuredBy as string];
  return tool
    ? `Its alerts are ${tool}'s, which are not read here.`
    : 'No alert is defined, so nobody is called when the budget burns.';
}

/** How fast the budget burns over each window, and what that sets off. */
export function BurnPanel({ objective }: { objective: ObjectiveDetail }) {
  const { row, alerts } = objective;
  const classes = useStyles();
  const end = endOf(
    SUSTAINABLE,
    row.burns.map(({ burnRate }) => burnRate),
  );
  return (
    <Panel title="Burn rates and alerts">
      <ul className={classes.grid}>
        <li>
          <Typography variant="subtitle2" component="h4">
            Now
          </Typography>
          {row.burns.length === 0 && (
            <Typography variant="body2" color="textSecondary">
              No burn rate is known.
            </Typography>
          )}
          {row.burns.map(({ windowMs, burnRate }) => (
            <BurnBar
              key={windowMs}
              title={windowText(windowMs)}
              what="lasts at"
              threshold={SUSTAINABLE}
              {...{ burnRate, end }}
            />
          ))}
          <Typography variant="caption" color="textSecondary" component="p">
            The mark stands at 1×, the rate at which the budget just lasts.
          </Typography>
        </li>
        {alerts.map(alert => (
          <li
            key={`${alert.severity}|${alert.longMs}|${alert.shortMs}|${alert.threshold}`}
          >
            <AlertBars alert={alert} />
          </li>
        ))}
      </ul>
      {alerts.length === 0 && (
        <Typography variant="body2" color="textSecondary">
          {absenceText(row)}
        </Typography>
      )}
    </Panel>
  );
}

function AlertBars({ alert }: { alert: SloAlert }) {
  const classes = useStyles();
  const { threshold, longMs, shortMs, longBurnRate, shortBurnRate } = alert;
  const { state, word } = alertLook(alert);
  const end = endOf(threshold, [longBurnRate, shortBurnRate]);
  const bar = { threshold, end, what: 'fires at' };
  return (
    <>
      <div className={classes.head}>
        <Typography variant="subtitle2" component="h4">
          {alert.severity}, {burnText(threshold)} over {windowText(longMs)}
        </Typography>
        <StateBadge state={state} label={word} />
      </div>
      <BurnBar title={windowText(longMs)} burnRate={longBurnRate} {...bar} />
      <BurnBar title={windowText(shortMs)} burnRate={shortBurnRate} {...bar} />
      <Typography variant="caption" color="textSecondary" component="p">
        {alertSentence(alert)}
      </Typography>
    </>
  );
}
