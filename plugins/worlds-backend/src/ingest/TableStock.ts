import { Knex } from 'knex';

/** Growth or shrinkage after which another way through the tables may be shorter. */
const WORTHWHILE_CHANGE = 0.25;

/**
 * Keeps SQLite's statistics of the fleet's tables. Without them it overlooks the index
 * that holds all that states are worked out from, and a page takes twice as long.
 * PostgreSQL keeps its own.
 */
export class TableStock {
  readonly #db: Knex;
  #lastRows = 0;

  constructor(db: Knex) {
    this.#db = db;
  }

  /** Counts anew if there is much more, or much less, than last time. */
  async take(): Promise<void> {
    if (this.#db.client.config.client === 'pg') return;
    const [{ rows }] = await this.#db('fleet_rows').count({ rows: '*' });
    const [{ cells }] = await this.#db('fleet_cells').count({ cells: '*' });
    const now = Number(rows) + Number(cells);
    const change = Math.abs(now - this.#lastRows);
    if (change <= this.#lastRows * WORTHWHILE_CHANGE) return;
    this.#lastRows = now;
    await this.#db.raw('analyze fleet_rows');
    await this.#db.raw('analyze fleet_cells');
  }
}
