import { Knex } from 'knex';
import { giveWay } from './giveWay';
import { turns } from './Turns';

/** A connection of better-sqlite3, as far as it is needed here. */
interface SqliteConnection {
  pragma(statement: string): unknown;
}

/** Kibibytes are negative. */
const PER_CONNECTION = ['synchronous = normal', 'cache_size = -4000'];

const eased = new WeakSet<object>();

/**
 * Makes SQLite a good neighbour in the one thread that it shares with everybody.
 *
 * It waits for the disk at the end of every write, and the backend with it: some 15 ms
 * each on a busy machine, several times a second. With a write-ahead log and
 * `synchronous = NORMAL` it does not wait. What that costs: when the machine loses
 * power, not only the process, the last writes may be missing; the file stays whole
 * (sqlite.org, "Write-Ahead Logging"). The log stays with the file; how to wait belongs
 * to a connection, so that new ones are told again.
 *
 * And it answers before it returns, so that questions in a row are one turn of the event
 * loop, however many: each, or each transaction, therefore gives way first. A transaction
 * has the only connection, for which requests may wait: it lets none of them go first.
 *
 * Of its pages it would keep 16 MB in memory for each database, of which there is one a
 * plugin; what it does not keep is in the system's memory as long as there is room.
 *
 * Databases other than SQLite are left alone.
 */
export async function easeSqlite(db: Knex): Promise<void> {
  const { client } = db;
  if (!/sqlite/.test(client.config.client) || eased.has(client)) return;
  eased.add(client);
  client.pool?.on(
    'createSuccess',
    (_event: unknown, connection: SqliteConnection) => {
      for (const pragma of PER_CONNECTION) connection.pragma(pragma);
    },
  );
  const acquire = client.acquireConnection.bind(client);
  client.acquireConnection = async () => {
    await giveWay();
    return acquire();
  };
  const transaction = client.transaction.bind(client);
  client.transaction = (
    container: (tx: Knex.Transaction) => unknown,
    ...rest: unknown[]
  ) =>
    transaction(
      (tx: Knex.Transaction) => turns.holding(() => container(tx)),
      ...rest,
    );
  await db.raw('pragma journal_mode = wal');
  for (const pragma of PER_CONNECTION) await db.raw(`pragma ${pragma}`);
}
