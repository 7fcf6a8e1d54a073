/*
 * Results that outlive Prometheus' memory: one row for each day of an objective's
 * generation, with the tallies of its hours while those are kept, and their sum for
 * ever after. An hour that is read again takes the place of the one before, so that
 * late data count; unless it knows of fewer slices: then Prometheus has forgotten,
 * and the portal has not.
 */
import {
  emptyTally,
  hourMs,
  mergeTallies,
  Tally,
} from '@worldscale/backstage-plugin-slo-common';
import { Knex } from 'knex';

const DAY_MS = 24 * hourMs;

/** What identifies a line of results. */
export interface ResultKey {
  slo: string;
  objective: string;
  generation: string;
}

/** A way of counting, and which of its hours have been read. */
export interface GenerationRow extends ResultKey {
  /** Null: it was there when the portal first looked. */
  sinceMs: number | null;
  seenAtMs: number;
  filledFromMs: number | null;
  filledToMs: number | null;
  /** Stands for the exclusions that its hours were counted with. */
  exclusions: string;
}

type Columns = [number, number, number, number, number, number, number, number];

function toColumns(t: Tally): Columns {
  return [
    ...([t.expected, t.excluded, t.observed, t.rated] as const),
    ...([t.badEvents, t.totalEvents, t.bad, t.of] as const),
  ];
}

function toTally(columns: Columns): Tally {
  const [expected, excluded, observed, rated, ...rest] = columns;
  const [badEvents, totalEvents, bad, of] = rest;
  return {
    ...{ expected, excluded, observed, rated },
    ...{ badEvents, totalEvents, bad, of },
  };
}

interface DayRow extends ResultKey {
  day: number;
  offset_ms: number | string;
  sum: string;
  hours: string | null;
}

/** A day with its hours, where they are kept. */
export interface DayResult {
  startMs: number;
  sum: Tally;
  hours: Map<number, Tally> | null;
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
      filledFromMs: numberOf(row.filled_from_ms),
      filledToMs: numberOf(row.filled_to_ms),
      exclusions: row.exclusions,
    }));
  }

  async writeGenerations(rows: readonly GenerationRow[]): Promise<void> {
    for (let i = 0; i < rows.length; i += 500) {
      await this.#db('slo_generations')
        .insert(
          rows.slice(i, i + 500).map(row => ({
            ...{ slo: row.slo, objective: row.objective },
            generation: row.generation,
            since_ms: row.sinceMs,
            seen_at_ms: row.seenAtMs,
            filled_from_ms: row.filledFromMs,
            filled_to_ms: row.filledToMs,
            exclusions: row.exclusions,
          })),
        )
        .onConflict(['slo', 'objective', 'generation'])
        .merge();
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
    for (let i = 0; i < rows.length; i += 100) {
      await this.#db('slo_days')
        .insert(rows.slice(i, i + 100))
        .onConflict(['slo', 'objective', 'generation', 'day'])
        .merge();
    }
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

function pick({ slo, objective, generation }: ResultKey): ResultKey {
  return { slo, objective, generation };
}

function dayOf(atMs: number, offsetMs: number): number {
  return Math.floor((atMs - offsetMs) / DAY_MS);
}

function better(before: Tally | undefined, fresh: Tally): Tally {
  if (!before) return fresh;
  const seen = (t: Tally) => t.observed + t.excluded;
  return seen(fresh) >= seen(before) ? fresh : before;
}

function toDay(row: DayRow, offsetMs: number): DayResult {
  const startMs = row.day * DAY_MS + offsetMs;
  const hours =
    row.hours === null
      ? null
      : new Map(
          Object.entries<Columns>(JSON.parse(row.hours)).map(([i, columns]) => [
            startMs + Number(i) * hourMs,
            toTally(columns),
          ]),
        );
  return { startMs, sum: toTally(JSON.parse(row.sum)), hours };
}

function toRow(
  key: ResultKey,
  offsetMs: number,
  day: number,
  hours: ReadonlyMap<number, Tally>,
): DayRow {
  const startMs = day * DAY_MS + offsetMs;
  const sum = [...hours.values()].reduce(mergeTallies, emptyTally);
  const written = [...hours].map(([hour, tally]) => [
    (hour - startMs) / hourMs,
    toColumns(tally),
  ]);
  return {
    ...pick(key),
    day,
    offset_ms: offsetMs,
    sum: JSON.stringify(toColumns(sum)),
    hours: JSON.stringify(Object.fromEntries(written)),
  };
}
