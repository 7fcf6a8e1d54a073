import { Link } from '@backstage/core-components';
import { makeStyles, Typography } from '@material-ui/core';
import { WorldSlos } from '@worldscale/backstage-plugin-slo-common';
import {
  EmptyNote,
  StateBadge,
} from '@worldscale/backstage-plugin-worlds-react';
import { SloLink } from '../face/SloLink';
import {
  budgetText,
  burnText,
  exhaustionText,
  LAST_HOUR_BURN,
  rowKey,
  windowText,
} from '../wording';

const HOUR_MS = 3_600_000;

const useStyles = makeStyles(theme => ({
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0, 1.5),
    overflowWrap: 'anywhere',
  },
  list: { listStyle: 'none', padding: 0, margin: theme.spacing(1, 0, 0) },
  item: {
    padding: theme.spacing(1, 0),
    borderTop: `1px solid ${theme.palette.divider}`,
  },
  name: { fontWeight: 600 },
}));

/** What the burn rate of all together was seen over. */
function burnName(basisMs: number | null): string {
  if (basisMs === HOUR_MS) return LAST_HOUR_BURN.toLocaleLowerCase('en-US');
  return basisMs === null
    ? 'mean burn rate of the window'
    : `burn rate, last ${windowText(basisMs)}`;
}

function together(composite: WorldSlos['composite']): string {
  if (!composite) {
    return 'All journeys together: unknown, because one of them is not known.';
  }
  const { remaining, burnRate, exhaustion, worst, reason } = composite;
  const ends = `${burnName(exhaustion.basisMs)} ${burnText(
    burnRate,
  )}; budget gone: ${exhaustionText(exhaustion)}.`;
  // The mean of all hides a journey that is spent.
  return reason && worst && worst.remaining <= 0
    ? `${reason} Together: ${ends}`
    : `All journeys together: ${budgetText(
        remaining,
      )} of the budget left; ${ends}`;
}

/** A world through the eyes of its players, the worst journey first. */
export function WorldSlosView({ slos }: { slos: WorldSlos }) {
  const classes = useStyles();
  const { journeys, state, reason, composite } = slos;
  if (journeys.length === 0) {
    return (
      <EmptyNote title="No player journeys">
        No objective of this world names what players cannot do when it fails (
        <code>worldscale.io/player-journey</code>).
      </EmptyNote>
    );
  }
  return (
    <>
      <Typography variant="body2" component="div" className={classes.line}>
        <StateBadge state={state} />
        <span>{reason}</span>
      </Typography>
      <Typography variant="body2">{together(composite)}</Typography>
      <ul className={classes.list} aria-label="Player journeys">
        {journeys.map(({ journey, state: ofJourney, reason: why, rows }) => (
          <li key={journey} className={classes.item}>
            <Typography
              variant="body2"
              component="div"
              className={classes.line}
            >
              <span className={classes.name}>Players {journey}</span>
              <StateBadge state={ofJourney} />
            </Typography>
            <Typography variant="body2">
              {why}{' '}
              {rows[0]?.runbookUrl && ofJourney !== 'healthy' && (
                <Link
                  to={rows[0].runbookUrl}
                  aria-label={`Runbook: players ${journey}`}
                >
                  Runbook
                </Link>
              )}
            </Typography>
            <Typography variant="caption" component="div">
              {rows.map((row, i) => (
                <span key={rowKey(row)}>
                  {i > 0 && ' · '}
                  <SloLink row={row} />
                </span>
              ))}
            </Typography>
          </li>
        ))}
      </ul>
    </>
  );
}
