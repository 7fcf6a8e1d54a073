import { makeStyles } from '@material-ui/core';
import { NavLink } from 'react-router-dom';

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

export interface PageTabsProps {
  /** What all of them show, for people who do not see it. */
  label: string;
  /** The first is the page itself, the others are below it. */
  tabs: readonly { title: string; to: string }[];
}

/** The ways to look at one thing, each at an address of its own. */
export function PageTabs({ label, tabs }: PageTabsProps) {
  const classes = useStyles();
  return (
    <nav className={classes.tabs} aria-label={label}>
      {tabs.map(({ title, to }, i) => (
        <NavLink key={title} className={classes.tab} to={to} end={i === 0}>
          {title}
        </NavLink>
      ))}
    </nav>
  );
}
