import {
  ShardFacets,
  ShardsQuery,
} from '@worldscale/backstage-plugin-scaling-common';
import {
  PageBody,
  UnreadAddress,
  UsedListAddress,
} from '@worldscale/backstage-plugin-worlds-react';
import { ReactNode } from 'react';
import { ShardFilterBar } from './ShardFilterBar';
import { filtersOf } from './shardsAddress';
import { ShardTabs } from './ShardTabs';

/** What the pages of all shards have in common: tabs, filters, and their address. */
export function ShardsFrame(props: {
  address: UsedListAddress<ShardsQuery>;
  facets: ShardFacets | undefined;
  children: (query: ShardsQuery) => ReactNode;
}) {
  const { address, facets, children } = props;
  const { query, problem, isNarrowed, change, clear } = address;
  return (
    <>
      <ShardTabs filters={query && filtersOf(query)} />
      <PageBody>
        {query ? (
          <>
            <ShardFilterBar
              {...{ query, facets }}
              onChange={change}
              onClear={isNarrowed ? clear : undefined}
            />
            {children(query)}
          </>
        ) : (
          <UnreadAddress
            title="The address asks for something that shards do not have"
            problem={problem}
            onClear={clear}
          />
        )}
      </PageBody>
    </>
  );
}
