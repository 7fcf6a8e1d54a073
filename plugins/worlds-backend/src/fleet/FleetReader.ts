import { Knex } from 'knex';
import {
  FleetFacet,
  FleetFacetKey,
  fleetFacetKeys,
  FleetFilters,
  FleetHeatMap,
  FleetQuery,
  FleetRow,
  FleetState,
  FreshnessLimits,
  statesBySeverity,
} from '@worldscale/backstage-plugin-worlds-common';
import { describeRow, Titles } from './describeRow';
import { FleetSql } from './fleetSql';
import {
  CellRecord,
  DomainRecord,
  RowRecord,
  SourceRecord,
  TitleRecord,
} from './tables';
import { HeatMapRecord, shapeHeatMap, shownValue } from './shapeHeatMap';
import { worstOfEach } from './worstOfEach';
import {
  portions,
  ShortMemory,
} from '@worldscale/backstage-plugin-worlds-node';
import { SourceNote, Vision } from './Vision';

const sortColumns: Record<string, string> = {
  service: 'r.sort_title',
  world: 'r.world',
  region: 'r.region',
  owner: 'r.owner',
  lifecycle: 'r.lifecycle',
  type: 'r.type',
};

/** Rows without a value stand last, in either order. */
const nullableColumns = ['r.world', 'r.owner', 'r.lifecycle'];

/** The catalog itself is read no more often. */
const TITLES_KEPT_MS = 30_000;

/** Facets name what they count by; state is worked out. */
const facetColumns: Record<Exclude<FleetFacetKey, 'state'>, string> = {
  world: 'r.world',
  region: 'r.region',
  owner: 'r.owner',
  type: 'r.type',
  lifecycle: 'r.lifecycle',
};

/** Answers questions about the fleet from its tables. */
export class FleetReader {
  readonly #db: Knex;
  readonly #limits: FreshnessLimits;
  readonly #titles = new ShortMemory<Titles>(1);

  constructor(db: Knex, limits: FreshnessLimits) {
    this.#db = db;
    this.#limits = limits;
  }

  /** All domains that were ever pulled, and how their sources are. */
  async domains() {
    const [domains, sources] = await Promise.all([
      this.#db<DomainRecord>('fleet_domains').orderBy('domain'),
      this.#db<SourceRecord>('fleet_sources'),
    ]);
    return domains.map(record => {
      const own = sources.filter(s => s.domain === record.domain);
      return {
        record,
        confirmedAtMs: new Map(
          own.flatMap(({ source, confirmed_at_ms: atMs }) =>
            atMs === null ? [] : [[source, Number(atMs)] as const],
          ),
        ),
        sources: new Map(
          own.map(({ source, title, trouble }): [string, SourceNote] => [
            source,
            { title: title ?? source, trouble: trouble ?? undefined },
          ]),
        ),
      };
    });
  }

  /** Titles of worlds and regions; read anew after a while. */
  async titles(nowMs: number): Promise<Titles> {
    const kept = this.#titles.recall('', nowMs);
    if (kept) return kept;
    const records = await this.#db<TitleRecord>('fleet_titles');
    const of = (kind: TitleRecord['kind']) =>
      new Map(
        records.filter(t => t.kind === kind).map(t => [t.value, t.title]),
      );
    const titles = { world: of('world'), region: of('region') };
    // None at all: the catalog has not been read yet, and will be soon.
    if (records.length > 0)
      this.#titles.keep('', titles, nowMs + TITLES_KEPT_MS);
    return titles;
  }

  /** One page and the number of all rows that match. */
  async page(
    vision: Vision,
    query: FleetQuery,
  ): Promise<{ rows: FleetRow[]; total: number }> {
    const sql = new FleetSql(this.#db, vision, this.#limits);
    const ids = sql.rows(true).select('r.id');
    sql.filter(ids, query);
    this.#order(ids, sql, query);
    const [total, page] = await Promise.all([
      this.#count(sql, query),
      ids.limit(query.limit).offset(query.offset),
    ]);
    const rows = await this.#rows(
      vision,
      page.map((r: { id: number }) => r.id),
    );
    // A page carries what a row shows; what each domain says would double it.
    return { rows: rows.map(({ cells, ...row }) => row), total };
  }

