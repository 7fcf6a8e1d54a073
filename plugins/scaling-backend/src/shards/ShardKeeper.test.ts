import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { TestDatabases } from '@backstage/backend-test-utils';
import { SHARD_LABEL } from '@worldscale/backstage-plugin-scaling-common';
import { severityRank } from '@worldscale/backstage-plugin-worlds-common';
import { pod, server, ShardsUnderTest } from '../__testUtils__/ShardsUnderTest';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())('shards on %s', id => {
  let shards: ShardsUnderTest;

  beforeEach(async () => {
    shards = await ShardsUnderTest.on(await databases.init(id));
  });

  it('have tables that go and come with their migration', async () => {
    const { db } = shards;
    const directory = resolvePackagePath(
      '@worldscale/backstage-plugin-scaling-backend',
      'migrations',
    );
    await db.migrate.rollback({ directory }, true);
    for (const table of ['shards', 'shard_members', 'shard_clusters']) {
      expect(await db.schema.hasTable(table)).toBe(false);
    }
    await db.migrate.latest({ directory });
    expect(await db.schema.hasTable('shards')).toBe(true);
  });

  it('are game servers and pods of shard services, and nothing else', async () => {
    await shards.has(
      'fra',
      [server('a'), server('b', { service: 'aurora-gateway' })],
      [pod('c'), pod('d', 'aurora-gateway'), pod('e', 'unheard-of')],
    );
    expect(await shards.names()).toEqual(['a', 'c']);
    const [, fromPod] = (await shards.list()).shards;
    expect(fromPod).toMatchObject({
      ...{ workloadKind: 'StatefulSet', players: null, zone: null },
      ...{ phase: 'ready', utilizationPercent: null },
    });
  });

  it('say all that a row shows', async () => {
    await shards.has('fra', [server('a', { players: 80 })]);
    expect((await shards.list()).shards).toEqual([
      {
        id: expect.stringMatching(/^[\w-]{12}$/),
        entityRef: 'component:default/aurora-shards',
        entityTitle: 'aurora shards',
        world: 'system:default/aurora',
        worldTitle: 'Aurora',
        region: 'eu-frankfurt',
        regionTitle: 'Europe (Frankfurt)',
        cluster: 'fra',
        zone: 'zone-a',
        node: 'node-1',
        namespace: 'worlds',
        name: 'a',
        workloadKind: 'Fleet',
        workloadName: 'aurora-shards',
        members: 1,
        phase: 'allocated',
        state: 'healthy',
        reason: 'It has 80 of 100 players.',
        players: 80,
        capacity: 100,
        utilizationPercent: 80,
        version: '1.0',
        startedAt: '2026-11-22T10:00:00.000Z',
        observedAt: '2026-11-22T20:00:00.000Z',
        freshness: 'fresh',
        lastKnown: null,
      },
    ]);
  });

  it('change, come and go, one by one', async () => {
    await shards.has('fra', [server('a', { players: 1 }), server('b')]);
    await shards.tell('fra', {
      gameServers: [server('a', { players: 2 }), server('c')],
      gone: ['uid-b'],
    });
    const { shards: found } = await shards.list({ sort: 'name' });
    expect(found.map(({ name, players }) => [name, players])).toEqual([
      ['a', 2],
      ['c', null],
    ]);
  });

  it('go when a whole list no longer has them, in their cluster alone', async () => {
    await shards.has('fra', [server('a'), server('b')]);
    await shards.has('nrt', [server('a')]);
    await shards.has('fra', [server('b')]);
    const { shards: found } = await shards.list({ sort: 'region' });
    expect(found.map(({ name, region }) => [region, name])).toEqual([
      ['ap-tokyo', 'a'],
      ['eu-frankfurt', 'b'],
    ]);
  });

  it('keep their id through a restart and are written only where they differ', async () => {
    await shards.has('fra', [server('a'), server('b', { players: 1 })]);
    const before = (await shards.list()).shards.map(shard => shard.id);
    const writes = jest.spyOn(shards.store, 'write');
    shards.keeper = shards.newKeeper();
    await shards.has('fra', [server('a'), server('b', { players: 2 })]);
    expect((await shards.list()).shards.map(shard => shard.id)).toEqual(before);
    const [[, { written, gone }]] = writes.mock.calls;
    expect(written.map(({ row }) => row.name)).toEqual(['b']);
    expect(gone).toEqual([]);
  });

  it('are told of only when one changed', async () => {
    await shards.has('fra', [server('a')]);
    expect(shards.signals).toBe(1);
    await shards.has('fra', [server('a')]);
    expect(shards.signals).toBe(1);
  });

  it('join game servers that carry the same label in one namespace', async () => {
    const labels = { [SHARD_LABEL]: 'north' };
    await shards.has('fra', [
      server('a', { labels, players: 10 }),
      server('b', { labels, players: 20 }),
      server('c', { players: 5 }),
    ]);
    const { shards: found } = await shards.list({ sort: 'name' });
    expect(
      found.map(({ name, members, players }) => [name, members, players]),
    ).toEqual([
      ['c', 1, 5],
      ['north', 2, 30],
    ]);
    await shards.tell('fra', { gone: ['uid-a'] });
    expect((await shards.list({ q: 'north' })).shards).toMatchObject([
      { members: 1, players: 20 },
    ]);
  });

  it('are not lost while something cannot be read', async () => {
    await shards.has('fra', [server('a'), server('b')]);
    shards.keeper = shards.newKeeper();
    shards.nowMs += 120_000;
    await shards.tell('fra', {
      ...{ gameServers: [server('b')], complete: true },
      unreadable: {
        gameservers: 'game servers cannot be listed: 403 Forbidden',
      },
    });
    const { shards: found, troubles } = await shards.list({ sort: 'name' });
    expect(found.map(({ name, freshness }) => [name, freshness])).toEqual([
      ['a', 'old'],
      ['b', 'old'],
    ]);
    expect(troubles).toMatchObject([
      {
        ...{ cluster: 'fra', region: 'eu-frankfurt', freshness: 'old' },
        reason: 'game servers cannot be listed: 403 Forbidden',
      },
    ]);
    shards.nowMs += 1_000;
    await shards.has('fra', [server('b')]);
    expect(await shards.names()).toEqual(['b']);
    expect((await shards.list()).troubles).toEqual([]);
  });

  it('of game servers take no notice of pods that may not be read', async () => {
    await shards.has('fra', [server('a'), server('b')]);
    shards.nowMs += 600_000;
    const unreadable = { pods: 'pods may not be read: 403 Forbidden' };
    await shards.tell('fra', { gone: ['uid-a'], unreadable });
    await shards.confirm('fra', ['gameservers']);
    const { shards: found, troubles } = await shards.list();
    expect(found).toMatchObject([{ name: 'b', freshness: 'fresh' }]);
    expect(troubles).toEqual([]);
  });

  it('grow old, and are not lost, while what they are made of may not be read', async () => {
    await shards.has('fra', [server('a')], [pod('p')]);
    const unreadable = { pods: 'pods may not be read: 403 Forbidden' };
    shards.keeper = shards.newKeeper();
    shards.nowMs += 120_000;
    await shards.tell('fra', {
      ...{ gameServers: [server('a')], complete: true, unreadable },
    });
    await shards.confirm('fra', ['gameservers']);
    const { shards: found, troubles } = await shards.list({ sort: 'name' });
    expect(found.map(({ name, freshness }) => [name, freshness])).toEqual([
      ['a', 'old'],
      ['p', 'old'],
    ]);
    expect(troubles).toMatchObject([{ reason: unreadable.pods }]);
    await shards.has('fra', [server('a')]);
    expect(await shards.names()).toEqual(['a']);
  });

  it('may be missing of a service that runs pods, although none was ever read', async () => {
    const unreadable = { pods: 'pods may not be read: 403 Forbidden' };
    const ran = async (pods: string[]) => {
      await shards.tell('fra', {
        ...{ gameServers: [server('a')], complete: true, unreadable },
        runners: { gameservers: [], pods },
      });
      await shards.confirm('fra', ['gameservers']);
      return (await shards.list()).troubles.length;
    };
    expect(await ran(['component:default/ember-shards'])).toBe(1);
    shards.nowMs += 2_000;
    expect(await ran(['component:default/aurora-gateway'])).toBe(0);
  });

  it('are fresh, with a note, where a single object could not be understood', async () => {
    await shards.has('fra', [server('a'), server('b')]);
    shards.nowMs += 1_000;
    await shards.tell('fra', {
      gone: ['uid-a'],
      unreadable: { gameservers: '1 GameServer could not be understood' },
    });
    expect(await shards.names()).toEqual(['a', 'b']);
    await shards.confirm('fra');
    shards.nowMs += 1_000;
    const { shards: found, troubles } = await shards.list();
    expect(found).toMatchObject([{ name: 'b', freshness: 'fresh' }]);
    expect(troubles).toMatchObject([
      { freshness: 'fresh', reason: '1 GameServer could not be understood' },
    ]);
  });

  it('are late once they have been starting for ten minutes', async () => {
    const created = '2026-11-22T19:55:00Z';
    await shards.has('fra', [server('a', { state: 'Scheduled', created })]);
    expect((await shards.list()).shards[0].state).toBe('healthy');
    shards.nowMs += 5 * 60_000;
    await shards.confirm('fra');
    expect((await shards.list()).shards[0]).toMatchObject({
      ...{ state: 'atRisk', phase: 'starting' },
      reason: 'It has been starting for more than 10 minutes.',
    });
    expect(shards.signals).toBe(2);
    await shards.tell('fra', { gameServers: [server('a')] });
    expect((await shards.list()).shards[0].state).toBe('healthy');
  });

  it('are not late by time alone where their cluster is not heard', async () => {
    const created = '2026-11-22T19:55:00Z';
    const starting = server('a', { state: 'Scheduled', created });
    await shards.has('fra', [starting]);
    const gameservers = shards.now;
    shards.nowMs += 60 * 60_000;
    const everything = {
      ...{ gameServers: [starting], pods: [], gone: [], complete: true },
      ...{ unreadable: {}, runners: { gameservers: [], pods: [] } },
    };
    await shards.keeper.inventory('fra', everything, { gameservers });
    await shards.keeper.inventoryConfirmed('fra', {
      gameservers,
      pods: gameservers,
    });
    const state = async () =>
      (await shards.db('shards').where({ name: 'a' }).first()).state;
    expect(await state()).toBe(severityRank('healthy'));
    await shards.confirm('fra');
    expect(await state()).toBe(severityRank('atRisk'));
  });

  it('are unknown, and not gone, where their game server became malformed', async () => {
    await shards.has('fra', [server('a', { players: 80 })]);
    const problem = 'no name';
    await shards.tell('fra', {
      gameServers: [{ ...server('a', { players: 80 }), problem }],
    });
    expect((await shards.list()).shards).toMatchObject([
      {
        ...{ name: 'a', phase: 'unknown', state: 'unknown', players: null },
        reason:
          'Its game server a cannot be read now: it could not be understood (no name).',
      },
    ]);
  });

  it('tell of what they are made, also after a restart', async () => {
    await shards.has('fra', [server('a')], [pod('c')]);
    const kept = await shards.newKeeper().keptOf('fra');
    expect([...kept].sort()).toEqual(['gameservers', 'pods']);
    expect(await shards.newKeeper().keptOf('nrt')).toEqual([]);
  });

  it('are forgotten with a cluster that is no longer configured', async () => {
    await shards.has('fra', [server('a')]);
    await shards.has('nrt', [server('b')]);
    await shards.store.keepClusters(['nrt']);
    expect(await shards.names()).toEqual(['b']);
    expect(await shards.db('shard_members')).toHaveLength(1);
    expect(await shards.store.clusters()).toHaveLength(1);
  });
});
