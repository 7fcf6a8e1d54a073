import { stringifyEntityRef } from '@backstage/catalog-model';
import { Link } from '@backstage/core-components';
import { useApi, useRouteRef } from '@backstage/frontend-plugin-api';
import { EntityInfoCard, useEntity } from '@backstage/plugin-catalog-react';
import { makeStyles } from '@material-ui/core';
import { Skeleton } from '@material-ui/lab';
import {
  FLEET_SIGNAL,
  FleetRequest,
  stateSchema,
} from '@worldscale/backstage-plugin-worlds-common';
import {
  EmptyNote,
  ErrorNote,
  StateBadge,
  stateWords,
  usePolled,
} from '@worldscale/backstage-plugin-worlds-react';
import { useCallback } from 'react';
import { worldsApiRef } from '../api';
import { fleetAddress } from '../board/fleetAddress';
import { boardRouteRef } from '../routes';
import { WorstRows } from './WorstRows';

const POLL_MS = 15_000;

/** As many as fit beside other cards; the board shows all. */
const ROWS_SHOWN = 5;

const useStyles = makeStyles(theme => ({
  counts: {
    display: 'flex',
    flexWrap: 'wrap',
    gap: theme.spacing(0.5, 3),
    margin: theme.spacing(0, 0, 2),
    padding: 0,
    listStyle: 'none',
  },
}));

/** A world's services by state, and the worst of them. */
export function WorldServicesCard() {
  const { entity } = useEntity();
  const worlds = useApi(worldsApiRef);
  const classes = useStyles();
  const boardRoute = useRouteRef(boardRouteRef);
  const world = stringifyEntityRef(entity);
  const load = useCallback(
    (signal: AbortSignal) =>
      worlds.fleet({ world: [world], limit: ROWS_SHOWN, facets: true }, signal),
    [worlds, world],
  );
  const { data, error, failingSince, loadedAt, reload } = usePolled(load, {
    intervalMs: POLL_MS,
    signalChannel: FLEET_SIGNAL,
  });
  const boardAt = (request: FleetRequest) =>
    `${boardRoute?.() ?? ''}${fleetAddress.write({
      world: [world],
      ...request,
    })}`;
  return (
    <EntityInfoCard title="Services of this world">
      {error && (
        <ErrorNote
          title="The services could not be loaded"
          error={error}
          since={failingSince}
          shownFrom={data && loadedAt}
          onRetry={reload}
        />
      )}
      {!data && !error && (
        <div role="status" aria-label="Loading the services">
          <Skeleton height={96} />
        </div>
      )}
      {data?.total === 0 && (
        <EmptyNote title="No services">
          No component of type world-service or shard-service is part of this
          system.
        </EmptyNote>
      )}
      {data && data.total > 0 && (
        <>
          <ul className={classes.counts}>
            {data.facets?.state.map(({ value, count }) => {
              const state = stateSchema.parse(value);
              return (
                <li key={value}>
                  <Link to={boardAt({ state: [state] })}>
                    <StateBadge
                      state={state}
                      label={`${stateWords[state]} (${count})`}
                    />
                  </Link>
                </li>
              );
            })}
          </ul>
          <WorstRows rows={data.rows} />
          <Link to={boardAt({})}>All on the fleet board</Link>
        </>
      )}
    </EntityInfoCard>
  );
}
