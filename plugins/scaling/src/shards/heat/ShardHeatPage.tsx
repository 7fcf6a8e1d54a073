import { Link } from '@backstage/core-components';
import { useApi } from '@backstage/frontend-plugin-api';
import { Typography } from '@material-ui/core';
import { Skeleton } from '@material-ui/lab';
import {
  formatNumber,
  ShardFilters,
  ShardHeat,
  SHARDS_CHANNEL,
} from '@worldscale/backstage-plugin-scaling-common';
import {
  ListAnswer,
  useListAddress,
  usePolledQuery,
} from '@worldscale/backstage-plugin-worlds-react';
import { useCallback } from 'react';
import { useNavigate } from 'react-router-dom';
import { scalingApiRef } from '../../api';
import { NoShardsYet } from '../NoShardsYet';
import { useShardPaths } from '../shardRoutes';
import { filtersOf, shardsAddress } from '../shardsAddress';
import { ShardsFrame } from '../ShardsFrame';
import { TroubleNotes } from '../TroubleNotes';
import { ShardHeatView } from './ShardHeatView';

/** All shards at once are the largest answer of all; signals hasten it. */
const POLL_MS = 30_000;

const words = {
  failed: 'The heat map could not be loaded',
  loading: 'Loading the heat map',
  noMatch: 'No shard fits all filters.',
};

function countText({ count, total }: ShardHeat): string {
  return total > count
    ? `The ${formatNumber(count)} fullest of ${formatNumber(total)} shards`
    : `${formatNumber(count)} ${count === 1 ? 'shard' : 'shards'}`;
}

/** All shards at a glance, by region and utilisation; leads to each of them. */
export function ShardHeatPage() {
  const api = useApi(scalingApiRef);
  const paths = useShardPaths();
  const navigate = useNavigate();
  const address = useListAddress(shardsAddress);
  const filters = address.query && filtersOf(address.query);
  const load = useCallback(
    (asked: ShardFilters, signal: AbortSignal) =>
      api.getShardHeat(asked, { signal }),
    [api],
  );
  const polled = usePolledQuery(filters, load, {
    intervalMs: POLL_MS,
    signalChannel: SHARDS_CHANNEL,
  });
  const loadFacets = useCallback(
    async (asked: ShardFilters, signal: AbortSignal) => {
      const request = { ...asked, limit: 1, facets: true };
      return (await api.getShards(request, { signal })).facets;
    },
    [api],
  );
  const facets = usePolledQuery(filters, loadFacets, { intervalMs: POLL_MS });
  return (
    <ShardsFrame address={address} facets={facets.data}>
      {() => (
        <ListAnswer
          {...{ polled, words }}
          isNarrowed={address.isNarrowed}
          // All of them are on the one page.
          count={({ count }) => ({ total: count, shown: count })}
          isIncomplete={({ isRead }) => !isRead}
          onClear={address.clear}
          notes={({ troubles }) => <TroubleNotes troubles={troubles} />}
          nothing={({ isRead, troubles }) => (
            <NoShardsYet isKnown={isRead && troubles.length === 0} />
          )}
          skeleton={<Skeleton height={320} animation="wave" />}
        >
          {data => (
            <div style={polled.isPrevious ? { opacity: 0.6 } : undefined}>
              <Typography variant="body2" color="textSecondary" gutterBottom>
                {countText(data)}
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
        </ListAnswer>
      )}
    </ShardsFrame>
  );
}
