import { Knex } from 'knex';
import {
  NO_VALUE,
  ShardFilters,
  ShardPhase,
  shardPhases,
  ShardSortKey,
  ShardsQuery,
} from '@worldscale/backstage-plugin-scaling-common';
import {
  severityRank,
  State,
} from '@worldscale/backstage-plugin-worlds-common';
import { VisibleRefs } from '@worldscale/backstage-plugin-worlds-node';

/**
 * Shards as one reader may see them now, in SQL.
 *
 * All shards of a cluster are confirmed at once, by one row of another table, so age is
 * a matter of whole clusters: those that were not confirmed for too long are named in
 * the query, and what is stored of their shards counts as unknown wherever it is
 * filtered or sorted by. While there is no such cluster, which is nearly always, columns
 * stand for themselves and an index gives each page in its order.
 */
const columns: Readonly<Record<ShardSortKey, string>> = {
  state: 'state',
  phase: 'phase',
  service: 'service_title',
  world: 'world_title',
  region: 'region',
  cluster: 'cluster',
  zone: 'zone',
  node: 'node',
  name: 'name',
  players: 'players',
  capacity: 'capacity',
  utilization: 'utilization',
  version: 'version',
  started: 'started_at_ms',
};

/** What an unconfirmed shard is taken for; of other columns it keeps what they hold. */
const unconfirmed: Readonly<Record<string, string>> = {
  state: String(severityRank('unknown')),
  phase: String(shardPhases.indexOf('unknown')),
  players: 'null',
  capacity: 'null',
  utilization: 'null',
};

const nullable = new Set([
  ...['world_title', 'zone', 'node', 'version', 'started_at_ms'],
  ...['players', 'capacity', 'utilization'],
]);

interface Fragment {
  sql: string;
  bindings: string[];
}

export class ShardSql {
  readonly #db: Knex;
  readonly #services: VisibleRefs;
  readonly #lost: readonly string[];

  /** @param lost clusters that were not confirmed for too long */
  constructor(db: Knex, services: VisibleRefs, lost: readonly string[]) {
    this.#db = db;
    this.#services = services;
    this.#lost = lost;
  }

  /** All that the reader may see. */
  rows(): Knex.QueryBuilder {
    const query = this.#db('shards');
    if (this.#services) this.#within(query, 'entity_ref', this.#services);
    return query;
  }

  filtered(filters: ShardFilters): Knex.QueryBuilder {
    const query = this.rows();
    if (filters.entityRef?.length) {
      query.whereIn('entity_ref', filters.entityRef);
    }
    oneOf(query, 'world', filters.world);
    oneOf(query, 'region', filters.region);
    oneOf(query, 'cluster', filters.cluster);
    oneOf(query, 'zone', filters.zone);
    this.#ranked(query, 'state', filters.state, (state: State) =>
      severityRank(state),
    );
    this.#ranked(query, 'phase', filters.phase, (phase: ShardPhase) =>
      shardPhases.indexOf(phase),
    );
    this.#bounded(query, '>=', filters.utilizationFrom);
    this.#bounded(query, '<=', filters.utilizationTo);
    if (filters.utilizationUnknown) {
      const { sql, bindings } = this.#value('utilization');
      query.whereRaw(`${sql} is null`, bindings);
    }
    const words = filters.q?.toLocaleLowerCase('en-US').match(/\S+/g) ?? [];
    for (const word of words) {
      const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
      query.whereRaw("search like ? escape '\\'", [pattern]);
    }
    return query;
  }

  /** Unknown values stand last in either order; ties are broken in the same order. */
  order(
    query: Knex.QueryBuilder,
    { sort, order }: Pick<ShardsQuery, 'sort' | 'order'>,
  ): Knex.QueryBuilder {
    const column = columns[sort];
    const { sql, bindings } = this.#value(column);
    const last =
      nullable.has(column) && (order === 'asc' || this.#isPostgres())
        ? ' nulls last'
        : '';
    query.orderByRaw(`${sql} ${order}${last}`, bindings);
    if (column !== 'name') query.orderBy('name', order);
    return query.orderBy('id', order);
  }

  /** How many of those that match have each value of a column. */
  counts(
    column: string,
    title: string,
    filters: ShardFilters,
  ): Knex.QueryBuilder {
    const { sql, bindings } = this.#value(column);
    return this.filtered(filters)
      .select(this.#db.raw(`${sql} as value`, bindings))
      .max({ title })
      .count({ n: '*' })
      .groupByRaw('1')
      .orderByRaw('1');
  }

  #value(column: string): Fragment {
    if (this.#lost.length === 0 || !(column in unconfirmed)) {
      return { sql: column, bindings: [] };
    }
    const marks = this.#lost.map(() => '?').join(', ');
    return {
      sql: `case when cluster in (${marks}) then ${unconfirmed[column]} else ${column} end`,
      bindings: [...this.#lost],
    };
  }

  #ranked<T>(
    query: Knex.QueryBuilder,
    column: string,
    wanted: readonly T[] | undefined,
    rank: (value: T) => number,
  ): void {
    if (!wanted?.length) return;
    const { sql, bindings } = this.#value(column);
    const marks = wanted.map(() => '?').join(', ');
    query.whereRaw(`${sql} in (${marks})`, [...bindings, ...wanted.map(rank)]);
  }

  #bounded(query: Knex.QueryBuilder, sign: string, bound?: number): void {
    if (bound === undefined) return;
    const { sql, bindings } = this.#value('utilization');
    query.whereRaw(`${sql} ${sign} ?`, [...bindings, bound]);
  }

  /** However many there are: as one parameter. */
  #within(
    query: Knex.QueryBuilder,
    column: string,
    values: readonly string[],
  ): void {
    const list = this.#isPostgres()
      ? 'select jsonb_array_elements_text(?::jsonb)'
      : 'select value from json_each(?)';
    query.whereRaw(`${column} in (${list})`, JSON.stringify(values));
  }

  #isPostgres(): boolean {
    return this.#db.client.config.client === 'pg';
  }
}

function oneOf(
  query: Knex.QueryBuilder,
  column: string,
  values?: readonly string[],
): void {
  if (!values?.length) return;
  query.where(q => {
    q.whereIn(
      column,
      values.filter(value => value !== NO_VALUE),
    );
    if (values.includes(NO_VALUE)) q.orWhereNull(column);
  });
}
