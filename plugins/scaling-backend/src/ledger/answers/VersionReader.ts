import { portions } from '@worldscale/backstage-plugin-worlds-node';
import { Knex } from 'knex';
import { VersionRow } from '../recording/versionRows';
import { byNewest, newestFirst } from './LedgerReader';

/** Reads what the ledger holds of versions. */
export class VersionReader {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  /** In a range of time, newest first; one more than `limit` where there are more. */
  async ofServices(
    entityRefs: readonly string[],
    { fromMs, toMs }: { fromMs: number; toMs: number },
    limit: number,
  ): Promise<VersionRow[]> {
    const found: VersionRow[] = [];
    for await (const chunk of portions(entityRefs)) {
      found.push(
        ...(await this.#db<VersionRow>('ledger_versions')
          .whereIn('entity_ref', chunk)
          .where('at_ms', '>=', fromMs)
          .where('at_ms', '<', toMs)
          .orderBy(newestFirst)
          .limit(limit + 1)),
      );
    }
    return found.sort(byNewest).slice(0, limit + 1);
  }

  /**
   * Since when versions of a service are observed (Unix milliseconds); of one of which
   * none is, nothing.
   */
  async sinceOf(entityRefs: readonly string[]): Promise<Map<string, number>> {
    const since = new Map<string, number>();
    for await (const chunk of portions(entityRefs)) {
      const rows: Array<{
        entity_ref: string;
        since: number | string | null;
      }> = await this.#db('ledger_members')
        .whereIn('entity_ref', chunk)
        .groupBy('entity_ref')
        .select('entity_ref')
        .min({ since: 'versions_since_ms' });
      for (const row of rows) {
        if (row.since !== null) since.set(row.entity_ref, Number(row.since));
      }
    }
    return since;
  }
}
