import { makeStyles } from '@material-ui/core';
import { State } from '@worldscale/backstage-plugin-worlds-common';
import { StateIcon } from './StateIcon';
import { stateWords } from './stateLook';

const useStyles = makeStyles(theme => ({
  badge: {
    display: 'inline-flex',
    alignItems: 'center',
    gap: theme.spacing(0.75),
    whiteSpace: 'nowrap',
    color: theme.palette.text.primary,
    fontWeight: 500,
  },
}));

export interface StateBadgeProps {
  state: State;
  /** One sentence, shown on hover. */
  reason?: string;
  /** Instead of the state's own word, for example `3 at risk`. */
  label?: string;
}

/** A state as shape, colour and word. */
export function StateBadge(props: StateBadgeProps) {
  const { state, reason, label } = props;
  const classes = useStyles();
  return (
    <span className={classes.badge} data-state={state} title={reason}>
      <StateIcon state={state} />
      {label ?? stateWords[state]}
    </span>
  );
}
