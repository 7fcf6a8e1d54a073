import { Knex } from 'knex';
import {
  ParsedSummariesRequest,
  SummaryRow,
} from '@worldscale/backstage-plugin-worlds-common';
import { LedgerHead, startOfPage, writeCursor } from './cursor';
import { portions } from '../turns/portions';
import { keyOf, lastOfEach, sameRow } from './sameRow';
import {
  DEFAULT_TOMBSTONE_LIMIT,
  LedgerAnswer,
  LedgerChange,
  SummaryKey,
  SummaryLedger,
} from './SummaryLedger';

interface StoredRow {
  entity_ref: string;
  region: string;
  source: string | null;
  /** PostgreSQL gives big integers as strings. */
  generation: number | string;
  /** JSON; null: removed. */
  row: string | null;
}

const storedKey = (row: StoredRow) =>
  keyOf({ entityRef: row.entity_ref, region: row.region });

async function readRows(db: Knex, keys: SummaryKey[]): Promise<StoredRow[]> {
  const refs = [...new Set(keys.map(key => key.entityRef))];
  const found: StoredRow[] = [];
  for await (const chunk of portions(refs)) {
    const rows = await db<StoredRow>('summary_rows').whereIn(
      'entity_ref',
      chunk,
    );
    found.push(...rows);
  }
  return found;
}

async function readHead(db: Knex, lock = false): Promise<LedgerHead> {
  const query = db('summary_head').where({ id: 1 });
  const row = await (lock ? query.forUpdate() : query).first();
  if (!row) throw new Error('the table summary_head has lost its only row');
  return {
    epoch: row.epoch,
    generation: Number(row.generation),
    horizon: Number(row.horizon),
  };
}

async function confirmIn(db: Knex, id: string, at: Date): Promise<void> {
  const confirmedAt = at.toISOString();
  await db('summary_sources')
    .insert({ id, confirmed_at: confirmedAt })
    .onConflict('id')
    .merge({ confirmed_at: confirmedAt })
    .where('summary_sources.confirmed_at', '<', confirmedAt);
}

/**
 * A ledger in the domain's own database, the same for all its backends. Tables are
 * made by {@link createSummaryTables} in a migration of the domain.
 */
export class DatabaseSummaryLedger implements SummaryLedger {
  readonly #db: Knex;
  readonly #tombstoneLimit: number;

  constructor(db: Knex, options: { tombstoneLimit?: number } = {}) {
    this.#db = db;
    this.#tombstoneLimit = options.tombstoneLimit ?? DEFAULT_TOMBSTONE_LIMIT;
  }

