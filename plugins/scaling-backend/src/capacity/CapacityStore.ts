import { WorkloadFacts } from '@worldscale/backstage-plugin-scaling-common';
import { portions } from '@worldscale/backstage-plugin-worlds-node';
import { Knex } from 'knex';

/** Demand of a service in a region as it was last read. */
export interface StoredDemand {
  /** Which source told it, and what it asked: another question makes it void. */
  source: string;
  value: number | null;
  growth: WorkloadFacts['growth'];
  /** ISO 8601; null: never a value. */
  observedAt: string | null;
  /** Why there is no value, as a sentence. */
  problem: string | null;
}

export interface DemandRow {
  entityRef: string;
  region: string;
  reading: StoredDemand;
}

interface FactsRow {
  entity_ref: string;
  cluster: string;
  facts: string;
}
interface ReadingRow {
  entity_ref: string;
  region: string;
  reading: string;
}

/** What capacity is computed from, beside the state of the workloads. */
export class CapacityStore {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  /** No facts remove what was known of a service. */
  async writeFacts(
    cluster: string,
    facts: ReadonlyMap<string, readonly WorkloadFacts[]>,
  ): Promise<void> {
    const all = [...facts];
    const held = all.filter(([, own]) => own.length > 0);
    const gone = all.flatMap(([ref, own]) => (own.length === 0 ? [ref] : []));
    await this.#db.transaction(async tx => {
      for await (const chunk of portions(held)) {
        await tx<FactsRow>('capacity_facts')
          .insert(
            chunk.map(([entityRef, own]) => ({
              entity_ref: entityRef,
              cluster,
              facts: JSON.stringify(own),
            })),
          )
          .onConflict(['entity_ref', 'cluster'])
          .merge();
      }
      for await (const chunk of portions(gone)) {
        await tx('capacity_facts')
          .where({ cluster })
          .whereIn('entity_ref', chunk)
          .delete();
      }
    });
  }

  async confirmFacts(cluster: string, at: Date): Promise<void> {
    await this.#db('capacity_clusters')
      .insert({ cluster, confirmed_at: at.toISOString() })
      .onConflict('cluster')
      .merge();
  }

  async factsOf(
    entityRefs: readonly string[],
  ): Promise<
    Array<{ entityRef: string; cluster: string; facts: WorkloadFacts[] }>
  > {
    const found = [];
    for await (const chunk of portions(entityRefs)) {
      const rows = await this.#db<FactsRow>('capacity_facts').whereIn(
        'entity_ref',
        chunk,
      );
      for (const { entity_ref: entityRef, cluster, facts } of rows) {
        found.push({ entityRef, cluster, facts: JSON.parse(facts) });
      }
    }
    return found;
  }

  /** By cluster, since when its facts hold (ISO 8601). */
  async factsConfirmedAt(): Promise<Map<string, string>> {
    const rows = await this.#db('capacity_clusters').select();
    return new Map(rows.map(row => [row.cluster, row.confirmed_at]));
  }

  async writeDemand(rows: readonly DemandRow[]): Promise<void> {
    const written = rows.map(({ entityRef, region, reading }) => ({
      ...{ entity_ref: entityRef, region },
      reading: JSON.stringify(reading),
    }));
    await this.#db.transaction(async tx => {
      for await (const chunk of portions(written)) {
        await tx('capacity_demand')
          .insert(chunk)
          .onConflict(['entity_ref', 'region'])
          .merge();
      }
    });
  }

  async demandOf(entityRefs: readonly string[]): Promise<DemandRow[]> {
    const found: DemandRow[] = [];
    for await (const chunk of portions(entityRefs)) {
      const rows = await this.#db<ReadingRow>('capacity_demand').whereIn(
        'entity_ref',
        chunk,
      );
      for (const { entity_ref: entityRef, region, reading } of rows) {
        found.push({ entityRef, region, reading: JSON.parse(reading) });
      }
    }
    return found;
  }

  /** In which clusters something of each service runs. */
  async places(): Promise<Array<{ entityRef: string; cluster: string }>> {
    const rows = await this.#db('scaling_parts').select(
      'entity_ref',
      'cluster',
    );
    return rows.map(row => ({
      entityRef: row.entity_ref,
      cluster: row.cluster,
    }));
  }

  /** Forgets clusters that are no longer configured. */
  async keepClusters(clusters: readonly string[]): Promise<void> {
    for (const table of ['capacity_facts', 'capacity_clusters']) {
      await this.#db(table).whereNotIn('cluster', clusters).delete();
    }
  }

  /** Forgets the demand of services that are no more. */
  async keepServices(known: (entityRef: string) => boolean): Promise<void> {
    const rows = await this.#db('capacity_demand').distinct('entity_ref');
    const gone = rows.map(row => row.entity_ref).filter(ref => !known(ref));
    for await (const chunk of portions(gone)) {
      await this.#db('capacity_demand').whereIn('entity_ref', chunk).delete();
    }
  }
}
