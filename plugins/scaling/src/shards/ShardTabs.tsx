import { makeStyles } from '@material-ui/core';
import { NavLink, useLocation } from 'react-router-dom';
import { readAddress, filtersOf } from './shardsAddress';
import { useShardPaths } from './shardRoutes';

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

/** The ways to look at all shards; filters go along from one to the other. */
export function ShardTabs() {
  const classes = useStyles();
  const paths = useShardPaths();
  const { search } = useLocation();
  const { query } = readAddress(new URLSearchParams(search));
  const filters = query && filtersOf(query);
  return (
    <nav className={classes.tabs} aria-label="Shards">
      <NavLink className={classes.tab} to={paths?.list(filters) ?? ''} end>
        List
      </NavLink>
      <NavLink className={classes.tab} to={paths?.heat(filters) ?? ''}>
        Heat map
      </NavLink>
    </nav>
  );
}
