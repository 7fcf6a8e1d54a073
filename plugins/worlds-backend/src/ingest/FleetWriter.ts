import { Knex } from 'knex';
import {
  DomainStatus,
  severityRank,
  SummariesResponse,
  SummaryChange,
  SummaryRow,
  tellTrouble,
} from '@worldscale/backstage-plugin-worlds-common';
import { portions } from '@worldscale/backstage-plugin-worlds-node';
import { fieldsOfRow } from '../fleet/fieldsOfRow';
import {
  CatalogService,
  CellRecord,
  DomainRecord,
  RowRecord,
  SourceRecord,
  TitleRecord,
  ValueRecord,
} from '../fleet/tables';
import { settleRows } from './settleRows';
import { TableStock } from './TableStock';
import { writeCatalog } from './writeCatalog';

/** All pages of one pull, put together. */
export type PulledSummaries = Omit<SummariesResponse, 'nextCursor'>;

const isRemoval = (
  change: SummaryChange,
): change is Extract<SummaryChange, { removed: true }> =>
  change.removed === true;

const keyOf = (entityRef: string, region: string) => `${entityRef}|${region}`;

/**
 * Writes what catalog and domains say into the fleet's tables. Each write holds the
 * one row of `fleet_head`, so that pulls of several domains, on several backends,
 * take turns.
 */
export class FleetWriter {
  readonly #db: Knex;
  readonly #stock: TableStock;

  constructor(db: Knex) {
    this.#db = db;
    this.#stock = new TableStock(db);
  }

  /** What is known of a domain; undefined: nothing yet. */
  async pulled(domain: string) {
    const record = await this.#db<DomainRecord>('fleet_domains')
      .where({ domain })
      .first();
    if (!record?.epoch || record.generation === null) return undefined;
    return { epoch: record.epoch, since: Number(record.generation) };
  }

  /** What people call a domain, as far as it ever said. */
  async titleOf(domain: string): Promise<string> {
    const record = await this.#db<DomainRecord>('fleet_domains')
      .where({ domain })
      .first('title');
    return record?.title ?? domain;
  }

