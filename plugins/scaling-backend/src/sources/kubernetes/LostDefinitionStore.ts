import { Knex } from 'knex';

interface LostRow {
  cluster: string;
  resource: string;
  since_ms: number | string;
}

/** Since when definitions are missed, the same for all backends and after a restart. */
export class LostDefinitionStore {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  /** Unix milliseconds, by resource. */
  async of(cluster: string): Promise<Map<string, number>> {
    const rows = await this.#db<LostRow>('lost_definitions').where({ cluster });
    return new Map(
      rows.map(({ resource, since_ms }) => [resource, Number(since_ms)]),
    );
  }

  /** The first time counts, whoever noted it. */
  async note(cluster: string, resource: string, sinceMs: number) {
    await this.#db<LostRow>('lost_definitions')
      .insert({ cluster, resource, since_ms: sinceMs })
      .onConflict(['cluster', 'resource'])
      .ignore();
  }

  async forget(cluster: string, resource: string): Promise<void> {
    await this.#db<LostRow>('lost_definitions')
      .where({ cluster, resource })
      .delete();
  }

  /** Forgets clusters that are no longer configured. */
  async keepClusters(clusters: readonly string[]): Promise<void> {
    await this.#db<LostRow>('lost_definitions')
      .whereNotIn('cluster', clusters)
      .delete();
  }
}
