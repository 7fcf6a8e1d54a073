import { Link } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import {
  FLEET_SIGNAL,
  FleetHeatMap,
  FleetRequest,
} from '@worldscale/backstage-plugin-worlds-common';
import {
  ErrorNote,
  PageBody,
  usePolled,
} from '@worldscale/backstage-plugin-worlds-react';
import { Skeleton } from '@material-ui/lab';
import { useCallback } from 'react';
import { useNavigate } from 'react-router-dom';
import { worldsApiRef } from '../api';
import { writeAddress } from '../board/fleetAddress';
import { NoServicesYet } from '../NoServicesYet';
import { boardRouteRef } from '../routes';
import { StillReadingNote } from '../StillReadingNote';
import { FleetHeatMapView } from './FleetHeatMapView';

/** All rows at once are the largest answer of all; states seldom change faster. */
const POLL_MS = 30_000;

/** The whole fleet at a glance, by world and region; leads to the board. */
export function HeatMapPage() {
  const worlds = useApi(worldsApiRef);
  const boardRoute = useRouteRef(boardRouteRef);
  const navigate = useNavigate();
  const load = useCallback(
    (signal: AbortSignal): Promise<FleetHeatMap> => worlds.heatMap({}, signal),
    [worlds],
  );
  const { data, error, failingSince, loadedAt, reload } = usePolled(load, {
    intervalMs: POLL_MS,
    signalChannel: FLEET_SIGNAL,
  });
  const boardAt = (request: FleetRequest) =>
    `${boardRoute?.() ?? ''}${writeAddress(request)}`;

  return (
    <PageBody>
      {error && (
        <ErrorNote
          title="The heat map could not be loaded"
          error={error}
          since={failingSince}
          shownFrom={data && loadedAt}
          onRetry={reload}
        />
      )}
      {!data && !error && (
        <div role="status" aria-label="Loading the heat map">
          <Skeleton height={320} animation="wave" />
        </div>
      )}
      {data?.cells.length === 0 && (
        <NoServicesYet
          unread={data.unread.filter(({ part }) => part === 'catalog')}
        />
      )}
      {data &&
        data.cells.length > 0 &&
        data.unread.some(({ part }) => part === 'catalog') && (
          <StillReadingNote />
        )}
      {data && data.cells.length > 0 && (
        <FleetHeatMapView
          data={data}
          onOpen={request => navigate(boardAt(request))}
          renderLink={(children, request) => (
            <Link to={boardAt(request)}>{children}</Link>
          )}
        />
      )}
    </PageBody>
  );
}
