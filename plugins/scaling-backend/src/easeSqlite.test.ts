import { createMockDirectory } from '@backstage/backend-test-utils';
import createKnex, { Knex } from 'knex';
import { easeSqlite } from './easeSqlite';

describe('easeSqlite', () => {
  const directory = createMockDirectory();
  let db: Knex;

  afterEach(() => db.destroy());

  it('lets writes to a file not wait for the disk', async () => {
    db = createKnex({
      client: 'better-sqlite3',
      connection: { filename: directory.resolve('some.sqlite') },
      useNullAsDefault: true,
    });
    await easeSqlite(db);
    expect(await db.raw('pragma journal_mode')).toEqual([
      { journal_mode: 'wal' },
    ]);
    expect(await db.raw('pragma synchronous')).toEqual([{ synchronous: 1 }]);
  });

  it('leaves other databases alone', async () => {
    // Nobody listens there: a question would fail.
    const connection = { host: '127.0.0.1', port: 1 };
    db = createKnex({ client: 'pg', connection });
    await expect(easeSqlite(db)).resolves.toBeUndefined();
  });
});
