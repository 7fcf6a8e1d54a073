import { makeStyles, Typography } from '@material-ui/core';
import { Skeleton } from '@material-ui/lab';
import { FleetState } from '@worldscale/backstage-plugin-worlds-common';
import { StateBadge } from '@worldscale/backstage-plugin-worlds-react';
import { StateReason } from '../board/StateReason';
import { StateReading } from './ServiceStates';

const useStyles = makeStyles(theme => ({
  state: {
    display: 'inline-block',
    maxWidth: '100%',
    padding: theme.spacing(0.75, 1.5),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.background.paper,
  },
}));

/** `in all 5 regions`, `in Europe and 1 more of 5 regions`. */
export function describeWhere(state: FleetState): string {
  const { regionTitle, rows, rowsInState } = state;
  if (!regionTitle) return '';
  if (rows === 1) return `in ${regionTitle}`;
  if (rowsInState === rows) return `in all ${rows} regions`;
  if (rowsInState === 1) return `in ${regionTitle}, 1 of ${rows} regions`;
  return `in ${regionTitle} and ${rowsInState - 1} more of ${rows} regions`;
}

/** The state of a service as it is now, with its reason; what is unknown says why. */
export function LiveState({ reading }: { reading: StateReading }) {
  const classes = useStyles();
  const { state, isAnswered, error } = reading;
  if (!state && !isAnswered && !error) {
    return <Skeleton variant="rect" width={220} height={36} aria-hidden />;
  }
  if (!state) {
    return (
      <div className={classes.state}>
        <StateBadge state="unknown" />
        <Typography variant="caption" color="textSecondary" display="block">
          {error
            ? `Its state could not be loaded: ${error.message}`
            : 'It is not on the fleet board: the catalog was read before it was there, or shows it to others only.'}
        </Typography>
      </div>
    );
  }
  // What is said of one region would be wrong for the others.
  const isWhole = state.state === 'healthy' && state.rows > 1;
  const row = isWhole ? { ...state, reason: '' } : state;
  return (
    <div className={classes.state}>
      <StateReason row={row} where={describeWhere(state)} />
      {error && (
        <Typography variant="caption" color="textSecondary" display="block">
          Not loaded anew: {error.message}
        </Typography>
      )}
    </div>
  );
}
