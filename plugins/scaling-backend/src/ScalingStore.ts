import { portions } from '@worldscale/backstage-plugin-worlds-node';
import { Knex } from 'knex';
import { ServicePart } from './sources/kubernetes/picture/ServicePart';

/** A part with where and when it was read. */
export interface StoredPart extends ServicePart {
  entityRef: string;
  cluster: string;
  observedAt: string;
}

interface PartRow {
  entity_ref: string;
  cluster: string;
  part: string;
  observed_at: string;
}

/** What was last read of every service in every cluster. */
export class ScalingStore {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  /** Undefined removes the part. */
  async writeParts(
    cluster: string,
    parts: ReadonlyMap<string, ServicePart | undefined>,
    observedAt: Date,
  ): Promise<void> {
    const gone = [...parts.keys()].filter(entityRef => !parts.get(entityRef));
    const held = [...parts].filter(([, part]) => part);
    const observed = observedAt.toISOString();
    await this.#db.transaction(async tx => {
      for await (const chunk of portions(held)) {
        await tx<PartRow>('scaling_parts')
          .insert(
            chunk.map(([entityRef, part]) => ({
              entity_ref: entityRef,
              cluster,
              part: JSON.stringify(part),
              observed_at: observed,
            })),
          )
          .onConflict(['entity_ref', 'cluster'])
          .merge();
      }
      for await (const chunk of portions(gone)) {
        await tx('scaling_parts')
          .where({ cluster })
          .whereIn('entity_ref', chunk)
          .delete();
      }
    });
  }

  async partsOf(entityRefs: readonly string[]): Promise<StoredPart[]> {
    const found: StoredPart[] = [];
    for await (const chunk of portions(entityRefs)) {
      const rows = await this.#db<PartRow>('scaling_parts')
        .whereIn('entity_ref', chunk)
        .orderBy(['entity_ref', 'cluster']);
      found.push(...rows.map(toPart));
    }
    return found;
  }

  async partsOfCluster(cluster: string): Promise<Map<string, ServicePart>> {
    const rows = await this.#db<PartRow>('scaling_parts').where({ cluster });
    return new Map(rows.map(row => [row.entity_ref, JSON.parse(row.part)]));
  }

  /** Forgets clusters that are no longer configured. */
  async keepClusters(clusters: readonly string[]): Promise<void> {
    await this.#db('scaling_parts').whereNotIn('cluster', clusters).delete();
    await this.#db('cluster_leases').whereNotIn('cluster', clusters).delete();
  }
}

function toPart(row: PartRow): StoredPart {
  const part: ServicePart = JSON.parse(row.part);
  return {
    ...part,
    entityRef: row.entity_ref,
    cluster: row.cluster,
    observedAt: row.observed_at,
  };
}
