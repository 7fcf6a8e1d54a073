import { useRouteRef } from '@backstage/frontend-plugin-api';
import { makeStyles } from '@material-ui/core';
import { NavLink } from 'react-router-dom';
import { boardRouteRef, heatMapRouteRef, sourcesRouteRef } from './routes';

const useStyles = makeStyles(theme => ({
  tabs: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(3),
    margin: theme.spacing(0, 3, 3),
    borderBottom: `1px solid ${theme.palette.divider}`,
    [theme.breakpoints.down('sm')]: { margin: theme.spacing(0, 2, 2) },
  },
  tab: {
    ...theme.typography.body1,
    padding: theme.spacing(1, 0.5),
    color: theme.palette.text.secondary,
    textDecoration: 'none',
    borderBottom: '2px solid transparent',
    '&:hover': { color: theme.palette.text.primary },
    '&[aria-current="page"]': {
      color: theme.palette.text.primary,
      borderBottomColor: theme.palette.text.primary,
      fontWeight: 500,
    },
    '&:focus-visible': {
      outline: `2px solid ${theme.palette.primary.main}`,
    },
  },
}));

/** The ways to look at the fleet. */
export function FleetTabs() {
  const classes = useStyles();
  const board = useRouteRef(boardRouteRef)?.() ?? '';
  const heatMap = useRouteRef(heatMapRouteRef)?.() ?? '';
  const sources = useRouteRef(sourcesRouteRef)?.() ?? '';
  return (
    <nav className={classes.tabs} aria-label="Fleet">
      <NavLink className={classes.tab} to={board} end>
        Board
      </NavLink>
      <NavLink className={classes.tab} to={heatMap}>
        Heat map
      </NavLink>
      <NavLink className={classes.tab} to={sources}>
        Sources
      </NavLink>
    </nav>
  );
}
