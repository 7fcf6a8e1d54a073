import { Link } from '@backstage/core-components';
import { useApi } from '@backstage/frontend-plugin-api';
import { Button, Typography } from '@material-ui/core';
import { Skeleton } from '@material-ui/lab';
import {
  formatNumber,
  SHARDS_CHANNEL,
} from '@worldscale/backstage-plugin-scaling-common';
import {
  EmptyNote,
  ErrorNote,
  PageBody,
  usePolled,
} from '@worldscale/backstage-plugin-worlds-react';
import { useCallback } from 'react';
import { useNavigate } from 'react-router-dom';
import { scalingApiRef } from '../../api';
import { ShardFilterBar } from '../list/ShardFilterBar';
import { NoShardsYet } from '../NoShardsYet';
import { filtersOf, isNarrowed } from '../shardsAddress';
import { useShardPaths } from '../shardRoutes';
import { ShardTabs } from '../ShardTabs';
import { TroubleNotes } from '../TroubleNotes';
import { useShardsAddress } from '../useShardsAddress';
import { ShardHeatView } from './ShardHeatView';

/** All shards at once are the largest answer of all; signals hasten it. */
const POLL_MS = 30_000;

/** All shards at a glance, by region and utilisation; leads to each of them. */
export function ShardHeatPage() {
  const api = useApi(scalingApiRef);
  const paths = useShardPaths();
  const navigate = useNavigate();
  const { query, problem, change, clear } = useShardsAddress();
  const filters = query && filtersOf(query);
  const key = filters && JSON.stringify(filters);
  const load = useCallback(
    async (signal: AbortSignal) =>
      key ? api.getShardHeat(JSON.parse(key), { signal }) : undefined,
    [api, key],
  );
  const { data, error, failingSince, loadedAt, isPrevious, reload } = usePolled(
    load,
    { intervalMs: POLL_MS, signalChannel: SHARDS_CHANNEL },
  );
  const loadFacets = useCallback(
    async (signal: AbortSignal) =>
      (await api.getShards({ limit: 1, facets: true }, { signal })).facets,
    [api],
  );
  const facets = usePolled(loadFacets, { intervalMs: POLL_MS });

  if (!query || !filters) {
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
          facets={facets.data}
          onChange={change}
          onClear={isNarrowed(query) ? clear : undefined}
        />
        {error && (
          <ErrorNote
            title="The heat map could not be loaded"
            error={error}
            since={failingSince}
            shownFrom={data && loadedAt}
            onRetry={reload}
          />
        )}
        {data && <TroubleNotes troubles={data.troubles} />}
        {!data && !error && (
          <div role="status" aria-label="Loading the heat map">
            <Skeleton height={320} animation="wave" />
          </div>
        )}
        {data && data.count > 0 && (
          <div style={isPrevious ? { opacity: 0.6 } : undefined}>
            <Typography variant="body2" color="textSecondary" gutterBottom>
              {data.total > data.count
                ? `The ${formatNumber(data.count)} fullest of ${formatNumber(
                    data.total,
                  )} shards`
                : `${formatNumber(data.count)} ${
                    data.count === 1 ? 'shard' : 'shards'
                  }`}
            </Typography>
            <ShardHeatView
              data={data}
              onOpen={id => paths && navigate(paths.shard(id))}
              renderLink={(children, request) => (
                <Link to={paths?.list({ ...filters, ...request }) ?? ''}>
                  {children}
                </Link>
              )}
            />
          </div>
        )}
        {data?.count === 0 &&
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
