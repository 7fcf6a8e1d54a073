import { Knex } from 'knex';
import {
  FleetFilters,
  FreshnessLimits,
  NONE,
  severityRank,
} from '@worldscale/backstage-plugin-worlds-common';
import { UNKNOWN_RANK } from './tables';
import { VisibleDomain, Vision } from './Vision';

/**
 * The fleet as one reader sees it, in SQL.
 *
 * What a reader is shown depends on the instant (a state that nobody confirmed for long
 * is unknown) and on the reader (the overall state is the worst over the domains that
 * they may see). Both are worked out inside the query, so that filters, order, counts
 * and page always agree with each other and with what is shown.
 *
 * The age of a cell is the later of its own instant and its source's last confirmation.
 * There are few sources and many cells, so the sources that still count are listed in
 * the query: a confirmation touches one row of `fleet_sources` and no cell.
 *
 * Each visible domain is one join on the primary key of `fleet_cells`; only queries
 * that need states join at all.
 */
export interface Fragment {
  sql: string;
  bindings: Array<string | number>;
}

const alias = (i: number) => `c${i}`;

/** Whether what a domain says about a row still counts. */
function isConfirmed(
  domain: VisibleDomain,
  i: number,
  unknownBeforeMs: number,
): Fragment {
  const sources = [...domain.confirmedAtMs]
    .filter(([, atMs]) => atMs >= unknownBeforeMs)
    .map(([id]) => id);
  const marks = sources.map(() => '?').join(', ');
  const listed = sources.length ? ` or ${alias(i)}.source in (${marks})` : '';
  return {
    sql: `(${alias(i)}.observed_at_ms >= ?${listed})`,
    bindings: [unknownBeforeMs, ...sources],
  };
}

/** Beyond all ranks: a domain that says nothing about a row does not count. */
const SILENT = 9;

export class FleetSql {
  readonly #db: Knex;
  readonly #vision: Vision;
  readonly #unknownBeforeMs: number;

  constructor(db: Knex, vision: Vision, limits: FreshnessLimits) {
    this.#db = db;
    this.#vision = vision;
    this.#unknownBeforeMs = vision.nowMs - limits.unknownAfterMs;
  }

