import { makeStyles } from '@material-ui/core';
import { Link } from '@backstage/core-components';
import { FleetRow } from '@worldscale/backstage-plugin-worlds-common';
import { StateBadge } from '@worldscale/backstage-plugin-worlds-react';
import { useEntityPath } from '../useEntityPath';

const useStyles = makeStyles(theme => ({
  reason: {
    display: 'block',
    maxWidth: 420,
    color: theme.palette.text.secondary,
    fontSize: theme.typography.caption.fontSize,
    overflowWrap: 'anywhere',
  },
}));

/** A state with its reason, and the way to where the reason is explained. */
export function StateReason({ row }: { row: FleetRow }) {
  const classes = useStyles();
  const entityPath = useEntityPath();
  return (
    <>
      <Link
        to={entityPath(row.entityRef, row.path)}
        aria-label={`${row.title} in ${
          row.regionTitle || 'no region'
        }: why this state`}
      >
        <StateBadge state={row.state} />
      </Link>
      <span className={classes.reason}>{row.reason}</span>
    </>
  );
}
