import { useApi } from '@backstage/frontend-plugin-api';
import {
  SHARDS_CHANNEL,
  SHARDS_LIMIT_MAX,
  ShardsQuery,
} from '@worldscale/backstage-plugin-scaling-common';
import {
  ListAnswer,
  PagedRows,
  useListAddress,
  usePolledQuery,
} from '@worldscale/backstage-plugin-worlds-react';
import { useCallback } from 'react';
import { scalingApiRef } from '../../api';
import { NoShardsYet } from '../NoShardsYet';
import { shardsAddress } from '../shardsAddress';
import { ShardsFrame } from '../ShardsFrame';
import { TroubleNotes } from '../TroubleNotes';
import { ShardCards } from './ShardCards';
import { ShardTable } from './ShardTable';

/** Signals hasten it; without any, a page is never older than this and a bit. */
const POLL_MS = 15_000;

const words = {
  failed: 'Shards could not be loaded',
  loading: 'Loading shards',
  noMatch: 'No shard fits all filters.',
  fewer: 'There are fewer shards now than when the address was written.',
};

/** All shards, filtered and sorted, page by page. */
export function ShardListPage() {
  const api = useApi(scalingApiRef);
  const address = useListAddress(shardsAddress);
  const { isNarrowed, change, clear } = address;
  const load = useCallback(
    (query: ShardsQuery, signal: AbortSignal) =>
      api.getShards({ ...query, facets: true }, { signal }),
    [api],
  );
  const polled = usePolledQuery(address.query, load, {
    intervalMs: POLL_MS,
    signalChannel: SHARDS_CHANNEL,
  });
  return (
    <ShardsFrame address={address} facets={polled.data?.facets}>
      {query => (
        <ListAnswer
          {...{ polled, words, isNarrowed }}
          count={({ total, shards }) => ({ total, shown: shards.length })}
          isIncomplete={({ isRead }) => !isRead}
          onClear={clear}
          onFirstPage={() => change({ offset: 0 })}
          notes={({ troubles }) => <TroubleNotes troubles={troubles} />}
          nothing={({ isRead, troubles }) => (
            <NoShardsYet isKnown={isRead && troubles.length === 0} />
          )}
        >
          {({ shards, total }) => (
            <PagedRows
              {...{ total, query }}
              limitMax={SHARDS_LIMIT_MAX}
              isPrevious={polled.isPrevious}
              onChange={change}
              table={
                <ShardTable
                  shards={shards}
                  sort={query.sort}
                  order={query.order}
                  onSort={(sort, order) => change({ sort, order })}
                />
              }
              cards={<ShardCards shards={shards} />}
            />
          )}
        </ListAnswer>
      )}
    </ShardsFrame>
  );
}
