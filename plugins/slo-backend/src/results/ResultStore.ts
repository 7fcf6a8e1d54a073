/*
 * Results that outlive Prometheus' memory: one row for each day of an objective's
 * generation, with the tallies of its hours while those are kept, and their sum for
 * ever after. An hour that is read again takes the place of the one before, so that
 * late data count; unless it knows of fewer slices: then Prometheus has forgotten,
 * and the portal has not.
 */
import { hourMs, Tally } from '@worldscale/backstage-plugin-slo-common';
import { giveWay, portions } from '@worldscale/backstage-plugin-worlds-node';
import { Knex } from 'knex';
import {
  better,
  DAY_MS,
  dayOf,
  DayResult,
  DayRow,
  pick,
  ResultKey,
  toDay,
  toRow,
} from './dayRows';

export type { DayResult, ResultKey } from './dayRows';

/** Each holds up to 24 hours as text. */
const DAYS_AT_ONCE = 100;

/** Which hours have been read, whether or not there was anything in them. */
export interface ReadMarks {
  fromMs: number | null;
  toMs: number | null;
}

/** Where hours are read from: by the queries themselves, or from recorded slices. */
export type ReadBy = 'direct' | 'recorded';

const columnsOf = {
  direct: ['filled_from_ms', 'filled_to_ms'],
  recorded: ['recorded_from_ms', 'recorded_to_ms'],
};

/** A way of counting, and which of its hours have been read. */
export interface GenerationRow extends ResultKey {
  /** Null: it was there when the portal first looked. */
  sinceMs: number | null;
  seenAtMs: number;
  direct: ReadMarks;
  recorded: ReadMarks;
  /** Stands for the exclusions that its hours were counted with. */
  exclusions: string;
}

function numberOf(value: unknown): number | null {
  return value === null || value === undefined ? null : Number(value);
}

export class ResultStore {
  readonly #db: Knex;

  constructor(db: Knex) {
    this.#db = db;
  }

  /** Generations, oldest first: of an objective, of an SLO, or of all. */
  async generations(
    slo?: string,
    objective?: string,
  ): Promise<GenerationRow[]> {
    const rows = await this.#db('slo_generations')
      .where({
        ...(slo !== undefined && { slo }),
        ...(objective !== undefined && { objective }),
      })
      .orderBy('seen_at_ms');
    return rows.map(row => ({
      slo: row.slo,
      objective: row.objective,
      generation: row.generation,
      sinceMs: numberOf(row.since_ms),
      seenAtMs: Number(row.seen_at_ms),
      direct: {
        fromMs: numberOf(row.filled_from_ms),
        toMs: numberOf(row.filled_to_ms),
      },
      recorded: {
        fromMs: numberOf(row.recorded_from_ms),
        toMs: numberOf(row.recorded_to_ms),
      },
      exclusions: row.exclusions,
    }));
  }

  /** When an SLO, or any, was first looked at. */
  async firstSeenMs(slo?: string): Promise<number | null> {
    const [found] = await this.#db('slo_generations')
      .where(slo === undefined ? {} : { slo })
      .min({ at: 'seen_at_ms' });
    return numberOf(found?.at);
  }

  /**
   * @param by whose marks are written of a row that is there: others may have moved the
   *   other ones; undefined: all of it
   */
  async writeGenerations(
    rows: readonly GenerationRow[],
    by?: ReadBy,
  ): Promise<void> {
    for await (const some of portions(rows)) {
      await this.#db('slo_generations')
        .insert(
          some.map(row => ({
            ...{ slo: row.slo, objective: row.objective },
            generation: row.generation,
            since_ms: row.sinceMs,
            seen_at_ms: row.seenAtMs,
            filled_from_ms: row.direct.fromMs,
            filled_to_ms: row.direct.toMs,
            recorded_from_ms: row.recorded.fromMs,
            recorded_to_ms: row.recorded.toMs,
            exclusions: row.exclusions,
          })),
        )
        .onConflict(['slo', 'objective', 'generation'])
        .merge(by && columnsOf[by]);
    }
  }

