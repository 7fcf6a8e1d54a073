/*
 * Latest figures of all objectives. Of 10,000 most say the same as a round before, or
 * differ in a number: only those that differ are written, some at a time, so that
 * whoever shares the thread or the database gets a turn in between.
 *
 * What was written last is remembered by its digest. It holds while the counter of
 * writes is where this backend left it; when another backend has written since, all
 * rows are read anew.
 */
import { createHash } from 'node:crypto';
import { SloRow } from '@worldscale/backstage-plugin-slo-common';
import { giveWay, portions } from '@worldscale/backstage-plugin-worlds-node';
import { Knex } from 'knex';
import {
  fromText,
  isoTimes,
  keyOf,
  Memory,
  RoundTimes,
  RowRecord,
  StoredRow,
  TextRecord,
  toRecord,
  toText,
} from './rowRecord';

/** Some 20 ms of work, and far below the parameters that a statement may have. */
const ROWS_AT_ONCE = 200;

interface Known {
  generation: number;
  digests: Map<string, string>;
  memories: Map<string, Memory>;
}

export interface Written {
  written: number;
  removed: number;
  /** No other backend has written since this one did. */
  isAlone: boolean;
}

function digestOf({ row, memory }: TextRecord): string {
  return createHash('sha1').update(row).update(memory).digest('base64');
}

export class RowStore {
  readonly #db: Knex;
  #known: Known | undefined;
  /** Since the last round was written. */
  #wasReread = false;

  constructor(db: Knex) {
    this.#db = db;
  }

