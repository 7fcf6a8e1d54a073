import { Knex } from 'knex';
import {
  NO_VALUE,
  SHARD_HEAT_MAX,
  ShardFacet,
  ShardFacets,
  ShardFilters,
  shardPhases,
  ShardsQuery,
} from '@worldscale/backstage-plugin-scaling-common';
import { statesBySeverity } from '@worldscale/backstage-plugin-worlds-common';
import { VisibleRefs } from '@worldscale/backstage-plugin-worlds-node';
import { ShardRow } from './ShardRow';
import { ShardSql } from './shardSql';

/** Columns of a heat map's cell, and what decides whether they hold. */
const heatColumns = [
  ...['id', 'name', 'cluster', 'region', 'entity_ref', 'service_title'],
  ...['phase', 'state', 'utilization'],
] as const;
export type HeatRow = Pick<ShardRow, (typeof heatColumns)[number]>;

/** What a reader may see, and which clusters were not confirmed for too long. */
export interface ShardView {
  services: VisibleRefs;
  lost: readonly string[];
}

/** Answers questions about shards from their table. */
export class ShardReader {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  /**
   * Sorts ids and reads rows afterwards: where no index gives the order, a database
   * carries each row that matches through its sort, with all of its columns.
   */
  async page(
    view: ShardView,
    query: ShardsQuery,
  ): Promise<{ rows: ShardRow[]; total: number }> {
    const sql = this.#sql(view);
    const ids = sql
      .order(sql.filtered(query), query)
      .select('id')
      .limit(query.limit)
      .offset(query.offset);
    const [rows, total] = await Promise.all([
      sql.order(
        this.#db<ShardRow, ShardRow[]>('shards').whereIn('id', ids),
        query,
      ),
      count(sql.filtered(query)),
    ]);
    return { rows, total };
  }

  async heat(
    view: ShardView,
    filters: ShardFilters,
  ): Promise<{ rows: HeatRow[]; total: number }> {
    const sql = this.#sql(view);
    const rows: HeatRow[] = await sql
      .order(sql.filtered(filters), { sort: 'utilization', order: 'desc' })
      .select([...heatColumns])
      .limit(SHARD_HEAT_MAX);
    const total =
      rows.length < SHARD_HEAT_MAX
        ? rows.length
        : await count(sql.filtered(filters));
    return { rows, total };
  }

  async shard(view: ShardView, id: string): Promise<ShardRow | undefined> {
    return this.#sql(view).rows().where({ id }).first();
  }

  /**
   * Counts by each facet, under all filters but its own.
   *
   * @param titleOf what people call a region
   */
  async facets(
    view: ShardView,
    filters: ShardFilters,
    titleOf: (region: string) => string,
  ): Promise<ShardFacets> {
    const counted = async (
      key: keyof ShardFacets,
      column: string,
      title: string,
    ): Promise<
      Array<{ value: string | number | null; title: string; n: number }>
    > =>
      this.#sql(view).counts(column, title, { ...filters, [key]: undefined });
    const facet = async (
      key: keyof ShardFacets,
      column: string,
      title: string,
      titled: (title: string) => string = text => text,
    ): Promise<ShardFacet[]> =>
      (await counted(key, column, title))
        .map(row => ({
          value: String(row.value ?? NO_VALUE),
          title: row.value === null ? 'None' : titled(row.title),
          count: Number(row.n),
        }))
        .sort((a, b) => a.title.localeCompare(b.title, 'en-US'));
    const ranked = async (
      column: 'state' | 'phase',
      words: readonly string[],
    ): Promise<ShardFacet[]> =>
      (await counted(column, column, 'name')).map(({ value, n }) => {
        const word = words[Number(value)];
        return { value: word, title: word, count: Number(n) };
      });
    const [state, phase, entityRef, world, region, zone] = await Promise.all([
      ranked('state', statesBySeverity),
      ranked('phase', shardPhases),
      facet('entityRef', 'entity_ref', 'service_title'),
      facet('world', 'world', 'world_title'),
      facet('region', 'region', 'region', titleOf),
      facet('zone', 'zone', 'zone'),
    ]);
    return { state, phase, entityRef, world, region, zone };
  }

  #sql({ services, lost }: ShardView): ShardSql {
    return new ShardSql(this.#db, services, lost);
  }
}

async function count(query: Knex.QueryBuilder): Promise<number> {
  const [{ n }] = await query.count({ n: '*' });
  return Number(n);
}
