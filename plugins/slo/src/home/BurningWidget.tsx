import { Link } from '@backstage/core-components';
import { identityApiRef, useApi } from '@backstage/core-plugin-api';
import { makeStyles, Typography } from '@material-ui/core';
import { Skeleton } from '@material-ui/lab';
import {
  SLO_SIGNAL,
  SloListRequest,
} from '@worldscale/backstage-plugin-slo-common';
import {
  EmptyNote,
  usePolled,
} from '@worldscale/backstage-plugin-worlds-react';
import { useCallback } from 'react';
import { sloApiRef } from '../api';
import { LoadError } from '../face/LoadError';
import { SloLink } from '../face/SloLink';
import { Standing } from '../face/Standing';
import { sloAddress } from '../list/sloAddress';
import { useSloPaths } from '../useSloPaths';
import { rowKey } from '../wording';

const POLL_MS = 30_000;

/** As many as fit a card; the list shows all. */
const ROWS_SHOWN = 5;

/** What somebody should look at; what is not known may burn unseen. */
const burning: SloListRequest = { state: ['breached', 'atRisk', 'unknown'] };

const useStyles = makeStyles(theme => ({
  among: { color: theme.palette.text.secondary },
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

/**
 * What burns among the services of the signed-in person and their groups; of whoever
 * owns none (support, planners), among all: what burns need not be a player journey.
 */
export function BurningWidget() {
  const api = useApi(sloApiRef);
  const identity = useApi(identityApiRef);
  const classes = useStyles();
  const { list } = useSloPaths();
  const load = useCallback(
    async (signal: AbortSignal) => {
      const { ownershipEntityRefs: owner } =
        await identity.getBackstageIdentity();
      const ask = (request: SloListRequest, limit = ROWS_SHOWN) =>
        api.listSlos({ ...request, limit }, { signal });
      const own = owner.length > 0 ? await ask({ owner }, 1) : undefined;
      const isOwner = own !== undefined && own.total > 0;
      const request: SloListRequest = isOwner ? { ...burning, owner } : burning;
      const page = await ask(request);
      const all = isOwner || page.total > 0 ? undefined : await ask({}, 1);
      return {
        request,
        rows: page.rows,
        total: page.total,
        isOwner,
        isReading: page.isReading,
        hasObjectives: all === undefined || all.total > 0,
      };
    },
    [api, identity],
  );
  const { data, error, failingSince, loadedAt, reload } = usePolled(load, {
    intervalMs: POLL_MS,
    signalChannel: SLO_SIGNAL,
  });
  return (
    <>
      {error && (
        <LoadError
          title="Your objectives could not be loaded"
          error={error}
          since={failingSince}
          shownFrom={data && loadedAt}
          onRetry={reload}
        />
      )}
      {!data && !error && (
        <div role="status" aria-label="Loading your objectives">
          <Skeleton height={96} />
        </div>
      )}
      {data?.total === 0 && (
        <NothingBurns
          isOwner={data.isOwner}
          isReading={data.isReading}
          hasObjectives={data.hasObjectives}
        />
      )}
      {data && data.total > 0 && (
        <>
          <Typography variant="body2" className={classes.among}>
            {data.isOwner
              ? 'Among the services of yours and your groups:'
              : 'Among all services, since none is yours:'}
          </Typography>
          <ul className={classes.list}>
            {data.rows.map(row => (
              <li key={rowKey(row)} className={classes.row}>
                <span className={classes.name}>
                  <SloLink row={row} />
                </span>
                <span className={classes.state}>
                  <Standing row={row} />
                </span>
              </li>
            ))}
          </ul>
          {list && (
            <Link to={`${list}${sloAddress.write(data.request)}`}>
              All {data.total} in the list
            </Link>
          )}
        </>
      )}
    </>
  );
}

function NothingBurns(props: {
  isOwner: boolean;
  isReading: boolean;
  hasObjectives: boolean;
}) {
  const { isOwner, isReading, hasObjectives } = props;
  if (isReading) {
    return (
      <div role="status">
        <EmptyNote title="Not known yet">
          Objectives are still being read and measured.
        </EmptyNote>
      </div>
    );
  }
  if (!hasObjectives) {
    return (
      <EmptyNote title="No objectives yet">
        No service that you may see has any.
      </EmptyNote>
    );
  }
  return (
    <EmptyNote title="Nothing burns">
      {isOwner
        ? 'Every objective of your services has budget left, and none burns too fast.'
        : 'Every objective has budget left, and none burns too fast.'}
    </EmptyNote>
  );
}
