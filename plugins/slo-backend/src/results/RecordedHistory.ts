/*
 * History of what the rules record. A rolling window is read from its recorded series
 * in each round, so that nothing of it would outlive Prometheus' memory; this keeps its
 * hours, for all SLOs at once: three or four questions a day of the past, however many
 * SLOs there are. "All" is the selector slo!="" where most of them are asked for, and
 * their names where few are.
 *
 * An hour that has ended is read soon after, and again for some hours, since data come
 * late; once a day the last two days are. The past is read newest first, a day at a time,
 * as far back as is configured or the generation goes; a day of which Prometheus knows
 * nothing costs one short question. Where a round ends, the next one goes on: what was
 * read is noted with the generation, apart from what tracks have read by its queries:
 * hours that no rule has recorded may still be there for these.
 *
 * An hour is the sum of the samples within it, the later end included. Old versions of
 * Prometheus include the earlier end, too, so that it is left out by a millisecond.
 */
import {
  hourMs,
  recorded,
  SeriesPrefix,
  Tally,
} from '@worldscale/backstage-plugin-slo-common';
import {
  giveWay,
  PrometheusError,
  WatchedPrometheus,
} from '@worldscale/backstage-plugin-worlds-node';
import { KnownSlo } from '../definitions/Definitions';
import { INGEST_DELAY_MS } from '../measuring/tail';
import { isRegional } from '../measuring/Track';
import { DAY_MS, dayOf, ResultKey } from './dayRows';
import {
  countsWhole,
  generationAt,
  hourColumn,
  HourColumn,
  tallyOf,
} from './recordedHours';
import { GenerationRow, ResultStore } from './ResultStore';
import { newGeneration } from './TrackKeeper';

/** Hours that are read again at each hour, for late data. */
const LATE_HOURS = 6;
/** Hours that are read again once a day: what was written after an outage. */
const LATE_DAY_HOURS = 48;
/** Few enough that an answer stays below some 20 MB. */
const SAMPLES_AT_ONCE = 250_000;
/** Rules are evaluated once a minute or slice; the hour's last sample may be late. */
const SETTLED_AFTER_MS = INGEST_DELAY_MS + 60_000;

/** An objective whose hours are kept. */
interface Line {
  key: ResultKey;
  slo: KnownSlo;
  place: string;
  region: string;
  row: GenerationRow;
}

export interface RecordedHistoryOptions {
  prometheus: Pick<WatchedPrometheus, 'queryRange'>;
  store: ResultStore;
  /** How far back the past is read. */
  readBackMs: number;
  now: () => number;
}

const lineId = (slo: string, place: string, region: string) =>
  `${slo}\n${region ? `${place}@${region}` : place}`;

export class RecordedHistory {
  readonly #options: RecordedHistoryOptions;
  /** Lines by SLO and objective; regions join when they are first seen. */
  readonly #lines = new Map<string, Line>();
  /** What was there when the first round began, to ask once and not for each line. */
  #stored: Map<string, GenerationRow[]> | undefined;
  #loaded = false;
  #readToMs = 0;
  /** Hours of one question at the most; less where answers were too large. */
  #mostHours = 24;
  #lateDay = 0;

  constructor(options: RecordedHistoryOptions) {
    this.#options = options;
  }