  /** Counts by each facet, under all filters but its own. */
  async facets(vision: Vision, filters: FleetFilters) {
    const sql = new FleetSql(this.#db, vision, this.#limits);
    const titles = await this.titles(vision.nowMs);
    const titleOf = (key: FleetFacetKey, value: string) =>
      key === 'world' || key === 'region' ? titles[key].get(value) : undefined;
    const counted = await Promise.all(
      fleetFacetKeys.map(async key => {
        const others = { ...filters, [key]: undefined };
        const needsCells = key === 'state' || Boolean(others.state?.length);
        const query = sql.rows(needsCells);
        sql.filter(query, others);
        const by =
          key === 'state'
            ? sql.state()
            : { sql: facetColumns[key], bindings: [] };
        const found: Array<{ value: string | number | null; n: number }> =
          await query
            .select(this.#db.raw(`${by.sql} as value`, by.bindings))
            .count({ n: '*' })
            .groupByRaw('1')
            .orderByRaw('1');
        const facets = found.map<FleetFacet>(({ value, n }) => {
          const shown =
            key === 'state'
              ? statesBySeverity[Number(value)]
              : shownValue(value);
          const title = titleOf(key, shown);
          return { value: shown, count: Number(n), ...(title && { title }) };
        });
        return [key, facets] as const;
      }),
    );
    return Object.fromEntries(counted) as Record<FleetFacetKey, FleetFacet[]>;
  }

  /** All rows of one service, by region. */
  async service(vision: Vision, entityRef: string): Promise<FleetRow[]> {
    const sql = new FleetSql(this.#db, vision, this.#limits);
    const found = await sql
      .rows(true)
      .where('r.entity_ref', entityRef)
      .orderBy('r.region')
      .select('r.id');
    return this.#rows(
      vision,
      found.map((r: { id: number }) => r.id),
    );
  }

  /** All rows that match, in few bytes. */
  async heatMap(
    vision: Vision,
    filters: FleetFilters,
  ): Promise<Omit<FleetHeatMap, 'unread'>> {
    const sql = new FleetSql(this.#db, vision, this.#limits);
    const query = sql.rows(true);
    sql.filter(query, filters);
    const found: HeatMapRecord[] = await query
      .select('r.entity_ref', 'r.title', 'r.world', 'r.region')
      .select(sql.cells())
      .orderBy(['r.world', 'r.sort_title', 'r.entity_ref', 'r.region']);
    const titles = await this.titles(vision.nowMs);
    return shapeHeatMap(found, { vision, titles, limits: this.#limits });
  }

  /** The worst row of each of some services. */
  async states(vision: Vision, entityRefs: string[]): Promise<FleetState[]> {
    const sql = new FleetSql(this.#db, vision, this.#limits);
    const found = await sql
      .rows(true)
      .whereIn('r.entity_ref', entityRefs)
      .orderBy(['r.entity_ref', 'r.region'])
      .select('r.id');
    const rows = await this.#rows(
      vision,
      found.map((r: { id: number }) => r.id),
    );
    return worstOfEach(rows);
  }

  async #count(sql: FleetSql, filters: FleetFilters): Promise<number> {
    const query = sql.rows(Boolean(filters.state?.length)).count({ n: '*' });
    sql.filter(query, filters);
    const [{ n }] = await query;
    return Number(n);
  }

  #order(query: Knex.QueryBuilder, sql: FleetSql, request: FleetQuery) {
    const { sort, order } = request;
    const column = sortColumns[sort];
    if (sort === 'state') {
      const state = sql.state();
      query.orderByRaw(`${state.sql} ${order}`, state.bindings);
    } else if (column) {
      if (nullableColumns.includes(column)) {
        query.orderByRaw(`case when ${column} is null then 1 else 0 end`);
      }
      query.orderBy(column, order);
    } else {
      const [domain, columnId] = sort.split('.');
      sql.orderByValue(query, domain, columnId, order);
    }
    // So that no row shows on two pages, or on none.
    const ties = ['r.sort_title', 'r.region', 'r.id'];
    query.orderBy(ties.filter(tie => tie !== column));
  }

  async #rows(vision: Vision, ids: number[]): Promise<FleetRow[]> {
    const titles = await this.titles(vision.nowMs);
    const rows = new Map<number, RowRecord>();
    const cells = new Map<number, CellRecord[]>();
    for await (const some of portions(ids)) {
      const found: Array<RowRecord & CellRecord> = await this.#db(
        'fleet_rows as r',
      )
        .leftJoin('fleet_cells as c', 'c.row_id', 'r.id')
        .whereIn('r.id', some)
        // Where no cell is, its columns are null.
        .select('r.*', 'c.*');
      for (const record of found) {
        rows.set(record.id, record);
        if (record.row_id === null) continue;
        cells.set(record.id, [...(cells.get(record.id) ?? []), record]);
      }
    }
    const silent = [...rows.values()].filter(row => !cells.has(row.id));
    const whole = await this.#cellsOfWhole(silent.map(row => row.entity_ref));
    return ids.flatMap(id => {
      const row = rows.get(id);
      if (!row) return [];
      return describeRow(
        row,
        { own: cells.get(id) ?? [], whole: whole.get(row.entity_ref) ?? [] },
        { vision, titles, limits: this.#limits },
      );
    });
  }

  /** What domains say of services as a whole: why nothing is said of their regions. */
  async #cellsOfWhole(refs: string[]): Promise<Map<string, CellRecord[]>> {
    const found = new Map<string, CellRecord[]>();
    for await (const some of portions([...new Set(refs)])) {
      const records: Array<CellRecord & { entity_ref: string }> =
        await this.#db('fleet_rows as r')
          .join('fleet_cells as c', 'c.row_id', 'r.id')
          .where('r.region', '')
          .whereIn('r.entity_ref', some)
          .select('r.entity_ref', 'c.*');
      for (const cell of records) {
        const of = found.get(cell.entity_ref) ?? [];
        found.set(cell.entity_ref, [...of, cell]);
      }
    }
    return found;
  }
}