  /** What every objective was before, by SLO and objective. */
  async memories(): Promise<ReadonlyMap<string, Memory>> {
    return (await this.#current()).memories;
  }

  /**
   * Makes the rows all that there are.
   *
   * @param times what the rows of this round have in common
   */
  async replace(
    rows: readonly StoredRow[],
    times?: RoundTimes,
  ): Promise<Written> {
    const known = await this.#current();
    const isAlone = !this.#wasReread;
    this.#wasReread = false;
    const common = times && isoTimes(times);
    const named = new Set<string>();
    let written = 0;
    for await (const some of portions(rows, ROWS_AT_ONCE)) {
      const changed: [RowRecord, TextRecord][] = [];
      for (const stored of some) {
        const text = toText(stored, common);
        const key = keyOf(text);
        const digest = digestOf(text);
        named.add(key);
        known.memories.set(key, stored.memory);
        if (known.digests.get(key) === digest) continue;
        known.digests.set(key, digest);
        changed.push([toRecord(stored.row), text]);
      }
      if (changed.length) await this.#write(known, changed);
      written += changed.length;
    }
    const gone = [...known.digests.keys()].filter(key => !named.has(key));
    for await (const some of portions(gone, ROWS_AT_ONCE)) {
      await this.#remove(known, some);
    }
    if (times) {
      await this.#db('slo_head').where({ id: 1 }).update({
        rows_at_ms: times.observedAtMs,
        rows_end_ms: times.windowEndMs,
      });
    }
    return { written, removed: gone.length, isAlone };
  }

  /** Adds rows of objectives that have none; all others stay as they are. */
  async add(rows: readonly StoredRow[]): Promise<void> {
    const known = await this.#current();
    const texts = rows.map(
      stored => [stored, toText(stored, undefined)] as const,
    );
    const added = texts.filter(([, text]) => !known.digests.has(keyOf(text)));
    for await (const some of portions(added, ROWS_AT_ONCE)) {
      for (const [{ memory }, text] of some) {
        known.digests.set(keyOf(text), digestOf(text));
        known.memories.set(keyOf(text), memory);
      }
      await this.#write(
        known,
        some.map(([{ row }, text]) => [toRecord(row), text]),
      );
    }
  }

  async ofSlo(slo: string): Promise<StoredRow[]> {
    const [texts, times] = await Promise.all([
      this.#db<TextRecord>('slo_row_texts').where({ slo }).orderBy('objective'),
      this.times(),
    ]);
    return texts.map(({ row, memory }) => ({
      row: fromText(row, times),
      memory: JSON.parse(memory),
    }));
  }

  /** Worst first, without parts of composites and single regions. */
  async where(
    filter: { entity_ref: string } | { world: string; is_journey: boolean },
  ): Promise<SloRow[]> {
    const keys = await this.#db<RowRecord>('slo_rows')
      .where({ ...filter, is_part: false })
      .orderBy(['state_rank', 'urgency', 'name', 'slo', 'objective'])
      .select('slo', 'objective');
    return this.read(keys);
  }

  /** Rows by their keys, in that order. */
  async read(
    keys: readonly Pick<RowRecord, 'slo' | 'objective'>[],
  ): Promise<SloRow[]> {
    if (!keys.length) return [];
    const times = await this.times();
    const found = new Map<string, string>();
    for await (const some of portions(keys)) {
      const texts: TextRecord[] = await this.#db('slo_row_texts')
        .whereIn(
          ['slo', 'objective'],
          some.map(({ slo, objective }) => [slo, objective]),
        )
        .select('slo', 'objective', 'row');
      for (const text of texts) found.set(keyOf(text), text.row);
    }
    return keys.flatMap(key => {
      const text = found.get(keyOf(key));
      return text === undefined ? [] : fromText(text, times);
    });
  }

  /** When the latest round looked; undefined before the first. */
  async times(): Promise<RoundTimes | undefined> {
    const [head] = await this.#db('slo_head').where({ id: 1 });
    return head?.rows_at_ms === null || head?.rows_at_ms === undefined
      ? undefined
      : {
          observedAtMs: Number(head.rows_at_ms),
          windowEndMs: Number(head.rows_end_ms),
        };
  }

  /** Counts up with every change of any row. */
  async generation(): Promise<number> {
    const [head] = await this.#db('slo_head').where({ id: 1 });
    return Number(head.rows_generation);
  }

  async #current(): Promise<Known> {
    const generation = await this.generation();
    if (this.#known?.generation === generation) return this.#known;
    const known: Known = {
      generation,
      digests: new Map(),
      memories: new Map(),
    };
    let last: Pick<TextRecord, 'slo' | 'objective'> | undefined;
    for (;;) {
      const after = last;
      const texts: TextRecord[] = await this.#db<TextRecord>('slo_row_texts')
        .modify(query => {
          if (!after) return;
          query.whereRaw('(slo, objective) > (?, ?)', [
            after.slo,
            after.objective,
          ]);
        })
        .orderBy(['slo', 'objective'])
        .limit(ROWS_AT_ONCE);
      for (const text of texts) {
        known.digests.set(keyOf(text), digestOf(text));
        known.memories.set(keyOf(text), JSON.parse(text.memory));
      }
      if (texts.length < ROWS_AT_ONCE) break;
      last = texts.at(-1);
      await giveWay();
    }
    this.#known = known;
    this.#wasReread = true;
    return known;
  }

  async #write(
    known: Known,
    changed: readonly [RowRecord, TextRecord][],
  ): Promise<void> {
    await this.#counted(known, async tx => {
      const key = ['slo', 'objective'];
      await tx('slo_row_texts')
        .insert(changed.map(([, text]) => text))
        .onConflict(key)
        .merge();
      await tx('slo_rows')
        .insert(changed.map(([record]) => record))
        .onConflict(key)
        .merge();
    });
  }

  async #remove(known: Known, keys: readonly string[]): Promise<void> {
    const pairs = keys.map(key => key.split('\n'));
    await this.#counted(known, async tx => {
      for (const table of ['slo_rows', 'slo_row_texts']) {
        await tx(table).whereIn(['slo', 'objective'], pairs).delete();
      }
    });
    for (const key of keys) {
      known.digests.delete(key);
      known.memories.delete(key);
    }
  }

  /** Writes and counts; where another has written meanwhile, nothing is remembered. */
  async #counted(
    known: Known,
    work: (tx: Knex.Transaction) => Promise<void>,
  ): Promise<void> {
    try {
      const generation = await this.#db.transaction(async tx => {
        await tx('slo_head').where({ id: 1 }).increment('rows_generation', 1);
        const [head] = await tx('slo_head').where({ id: 1 });
        await work(tx);
        return Number(head.rows_generation);
      });
      const isAlone = generation === known.generation + 1;
      known.generation = generation;
      if (!isAlone) this.#known = undefined;
    } catch (error) {
      this.#known = undefined;
      throw error;
    }
  }
}