  /**
   * Notes how asking a domain went, and in one sentence what was wrong; true:
   * differently from last time.
   */
  async noteStatus(
    domain: string,
    status: DomainStatus,
    trouble: string | null = null,
  ): Promise<boolean> {
    return this.#exclusively(async tx => {
      const known = await tx<DomainRecord>('fleet_domains')
        .where({ domain })
        .first();
      if (known?.status === status && known.trouble === trouble) return false;
      await tx('fleet_domains')
        .insert({ domain, title: domain, columns: '[]', status, trouble })
        .onConflict('domain')
        .merge({ status, trouble });
      return known?.status !== status;
    });
  }

  /** Forgets domains that are no longer asked for. */
  async keepOnly(domains: string[]): Promise<void> {
    await this.#exclusively(async tx => {
      for (const table of [
        'fleet_values',
        'fleet_cells',
        'fleet_sources',
        'fleet_domains',
      ]) {
        await tx(table).whereNotIn('domain', domains).delete();
      }
      await settleRows(tx);
    });
  }

  /** Takes in one pull of a domain; answers how many rows it changed. */
  async applySummaries(pull: PulledSummaries): Promise<number> {
    const { domain } = pull;
    const written = pull.rows.filter((c): c is SummaryRow => !isRemoval(c));
    const removed = pull.rows.filter(isRemoval);
    const changed = await this.#exclusively(async tx => {
      await tx('fleet_domains')
        .insert({
          domain,
          title: pull.title,
          permission: pull.permission ?? null,
          columns: JSON.stringify(pull.columns),
          epoch: pull.epoch,
          generation: pull.generation,
          status: 'ok',
          trouble: null,
        })
        .onConflict('domain')
        .merge();
      await this.#writeSources(tx, pull);
      const ids = await this.#ensureRows(tx, written);
      const idOf = (row: { entityRef: string; region: string }) =>
        ids.get(keyOf(row.entityRef, row.region));
      const gone = pull.full
        ? await this.#unnamedRows(tx, domain, new Set(written.map(idOf)))
        : await this.#knownRows(tx, removed);
      for await (const ids_ of portions([...gone, ...ids.values()])) {
        await tx('fleet_values')
          .where({ domain })
          .whereIn('row_id', ids_)
          .delete();
      }
      for await (const ids_ of portions(gone)) {
        await tx('fleet_cells')
          .where({ domain })
          .whereIn('row_id', ids_)
          .delete();
      }
      await this.#writeCells(tx, pull, written, idOf);
      if (written.length + gone.length > 0) await settleRows(tx);
      return written.length + gone.length;
    });
    if (changed > 0) await this.#stock.take();
    return changed;
  }

  /** Takes in what the catalog holds; answers how many services it changed. */
  async applyCatalog(
    services: CatalogService[],
    titles: TitleRecord[],
  ): Promise<number> {
    const changed = await this.#exclusively(tx =>
      writeCatalog(tx, services, titles),
    );
    if (changed > 0) await this.#stock.take();
    return changed;
  }

  async #exclusively<T>(
    work: (tx: Knex.Transaction) => Promise<T>,
  ): Promise<T> {
    return this.#db.transaction(async tx => {
      await tx('fleet_head').where({ id: 1 }).forUpdate().first();
      return work(tx);
    });
  }

  async #writeSources(tx: Knex, { domain, sources }: PulledSummaries) {
    await tx('fleet_sources').where({ domain }).delete();
    const byId = new Map(sources.map(s => [s.id, s]));
    const records = [...byId.values()].map(
      ({ id, confirmedAt, title = id, error }): SourceRecord => ({
        domain,
        source: id,
        confirmed_at_ms: instant(confirmedAt),
        title,
        trouble: error ? tellTrouble(title, error) : null,
      }),
    );
    for await (const chunk of portions(records))
      await tx('fleet_sources').insert(chunk);
  }

  /** Makes the rows that are missing; answers the ids of all by key. */
  async #ensureRows(
    tx: Knex,
    rows: SummaryRow[],
  ): Promise<Map<string, number>> {
    const ids = new Map<string, number>();
    for await (const chunk of portions(rows)) {
      const refs = [...new Set(chunk.map(row => row.entityRef))];
      const services = new Map(
        (await tx('fleet_services').whereIn('entity_ref', refs)).map(s => [
          s.entity_ref,
          JSON.parse(s.service) as CatalogService,
        ]),
      );
      await tx('fleet_rows')
        .insert(
          chunk.map(({ entityRef, region }) => ({
            ...fieldsOfRow(entityRef, services.get(entityRef)),
            region,
            declared: false,
          })),
        )
        .onConflict(['entity_ref', 'region'])
        .ignore();
      const wanted = new Set(chunk.map(r => keyOf(r.entityRef, r.region)));
      const found = await tx<RowRecord>('fleet_rows')
        .whereIn('entity_ref', refs)
        .select('id', 'entity_ref', 'region');
      for (const row of found) {
        const key = keyOf(row.entity_ref, row.region);
        if (wanted.has(key)) ids.set(key, row.id);
      }
    }
    return ids;
  }

  async #unnamedRows(
    tx: Knex,
    domain: string,
    named: Set<number | undefined>,
  ): Promise<number[]> {
    const cells = await tx<CellRecord>('fleet_cells')
      .where({ domain })
      .select('row_id');
    return cells.map(c => c.row_id).filter(id => !named.has(id));
  }

  async #knownRows(
    tx: Knex,
    keys: Array<{ entityRef: string; region: string }>,
  ): Promise<number[]> {
    const wanted = new Set(keys.map(k => keyOf(k.entityRef, k.region)));
    const ids: number[] = [];
    for await (const chunk of portions([
      ...new Set(keys.map(k => k.entityRef)),
    ])) {
      const rows = await tx<RowRecord>('fleet_rows')
        .whereIn('entity_ref', chunk)
        .select('id', 'entity_ref', 'region');
      for (const row of rows) {
        if (wanted.has(keyOf(row.entity_ref, row.region))) ids.push(row.id);
      }
    }
    return ids;
  }

  async #writeCells(
    tx: Knex,
    { domain, columns }: PulledSummaries,
    rows: SummaryRow[],
    idOf: (row: SummaryRow) => number | undefined,
  ) {
    const known = new Set(columns.map(c => c.id));
    const cells: CellRecord[] = [];
    const values: ValueRecord[] = [];
    for (const row of rows) {
      const row_id = idOf(row)!;
      const shown = Object.entries(row.values).filter(([id]) => known.has(id));
      cells.push({
        row_id,
        domain,
        state: severityRank(row.state),
        reason: row.reason,
        observed_at_ms: instant(row.observedAt),
        source: row.source ?? null,
        path: row.path ?? null,
        values: JSON.stringify(Object.fromEntries(shown)),
      });
      for (const [column_id, value] of shown) {
        const number = typeof value === 'number' ? value : null;
        const text = typeof value === 'string' ? value : null;
        values.push({ row_id, domain, column_id, number, text });
      }
    }
    for await (const chunk of portions(cells)) {
      await tx('fleet_cells')
        .insert(chunk)
        .onConflict(['row_id', 'domain'])
        .merge();
    }
    for await (const chunk of portions(values))
      await tx('fleet_values').insert(chunk);
  }
}

/** Unix milliseconds; null where there is no readable instant. */
function instant(iso: string | null): number | null {
  const ms = iso ? Date.parse(iso) : NaN;
  return Number.isNaN(ms) ? null : ms;
}
