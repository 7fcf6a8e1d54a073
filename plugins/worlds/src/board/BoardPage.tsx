import { Button } from '@material-ui/core';
import { useApi } from '@backstage/frontend-plugin-api';
import {
  FleetRequest,
  FLEET_SIGNAL,
} from '@worldscale/backstage-plugin-worlds-common';
import {
  EmptyNote,
  ErrorNote,
  PageBody,
  usePolled,
} from '@worldscale/backstage-plugin-worlds-react';
import { useCallback } from 'react';
import { worldsApiRef } from '../api';
import { NoServicesYet } from '../NoServicesYet';
import { StillReadingNote } from '../StillReadingNote';
import { FleetFilterBar } from './FleetFilterBar';
import { FleetSkeleton } from './FleetSkeleton';
import { FleetView } from './FleetView';
import { isNarrowed } from './fleetAddress';
import { useFleetAddress } from './useFleetAddress';

/** Ages count on by themselves; states change with the domains' own pulls. */
const POLL_MS = 15_000;

/** The fleet board: one row per service and region. */
export function BoardPage() {
  const worlds = useApi(worldsApiRef);
  const { query, problem, change, clear } = useFleetAddress();
  const key = query && JSON.stringify(query);
  const load = useCallback(
    async (signal: AbortSignal) => {
      if (!key) return undefined;
      const request: FleetRequest = { ...JSON.parse(key), facets: true };
      return worlds.fleet(request, signal);
    },
    [worlds, key],
  );
  const { data, error, failingSince, loadedAt, isPrevious, reload } = usePolled(
    load,
    { intervalMs: POLL_MS, signalChannel: FLEET_SIGNAL },
  );

  if (!query) {
    return (
      <PageBody>
        <EmptyNote
          title="The address asks for something that the fleet does not know"
          action={
            <Button variant="outlined" onClick={clear}>
              Clear filters
            </Button>
          }
        >
          Not understood: {problem}
        </EmptyNote>
      </PageBody>
    );
  }
  // Domains bring no rows, but states to filter by.
  const missing = (data?.unread ?? []).filter(
    ({ part }) => part === 'catalog' || (query.state ?? []).length > 0,
  );
  return (
    <PageBody>
      <FleetFilterBar
        query={query}
        facets={data?.facets}
        onChange={change}
        onClear={isNarrowed(query) ? clear : undefined}
      />
      {error && (
        <ErrorNote
          title="The fleet could not be loaded"
          error={error}
          since={failingSince}
          shownFrom={data && loadedAt}
          onRetry={reload}
        />
      )}
      {!data && !error && <FleetSkeleton />}
      {data && data.total > 0 && data.rows.length === 0 && !isPrevious && (
        <EmptyNote
          title="There is no such page"
          action={
            <Button variant="outlined" onClick={() => change({ offset: 0 })}>
              First page
            </Button>
          }
        >
          The fleet has fewer rows now than when the address was written.
        </EmptyNote>
      )}
      {data &&
        data.total > 0 &&
        data.unread.some(({ part }) => part === 'catalog') && (
          <StillReadingNote />
        )}
      {data && data.rows.length > 0 && (
        <FleetView {...{ data, query, isPrevious }} onChange={change} />
      )}
      {data?.total === 0 &&
        !isPrevious &&
        (isNarrowed(query) && missing.length === 0 ? (
          <EmptyNote
            title="Nothing matches"
            action={
              <Button variant="outlined" onClick={clear}>
                Clear filters
              </Button>
            }
          >
            No service in any region fits all filters.
          </EmptyNote>
        ) : (
          <NoServicesYet unread={missing} />
        ))}
    </PageBody>
  );
}
