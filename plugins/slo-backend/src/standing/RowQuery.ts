import {
  NO_VALUE,
  SloList,
  SloListQuery,
  SloRow,
  SloSortKey,
} from '@worldscale/backstage-plugin-slo-common';
import { Knex } from 'knex';
import { RowRecord } from './RowStore';

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

const lower = (text: string) => text.toLocaleLowerCase('en-US');

/** `aurora` is `system:default/aurora`; `world-aurora` as an owner a group. */
function fullRef(text: string, kind: string): string {
  const ref = lower(text);
  const named = ref.includes(':') ? ref : `${kind}:${ref}`;
  return named.includes('/') ? named : named.replace(':', ':default/');
}

type Filter = 'state' | 'world' | 'owner' | 'rest';

/** Finds rows for a list, and counts what its filters would find. */
export class RowQuery {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  /** References of all entities that have objectives, in order. */
  async entityRefs(): Promise<string[]> {
    const rows = await this.#db<RowRecord>('slo_rows')
      .whereNotNull('entity_ref')
      .distinct('entity_ref')
      .orderBy('entity_ref');
    return rows.map(row => String(row.entity_ref));
  }

  async list(
    query: SloListQuery,
    hidden: ReadonlySet<string>,
  ): Promise<Pick<SloList, 'rows' | 'total' | 'facets'>> {
    const found = this.#filtered(query, hidden);
    const [records, [{ count }], state, world, owner] = await Promise.all([
      sorted(found.clone().select('row'), query)
        .limit(query.limit)
        .offset(query.offset),
      found.clone().count<{ count: number | string }[]>({ count: '*' }),
      this.#facet('state', query, hidden),
      this.#facet('world', query, hidden),
      this.#facet('owner', query, hidden),
    ]);
    return {
      rows: records.map(
        (record: Pick<RowRecord, 'row'>): SloRow => JSON.parse(record.row),
      ),
      total: Number(count),
      facets: { state, world, owner },
    };
  }

  async #facet(
    name: 'state' | 'world' | 'owner',
    query: SloListQuery,
    hidden: ReadonlySet<string>,
  ) {
    const rows = await this.#filtered(query, hidden, name)
      .select({ value: name })
      .count<{ value: string | null; count: number | string }[]>({ count: '*' })
      .groupBy(name)
      .orderBy('count', 'desc');
    return rows.map(({ value, count }) => ({
      value: value ?? NO_VALUE,
      count: Number(count),
    }));
  }

  #filtered(
    query: SloListQuery,
    hidden: ReadonlySet<string>,
    but: Filter = 'rest',
  ): Knex.QueryBuilder {
    const found = this.#db('slo_rows').where({ is_part: false });
    if (hidden.size) {
      const refs = [...hidden];
      found.where(q => {
        q.whereNull('entity_ref');
        // Within what one statement may hold.
        q.orWhere(all => {
          for (let i = 0; i < refs.length; i += 5000) {
            all.whereNotIn('entity_ref', refs.slice(i, i + 5000));
          }
        });
      });
    }
    const oneOf = (column: string, values: readonly string[]) => {
      found.where(q => {
        q.whereIn(
          column,
          values.filter(v => v !== NO_VALUE),
        );
        if (values.includes(NO_VALUE)) q.orWhereNull(column);
      });
    };
    if (query.state && but !== 'state') oneOf('state', query.state);
    if (query.world && but !== 'world') {
      oneOf(
        'world',
        query.world.map(w => (w === NO_VALUE ? w : fullRef(w, 'system'))),
      );
    }
    if (query.owner && but !== 'owner') {
      oneOf(
        'owner',
        query.owner.map(o => (o === NO_VALUE ? o : fullRef(o, 'group'))),
      );
    }
    if (query.entityRef) oneOf('entity_ref', query.entityRef.map(lower));
    if (query.decision) oneOf('decision', query.decision);
    if (query.journeys) found.where({ is_journey: true });
    for (const word of lower(query.q ?? '').split(/\s+/)) {
      if (!word) continue;
      const like = word.replace(/[\\%_]/g, '\\$&');
      found.whereRaw("words like ? escape '\\'", [`%${like}%`]);
    }
    return found;
  }
}

/** What is unknown comes last, whichever way the rest is sorted. */
function sorted(
  rows: Knex.QueryBuilder,
  { sort, order }: SloListQuery,
): Knex.QueryBuilder {
  const by =
    sort === 'worst'
      ? rows.orderBy([
          { column: 'state_rank', order },
          { column: 'urgency', order },
        ])
      : rows.orderByRaw(
          `(case when ?? is null then 1 else 0 end), ?? ${order}`,
          [columnOf[sort], columnOf[sort]],
        );
  return by.orderBy(['name', 'slo', 'objective']);
}
