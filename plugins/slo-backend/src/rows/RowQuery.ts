/*
 * Finds the rows of one page, and counts what the filters would find. One question
 * gives the page, in the order of an index where it is the usual one. A second looks
 * at all rows once and counts them by what facets count: each facet is counted under
 * all filters but its own, so a row counts for a facet if it passes the other two.
 */
import {
  NO_VALUE,
  SloList,
  SloListQuery,
  SloSortKey,
} from '@worldscale/backstage-plugin-slo-common';
import { State } from '@worldscale/backstage-plugin-worlds-common';
import { VisibleRefs } from '@worldscale/backstage-plugin-worlds-node';
import { Knex } from 'knex';
import { RowRecord } from './rowRecord';
import { RowStore } from './RowStore';

/** What sorts, smallest first; what is unknown comes last either way. */
const columnOf: Record<Exclude<SloSortKey, 'worst'>, keyof RowRecord> = {
  remaining: 'remaining',
  burnRate: 'burn_rate',
  exhaustion: 'exhaustion_ms',
  sli: 'sli',
  name: 'name',
  service: 'service',
  world: 'world',
  owner: 'owner',
};

const facets = ['state', 'world', 'owner'] as const;
type Facet = (typeof facets)[number];

const UNKNOWN: State = 'unknown';

const counter = () => new Map<string, number>();

interface Fragment {
  sql: string;
  bindings: string[];
}

const lower = (text: string) => text.toLocaleLowerCase('en-US');

/** `aurora` is `system:default/aurora`; `world-aurora` as an owner a group. */
function fullRef(text: string, kind: string): string {
  const ref = lower(text);
  const named = ref.includes(':') ? ref : `${kind}:${ref}`;
  return named.includes('/') ? named : named.replace(':', ':default/');
}

export class RowQuery {
  readonly #db: Knex;
  readonly #rows: Pick<RowStore, 'read'>;

  constructor(db: Knex, rows: Pick<RowStore, 'read'>) {
    this.#db = db;
    this.#rows = rows;
  }

  /** @param age whether the last round is so long ago that every state is unknown */
  async list(
    query: SloListQuery,
    visible: VisibleRefs,
    age: { isTooOld: boolean } = { isTooOld: false },
  ): Promise<Pick<SloList, 'rows' | 'total' | 'facets'>> {
    const keys = this.#seen(query, visible).select('slo', 'objective');
    for (const name of facets) {
      const found = filterOf(name, query, age);
      if (found) keys.whereRaw(found.sql, found.bindings);
    }
    const [page, counts] = await Promise.all([
      sorted(keys, query).limit(query.limit).offset(query.offset),
      this.#counts(query, visible, age),
    ]);
    return { rows: await this.#rows.read(page), ...counts };
  }

  async #counts(
    query: SloListQuery,
    visible: VisibleRefs,
    age: { isTooOld: boolean },
  ) {
    const looked = this.#seen(query, visible).select(
      facets.map(name =>
        name === 'state' && age.isTooOld
          ? this.#db.raw('cast(? as text) as state', [UNKNOWN])
          : name,
      ),
    );
    const passed = facets.map(name => {
      const { sql, bindings } = filterOf(name, query, age) ?? {
        sql: '1 = 1',
        bindings: [],
      };
      const shown = this.#db.raw(
        `case when ${sql} then 1 else 0 end as of_${name}`,
        bindings,
      );
      looked.select(shown);
      return `of_${name}`;
    });
    const groups: Array<Record<string, string | number | null>> = await this.#db
      .from(looked.as('looked'))
      .whereRaw(`${passed.join(' + ')} >= 2`)
      .select([...facets, ...passed])
      .count({ n: '*' })
      .groupBy([...facets, ...passed]);
    const counted = { state: counter(), world: counter(), owner: counter() };
    let total = 0;
    for (const group of groups) {
      const n = Number(group.n);
      const misses = facets.filter(name => !Number(group[`of_${name}`]));
      if (!misses.length) total += n;
      for (const name of facets) {
        if (misses.some(other => other !== name)) continue;
        const value = String(group[name] ?? NO_VALUE);
        counted[name].set(value, (counted[name].get(value) ?? 0) + n);
      }
    }
    const tell = (name: Facet) =>
      [...counted[name]]
        .map(([value, count]) => ({ value, count }))
        .sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
    return {
      total,
      facets: {
        state: tell('state'),
        world: tell('world'),
        owner: tell('owner'),
      },
    };
  }

  /** Rows under all filters that no facet counts. */
  #seen(query: SloListQuery, visible: VisibleRefs): Knex.QueryBuilder {
    const found = this.#db('slo_rows').where({ is_part: false });
    if (visible) {
      // However many there are: as one parameter.
      const list =
        this.#db.client.config.client === 'pg'
          ? 'select jsonb_array_elements_text(?::jsonb)'
          : 'select value from json_each(?)';
      found.whereRaw(
        `(entity_ref is null or entity_ref in (${list}))`,
        JSON.stringify(visible),
      );
    }
    if (query.entityRef)
      found.whereIn('entity_ref', query.entityRef.map(lower));
    if (query.decision) found.whereIn('decision', query.decision);
    if (query.journeys) found.where({ is_journey: true });
    for (const word of lower(query.q ?? '').split(/\s+/)) {
      if (!word) continue;
      const like = word.replace(/[\\%_]/g, '\\$&');
      found.whereRaw("words like ? escape '\\'", [`%${like}%`]);
    }
    return found;
  }
}

function filterOf(
  name: Facet,
  query: SloListQuery,
  { isTooOld }: { isTooOld: boolean },
): Fragment | undefined {
  const kinds = { state: '', world: 'system', owner: 'group' };
  const wanted = query[name];
  if (!wanted) return undefined;
  if (name === 'state' && isTooOld) {
    return { sql: wanted.includes(UNKNOWN) ? '1 = 1' : '1 = 0', bindings: [] };
  }
  const values = wanted
    .filter(value => value !== NO_VALUE)
    .map(value => (name === 'state' ? value : fullRef(value, kinds[name])));
  const oneOf = values.length
    ? `${name} in (${values.map(() => '?').join(', ')})`
    : '1 = 0';
  const orNone = wanted.some(value => value === NO_VALUE);
  return {
    sql: orNone ? `(${oneOf} or ${name} is null)` : oneOf,
    bindings: values,
  };
}

/** What is unknown comes last, whichever way the rest is sorted. */
function sorted(
  rows: Knex.QueryBuilder,
  { sort, order }: SloListQuery,
): Knex.QueryBuilder {
  const ties = ['name', 'slo', 'objective'];
  if (sort === 'worst') {
    return rows.orderBy(
      ['state_rank', 'urgency', ...ties].map(column => ({ column, order })),
    );
  }
  const column = columnOf[sort];
  return rows
    .orderByRaw(`(case when ?? is null then 1 else 0 end), ?? ${order}`, [
      column,
      column,
    ])
    .orderBy(ties);
}
