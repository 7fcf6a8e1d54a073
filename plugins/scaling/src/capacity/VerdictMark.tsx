import { makeStyles } from '@material-ui/core';
import { State } from '@worldscale/backstage-plugin-worlds-common';
import { StateIcon } from '@worldscale/backstage-plugin-worlds-react';
import { ReactNode } from 'react';

const useStyles = makeStyles(theme => ({
  verdict: { display: 'flex', gap: theme.spacing(0.75), alignItems: 'start' },
  icon: { flex: 'none', display: 'inline-flex', paddingTop: 3 },
}));

/** A verdict in words, with the icon of its state; none where there is nothing to judge. */
export function VerdictMark(props: {
  state: State | undefined;
  children: ReactNode;
}) {
  const classes = useStyles();
  return (
    <span className={classes.verdict} data-verdict={props.state}>
      {props.state && (
        <span className={classes.icon}>
          <StateIcon state={props.state} />
        </span>
      )}
      <span>{props.children}</span>
    </span>
  );
}