  /**
   * Reads what has ended since the last round and, while there is time, more of the past.
   *
   * @param slos those that are read from recorded series, with rolling windows
   * @param mayGoOn whether one more piece of the past may be read now
   * @returns whether there is more of the past to read
   * @throws PrometheusError
   */
  async run(
    slos: readonly KnownSlo[],
    mayGoOn: () => boolean,
    signal: AbortSignal,
  ): Promise<boolean> {
    if (!slos.length) return false;
    const { now, store } = this.#options;
    const nowMs = now();
    const known = await this.#know(slos, nowMs);
    const endMs = Math.floor((nowMs - SETTLED_AFTER_MS) / hourMs) * hourMs;
    const touched = new Set<Line>();
    const isNewHour = endMs > this.#readToMs;
    const fresh = [...this.#lines.values()].some(
      l => l.row.recorded.toMs === null,
    );
    if (isNewHour || fresh) {
      const day = dayOf(endMs, 0);
      const hours = day === this.#lateDay ? LATE_HOURS : LATE_DAY_HOURS;
      await this.#present(known, endMs, hours, touched, signal);
      [this.#readToMs, this.#lateDay] = [endMs, day];
    }
    try {
      return await this.#past(known, endMs, touched, mayGoOn, signal);
    } finally {
      this.#stored = undefined;
      const rows = [...touched].map(({ row }) => row);
      await store.writeGenerations(rows, 'recorded');
    }
  }

  /** Brings the lines up to date with the definitions. */
  async #know(
    slos: readonly KnownSlo[],
    nowMs: number,
  ): Promise<Map<string, KnownSlo>> {
    const known = new Map(slos.map(slo => [slo.definition.name, slo]));
    if (!this.#loaded) {
      this.#stored = new Map();
      for (const row of await this.#options.store.generations()) {
        const id = `${row.slo}\n${row.objective}`;
        const all = this.#stored.get(id);
        if (all) all.push(row);
        else this.#stored.set(id, [row]);
        const slo = known.get(row.slo);
        const [place, region = ''] = row.objective.split('@');
        if (!slo || generationAt(slo, place) !== row.generation) continue;
        this.#lines.set(id, { key: row, slo, place, region, row });
      }
      this.#loaded = true;
    }
    for (const [id, line] of this.#lines) {
      const slo = known.get(line.key.slo);
      const generation = slo && generationAt(slo, line.place);
      if (slo && generation === line.key.generation) line.slo = slo;
      else this.#lines.delete(id);
    }
    for (const slo of slos) {
      for (const { index } of slo.definition.objectives) {
        await this.#line(slo, String(index), '', nowMs);
      }
      if (countsWhole(slo)) await this.#line(slo, 'all', '', nowMs);
    }
    return known;
  }

