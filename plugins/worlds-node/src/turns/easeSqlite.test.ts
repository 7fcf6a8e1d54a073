import { createMockDirectory } from '@backstage/backend-test-utils';
import createKnex, { Knex } from 'knex';
import { easeSqlite } from './easeSqlite';
import { turns } from './Turns';

describe('easeSqlite', () => {
  const directory = createMockDirectory();
  let db: Knex;

  afterEach(() => db.destroy());

  const openFile = () =>
    createKnex({
      client: 'better-sqlite3',
      connection: { filename: directory.resolve('some.sqlite') },
      useNullAsDefault: true,
    });

  it('lets writes to a file not wait for the disk, and keeps few pages', async () => {
    db = openFile();
    await easeSqlite(db);
    await easeSqlite(db);
    expect(await db.raw('pragma journal_mode')).toEqual([
      { journal_mode: 'wal' },
    ]);
    expect(await db.raw('pragma synchronous')).toEqual([{ synchronous: 1 }]);
    expect(await db.raw('pragma cache_size')).toEqual([{ cache_size: -4000 }]);
  });

  it.each([
    ['questions', (knex: Knex) => knex.raw('select 1')],
    [
      'transactions',
      (knex: Knex) => knex.transaction(tx => tx.raw('select 1')),
    ],
  ])('lets others run between %s in a row', async (_what, ask) => {
    db = openFile();
    await easeSqlite(db);
    let hasRun = false;
    setImmediate(() => {
      hasRun = true;
    });
    let asked = 0;
    while (!hasRun && asked < 5_000) {
      await ask(db);
      asked += 1;
    }
    expect(hasRun).toBe(true);
  });

  it('takes a transaction for what others may wait for, and nothing else', async () => {
    const holding = jest.spyOn(turns, 'holding');
    db = openFile();
    await easeSqlite(db);
    await db.raw('select 1');
    expect(holding).not.toHaveBeenCalled();
    await db.transaction(tx => tx.raw('select 1'));
    expect(holding).toHaveBeenCalledTimes(1);
    holding.mockRestore();
  });

  it('rolls back a transaction that fails, and gives what one returns', async () => {
    db = openFile();
    await easeSqlite(db);
    await db.schema.createTable('t', table => table.integer('n'));
    await expect(
      db.transaction(async tx => {
        await tx('t').insert({ n: 1 });
        throw new Error('no');
      }),
    ).rejects.toThrow('no');
    expect(await db('t')).toEqual([]);
    const written = await db.transaction(async tx => {
      await tx('t').insert({ n: 2 });
      await tx.transaction(inner => inner('t').insert({ n: 3 }));
      return 'done';
    });
    expect(written).toBe('done');
    const open = await db.transaction();
    await open('t').insert({ n: 4 });
    await open.commit();
    expect(await db('t').orderBy('n')).toEqual([{ n: 2 }, { n: 3 }, { n: 4 }]);
  });

  it('leaves other databases alone', async () => {
    // Nobody listens there: a question would fail.
    const connection = { host: '127.0.0.1', port: 1 };
    db = createKnex({ client: 'pg', connection });
    await expect(easeSqlite(db)).resolves.toBeUndefined();
  });
});
