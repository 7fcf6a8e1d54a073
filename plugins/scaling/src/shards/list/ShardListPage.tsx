import { useApi } from '@backstage/frontend-plugin-api';
import { Button } from '@material-ui/core';
import { Skeleton } from '@material-ui/lab';
import {
  SHARDS_CHANNEL,
  ShardsRequest,
} from '@worldscale/backstage-plugin-scaling-common';
import {
  EmptyNote,
  ErrorNote,
  PageBody,
  usePolled,
} from '@worldscale/backstage-plugin-worlds-react';
import { useCallback } from 'react';
import { scalingApiRef } from '../../api';
import { NoShardsYet } from '../NoShardsYet';
import { isNarrowed } from '../shardsAddress';
import { ShardTabs } from '../ShardTabs';
import { TroubleNotes } from '../TroubleNotes';
import { useShardsAddress } from '../useShardsAddress';
import { ShardFilterBar } from './ShardFilterBar';
import { ShardListView } from './ShardListView';

/** Signals hasten it; without any, a page is never older than this and a bit. */
const POLL_MS = 15_000;

/** All shards, filtered and sorted, page by page. */
export function ShardListPage() {
  const api = useApi(scalingApiRef);
  const { query, problem, change, clear } = useShardsAddress();
  const key = query && JSON.stringify(query);
  const load = useCallback(
    async (signal: AbortSignal) => {
      if (!key) return undefined;
      const request: ShardsRequest = { ...JSON.parse(key), facets: true };
      return api.getShards(request, { signal });
    },
    [api, key],
  );
  const { data, error, failingSince, loadedAt, isPrevious, reload } = usePolled(
    load,
    { intervalMs: POLL_MS, signalChannel: SHARDS_CHANNEL },
  );

  if (!query) {
    return (
      <>
        <ShardTabs />
        <PageBody>
          <EmptyNote
            title="The address asks for something that shards do not have"
            action={
              <Button variant="outlined" onClick={clear}>
                Clear filters
              </Button>
            }
          >
            Not understood: {problem}
          </EmptyNote>
        </PageBody>
      </>
    );
  }
  return (
    <>
      <ShardTabs />
      <PageBody>
        <ShardFilterBar
          query={query}
          facets={data?.facets}
          onChange={change}
          onClear={isNarrowed(query) ? clear : undefined}
        />
        {error && (
          <ErrorNote
            title="Shards could not be loaded"
            error={error}
            since={failingSince}
            shownFrom={data && loadedAt}
            onRetry={reload}
          />
        )}
        {data && <TroubleNotes troubles={data.troubles} />}
        {!data && !error && (
          <div role="status" aria-label="Loading shards">
            {Array.from({ length: 8 }, (_, i) => (
              <Skeleton key={i} height={48} animation="wave" />
            ))}
          </div>
        )}
        {data && data.total > 0 && data.shards.length === 0 && !isPrevious && (
          <EmptyNote
            title="There is no such page"
            action={
              <Button variant="outlined" onClick={() => change({ offset: 0 })}>
                First page
              </Button>
            }
          >
            There are fewer shards now than when the address was written.
          </EmptyNote>
        )}
        {data && data.shards.length > 0 && (
          <ShardListView {...{ data, query, isPrevious }} onChange={change} />
        )}
        {data?.total === 0 &&
          !isPrevious &&
          (isNarrowed(query) ? (
            <EmptyNote
              title="Nothing matches"
              action={
                <Button variant="outlined" onClick={clear}>
                  Clear filters
                </Button>
              }
            >
              No shard fits all filters.
            </EmptyNote>
          ) : (
            <NoShardsYet isKnown={data.isRead && data.troubles.length === 0} />
          ))}
      </PageBody>
    </>
  );
}
