import {
  Shard,
  ShardHeat,
  ShardMember,
  ShardsResponse,
  shardPhases,
} from '@worldscale/backstage-plugin-scaling-common';
import { severityRank } from '@worldscale/backstage-plugin-worlds-common';

const NOW = '2026-11-22T20:00:00.000Z';

export function shard(name: string, more: Partial<Shard> = {}): Shard {
  return {
    id: name.padEnd(12, '0').slice(0, 12),
    entityRef: 'component:default/aurora-shards',
    entityTitle: 'Aurora Shards',
    world: 'system:default/aurora',
    worldTitle: 'Aurora',
    region: 'eu-frankfurt',
    regionTitle: 'Europe (Frankfurt)',
    cluster: 'fra',
    zone: 'eu-frankfurt-a',
    node: 'node-1',
    namespace: 'aurora',
    name,
    workloadKind: 'Fleet',
    workloadName: 'aurora-shards',
    members: 1,
    phase: 'allocated',
    state: 'healthy',
    reason: 'It has 80 of 100 players.',
    players: 80,
    capacity: 100,
    utilizationPercent: 80,
    version: '4.2.1',
    startedAt: '2026-11-22T10:00:00.000Z',
    observedAt: NOW,
    freshness: 'fresh',
    lastKnown: null,
    ...more,
  };
}

export const member: ShardMember = {
  kind: 'GameServer',
  name: 'one',
  phase: 'allocated',
  clusterState: 'Allocated',
  node: 'node-1',
  zone: 'eu-frankfurt-a',
  address: '10.0.0.7',
  ports: [{ name: 'game', port: 7001 }],
  measures: [{ kind: 'counter', name: 'players', count: 80, capacity: 100 }],
  conditions: [],
  restarts: null,
  version: '4.2.1',
  startedAt: '2026-11-22T10:00:00.000Z',
};

export function shardsResponse(
  shards: Shard[],
  more: Partial<ShardsResponse> = {},
): ShardsResponse {
  const facet = (value: string, title: string) => [
    { value, title, count: shards.length },
  ];
  return {
    shards,
    total: shards.length,
    isRead: true,
    troubles: [],
    facets: {
      state: facet('healthy', 'healthy'),
      phase: facet('allocated', 'allocated'),
      entityRef: facet('component:default/aurora-shards', 'Aurora Shards'),
      world: facet('system:default/aurora', 'Aurora'),
      region: facet('eu-frankfurt', 'Europe (Frankfurt)'),
      zone: facet('eu-frankfurt-a', 'eu-frankfurt-a'),
    },
    ...more,
  };
}

export function shardHeat(shards: Shard[]): ShardHeat {
  const titles = new Map(shards.map(s => [s.region, s.regionTitle]));
  const regions = [...titles].map(([value, title]) => ({ value, title }));
  return {
    services: [
      { entityRef: 'component:default/aurora-shards', title: 'Aurora Shards' },
    ],
    regions,
    observations: [{ freshness: 'fresh', observedAt: NOW }],
    ...{ isRead: true, troubles: [] },
    ...{ total: shards.length, count: shards.length },
    ids: shards.map(({ id }) => id).join(''),
    names: shards.map(({ name }) => name),
    service: shards.map(() => 0),
    region: shards.map(s => regions.findIndex(r => r.value === s.region)),
    observation: shards.map(() => 0),
    phase: shards.map(({ phase }) => shardPhases.indexOf(phase)),
    state: shards.map(({ state }) => severityRank(state)),
    utilizationPercent: shards.map(s => s.utilizationPercent),
  };
}
