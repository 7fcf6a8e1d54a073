import {
  ShardsQuery,
  shardsRequestSchema,
} from '@worldscale/backstage-plugin-scaling-common';
import { createListAddress } from '@worldscale/backstage-plugin-worlds-react';

/** How what the pages of shards show stands in their address. */
export const shardsAddress = createListAddress({
  schema: shardsRequestSchema,
  lists: ['entityRef', 'world', 'region', 'cluster', 'zone', 'state', 'phase'],
  singles: ['utilizationFrom', 'utilizationTo', 'utilizationUnknown', 'q'],
});

/** The filters of a query alone, as a heat map takes them. */
export function filtersOf(query: ShardsQuery) {
  const { sort, order, limit, offset, facets, ...filters } = query;
  return filters;
}
