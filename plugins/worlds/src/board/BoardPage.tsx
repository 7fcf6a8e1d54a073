import { useApi } from '@backstage/frontend-plugin-api';
import {
  FLEET_LIMIT_MAX,
  FLEET_SIGNAL,
  FleetQuery,
} from '@worldscale/backstage-plugin-worlds-common';
import {
  FilterBar,
  ListAnswer,
  PageBody,
  PagedRows,
  UnreadAddress,
  useListAddress,
  usePolledQuery,
} from '@worldscale/backstage-plugin-worlds-react';
import { useCallback } from 'react';
import { worldsApiRef } from '../api';
import { NoServicesYet } from '../NoServicesYet';
import { StillReadingNote } from '../StillReadingNote';
import { FleetCards } from './FleetCards';
import { FleetTable } from './FleetTable';
import { fleetAddress } from './fleetAddress';

/** Ages count on by themselves; states change with the domains' own pulls. */
const POLL_MS = 15_000;

const pickers = [
  ['world', 'World', 'Shared by all worlds'],
  ['region', 'Region', 'No region'],
  ['owner', 'Owner', 'No owner'],
  ['lifecycle', 'Lifecycle', 'None'],
] as const;

const words = {
  failed: 'The fleet could not be loaded',
  loading: 'Loading the fleet',
  noMatch: 'No service in any region fits all filters.',
  fewer: 'The fleet has fewer rows now than when the address was written.',
};

/** The fleet board: one row per service and region. */
export function BoardPage() {
  const worlds = useApi(worldsApiRef);
  const { query, problem, isNarrowed, change, clear } =
    useListAddress(fleetAddress);
  const load = useCallback(
    (request: FleetQuery, signal: AbortSignal) =>
      worlds.fleet({ ...request, facets: true }, signal),
    [worlds],
  );
  const polled = usePolledQuery(query, load, {
    intervalMs: POLL_MS,
    signalChannel: FLEET_SIGNAL,
  });

  if (!query) {
    return (
      <PageBody>
        <UnreadAddress
          title="The address asks for something that the fleet does not know"
          problem={problem}
          onClear={clear}
        />
      </PageBody>
    );
  }
  // Domains bring no rows, but states to filter by.
  const missing = (polled.data?.unread ?? []).filter(
    ({ part }) => part === 'catalog' || (query.state ?? []).length > 0,
  );
  return (
    <PageBody>
      <FilterBar
        label="Filter the fleet"
        {...{ query, pickers }}
        facets={polled.data?.facets}
        onChange={change}
        onClear={isNarrowed ? clear : undefined}
      />
      <ListAnswer
        {...{ polled, words, isNarrowed }}
        count={({ total, rows }) => ({ total, shown: rows.length })}
        isIncomplete={() => missing.length > 0}
        onClear={clear}
        onFirstPage={() => change({ offset: 0 })}
        notes={({ total, unread }) =>
          total > 0 &&
          unread.some(({ part }) => part === 'catalog') && <StillReadingNote />
        }
        nothing={() => <NoServicesYet unread={missing} />}
      >
        {({ columns, rows, total }) => (
          <PagedRows
            {...{ total, query }}
            limitMax={FLEET_LIMIT_MAX}
            isPrevious={polled.isPrevious}
            onChange={change}
            table={
              <FleetTable
                {...{ columns, rows }}
                sort={query.sort}
                order={query.order}
                onSort={(sort, order) => change({ sort, order })}
              />
            }
            cards={<FleetCards {...{ columns, rows }} />}
          />
        )}
      </ListAnswer>
    </PageBody>
  );
}
