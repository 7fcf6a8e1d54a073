import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  SHARD_ID_LENGTH,
  shardDetailSchema,
  shardHeatSchema,
  shardPhases,
  shardSortKeys,
  ShardsRequest,
  shardsResponseSchema,
} from '@worldscale/backstage-plugin-scaling-common';
import { statesBySeverity } from '@worldscale/backstage-plugin-worlds-common';
import {
  pod,
  server,
  shardServices,
  ShardsUnderTest,
} from '../__testUtils__/ShardsUnderTest';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const mira = mockCredentials.user('user:default/mira');

describe.each(databases.eachSupportedId())('questions on %s', id => {
  let shards: ShardsUnderTest;

  beforeEach(async () => {
    shards = await ShardsUnderTest.on(await databases.init(id));
    await shards.has(
      'fra',
      [
        server('a-full', { players: 96 }),
        server('b-over', { players: 101, zone: 'zone-b' }),
        server('c-calm', { players: 50, service: 'ember-shards' }),
        server('d-sick', { state: 'Unhealthy', players: 0 }),
      ],
      [pod('e-pod')],
    );
    await shards.has('nrt', [
      server('f-new', { state: 'Scheduled', created: '2026-11-22T19:59:00Z' }),
      server('g-idle', { state: 'Ready', players: 0 }),
    ]);
  });

  it.each<[string, ShardsRequest, string]>([
    ['a service', { entityRef: ['Component:default/Ember-Shards'] }, 'c'],
    ['a world by its name', { world: ['ember'] }, 'c'],
    ['no world', { world: ['none'] }, ''],
    ['a region', { region: ['ap-tokyo'] }, 'fg'],
    ['a cluster', { cluster: ['nrt'] }, 'fg'],
    ['a zone', { zone: ['zone-b'] }, 'b'],
    ['no zone, or one', { zone: ['none', 'zone-b'] }, 'be'],
    ['states', { state: ['breached', 'atRisk'] }, 'abd'],
    ['a phase', { phase: ['allocated'] }, 'abc'],
    ['a utilisation from', { utilizationFrom: 96 }, 'ab'],
    [
      'a utilisation between',
      { utilizationFrom: 0.1, utilizationTo: 96 },
      'ac',
    ],
    ['an unknown utilisation', { utilizationUnknown: true }, 'ef'],
    ['words', { q: 'AURORA zone-B' }, 'b'],
    ['words with signs of patterns', { q: '%_' }, ''],
    [
      'all of it',
      { region: ['eu-frankfurt'], world: ['aurora'], state: ['atRisk'] },
      'a',
    ],
  ])('filter by %s', async (_, request, expected) => {
    const { shards: found, total } = await shards.list({
      ...request,
      sort: 'name',
    });
    expect(found.map(({ name }) => name[0]).join('')).toBe(expected);
    expect(total).toBe(expected.length);
  });

  it.each<[ShardsRequest['sort'], string, string]>([
    ['state', 'bdacefg', 'gfecadb'],
    ['utilization', 'dgcabef', 'bacgdfe'],
    ['players', 'dgcabef', 'bacgdfe'],
    ['region', 'fgabcde', 'edcbagf'],
    ['zone', 'acdfgbe', 'bgfdcae'],
    ['name', 'abcdefg', 'gfedcba'],
  ])('sort by %s, unknown last in either order', async (sort, asc, desc) => {
    const letters = async (order: 'asc' | 'desc') =>
      (await shards.names({ sort, order })).map(name => name[0]).join('');
    expect(await letters('asc')).toBe(asc);
    expect(await letters('desc')).toBe(desc);
  });

  it.each(shardSortKeys)(
    'page through everything once, in the order of %s',
    async sort => {
      for (const order of ['asc', 'desc'] as const) {
        const whole = await shards.names({ sort, order });
        const paged: string[] = [];
        for (let offset = 0; offset < 8; offset += 2) {
          const { shards: page, total } = await shards.list({
            ...{ sort, order, offset, limit: 2 },
          });
          expect(total).toBe(7);
          paged.push(...page.map(({ name }) => name));
        }
        expect(paged).toEqual(whole);
        expect(new Set(paged).size).toBe(7);
      }
    },
  );

  it('answer as the contract says, with what can be filtered by', async () => {
    const answer = await shards.list({ facets: true });
    expect(shardsResponseSchema.parse(answer)).toEqual(answer);
    expect(answer.facets).toEqual({
      state: [
        { value: 'breached', title: 'breached', count: 2 },
        { value: 'atRisk', title: 'atRisk', count: 1 },
        { value: 'healthy', title: 'healthy', count: 4 },
      ],
      phase: [
        { value: 'unhealthy', title: 'unhealthy', count: 1 },
        { value: 'starting', title: 'starting', count: 1 },
        { value: 'allocated', title: 'allocated', count: 3 },
        { value: 'ready', title: 'ready', count: 2 },
      ],
      entityRef: [
        {
          value: 'component:default/aurora-shards',
          title: 'aurora shards',
          count: 6,
        },
        {
          value: 'component:default/ember-shards',
          title: 'ember shards',
          count: 1,
        },
      ],
      world: [
        { value: 'system:default/aurora', title: 'Aurora', count: 6 },
        { value: 'system:default/ember', title: 'Ember', count: 1 },
      ],
      region: [
        { value: 'ap-tokyo', title: 'ap-tokyo', count: 2 },
        { value: 'eu-frankfurt', title: 'Europe (Frankfurt)', count: 5 },
      ],
      zone: [
        { value: 'none', title: 'None', count: 1 },
        { value: 'zone-a', title: 'zone-a', count: 5 },
        { value: 'zone-b', title: 'zone-b', count: 1 },
      ],
    });
  });

  it('count what can be filtered by under all other filters', async () => {
    const { facets } = await shards.list({
      ...{ facets: true, region: ['ap-tokyo'], state: ['healthy'] },
    });
    expect(facets?.state).toEqual([
      { value: 'healthy', title: 'healthy', count: 2 },
    ]);
    expect(facets?.region).toEqual([
      { value: 'ap-tokyo', title: 'ap-tokyo', count: 2 },
      { value: 'eu-frankfurt', title: 'Europe (Frankfurt)', count: 2 },
    ]);
    expect(facets?.phase.map(({ value }) => value)).toEqual([
      ...['starting', 'ready'],
    ]);
    expect(facets?.world).toEqual([
      { value: 'system:default/aurora', title: 'Aurora', count: 2 },
    ]);
    const nothing = await shards.list({ facets: true, q: 'no such shard' });
    expect(nothing.facets).toMatchObject({ state: [], region: [], zone: [] });
  });

  it('give one cell of the heat map to each shard', async () => {
    const heat = await shards.service.heat({ region: ['eu-frankfurt'] }, mira);
    expect(shardHeatSchema.parse(heat)).toEqual(heat);
    expect(heat).toMatchObject({
      ...{ count: 5, total: 5 },
      regions: [{ value: 'eu-frankfurt', title: 'Europe (Frankfurt)' }],
      names: ['b-over', 'a-full', 'c-calm', 'd-sick', 'e-pod'],
      utilizationPercent: [101, 96, 50, 0, null],
    });
    expect(heat.state.map(rank => statesBySeverity[rank])).toEqual([
      ...['breached', 'atRisk', 'healthy', 'breached', 'healthy'],
    ]);
    expect(heat.phase.map(i => shardPhases[i])).toEqual([
      ...['allocated', 'allocated', 'allocated', 'unhealthy', 'ready'],
    ]);
    const first = heat.ids.slice(0, SHARD_ID_LENGTH);
    const { shard } = await shards.service.shard(first, mira);
    expect(shard.name).toBe('b-over');
  });

  it('tell of one shard with its game servers', async () => {
    const [{ id: shard }] = (await shards.list({ q: 'a-full' })).shards;
    const detail = await shards.service.shard(shard, mira);
    expect(shardDetailSchema.parse(detail)).toEqual(detail);
    expect(detail).toMatchObject({
      shard: { name: 'a-full', players: 96 },
      members: [
        {
          ...{ kind: 'GameServer', name: 'a-full', clusterState: 'Allocated' },
          ...{ address: '10.0.0.7', ports: [{ name: 'game', port: 7001 }] },
          measures: [
            { kind: 'counter', name: 'players', count: 96, capacity: 100 },
          ],
        },
      ],
      trouble: null,
    });
    await expect(shards.service.shard('AAAAAAAAAAAA', mira)).rejects.toThrow(
      "There is no shard 'AAAAAAAAAAAA'",
    );
  });

  it('tell whether catalog and clusters were all read once', async () => {
    expect((await shards.list()).isRead).toBe(false);
    await shards.monitor.declare([
      { id: 'catalog', kind: 'catalog', title: 'Catalog' },
      { id: 'kubernetes-backend', kind: 'kubernetes-backend', title: 'K' },
      { id: 'cluster:fra', kind: 'kubernetes', title: 'Cluster Frankfurt' },
      { id: 'cluster:gru', kind: 'kubernetes', title: 'Cluster São Paulo' },
    ]);
    const later = async () => {
      shards.nowMs += 1_000;
      return (await shards.service.heat({}, mira)).isRead;
    };
    await shards.monitor.succeeded('catalog', shards.now);
    expect(await later()).toBe(false);
    await shards.monitor.succeeded('kubernetes-backend', shards.now);
    expect(await later()).toBe(false);
    await shards.has('gru', []);
    expect(await later()).toBe(true);
  });

  describe('about clusters that are not confirmed', () => {
    beforeEach(async () => {
      await shards.monitor.declare([
        { id: 'cluster:fra', kind: 'kubernetes', title: 'Cluster Frankfurt' },
        { id: 'cluster:gru', kind: 'kubernetes', title: 'Cluster São Paulo' },
      ]);
      await shards.monitor.failed(
        'cluster:fra',
        Object.assign(new Error('refused'), { code: 'ECONNREFUSED' }),
        shards.now,
      );
    });

    async function later(ms: number) {
      shards.nowMs += ms;
      await shards.confirm('nrt');
    }

    it('say that they are old, and why, while they still count', async () => {
      await later(90_000);
      const { shards: found, troubles } = await shards.list({ q: 'a-full' });
      expect(found).toMatchObject([
        { state: 'atRisk', players: 96, freshness: 'old', lastKnown: null },
      ]);
      const elsewhere = { region: ['ap-tokyo'] };
      expect((await shards.list(elsewhere)).troubles).toEqual([]);
      expect((await shards.service.heat(elsewhere, mira)).troubles).toEqual([]);
      expect(troubles).toMatchObject([
        {
          ...{ cluster: 'fra', title: 'Cluster Frankfurt', freshness: 'old' },
          reason: expect.stringContaining('does not accept connections'),
        },
        { cluster: 'gru', freshness: 'unknown', observedAt: null },
      ]);
    });

    it('take them for unknown after a while, in filters and orders as well', async () => {
      await later(301_000);
      const { shards: found } = await shards.list({ q: 'a-full' });
      expect(found).toMatchObject([
        {
          ...{ state: 'unknown', phase: 'unknown', freshness: 'unknown' },
          ...{ players: null, capacity: null, utilizationPercent: null },
          reason: expect.stringMatching(
            /does not accept connections.*Last observed 5 minutes ago\.$/,
          ),
          lastKnown: { state: 'atRisk', players: 96, phase: 'allocated' },
        },
      ]);
      expect(await shards.names({ state: ['atRisk', 'breached'] })).toEqual([]);
      expect((await shards.list({ state: ['unknown'] })).total).toBe(5);
      expect((await shards.list({ phase: ['unknown'] })).total).toBe(5);
      expect(await shards.names({ utilizationFrom: 0 })).toEqual(['g-idle']);
      const byUse = await shards.names({ sort: 'utilization', order: 'desc' });
      expect(byUse[0]).toBe('g-idle');
      const heat = await shards.service.heat({}, mira);
      expect(heat.names[0]).toBe('g-idle');
      expect(heat.utilizationPercent.filter(use => use === null)).toHaveLength(
        6,
      );
    });
  });

  describe('of readers', () => {
    it('without the permission are refused', async () => {
      shards.shardDecision = AuthorizeResult.DENY;
      await expect(shards.list()).rejects.toThrow(NotAllowedError);
      await expect(shards.service.heat({}, mira)).rejects.toThrow(
        "'scaling.shard.read' is needed",
      );
      await expect(shards.service.shard('AAAAAAAAAAAA', mira)).rejects.toThrow(
        NotAllowedError,
      );
    });

    it('who may see some entities hold only the shards of those', async () => {
      const [hidden] = (await shards.list({ q: 'c-calm' }, 'user:x/all'))
        .shards;
      shards.catalogDecision = AuthorizeResult.CONDITIONAL;
      shards.visible = shardServices.slice(0, 1);
      const answer = await shards.list({ facets: true, limit: 3 });
      expect(answer.total).toBe(6);
      expect(answer.shards).toHaveLength(3);
      expect(answer.facets?.world).toHaveLength(1);
      expect((await shards.service.heat({}, mira)).count).toBe(6);
      await expect(shards.service.shard(hidden.id, mira)).rejects.toThrow(
        'There is no shard',
      );
    });

    it('who may see no entity hold none', async () => {
      shards.catalogDecision = AuthorizeResult.DENY;
      expect(await shards.list()).toMatchObject({ shards: [], total: 0 });
    });

    it('are asked about again after a few seconds', async () => {
      expect(await shards.names()).toHaveLength(7);
      shards.shardDecision = AuthorizeResult.DENY;
      expect(await shards.names()).toHaveLength(7);
      shards.nowMs += 5_000;
      await expect(shards.list()).rejects.toThrow(NotAllowedError);
    });
  });

  it('refuse names that are none', async () => {
    await expect(shards.list({ world: ['system:'] })).rejects.toThrow(
      "'world' is 'system:', which names no entity",
    );
    await expect(shards.list({ entityRef: ['foo'] })).rejects.toThrow(
      "'entityRef' is 'foo', which names no entity; expected is a reference such as 'component:default/aurora-gateway'",
    );
  });
});
