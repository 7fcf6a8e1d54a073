import { makeStyles } from '@material-ui/core';
import { ReactNode } from 'react';

const useStyles = makeStyles(theme => ({
  body: {
    padding: theme.spacing(0, 3, 3),
    minWidth: 0,
    [theme.breakpoints.down('sm')]: { padding: theme.spacing(0, 2, 2) },
  },
}));

/** The part of a page below the header that the app renders. */
export function PageBody({ children }: { children: ReactNode }) {
  const classes = useStyles();
  return <main className={classes.body}>{children}</main>;
}
