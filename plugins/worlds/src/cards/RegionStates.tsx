import { makeStyles } from '@material-ui/core';
import { FleetRow } from '@worldscale/backstage-plugin-worlds-common';
import { ObservedAt } from '@worldscale/backstage-plugin-worlds-react';
import { StateReason } from '../board/StateReason';

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  row: {
    display: 'flex',
    flexWrap: 'wrap',
    justifyContent: 'space-between',
    gap: theme.spacing(1),
    padding: theme.spacing(1, 0),
    '& + &': { borderTop: `1px solid ${theme.palette.divider}` },
  },
  region: { flex: '0 0 9em', fontWeight: 500 },
  state: { flex: '1 1 14em', minWidth: 0 },
}));

/** State, reason and age of one service, region by region. */
export function RegionStates({ rows }: { rows: FleetRow[] }) {
  const classes = useStyles();
  return (
    <ul className={classes.list}>
      {rows.map(row => (
        <li key={row.region} className={classes.row}>
          <span className={classes.region}>
            {row.regionTitle || 'The service as a whole'}
          </span>
          <span className={classes.state}>
            <StateReason row={row} />
          </span>
          <ObservedAt at={row.observedAt} />
        </li>
      ))}
    </ul>
  );
}
