import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';
import { ClusterLeases, LEASE_MS } from './ClusterLeases';
import { ScalingStore } from './ScalingStore';
import { ServicePart } from './sources/kubernetes/picture/ServicePart';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

const directory = resolvePackagePath(
  '@worldscale/backstage-plugin-scaling-backend',
  'migrations',
);

async function migrated(id: TestDatabaseId): Promise<Knex> {
  const db = await databases.init(id);
  await db.migrate.latest({ directory });
  return db;
}

const AT = new Date('2026-11-22T20:00:00.000Z');

function part(since: string | null = null): ServicePart {
  return {
    workloads: [],
    progress: {
      'Deployment/aurora/gateway': {
        desired: 3,
        ready: 2,
        shortSince: since,
        unobservedSince: null,
      },
    },
  };
}

describe.each(databases.eachSupportedId())('on %s', id => {
  describe('the migrations', () => {
    it('go up, down and up again', async () => {
      const db = await migrated(id);
      expect(await db.schema.hasTable('scaling_parts')).toBe(true);
      await db.migrate.rollback({ directory }, true);
      for (const table of [
        'scaling_parts',
        'cluster_leases',
        'summary_rows',
        'source_health',
      ]) {
        expect(await db.schema.hasTable(table)).toBe(false);
      }
      await db.migrate.latest({ directory });
      expect(await db.schema.hasTable('cluster_leases')).toBe(true);
    });
  });

  describe('ScalingStore', () => {
    it('gives back what was written, per service and per cluster', async () => {
      const store = new ScalingStore(await migrated(id));
      const since = '2026-11-22T19:58:00.000Z';
      await store.writeParts('fra', new Map([['a', part(since)]]), AT);
      await store.writeParts(
        'nrt',
        new Map([
          ['a', part()],
          ['b', part()],
        ]),
        AT,
      );
      expect(await store.partsOf(['a'])).toEqual([
        {
          ...part(since),
          entityRef: 'a',
          cluster: 'fra',
          observedAt: '2026-11-22T20:00:00.000Z',
        },
        expect.objectContaining({ entityRef: 'a', cluster: 'nrt' }),
      ]);
      const inNrt = await store.partsOfCluster('nrt');
      expect([...inNrt.keys()].sort()).toEqual(['a', 'b']);
    });

    it('replaces a part, and removes what is gone', async () => {
      const store = new ScalingStore(await migrated(id));
      await store.writeParts(
        'fra',
        new Map([
          ['a', part()],
          ['b', part()],
        ]),
        AT,
      );
      const later = new Date(AT.getTime() + 1000);
      await store.writeParts(
        'fra',
        new Map([
          ['a', part('2026-11-22T20:00:00.000Z')],
          ['b', undefined],
        ]),
        later,
      );
      expect(await store.partsOf(['a', 'b'])).toEqual([
        expect.objectContaining({
          entityRef: 'a',
          observedAt: later.toISOString(),
          progress: part('2026-11-22T20:00:00.000Z').progress,
        }),
      ]);
    });

    it('takes more parts at once than one statement can', async () => {
      const store = new ScalingStore(await migrated(id));
      const refs = Array.from({ length: 1201 }, (_, i) => `service-${i}`);
      await store.writeParts('fra', new Map(refs.map(r => [r, part()])), AT);
      expect(await store.partsOf(refs)).toHaveLength(1201);
    });

    it('forgets clusters that are no longer configured', async () => {
      const store = new ScalingStore(await migrated(id));
      await store.writeParts('fra', new Map([['a', part()]]), AT);
      await store.writeParts('old', new Map([['a', part()]]), AT);
      await store.keepClusters(['fra']);
      expect((await store.partsOf(['a'])).map(p => p.cluster)).toEqual(['fra']);
    });
  });

  describe('ClusterLeases', () => {
    it('lets one of two backends watch a cluster, and the other when it is gone', async () => {
      const db = await migrated(id);
      let nowMs = AT.getTime();
      const first = new ClusterLeases(db, 'first', () => nowMs);
      const second = new ClusterLeases(db, 'second', () => nowMs);
      expect(await first.acquire('fra')).toBe(true);
      expect(await second.acquire('fra')).toBe(false);
      nowMs += LEASE_MS / 2;
      expect(await first.acquire('fra')).toBe(true);
      nowMs += LEASE_MS - 1000;
      expect(await second.acquire('fra')).toBe(false);
      nowMs += 2000;
      expect(await second.acquire('fra')).toBe(true);
      expect(await first.acquire('fra')).toBe(false);
    });

    it('gives leases back at once when a backend stops', async () => {
      const db = await migrated(id);
      const first = new ClusterLeases(db, 'first', () => AT.getTime());
      const second = new ClusterLeases(db, 'second', () => AT.getTime());
      await first.acquire('fra');
      await first.release();
      expect(await second.acquire('fra')).toBe(true);
    });

    it('lets one win when many ask at once', async () => {
      const db = await migrated(id);
      const won = await Promise.all(
        ['a', 'b', 'c', 'd'].map(holder =>
          new ClusterLeases(db, holder, () => AT.getTime()).acquire('fra'),
        ),
      );
      expect(won.filter(Boolean)).toHaveLength(1);
    });
  });
});
