import { Knex } from 'knex';

/**
 * SQLite waits for the disk at the end of every write, and the backend that it runs in
 * with it: some 15 ms each on a busy machine, several times a second, in which no watch
 * is read. With a write-ahead log and `synchronous = NORMAL` it does not wait. What that
 * costs: when the machine loses power, not only the process, the last writes may be
 * missing; the file stays whole (sqlite.org, "Write-Ahead Logging"). All that is kept
 * here is read again from the clusters, and changes that were missed are found then.
 */
export async function easeSqlite(db: Knex): Promise<void> {
  if (!/sqlite/.test(db.client.config.client)) return;
  await db.raw('pragma journal_mode = wal');
  await db.raw('pragma synchronous = normal');
}