  async days(
    key: ResultKey,
    offsetMs: number,
    within: { startMs: number; endMs: number },
  ): Promise<DayResult[]> {
    const rows = await this.#db<DayRow>('slo_days')
      .where({ ...pick(key), offset_ms: offsetMs })
      .whereBetween('day', [
        dayOf(within.startMs, offsetMs),
        dayOf(within.endMs - 1, offsetMs),
      ])
      .orderBy('day');
    return rows.map(row => toDay(row, offsetMs));
  }

  /** Tallies of the hours that begin within an interval. */
  async hours(
    key: ResultKey,
    offsetMs: number,
    within: { startMs: number; endMs: number },
  ): Promise<Map<number, Tally>> {
    const found = new Map<number, Tally>();
    for (const { hours } of await this.days(key, offsetMs, within)) {
      for (const [hour, tally] of hours ?? []) {
        if (hour >= within.startMs && hour < within.endMs) {
          found.set(hour, tally);
        }
      }
    }
    return found;
  }

  async write(
    key: ResultKey,
    offsetMs: number,
    hours: ReadonlyMap<number, Tally>,
  ): Promise<void> {
    if (!hours.size) return;
    const byDay = new Map<number, Map<number, Tally>>();
    for (const [hour, tally] of hours) {
      const day = dayOf(hour, offsetMs);
      byDay.set(day, (byDay.get(day) ?? new Map()).set(hour, tally));
    }
    const starts = [...hours.keys()];
    const stored = await this.days(key, offsetMs, {
      startMs: Math.min(...starts),
      endMs: Math.max(...starts) + hourMs,
    });
    const before = new Map(stored.map(d => [dayOf(d.startMs, offsetMs), d]));
    const rows: DayRow[] = [];
    for (const [day, fresh] of byDay) {
      const known = before.get(day);
      // A day whose hours are given up keeps the sum that it had.
      if (known && !known.hours) continue;
      const merged = new Map(known?.hours ?? []);
      for (const [hour, tally] of fresh) {
        merged.set(hour, better(merged.get(hour), tally));
      }
      rows.push(toRow(key, offsetMs, day, merged));
    }
    for await (const some of portions(rows, DAYS_AT_ONCE)) {
      await this.#db('slo_days')
        .insert(some)
        .onConflict(['slo', 'objective', 'generation', 'day'])
        .merge();
    }
  }

  /**
   * Hours of one day of UTC, for many objectives at once: what is there already costs
   * one question for hundreds of them, and only days that change are written.
   *
   * @returns how many days were written
   */
  async writeDay(
    day: number,
    results: readonly {
      key: ResultKey;
      hours: ReadonlyMap<number, Tally>;
    }[],
  ): Promise<number> {
    let written = 0;
    for await (const part of portions(results, 200)) {
      const names = [...new Set(part.map(({ key }) => key.slo))];
      const stored = await this.#db<DayRow>('slo_days')
        .where({ day, offset_ms: 0 })
        .whereIn('slo', names);
      const before = new Map(stored.map(row => [lineOf(row), row]));
      const rows: DayRow[] = [];
      for (const { key, hours } of part) {
        await giveWay();
        const known = before.get(lineOf(key));
        const kept = known && toDay(known, 0).hours;
        // A day whose hours are given up keeps the sum that it had.
        if (known && !kept) continue;
        const merged = new Map(kept ?? []);
        for (const [hour, tally] of hours) {
          merged.set(hour, better(merged.get(hour), tally));
        }
        const inOrder = new Map([...merged].sort(([a], [b]) => a - b));
        const row = toRow(key, 0, day, inOrder);
        if (row.hours !== known?.hours) rows.push(row);
      }
      if (!rows.length) continue;
      await this.#db('slo_days')
        .insert(rows)
        .onConflict(['slo', 'objective', 'generation', 'day'])
        .merge();
      written += rows.length;
    }
    return written;
  }

  /** Gives hours up that are older, and days, and what belongs to no SLO any more. */
  async retain(beforeMs: { hours: number; days: number }): Promise<void> {
    await this.#db('slo_days')
      .where('day', '<', Math.floor(beforeMs.hours / DAY_MS))
      .whereNotNull('hours')
      .update({ hours: null });
    await this.#db('slo_days')
      .where('day', '<', Math.floor(beforeMs.days / DAY_MS))
      .delete();
  }
}

function lineOf({ slo, objective, generation }: ResultKey): string {
  return [slo, objective, generation].join('\n');
}
