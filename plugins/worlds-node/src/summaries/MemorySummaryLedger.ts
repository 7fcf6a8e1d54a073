import { randomUUID } from 'node:crypto';
import {
  ParsedSummariesRequest,
  SummaryRow,
} from '@worldscale/backstage-plugin-worlds-common';
import { startOfPage, writeCursor } from './cursor';
import { keyOf, lastOfEach, sameRow } from './sameRow';
import {
  DEFAULT_TOMBSTONE_LIMIT,
  LedgerAnswer,
  LedgerChange,
  SummaryKey,
  SummaryLedger,
} from './SummaryLedger';

interface Entry extends SummaryKey {
  generation: number;
  /** Null: removed. */
  row: SummaryRow | null;
}

const order = (a: Entry, b: Entry) =>
  a.generation - b.generation ||
  compare(a.entityRef, b.entityRef) ||
  compare(a.region, b.region);

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

/** A ledger within one process: a new epoch at every start. */
export class MemorySummaryLedger implements SummaryLedger {
  readonly #entries = new Map<string, Entry>();
  readonly #confirmed = new Map<string, string>();
  readonly #epoch: string;
  readonly #tombstoneLimit: number;
  #generation = 0;
  #horizon = 0;

  constructor(options: { epoch?: string; tombstoneLimit?: number } = {}) {
    this.#epoch = options.epoch ?? randomUUID();
    this.#tombstoneLimit = options.tombstoneLimit ?? DEFAULT_TOMBSTONE_LIMIT;
  }

  async replace(source: string, rows: SummaryRow[], confirmedAt?: Date) {
    const named = new Set(rows.map(keyOf));
    const gone = this.#rowsOf(source).filter(row => !named.has(keyOf(row)));
    const change = this.#write(
      rows.map(row => ({ ...row, source })),
      gone,
    );
    if (confirmedAt) await this.confirm(source, confirmedAt);
    return change;
  }

  async upsert(rows: SummaryRow[]) {
    return this.#write(rows, []);
  }

  async remove(keys: SummaryKey[]) {
    return this.#write([], keys);
  }

  async confirm(source: string, at: Date) {
    const known = this.#confirmed.get(source);
    const iso = at.toISOString();
    if (!known || known < iso) this.#confirmed.set(source, iso);
  }

  async forget(source: string) {
    this.#confirmed.delete(source);
    return this.#write([], this.#rowsOf(source));
  }

  async answer(request: ParsedSummariesRequest): Promise<LedgerAnswer> {
    const from = startOfPage(request, {
      epoch: this.#epoch,
      generation: this.#generation,
      horizon: this.#horizon,
    });
    const matching = [...this.#entries.values()]
      .filter(e => e.generation <= from.until && !(from.full && !e.row))
      .filter(e => order(e, { ...from, row: null }) > 0)
      .sort(order);
    const page = matching.slice(0, request.limit);
    const last = page[page.length - 1];
    return {
      epoch: this.#epoch,
      full: from.full,
      generation: from.until,
      rows: page.map(
        ({ row, entityRef, region }) =>
          row ?? { entityRef, region, removed: true as const },
      ),
      sources: [...this.#confirmed].map(([id, confirmedAt]) => ({
        id,
        confirmedAt,
      })),
      nextCursor:
        matching.length > page.length
          ? writeCursor({
              ...from,
              generation: last.generation,
              entityRef: last.entityRef,
              region: last.region,
            })
          : undefined,
    };
  }

  async countBySource() {
    const counts = new Map<string, number>();
    for (const { row } of this.#entries.values()) {
      if (row?.source) {
        counts.set(row.source, (counts.get(row.source) ?? 0) + 1);
      }
    }
    return counts;
  }

  #rowsOf(source: string): SummaryRow[] {
    return [...this.#entries.values()].flatMap(({ row }) =>
      row?.source === source ? [row] : [],
    );
  }

  #write(rows: SummaryRow[], gone: SummaryKey[]): LedgerChange {
    const changed = lastOfEach(rows).filter(row => {
      const known = this.#entries.get(keyOf(row))?.row;
      return !known || !sameRow(known, row);
    });
    const removed = gone.filter(key => this.#entries.get(keyOf(key))?.row);
    if (changed.length + removed.length > 0) this.#generation += 1;
    const generation = this.#generation;
    for (const row of changed) {
      const { entityRef, region } = row;
      this.#entries.set(keyOf(row), { entityRef, region, generation, row });
    }
    for (const { entityRef, region } of removed) {
      const entry = { entityRef, region, generation, row: null };
      this.#entries.set(keyOf(entry), entry);
    }
    if (removed.length > 0) this.#dropOldTombstones();
    return { written: changed.length, removed: removed.length, generation };
  }

  #dropOldTombstones() {
    const tombstones = [...this.#entries.values()].filter(e => !e.row);
    const surplus = tombstones.length - this.#tombstoneLimit;
    if (surplus <= 0) return;
    for (const entry of tombstones.sort(order).slice(0, surplus)) {
      this.#horizon = Math.max(this.#horizon, entry.generation);
      this.#entries.delete(keyOf(entry));
    }
  }
}