  async replace(source: string, rows: SummaryRow[], confirmedAt?: Date) {
    return this.#locked(async (tx, head) => {
      if (confirmedAt) await confirmIn(tx, source, confirmedAt);
      const named = new Set(rows.map(keyOf));
      const held = await tx<StoredRow>('summary_rows').where({ source });
      const gone = held
        .map(r => ({ entityRef: r.entity_ref, region: r.region }))
        .filter(key => !named.has(keyOf(key)));
      const mine = rows.map(row => ({ ...row, source }));
      return this.#write(tx, head, mine, gone, held);
    });
  }

  async upsert(rows: SummaryRow[]) {
    return this.#locked((tx, head) => this.#write(tx, head, rows, []));
  }

  async remove(keys: SummaryKey[]) {
    return this.#locked((tx, head) => this.#write(tx, head, [], keys));
  }

  async confirm(source: string, at: Date) {
    await confirmIn(this.#db, source, at);
  }

  async forget(source: string) {
    return this.#locked(async (tx, head) => {
      await tx('summary_sources').where({ id: source }).delete();
      const held = await tx<StoredRow>('summary_rows').where({ source });
      const gone = held.map(r => ({
        entityRef: r.entity_ref,
        region: r.region,
      }));
      return this.#write(tx, head, [], gone, held);
    });
  }

  async answer(request: ParsedSummariesRequest): Promise<LedgerAnswer> {
    const head = await readHead(this.#db);
    const from = startOfPage(request, head);
    const query = this.#db<StoredRow>('summary_rows')
      .where('generation', '<=', from.until)
      .andWhere(q =>
        q
          .where('generation', '>', from.generation)
          .orWhere(same =>
            same
              .where('generation', from.generation)
              .andWhere(later =>
                later
                  .where('entity_ref', '>', from.entityRef)
                  .orWhere(sameRef =>
                    sameRef
                      .where('entity_ref', from.entityRef)
                      .andWhere('region', '>', from.region),
                  ),
              ),
          ),
      )
      .orderBy(['generation', 'entity_ref', 'region'])
      .limit(request.limit + 1);
    if (from.full) query.whereNotNull('row');
    const found = await query;
    const page = found.slice(0, request.limit);
    const last = page[page.length - 1];
    const sources = await this.#db('summary_sources').orderBy('id');
    return {
      epoch: head.epoch,
      full: from.full,
      generation: from.until,
      rows: page.map(({ row, entity_ref: entityRef, region }) =>
        row ? JSON.parse(row) : { entityRef, region, removed: true as const },
      ),
      sources: sources.map(s => ({ id: s.id, confirmedAt: s.confirmed_at })),
      nextCursor:
        found.length > page.length
          ? writeCursor({
              ...from,
              generation: Number(last.generation),
              entityRef: last.entity_ref,
              region: last.region,
            })
          : undefined,
    };
  }

  async countBySource() {
    const rows: Array<{ source: string; n: number | string }> = await this.#db(
      'summary_rows',
    )
      .whereNotNull('source')
      .whereNotNull('row')
      .groupBy('source')
      .select('source')
      .count({ n: '*' });
    return new Map(rows.map(({ source, n }) => [source, Number(n)]));
  }

  /** Runs a write while nobody else writes; readers are not held up. */
  async #locked(
    work: (tx: Knex.Transaction, head: LedgerHead) => Promise<LedgerChange>,
  ): Promise<LedgerChange> {
    return this.#db.transaction(async tx => work(tx, await readHead(tx, true)));
  }

  async #write(
    tx: Knex.Transaction,
    head: LedgerHead,
    rows: SummaryRow[],
    gone: SummaryKey[],
    alreadyRead: StoredRow[] = [],
  ): Promise<LedgerChange> {
    const stored = new Map(alreadyRead.map(r => [storedKey(r), r]));
    const unread = [...rows, ...gone].filter(key => !stored.has(keyOf(key)));
    for (const found of await readRows(tx, unread)) {
      stored.set(storedKey(found), found);
    }
    const changed: SummaryRow[] = [];
    for await (const some of portions(lastOfEach(rows))) {
      changed.push(
        ...some.filter(row => {
          const known = stored.get(keyOf(row))?.row;
          return !known || !sameRow(JSON.parse(known), row);
        }),
      );
    }
    const removed = lastOfEach(gone).filter(key => stored.get(keyOf(key))?.row);
    if (changed.length + removed.length === 0) {
      return { written: 0, removed: 0, generation: head.generation };
    }
    const generation = head.generation + 1;
    const records = [
      ...changed.map(row => ({
        entity_ref: row.entityRef,
        region: row.region,
        source: row.source ?? null,
        generation,
        row: JSON.stringify(row),
      })),
      ...removed.map(({ entityRef, region }) => ({
        entity_ref: entityRef,
        region,
        source: null,
        generation,
        row: null,
      })),
    ];
    for await (const chunk of portions(records)) {
      await tx('summary_rows')
        .insert(chunk)
        .onConflict(['entity_ref', 'region'])
        .merge();
    }
    await tx('summary_head').where({ id: 1 }).update({ generation });
    if (removed.length > 0) await this.#dropOldTombstones(tx);
    return { written: changed.length, removed: removed.length, generation };
  }

  async #dropOldTombstones(tx: Knex.Transaction): Promise<void> {
    const newestSurplus = await tx<StoredRow>('summary_rows')
      .whereNull('row')
      .orderBy('generation', 'desc')
      .offset(this.#tombstoneLimit)
      .first('generation');
    if (!newestSurplus) return;
    const horizon = Number(newestSurplus.generation);
    await tx('summary_rows')
      .whereNull('row')
      .andWhere('generation', '<=', horizon)
      .delete();
    await tx('summary_head').where({ id: 1 }).update({ horizon });
  }
}
