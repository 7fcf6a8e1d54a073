import { SourceHealth } from '@worldscale/backstage-plugin-worlds-common';
import { sourcesBehind } from './summaryRows';

const health = (id: string, kind: string): SourceHealth => ({
  ...{ id, kind, title: id, reachable: true, unreadable: [], notes: [] },
  ...{ lastSuccessAt: null, lastError: null },
});
const monitored = [
  health('catalog', 'catalog'),
  health('cluster:fra', 'kubernetes'),
  health('cluster:muc', 'kubernetes'),
  health('cluster:iad', 'kubernetes'),
];
const regions: Record<string, string> = { fra: 'eu', muc: 'eu', iad: 'us' };
const catalog = { regionOf: (cluster: string) => regions[cluster] ?? cluster };

it.each([
  ['cluster:iad', ['cluster:iad']],
  ['region:eu', ['cluster:fra', 'cluster:muc']],
  ['region:nowhere', []],
  ['catalog', ['catalog']],
])('finds behind %s %j', (source, ids) => {
  expect(sourcesBehind(source, monitored, catalog).map(({ id }) => id)).toEqual(
    ids,
  );
});
