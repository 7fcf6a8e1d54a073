import { makeStyles, Typography } from '@material-ui/core';
import { Link } from '@backstage/core-components';
import {
  FleetColumn,
  FleetRow,
} from '@worldscale/backstage-plugin-worlds-common';
import { useEntityPath } from '../useEntityPath';
import { formatValue } from './formatValue';
import { StateReason } from './StateReason';

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  row: {
    padding: theme.spacing(1.5),
    marginBottom: theme.spacing(1),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.background.paper,
  },
  values: {
    display: 'grid',
    gridTemplateColumns: 'repeat(auto-fill, minmax(130px, 1fr))',
    gap: theme.spacing(0.5),
    margin: theme.spacing(1, 0),
    '& dt': {
      color: theme.palette.text.secondary,
      fontSize: theme.typography.caption.fontSize,
    },
    '& dd': { margin: 0, overflowWrap: 'anywhere' },
  },
}));

/** The same rows as the table, for narrow screens. */
export function FleetList(props: { columns: FleetColumn[]; rows: FleetRow[] }) {
  const { columns, rows } = props;
  const classes = useStyles();
  const entityPath = useEntityPath();
  return (
    <ul className={classes.list} aria-label="Fleet">
      {rows.map(row => (
        <li key={`${row.entityRef}|${row.region}`} className={classes.row}>
          <Typography variant="subtitle1" component="h2">
            <Link to={entityPath(row.entityRef)}>{row.title}</Link>
          </Typography>
          <Typography variant="body2" color="textSecondary" gutterBottom>
            {[
              row.worldTitle ?? 'all worlds',
              row.regionTitle || 'all regions',
            ].join(' · ')}
          </Typography>
          <StateReason row={row} />
          <dl className={classes.values}>
            {columns.map(column => (
              <div key={column.id}>
                <dt>{column.title}</dt>
                <dd>{formatValue(column, row.values[column.id])}</dd>
              </div>
            ))}
          </dl>
        </li>
      ))}
    </ul>
  );
}