  /** Rank of the overall state of a row; needs `withCells`. */
  state(): Fragment {
    const ranks = this.#vision.domains.map((domain, i) => {
      const confirmed = isConfirmed(domain, i, this.#unknownBeforeMs);
      return {
        sql: `case when ${alias(i)}.row_id is null then ${SILENT} when ${
          confirmed.sql
        } then ${alias(i)}.state else ${UNKNOWN_RANK} end`,
        bindings: confirmed.bindings,
      };
    });
    // A bare number would be read as the position of a column in `order by`.
    if (ranks.length === 0)
      return { sql: `(0 + ${UNKNOWN_RANK})`, bindings: [] };
    const least = this.#isPostgres() ? 'least' : 'min';
    const all = ranks.map(r => r.sql).join(', ');
    const worst = ranks.length === 1 ? `(${all})` : `${least}(${all})`;
    return {
      // `least` of silence alone is silence: nobody knows anything.
      sql: `coalesce(nullif(${worst}, ${SILENT}), ${UNKNOWN_RANK})`,
      bindings: ranks.flatMap(r => r.bindings),
    };
  }

  /** What `ageCell` needs of every visible domain's cell; needs `withCells`. */
  cells(): Record<string, string> {
    return Object.fromEntries(
      this.#vision.domains.flatMap((_, i) => [
        [`state_${i}`, `${alias(i)}.state`],
        [`observed_at_ms_${i}`, `${alias(i)}.observed_at_ms`],
        [`source_${i}`, `${alias(i)}.source`],
      ]),
    );
  }

  /** All rows that the reader may see; `withCells` joins what domains say. */
  rows(withCells: boolean): Knex.QueryBuilder {
    const query = this.#db('fleet_rows as r').where('r.listed', true);
    const { domains, entityRefs, hidesDomains } = this.#vision;
    if (withCells || hidesDomains) {
      domains.forEach(({ domain }, i) =>
        query.leftJoin(`fleet_cells as ${alias(i)}`, join =>
          join
            .on(`${alias(i)}.row_id`, 'r.id')
            .andOnVal(`${alias(i)}.domain`, domain),
        ),
      );
    }
    if (hidesDomains) this.#leaveOutRowsOfHiddenDomains(query);
    if (entityRefs) {
      const list = this.#isPostgres()
        ? 'select jsonb_array_elements_text(?::jsonb)'
        : 'select value from json_each(?)';
      query.whereRaw(`r.entity_ref in (${list})`, JSON.stringify(entityRefs));
    }
    return query;
  }

  /** Narrows `rows` down; a filter by state needs `withCells`. */
  filter(query: Knex.QueryBuilder, filters: FleetFilters): void {
    this.#oneOf(query, 'r.world', filters.world);
    this.#oneOf(query, 'r.owner', filters.owner);
    this.#oneOf(query, 'r.lifecycle', filters.lifecycle);
    this.#oneOf(query, 'r.type', filters.type);
    if (filters.region?.length) {
      const names = filters.region.map(name => (name === NONE ? '' : name));
      query.whereIn('r.region', names);
    }
    if (filters.state?.length) {
      const state = this.state();
      const marks = filters.state.map(() => '?').join(', ');
      query.whereRaw(`${state.sql} in (${marks})`, [
        ...state.bindings,
        ...filters.state.map(severityRank),
      ]);
    }
    const words = filters.q?.toLocaleLowerCase('en-US').match(/\S+/g) ?? [];
    for (const word of words) {
      const pattern = `%${word.replace(/[\\%_]/g, '\\$&')}%`;
      query.whereRaw(
        "(r.search like ? escape '\\' or r.region like ? escape '\\')",
        [pattern, pattern],
      );
    }
  }

  /**
   * Puts rows in order by the value of a domain's column: numbers, words (which say in a
   * column of numbers that something has no end), and what is unknown last in any order.
   */
  orderByValue(
    query: Knex.QueryBuilder,
    domain: string,
    columnId: string,
    order: 'asc' | 'desc',
  ): void {
    const i = this.#vision.domains.findIndex(d => d.domain === domain);
    const confirmed = isConfirmed(
      this.#vision.domains[i],
      i,
      this.#unknownBeforeMs,
    );
    query
      .leftJoin('fleet_values as v', join =>
        join
          .on('v.row_id', 'r.id')
          .andOnVal('v.domain', domain)
          .andOnVal('v.column_id', columnId),
      )
      .orderByRaw(
        `case when ${confirmed.sql} and (v.number is not null or v.text is not null) then 0 else 1 end`,
        confirmed.bindings,
      )
      .orderByRaw(
        `case when ${confirmed.sql} and v.number is null then 1 else 0 end ${order}`,
        confirmed.bindings,
      )
      .orderByRaw(
        `case when ${confirmed.sql} then v.number end ${order}`,
        confirmed.bindings,
      )
      .orderByRaw(
        `case when ${confirmed.sql} then v.text end ${order}`,
        confirmed.bindings,
      );
  }

  #isPostgres(): boolean {
    return this.#db.client.config.client === 'pg';
  }

  #oneOf(query: Knex.QueryBuilder, column: string, values?: string[]) {
    if (!values?.length) return;
    query.where(q => {
      q.whereIn(
        column,
        values.filter(v => v !== NONE),
      );
      if (values.includes(NONE)) q.orWhereNull(column);
    });
  }

  /**
   * A row that exists only since a hidden domain reports on it says something about
   * that domain, so it is left out, except one for a service that has no other.
   */
  #leaveOutRowsOfHiddenDomains(query: Knex.QueryBuilder) {
    const { domains } = this.#vision;
    const visibleCell = (row: string) =>
      this.#db('fleet_cells as vc')
        .whereRaw(`vc.row_id = ${row}.id`)
        .whereIn(
          'vc.domain',
          domains.map(d => d.domain),
        );
    query.where(shown => {
      shown.where('r.declared', true);
      domains.forEach((_, i) => shown.orWhereNotNull(`${alias(i)}.row_id`));
      shown.orWhere(only =>
        only
          .whereNotExists(
            this.#db('fleet_rows as o')
              .whereRaw('o.entity_ref = r.entity_ref')
              .where(q =>
                q.where('o.declared', true).orWhereExists(visibleCell('o')),
              ),
          )
          .whereRaw(
            'r.id = (select min(f.id) from fleet_rows as f where f.entity_ref = r.entity_ref)',
          ),
      );
    });
  }
}
