import { makeStyles } from '@material-ui/core';
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import { FleetRow } from '@worldscale/backstage-plugin-worlds-common';
import {
  ObservedAt,
  StateBadge,
  stateWords,
  unbroken,
  useEntityPath,
} from '@worldscale/backstage-plugin-worlds-react';
import { sourcesRouteRef } from '../routes';

const useStyles = makeStyles(theme => ({
  line: {
    display: 'flex',
    flexWrap: 'wrap',
    alignItems: 'center',
    gap: theme.spacing(0, 1),
  },
  observed: { fontSize: theme.typography.caption.fontSize },
  reason: {
    // The first lines; the whole stands where the state leads.
    display: '-webkit-box',
    '-webkit-line-clamp': 4,
    '-webkit-box-orient': 'vertical',
    overflow: 'hidden',
    maxWidth: 420,
    color: theme.palette.text.secondary,
    fontSize: theme.typography.caption.fontSize,
    lineHeight: 1.35,
    overflowWrap: 'anywhere',
  },
}));

/** What of a row says how it is. */
export type StatedRow = Pick<
  FleetRow,
  | 'entityRef'
  | 'title'
  | 'regionTitle'
  | 'state'
  | 'reason'
  | 'freshness'
  | 'observedAt'
  | 'path'
  | 'trouble'
>;

/**
 * A state with its reason, and the way to where the reason is explained. `where` says
 * which regions it is about, in places that do not show that otherwise.
 */
export function StateReason(props: { row: StatedRow; where?: string }) {
  const { row, where } = props;
  const classes = useStyles();
  const entityPath = useEntityPath();
  const sources = useRouteRef(sourcesRouteRef)?.();
  const { trouble } = row;
  // Of what is unknown, the reason begins with what is wrong.
  const rest =
    trouble && sources && row.reason.startsWith(trouble)
      ? row.reason.slice(trouble.length).trim()
      : row.reason;
  return (
    <>
      <span className={classes.line}>
        <Link
          to={entityPath(row.entityRef, row.path)}
          aria-label={`${stateWords[row.state]}: why, ${row.title} in ${
            row.regionTitle || 'no region'
          }`}
        >
          <StateBadge state={row.state} />
        </Link>
        {where && <span className={classes.observed}>{where}</span>}
        <span className={classes.observed}>
          <ObservedAt at={row.observedAt} />
        </span>
      </span>
      {row.reason && (
        <span className={classes.reason} title={row.reason}>
          {trouble && sources && (
            <>
              <Link to={sources}>{trouble}</Link>{' '}
            </>
          )}
          {unbroken(rest)}
        </span>
      )}
    </>
  );
}
