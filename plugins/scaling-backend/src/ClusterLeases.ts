import { Knex } from 'knex';

/**
 * One backend watches a cluster, however many run. Whoever holds the lease renews
 * it; when it is not renewed another takes it. Clocks of the backends may differ by
 * seconds; then two watch for a moment, which does no harm, since both write the
 * same.
 */
export const LEASE_MS = 20_000;
export const RENEW_EVERY_MS = 5_000;

export class ClusterLeases {
  readonly #db: Knex;
  readonly #holder: string;
  readonly #now: () => number;

  constructor(db: Knex, holder: string, now: () => number = Date.now) {
    this.#db = db;
    this.#holder = holder;
    this.#now = now;
  }

  /** Takes or renews the lease; true where this backend holds it now. */
  async acquire(cluster: string): Promise<boolean> {
    const nowMs = this.#now();
    const lease = { holder: this.#holder, expires_at_ms: nowMs + LEASE_MS };
    const updated = await this.#db('cluster_leases')
      .where({ cluster })
      .andWhere(query =>
        query
          .where({ holder: this.#holder })
          .orWhere('expires_at_ms', '<', nowMs),
      )
      .update(lease);
    if (updated > 0) return true;
    // Of several that insert at once, the unique key lets one win.
    await this.#db('cluster_leases')
      .insert({ cluster, ...lease })
      .onConflict('cluster')
      .ignore();
    const held = await this.#db('cluster_leases').where({ cluster }).first();
    return held?.holder === this.#holder;
  }

  /** Gives all leases of this backend back. */
  async release(): Promise<void> {
    await this.#db('cluster_leases').where({ holder: this.#holder }).delete();
  }
}
