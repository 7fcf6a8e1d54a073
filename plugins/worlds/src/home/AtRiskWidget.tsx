import { Link } from '@backstage/core-components';
import {
  identityApiRef,
  useApi,
  useRouteRef,
} from '@backstage/frontend-plugin-api';
import { makeStyles, Typography } from '@material-ui/core';
import { Skeleton } from '@material-ui/lab';
import {
  FLEET_SIGNAL,
  FleetRequest,
  FleetUnread,
} from '@worldscale/backstage-plugin-worlds-common';
import {
  EmptyNote,
  ErrorNote,
  usePolled,
} from '@worldscale/backstage-plugin-worlds-react';
import { useCallback } from 'react';
import { worldsApiRef } from '../api';
import { fleetAddress } from '../board/fleetAddress';
import { neverAnswered, NoServicesYet } from '../NoServicesYet';
import { WorstRows } from '../cards/WorstRows';
import { worstWithinStates } from './worstWithinStates';
import { boardRouteRef, sourcesRouteRef } from '../routes';

const useStyles = makeStyles(theme => ({
  among: { color: theme.palette.text.secondary },
}));

const POLL_MS = 30_000;

/** As many as fit a card; the board shows all. */
const ROWS_SHOWN = 5;

/** States that somebody should look at. */
const notHealthy: FleetRequest = { state: ['breached', 'atRisk', 'unknown'] };

const isCatalog = ({ part }: FleetUnread[number]) => part === 'catalog';

/** What brings rows or states of all services soon, so that nothing is clear before. */
const mayStillCome = (unread: FleetUnread[number]) =>
  isCatalog(unread) || !unread.failing;

/** A domain that fails from its first question on would withhold the rest for good. */
const isSilent = (unread: FleetUnread[number]) =>
  !isCatalog(unread) && unread.failing;

/**
 * What is not healthy among the services of the signed-in person and their groups; of
 * whoever owns none (support, planners), among all services.
 */
export function AtRiskWidget() {
  const worlds = useApi(worldsApiRef);
  const identity = useApi(identityApiRef);
  const boardRoute = useRouteRef(boardRouteRef);
  const sourcesRoute = useRouteRef(sourcesRouteRef);
  const classes = useStyles();
  const load = useCallback(
    async (signal: AbortSignal) => {
      const { ownershipEntityRefs: owner } =
        await identity.getBackstageIdentity();
      const ask = async (request: FleetRequest, limit = ROWS_SHOWN) => {
        const { columns, rows, total, unread } = await worlds.fleet(
          { ...request, limit },
          signal,
        );
        return { request, columns, rows, total, unread };
      };
      const own = owner.length > 0 ? await ask({ owner }, 1) : undefined;
      const isOwner = own !== undefined && own.total > 0;
      // Services of theirs may be among what is still to come.
      if (own?.total === 0 && own.unread.some(isCatalog)) {
        return { ...own, isOwner, hasServices: false };
      }
      const page = await ask(isOwner ? { ...notHealthy, owner } : notHealthy);
      const hasServices =
        isOwner || page.total > 0 || (await ask({}, 1)).total > 0;
      const rows = await worstWithinStates(page, async narrower => {
        const request = { ...page.request, ...narrower };
        return (await worlds.fleet(request, signal)).rows;
      });
      return { ...page, rows, isOwner, hasServices };
    },
    [worlds, identity],
  );
  const { data, error, failingSince, loadedAt, reload } = usePolled(load, {
    intervalMs: POLL_MS,
    signalChannel: FLEET_SIGNAL,
  });
  return (
    <>
      {error && (
        <ErrorNote
          title="Your services could not be loaded"
          error={error}
          since={failingSince}
          shownFrom={data && loadedAt}
          onRetry={reload}
        />
      )}
      {!data && !error && (
        <div role="status" aria-label="Loading your services">
          <Skeleton height={96} />
        </div>
      )}
      {data?.total === 0 &&
        (!data.hasServices || data.unread.some(mayStillCome) ? (
          <NoServicesYet unread={data.unread} />
        ) : (
          <EmptyNote
            title={
              data.unread.length > 0
                ? 'Nothing at risk in what answers'
                : 'Nothing at risk'
            }
          >
            {data.isOwner
              ? 'No service of yours is at risk, breached or unknown.'
              : 'No service of any world is at risk, breached or unknown.'}
          </EmptyNote>
        ))}
      {data && data.total > 0 && (
        <>
          <Typography variant="body2" className={classes.among}>
            {data.isOwner
              ? 'Among the services of yours and your groups:'
              : 'Among all services, since none is yours:'}
          </Typography>
          <WorstRows rows={data.rows} />
          <Link
            to={`${boardRoute?.() ?? ''}${fleetAddress.write(data.request)}`}
          >
            {data.total === 1
              ? 'See it on the fleet board'
              : `All ${data.total} on the fleet board`}
          </Link>
        </>
      )}
      {data && data.hasServices && data.unread.some(isSilent) && (
        <Typography variant="body2" role="status" className={classes.among}>
          Not counted here: {neverAnswered(data.unread.filter(isSilent))}{' '}
          <Link to={sourcesRoute?.() ?? ''}>See the sources</Link>
        </Typography>
      )}
    </>
  );
}