  async #line(
    slo: KnownSlo,
    place: string,
    region: string,
    nowMs: number,
  ): Promise<Line> {
    const id = lineId(slo.definition.name, place, region);
    const before = this.#lines.get(id);
    if (before) return before;
    const key: ResultKey = {
      slo: slo.definition.name,
      objective: region ? `${place}@${region}` : place,
      generation: generationAt(slo, place) ?? '',
    };
    // Another backend, or a track, may have begun it.
    const all = this.#stored
      ? this.#stored.get(id) ?? []
      : await this.#options.store.generations(key.slo, key.objective);
    const whole = this.#lines.get(lineId(key.slo, place, ''));
    const row = all.find(each => each.generation === key.generation) ?? {
      ...newGeneration(key, all.length > 0, nowMs),
      ...(region && whole && { sinceMs: whole.row.sinceMs }),
    };
    const line = { key, slo, place, region, row };
    this.#lines.set(id, line);
    return line;
  }

  async #present(
    known: ReadonlyMap<string, KnownSlo>,
    endMs: number,
    hours: number,
    touched: Set<Line>,
    signal: AbortSignal,
  ): Promise<void> {
    const startMs = endMs - hours * hourMs;
    await this.#read(known, startMs, endMs, signal);
    for (const line of this.#lines.values()) {
      const marks = line.row.recorded;
      // After a long sleep the hours between are past that is not read yet.
      const isJoined = marks.toMs !== null && marks.toMs >= startMs;
      marks.fromMs = isJoined
        ? Math.min(marks.fromMs ?? startMs, startMs)
        : startMs;
      marks.toMs = endMs;
      touched.add(line);
    }
  }

  /** First instant that the hours of a line may be read from. */
  #goal({ row }: Line, endMs: number): number {
    const farthestMs = endMs - this.#options.readBackMs;
    // What the rules recorded before is of another query.
    const goalMs = Math.max(farthestMs, row.sinceMs ?? -Infinity);
    return Math.ceil(goalMs / hourMs) * hourMs;
  }

  async #past(
    known: ReadonlyMap<string, KnownSlo>,
    endMs: number,
    touched: Set<Line>,
    mayGoOn: () => boolean,
    signal: AbortSignal,
  ): Promise<boolean> {
    for (;;) {
      const due = [...this.#lines.values()].filter(
        line => (line.row.recorded.fromMs ?? endMs) > this.#goal(line, endMs),
      );
      if (!due.length) return false;
      if (!mayGoOn() || signal.aborted) return true;
      const newestMs = Math.max(
        ...due.map(l => l.row.recorded.fromMs ?? endMs),
      );
      const dayMs = dayOf(newestMs - 1, 0) * DAY_MS;
      const own = due.filter(l => (l.row.recorded.fromMs ?? endMs) > dayMs);
      const names = new Set(own.map(l => l.key.slo));
      const some = new Map([...known].filter(([name]) => names.has(name)));
      await this.#read(some, dayMs, newestMs, signal);
      for (const line of own) {
        const marks = line.row.recorded;
        marks.fromMs = Math.min(marks.fromMs ?? endMs, dayMs);
        marks.toMs ??= endMs;
        touched.add(line);
      }
    }
  }

  /** Reads hours of some SLOs and writes them, in pieces of at most a day. */
  async #read(
    slos: ReadonlyMap<string, KnownSlo>,
    startMs: number,
    endMs: number,
    signal: AbortSignal,
  ): Promise<void> {
    const lines = [...this.#lines.values()].filter(l => slos.has(l.key.slo));
    const most = Math.floor(SAMPLES_AT_ONCE / Math.max(1, lines.length));
    for (let toMs = endMs; toMs > startMs; ) {
      const hours = Math.min(this.#mostHours, Math.max(1, most));
      const dayMs = dayOf(toMs - 1, 0) * DAY_MS;
      const fromMs = Math.max(startMs, dayMs, toMs - hours * hourMs);
      try {
        await this.#piece(slos, fromMs, toMs, signal);
        toMs = fromMs;
      } catch (error) {
        const isTooLarge =
          error instanceof PrometheusError && error.failure === 'tooLarge';
        if (!isTooLarge || hours === 1) throw error;
        // Regions are not counted before they were seen.
        this.#mostHours = Math.ceil(hours / 2);
      }
    }
  }

  async #piece(
    slos: ReadonlyMap<string, KnownSlo>,
    startMs: number,
    endMs: number,
    signal: AbortSignal,
  ): Promise<void> {
    const results = new Map<Line, Map<number, Tally>>();
    const isAnyRegional = [...slos.values()].some(s =>
      isRegional(s.definition),
    );
    const prefixes: SeriesPrefix[] = isAnyRegional
      ? ['slo', 'slo_by_group']
      : ['slo'];
    const areAnySliced = [...slos.values()].some(
      ({ definition }) => definition.method !== 'Occurrences',
    );
    for (const prefix of prefixes) {
      const ask = (operation: 'sum' | 'count', name: string) =>
        hourColumn(
          this.#options.prometheus,
          ...([operation, name, slos, { startMs, endMs }, signal] as const),
        );
      const observed = await ask('count', recorded.totalSlice(prefix));
      if (!observed.size) continue;
      const total = await ask('sum', recorded.totalSlice(prefix));
      const bad = await ask('sum', recorded.badSlice(prefix));
      const rated = areAnySliced
        ? await ask('count', recorded.badSlice(prefix))
        : undefined;
      for (const [id, hours] of observed) {
        await giveWay();
        const [name, place, region] = id.split('\n');
        const slo = slos.get(name);
        if (!slo || generationAt(slo, place) === undefined) continue;
        if ((region !== '') !== (prefix === 'slo_by_group')) continue;
        if (region && !isRegional(slo.definition)) continue;
        const line = await this.#line(slo, place, region, this.#options.now());
        const found = new Map<number, Tally>();
        for (const [hour, count] of hours) {
          if (hour < (line.row.sinceMs ?? -Infinity)) continue;
          const at = (column: HourColumn | undefined) =>
            column?.get(id)?.get(hour);
          const tally = tallyOf(slo, place, {
            ...{ observed: count, rated: at(rated) ?? 0 },
            ...{ bad: at(bad) ?? 0, total: at(total) ?? 0 },
          });
          found.set(hour, tally);
        }
        if (found.size) results.set(line, found);
      }
    }
    await this.#options.store.writeDay(
      dayOf(startMs, 0),
      [...results].map(([{ key }, hours]) => ({ key, hours })),
    );
  }
}
