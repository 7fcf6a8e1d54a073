import { makeStyles } from '@material-ui/core';
import { Link } from '@backstage/core-components';
import { FleetRow } from '@worldscale/backstage-plugin-worlds-common';
import {
  StateBadge,
  stateWords,
} from '@worldscale/backstage-plugin-worlds-react';
import { useEntityPath } from '../useEntityPath';

const useStyles = makeStyles(theme => ({
  reason: {
    // The first lines; the whole stands where the state leads.
    display: '-webkit-box',
    '-webkit-line-clamp': 3,
    '-webkit-box-orient': 'vertical',
    overflow: 'hidden',
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
        aria-label={`${stateWords[row.state]}: why, ${row.title} in ${
          row.regionTitle || 'no region'
        }`}
      >
        <StateBadge state={row.state} />
      </Link>
      <span className={classes.reason} title={row.reason}>
        {row.reason}
      </span>
    </>
  );
}
