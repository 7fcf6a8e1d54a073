import { Link } from '@backstage/core-components';
import {
  identityApiRef,
  useApi,
  useRouteRef,
} from '@backstage/frontend-plugin-api';
import { Skeleton } from '@material-ui/lab';
import {
  FLEET_SIGNAL,
  FleetRequest,
} from '@worldscale/backstage-plugin-worlds-common';
import {
  EmptyNote,
  ErrorNote,
  usePolled,
} from '@worldscale/backstage-plugin-worlds-react';
import { useCallback } from 'react';
import { worldsApiRef } from '../api';
import { writeAddress } from '../board/fleetAddress';
import { WorstRows } from '../cards/WorstRows';
import { boardRouteRef } from '../routes';

const POLL_MS = 30_000;

/** As many as fit a card; the board shows all. */
const ROWS_SHOWN = 5;

/** What is not healthy among the services of the signed-in person and their groups. */
export function AtRiskWidget() {
  const worlds = useApi(worldsApiRef);
  const identity = useApi(identityApiRef);
  const boardRoute = useRouteRef(boardRouteRef);
  const load = useCallback(
    async (signal: AbortSignal) => {
      const { ownershipEntityRefs } = await identity.getBackstageIdentity();
      const request: FleetRequest = {
        owner: ownershipEntityRefs,
        state: ['breached', 'atRisk', 'unknown'],
      };
      if (ownershipEntityRefs.length === 0)
        return { request, total: 0, rows: [] };
      const page = await worlds.fleet(
        { ...request, limit: ROWS_SHOWN },
        signal,
      );
      return { request, total: page.total, rows: page.rows };
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
      {data?.total === 0 && (
        <EmptyNote title="Nothing at risk">
          No service of yours is at risk, breached or unknown.
        </EmptyNote>
      )}
      {data && data.total > 0 && (
        <>
          <WorstRows rows={data.rows} />
          <Link to={`${boardRoute?.() ?? ''}${writeAddress(data.request)}`}>
            All {data.total} on the fleet board
          </Link>
        </>
      )}
    </>
  );
}
