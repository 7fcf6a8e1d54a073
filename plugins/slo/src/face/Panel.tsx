import { makeStyles, Paper, Typography } from '@material-ui/core';
import { ReactNode, useId } from 'react';

const useStyles = makeStyles(theme => ({
  panel: {
    padding: theme.spacing(1.5, 2),
    marginBottom: theme.spacing(1.5),
    minWidth: 0,
    overflowWrap: 'anywhere',
  },
  head: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(1, 2),
    marginBottom: theme.spacing(1),
  },
  title: { marginRight: 'auto' },
}));

/** A part of a page with a heading of its own. */
export function Panel(props: {
  title: string;
  /** Beside the heading, for example a choice of ranges. */
  controls?: ReactNode;
  children: ReactNode;
}) {
  const { title, controls, children } = props;
  const classes = useStyles();
  const id = useId();
  return (
    <Paper
      component="section"
      variant="outlined"
      className={classes.panel}
      aria-labelledby={id}
    >
      <div className={classes.head}>
        <Typography
          id={id}
          variant="h6"
          component="h3"
          className={classes.title}
        >
          {title}
        </Typography>
        {controls}
      </div>
      {children}
    </Paper>
  );
}
