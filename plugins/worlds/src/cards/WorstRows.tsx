import { makeStyles } from '@material-ui/core';
import { Link } from '@backstage/core-components';
import { FleetRow } from '@worldscale/backstage-plugin-worlds-common';
import { useEntityPath } from '@worldscale/backstage-plugin-worlds-react';
import { StateReason } from '../board/StateReason';

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', margin: theme.spacing(0, 0, 1), padding: 0 },
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 2),
    padding: theme.spacing(0.75, 0),
    '& + &': { borderTop: `1px solid ${theme.palette.divider}` },
  },
  name: { flex: '1 1 12em', minWidth: 0, overflowWrap: 'anywhere' },
  state: { flex: '2 1 14em', minWidth: 0 },
}));

/** A few rows of the fleet, the worst first. */
export function WorstRows({ rows }: { rows: FleetRow[] }) {
  const classes = useStyles();
  const entityPath = useEntityPath();
  return (
    <ul className={classes.list}>
      {rows.map(row => (
        <li key={`${row.entityRef}|${row.region}`} className={classes.row}>
          <span className={classes.name}>
            <Link to={entityPath(row.entityRef)}>{row.title}</Link>
            {row.regionTitle && ` · ${row.regionTitle}`}
          </span>
          <span className={classes.state}>
            <StateReason row={row} />
          </span>
        </li>
      ))}
    </ul>
  );
}
