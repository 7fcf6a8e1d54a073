import { Link } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import {
  FLEET_SIGNAL,
  FleetHeatMap,
  FleetRequest,
} from '@worldscale/backstage-plugin-worlds-common';
import {
  ListAnswer,
  PageBody,
  usePolled,
} from '@worldscale/backstage-plugin-worlds-react';
import { Skeleton } from '@material-ui/lab';
import { useCallback } from 'react';
import { useNavigate } from 'react-router-dom';
import { worldsApiRef } from '../api';
import { fleetAddress } from '../board/fleetAddress';
import { NoServicesYet } from '../NoServicesYet';
import { boardRouteRef } from '../routes';
import { StillReadingNote } from '../StillReadingNote';
import { FleetHeatMapView } from './FleetHeatMapView';

/** All rows at once are the largest answer of all; states seldom change faster. */
const POLL_MS = 30_000;

const words = {
  failed: 'The heat map could not be loaded',
  loading: 'Loading the heat map',
};

const isCatalog = ({ part }: { part: string }) => part === 'catalog';

/** The whole fleet at a glance, by world and region; leads to the board. */
export function HeatMapPage() {
  const worlds = useApi(worldsApiRef);
  const boardRoute = useRouteRef(boardRouteRef);
  const navigate = useNavigate();
  const load = useCallback(
    (signal: AbortSignal): Promise<FleetHeatMap> => worlds.heatMap({}, signal),
    [worlds],
  );
  const polled = usePolled(load, {
    intervalMs: POLL_MS,
    signalChannel: FLEET_SIGNAL,
  });
  const boardAt = (request: FleetRequest) =>
    `${boardRoute?.() ?? ''}${fleetAddress.write(request)}`;

  return (
    <PageBody>
      <ListAnswer
        {...{ polled, words }}
        count={({ cells }) => ({ total: cells.length, shown: cells.length })}
        notes={({ cells, unread }) =>
          cells.length > 0 && unread.some(isCatalog) && <StillReadingNote />
        }
        nothing={({ unread }) => (
          <NoServicesYet unread={unread.filter(isCatalog)} />
        )}
        skeleton={<Skeleton height={320} animation="wave" />}
      >
        {data => (
          <FleetHeatMapView
            data={data}
            onOpen={request => navigate(boardAt(request))}
            renderLink={(children, request) => (
              <Link to={boardAt(request)}>{children}</Link>
            )}
          />
        )}
      </ListAnswer>
    </PageBody>
  );
}
