import {
  at,
  gatewayObject as gateway,
  LedgerScene,
  MINUTE,
  SECOND,
  sizes,
  START,
} from '../../__testUtils__/LedgerScene';
import { migratedDatabases } from '../../__testUtils__/migratedDatabases';
import { LedgerStore } from '../recording/LedgerStore';

jest.setTimeout(60_000);

const { ids, open } = migratedDatabases();

describe.each(ids)(
  'each change is recorded once, and none is lost, on %s',
  id => {
    it('records nothing twice when a watch repeats, lists anew or goes backwards', async () => {
      const scene = new LedgerScene(await open(id));
      const older = gateway({ replicas: 3, version: 10 });
      const newer = gateway({ replicas: 5, version: 20 });
      scene.list([older]);
      await scene.flush();
      scene.watch(newer, newer);
      await scene.flush(2 * SECOND);
      scene.watch(older, newer, older);
      scene.list([newer]);
      await scene.flush(2 * SECOND);
      scene.list([older]);
      await scene.flush(2 * SECOND);
      scene.list([newer]);
      await scene.flush(2 * SECOND);
      expect(sizes(await scene.changes())).toEqual(['3-5']);
    });

    it('keeps each of several changes within a moment', async () => {
      const scene = new LedgerScene(await open(id));
      scene.list([gateway({ replicas: 3, version: 10 })]);
      await scene.flush();
      scene.watch(
        gateway({ replicas: 9, version: 20 }),
        gateway({ replicas: 6, ready: 4, version: 21 }),
        gateway({ replicas: 3, version: 22 }),
      );
      await scene.flush(2 * SECOND);
      const changes = await scene.changes();
      expect(sizes(changes)).toEqual(['6-3', '9-6', '3-9']);
      expect(changes.map(({ readiness }) => readiness)).toEqual([
        'ready',
        'superseded',
        'ready',
      ]);
    });

    it('records once what two backends see at once, however they see it', async () => {
      const db = await open(id);
      const scenes = [new LedgerScene(db), new LedgerScene(db)];
      for (const scene of scenes) {
        scene.list([
          gateway({ replicas: 3, version: 10 }),
          gateway({ name: 'login', replicas: 1, version: 11 }),
        ]);
      }
      await Promise.all(scenes.map(scene => scene.flush()));
      const [one, other] = scenes;
      one.watch(
        gateway({ replicas: 5, version: 20 }),
        gateway({ replicas: 7, version: 21 }),
      );
      // The other only sees where it ended, by a list, and in a later version.
      other.list([
        gateway({ replicas: 7, version: 25, generation: 21 }),
        gateway({ name: 'login', replicas: 1, version: 11 }),
      ]);
      await Promise.all(scenes.map(scene => scene.flush(2 * SECOND)));
      for (const scene of scenes) {
        scene.watch(gateway({ replicas: 8, version: 30 }));
      }
      await Promise.all(scenes.map(scene => scene.flush(2 * SECOND)));
      const chain = sizes(await one.changes()).reverse();
      // Which of them was first decides how closely it is told, never how often.
      expect([
        ['3-5', '5-7', '7-8'],
        ['3-7', '7-8'],
      ]).toContainEqual(chain);
      expect(one.recorded.length + other.recorded.length).toBe(chain.length);
    });

    it('goes on after a restart without losing or repeating anything', async () => {
      const db = await open(id);
      const first = new LedgerScene(db);
      first.list([gateway({ replicas: 3, version: 10 })]);
      await first.flush();
      first.watch(gateway({ replicas: 5, ready: 3, version: 20 }));
      await first.flush(2 * SECOND);
      await first.ledger.stop();

      const second = new LedgerScene(db, { atMs: START + 30 * SECOND });
      second.list([
        gateway({ replicas: 5, ready: 5, version: 22, generation: 20 }),
      ]);
      await second.flush();
      expect(await second.changes()).toMatchObject([
        {
          from: 3,
          to: 5,
          readiness: 'ready',
          readyAt: at(START + 30 * SECOND),
        },
      ]);
      await second.ledger.stop();

      // Nobody watches for ten minutes.
      const third = new LedgerScene(db, { atMs: START + 10 * MINUTE });
      third.list([gateway({ replicas: 9, version: 40 })]);
      await third.flush(2 * SECOND);
      const [change, ...others] = await third.changes();
      expect(sizes(others)).toEqual(['3-5']);
      expect(change).toMatchObject({
        from: 5,
        to: 9,
        at: at(START + 10 * MINUTE),
        notBefore: at(START + 30 * SECOND),
        readiness: 'ready',
        readyAt: null,
      });
    });

    it('loses nothing that it could not write at first', async () => {
      const db = await open(id);
      const store = new LedgerStore(db, 0);
      const scene = new LedgerScene(db, { store });
      scene.list([gateway({ replicas: 3, version: 10 })]);
      await scene.flush();
      const take = jest
        .spyOn(store, 'take')
        .mockRejectedValue(new Error('the database is away'));
      scene.watch(gateway({ replicas: 5, version: 20 }));
      await expect(scene.flush(2 * SECOND)).rejects.toThrow('away');
      scene.watch(gateway({ replicas: 4, version: 21 }));
      await expect(scene.flush(2 * SECOND)).rejects.toThrow('away');
      take.mockRestore();
      await scene.flush(2 * SECOND);
      expect(sizes(await scene.changes())).toEqual(['5-4', '3-5']);
    });

    it('waits for the catalog, and then knows whom a change concerns', async () => {
      const db = await open(id);
      const before = new LedgerScene(db);
      before.list([gateway({ replicas: 3, version: 10 })]);
      await before.flush();
      await before.ledger.stop();
      const scene = new LedgerScene(db, { services: [], atMs: START + MINUTE });
      scene.isCatalogRead = false;
      scene.list([gateway({ replicas: 5, version: 20 })]);
      await scene.flush(10 * SECOND);
      expect(await scene.changes()).toEqual([]);
      scene.isCatalogRead = true;
      scene.useServices('gateway');
      await scene.flush();
      expect(sizes(await scene.changes())).toEqual(['3-5']);
    });

    it('knows a successor by its uid, and does not fall back to the object before', async () => {
      const scene = new LedgerScene(await open(id));
      const before = gateway({ replicas: 3, version: 10 });
      const born = { uid: 'another', createdAt: '2026-11-22T19:59:00Z' };
      scene.list([before]);
      await scene.flush();
      scene.list([
        gateway({ ...born, replicas: 4, version: 30, generation: 1 }),
      ]);
      await scene.flush(2 * SECOND);
      scene.list([before]);
      await scene.flush(2 * SECOND);
      expect(await scene.changes()).toMatchObject([
        {
          from: 3,
          to: 4,
          why: { sentence: expect.stringContaining('created again') },
        },
      ]);
    });

    it('believes a cluster that was put back once it insists', async () => {
      const scene = new LedgerScene(await open(id));
      scene.list([gateway({ replicas: 6, version: 500 })]);
      await scene.flush();
      scene.list([gateway({ replicas: 4, version: 100 })]);
      await scene.flush(MINUTE);
      expect(await scene.changes()).toEqual([]);
      await scene.flush(5 * MINUTE);
      await scene.flush(2 * SECOND);
      expect(sizes(await scene.changes())).toEqual(['6-4']);
      scene.watch(gateway({ replicas: 5, version: 101 }));
      await scene.flush(2 * SECOND);
      expect(sizes(await scene.changes())).toEqual(['4-5', '6-4']);
    });

    it('gives up waiting for a workload that is gone', async () => {
      const scene = new LedgerScene(await open(id));
      scene.list([gateway({ replicas: 3, version: 10 })]);
      await scene.flush();
      scene.watch(gateway({ replicas: 5, ready: 3, version: 20 }));
      await scene.flush(2 * SECOND);
      scene.list([]);
      await scene.flush(2 * SECOND);
      expect(await scene.changes()).toMatchObject([{ readiness: 'unknown' }]);
    });

    it('counts a workload for each service that it belongs to, from then on', async () => {
      const scene = new LedgerScene(await open(id), { services: [] });
      scene.list([gateway({ replicas: 3, version: 10 })]);
      await scene.flush();
      scene.watch(gateway({ replicas: 5, version: 20 }));
      await scene.flush(2 * SECOND);
      scene.useServices('gateway');
      await scene.flush(2 * SECOND);
      scene.watch(gateway({ replicas: 7, version: 30 }));
      await scene.flush(2 * SECOND);
      expect(sizes(await scene.changes())).toEqual(['5-7']);
    });

    it('takes in very many workloads at once', async () => {
      const names = Array.from({ length: 1_200 }, (_, i) => `svc-${i}`);
      const scene = new LedgerScene(await open(id), { services: names });
      scene.list(
        names.map(name => gateway({ name, replicas: 2, version: 10 })),
      );
      await scene.flush();
      scene.watch(
        ...names.map(name => gateway({ name, replicas: 3, version: 20 })),
      );
      await scene.flush(2 * SECOND);
      expect(scene.recorded).toHaveLength(1_200);
      expect(await scene.changes('svc-1199')).toHaveLength(1);
    });
  },
);
