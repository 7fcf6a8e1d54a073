import { setTimeout } from 'node:timers/promises';
import { SchedulerService } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';

/** So many rows at a time that nobody waits long for the table. */
const ROWS_PER_DELETE = 1_000;
const PAUSE_MS = 50;

/** Removes what is older than the ledger keeps. */
export class LedgerRetention {
  readonly #db: Knex;
  readonly #retentionMs: number;
  readonly #now: () => number;

  constructor(db: Knex, retentionMs: number, now: () => number = Date.now) {
    this.#db = db;
    this.#retentionMs = retentionMs;
    this.#now = now;
  }

  /** Once an hour, by one backend. */
  async schedule(scheduler: SchedulerService): Promise<void> {
    await scheduler.scheduleTask({
      id: 'scaling-ledger-retention',
      frequency: { hours: 1 },
      initialDelay: { minutes: 5 },
      timeout: { minutes: 30 },
      scope: 'global',
      fn: async signal => {
        await this.prune(signal);
      },
    });
  }

  /** @returns how many changes and versions were removed */
  async prune(signal?: AbortSignal): Promise<number> {
    const beforeMs = this.#now() - this.#retentionMs;
    let removed = 0;
    for (const table of ['ledger_changes', 'ledger_versions']) {
      removed += await this.#pruneTable(table, 'at_ms', beforeMs, signal);
    }
    await this.#pruneTable('ledger_version_gaps', 'to_ms', beforeMs, signal);
    await this.#forgetWorkloads(beforeMs);
    return removed;
  }

  async #pruneTable(
    table: string,
    instant: 'at_ms' | 'to_ms',
    beforeMs: number,
    signal: AbortSignal | undefined,
  ): Promise<number> {
    let removed = 0;
    while (!signal?.aborted) {
      const old: Array<{ id: string }> = await this.#db(table)
        .where(instant, '<', beforeMs)
        .orderBy(instant)
        .limit(ROWS_PER_DELETE)
        .select('id');
      if (old.length === 0) break;
      removed += await this.#db(table)
        .whereIn(
          'id',
          old.map(({ id }) => id),
        )
        .delete();
      await setTimeout(PAUSE_MS, undefined, { signal }).catch(() => undefined);
    }
    return removed;
  }

  /** Workloads that have not been there for as long. */
  async #forgetWorkloads(beforeMs: number): Promise<void> {
    const gone: Array<{ cluster: string; workload: string }> = await this.#db(
      'ledger_sizes',
    )
      .where('seen_ms', '<', beforeMs)
      .where('changed_ms', '<', beforeMs)
      .limit(ROWS_PER_DELETE)
      .select('cluster', 'workload');
    for (const place of gone) {
      await this.#db.transaction(async tx => {
        for (const table of [
          'ledger_sizes',
          'ledger_members',
          'ledger_spans',
        ]) {
          await tx(table).where(place).delete();
        }
      });
    }
  }
}
