import { makeStyles, Typography } from '@material-ui/core';
import { SloRow } from '@worldscale/backstage-plugin-slo-common';
import { KeyFigures } from './KeyFigures';
import { SloLink } from './SloLink';
import { Standing } from './Standing';
import { rowKey } from '../wording';

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  row: {
    padding: theme.spacing(1.5),
    marginBottom: theme.spacing(1),
    border: `1px solid ${theme.palette.divider}`,
    borderRadius: theme.shape.borderRadius,
    background: theme.palette.background.paper,
    overflowWrap: 'anywhere',
  },
}));

export interface ObjectiveListProps {
  label: string;
  rows: readonly SloRow[];
  /** Whether the rows are of several services, which must be named then. */
  ofSeveral?: boolean;
}

/** Objectives with their figures, one below the other: for tabs and narrow screens. */
export function ObjectiveList({ label, rows, ofSeveral }: ObjectiveListProps) {
  const classes = useStyles();
  return (
    <ul className={classes.list} aria-label={label}>
      {rows.map(row => (
        <li key={rowKey(row)} className={classes.row}>
          <Typography variant="subtitle1" component={ofSeveral ? 'h2' : 'h3'}>
            <SloLink row={row} />
          </Typography>
          {ofSeveral && (
            <Typography variant="body2" color="textSecondary" gutterBottom>
              {[row.serviceTitle, row.worldTitle ?? 'all worlds'].join(' · ')}
            </Typography>
          )}
          <Standing row={row} />
          <KeyFigures row={row} />
        </li>
      ))}
    </ul>
  );
}
