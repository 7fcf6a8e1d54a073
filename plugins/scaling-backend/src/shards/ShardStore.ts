import { portions } from '@worldscale/backstage-plugin-worlds-node';
import { Knex } from 'knex';
import {
  LATE_START_MS,
  ShardMember,
  shardPhases,
} from '@worldscale/backstage-plugin-scaling-common';
import { severityRank } from '@worldscale/backstage-plugin-worlds-common';
import { KeptShard, ShardCluster, ShardRow, WrittenShard } from './ShardRow';

/** With 25 columns well below the 32,766 parameters that SQLite allows. */
const ROWS_PER_STATEMENT = 400;

/** Of each index; enough to tell a region from a service. */
const ROWS_LOOKED_AT = 1000;

/** Changes of shards that are written together. */
export interface ShardChanges {
  written: readonly WrittenShard[];
  /** Ids. */
  gone: readonly string[];
}

/** Keeps shards and how long what is said of them holds. */
export class ShardStore {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  /** What is kept of a cluster's shards, by their id. */
  async keptOf(cluster: string): Promise<Map<string, KeptShard>> {
    const rows = await this.#db<ShardRow>('shards')
      .where({ cluster })
      .select('id', 'fingerprint', 'workload_kind');
    return new Map(rows.map(({ id, ...kept }) => [id, kept]));
  }

  /** Kinds of the workloads whose shards are kept. */
  async kindsOf(cluster: string): Promise<string[]> {
    const rows = await this.#db<ShardRow>('shards')
      .where({ cluster })
      .whereNotNull('workload_kind')
      .distinct('workload_kind');
    return rows.flatMap(({ workload_kind: kind }) => kind ?? []);
  }

  async write(cluster: string, { written, gone }: ShardChanges): Promise<void> {
    if (written.length + gone.length === 0) return;
    await this.#db.transaction(async tx => {
      for await (const chunk of portions(written, ROWS_PER_STATEMENT)) {
        await tx('shards')
          .insert(chunk.map(({ row }) => row))
          .onConflict('id')
          .merge();
        await tx('shard_members')
          .insert(
            chunk.map(({ row, members }) => ({
              shard: row.id,
              cluster,
              members: JSON.stringify(members),
            })),
          )
          .onConflict('shard')
          .merge();
      }
      for await (const chunk of portions(gone)) {
        await tx('shards').whereIn('id', chunk).delete();
        await tx('shard_members').whereIn('shard', chunk).delete();
      }
    });
  }

  /**
   * All that is kept of a cluster holds at `at`. Shards that have started for too long
   * by then are late from now on.
   *
   * @param trouble why something may be missing all the same; null: nothing is
   * @returns how many those are
   */
  async confirm(
    cluster: string,
    at: Date,
    trouble: string | null,
  ): Promise<number> {
    await this.#db('shard_clusters')
      .insert({ cluster, confirmed_at_ms: at.getTime(), trouble })
      .onConflict('cluster')
      .merge();
    return this.#db('shards')
      .where({ cluster, phase: shardPhases.indexOf('starting') })
      .where('late_at_ms', '<=', at.getTime())
      .update({
        late_at_ms: null,
        state: severityRank('atRisk'),
        reason: `It has been starting for more than ${
          LATE_START_MS / 60_000
        } minutes.`,
      });
  }

  /** Something of a cluster cannot be read: what is kept of it is not confirmed. */
  async noteTrouble(cluster: string, trouble: string): Promise<void> {
    await this.#db('shard_clusters')
      .insert({ cluster, confirmed_at_ms: null, trouble })
      .onConflict('cluster')
      .merge(['trouble']);
  }

  /**
   * Lets the database look at how its values are spread. Without that SQLite takes any
   * filter for a narrow one and reads half of the table row by row; PostgreSQL looks by
   * itself, but later.
   */
  async takeStock(): Promise<void> {
    if (this.#db.client.config.client !== 'pg') {
      await this.#db.raw(`pragma analysis_limit = ${ROWS_LOOKED_AT}`);
    }
    await this.#db.raw('analyze shards');
  }

  async clusters(): Promise<ShardCluster[]> {
    const rows = await this.#db('shard_clusters').orderBy('cluster');
    return rows.map(row => ({
      cluster: row.cluster,
      confirmedAtMs:
        row.confirmed_at_ms === null ? null : Number(row.confirmed_at_ms),
      trouble: row.trouble,
    }));
  }

  /** Forgets clusters that are no longer configured. */
  async keepClusters(clusters: readonly string[]): Promise<void> {
    for (const table of ['shards', 'shard_members', 'shard_clusters']) {
      await this.#db(table).whereNotIn('cluster', clusters).delete();
    }
  }

  /** Game servers or pods of a shard, as last read. */
  async membersOf(id: string): Promise<ShardMember[]> {
    const row = await this.#db('shard_members').where({ shard: id }).first();
    return row ? JSON.parse(row.members) : [];
  }
}
