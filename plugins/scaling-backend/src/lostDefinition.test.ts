import { shardsResponseSchema } from '@worldscale/backstage-plugin-scaling-common';
import { SourceHealth } from '@worldscale/backstage-plugin-worlds-common';
import { eventually } from './__testUtils__/eventually';
import { component, portalScene } from './__testUtils__/portalScene';

jest.setTimeout(180_000);

const withoutAgones = [
  { kind: 'withoutGroup' as const, group: 'agones.dev' },
  {
    ...{ kind: 'dropWatches' as const, afterMs: 0 },
    path: '/apis/agones.dev/',
  },
];

const aurora = '/services/component/default/aurora-shards';

describe('a cluster whose definition of game servers is not found', () => {
  const scene = portalScene();
  const start = () =>
    scene.start({
      clusters: [{ name: 'fra', title: 'Frankfurt' }],
      entities: () => [component('aurora-shards', 'shard-service')],
    });
  const list = async () =>
    shardsResponseSchema.parse((await scene.get('/shards?limit=1')).body);

  it('keeps the shards that it had, and says what is not found', async () => {
    await start();
    const before = await eventually(async () => {
      const { total, troubles, isRead } = await list();
      expect({ troubles, isRead }).toEqual({ troubles: [], isRead: true });
      expect(total).toBeGreaterThan(10);
      return total;
    });
    scene.simulator.faults.set('kubernetes/fra', withoutAgones);
    await eventually(async () => {
      const { total, troubles } = await list();
      expect(troubles).toMatchObject([
        {
          cluster: 'fra',
          reason:
            'the game servers of Frankfurt cannot be read: the definition of GameServer (gameservers.agones.dev) is not found there any more',
        },
      ]);
      expect(total).toBe(before);
    });
    await eventually(async () => {
      const { body } = await scene.get(
        '/services/component/default/aurora-shards',
      );
      expect(body.regions[0]).toMatchObject({
        state: 'unknown',
        ready: expect.any(Number),
        workloads: [{ kind: 'Fleet', lastKnown: { state: expect.anything() } }],
      });
      expect(body.reason).toMatch('is not found there any more');
    });
    expect((await list()).total).toBe(before);
    scene.simulator.faults.set('kubernetes/fra', []);
    await eventually(async () => {
      const { total, troubles } = await list();
      expect({ total, troubles }).toEqual({ total: before, troubles: [] });
    });
  });

  it('keeps them through a restart, since it was first missed, and then no longer', async () => {
    await start();
    const before = await eventually(async () => {
      const { total } = await list();
      expect(total).toBeGreaterThan(10);
      const { body } = await scene.get(aurora);
      expect(body.regions[0]).toMatchObject({ ready: expect.any(Number) });
      return { total, ready: body.regions[0].ready };
    });
    scene.simulator.faults.set('kubernetes/fra', withoutAgones);
    const partsOf = async () => {
      const { sources } = await scene.body<{ sources: SourceHealth[] }>(
        '/sources',
      );
      const fra = sources.find(({ id }) => id === 'cluster:fra');
      return new Map(fra?.unreadable.map(each => [each.part, each.since]));
    };
    const missed = await eventually(async () => {
      const parts = await partsOf();
      expect(parts.get('fleets.agones.dev')).toEqual(expect.any(String));
      expect(parts.get('gameservers.agones.dev')).toEqual(expect.any(String));
      return parts;
    });
    await start();
    await eventually(async () => {
      expect(await partsOf()).toEqual(missed);
      const { body } = await scene.get(aurora);
      expect(body.regions[0]).toMatchObject({
        ...{ state: 'unknown', ready: before.ready },
        workloads: [{ kind: 'Fleet', lastKnown: { state: expect.anything() } }],
      });
      expect((await list()).total).toBe(before.total);
    });
    await scene.db('lost_definitions').decrement('since_ms', 25 * 3_600_000);
    await start();
    await eventually(async () => {
      expect(await partsOf()).toEqual(new Map());
      expect(await list()).toMatchObject({
        ...{ total: 0, troubles: [], isRead: true },
      });
    });
  });

  it('is silent about it where it never had any', async () => {
    scene.simulator.faults.set('kubernetes/fra', withoutAgones);
    await start();
    await eventually(async () => {
      expect(await list()).toMatchObject({
        ...{ total: 0, troubles: [], isRead: true },
      });
    });
  });
});
