/*
 * One round of measuring. Who measures what:
 *
 * - rules loaded, rolling window, nothing excluded: the recorded series, for all SLOs
 *   at once (RecordedSeries.ts)
 * - rules loaded, otherwise: hours added up from the slices that the rules record,
 *   since PromQL knows neither calendars nor time zones
 * - rules not loaded: hours added up from slices of the SLO's own queries. That costs
 *   questions for every SLO, so their number is limited.
 *
 * A query that has changed starts a new generation. What the rules recorded before is
 * of another query, so that until the window is over its slices are evaluated anew.
 */
import { InputError } from '@backstage/errors';
import {
  PrometheusError,
  WatchedPrometheus,
} from '@worldscale/backstage-plugin-worlds-node';
import { KnownSlo } from '../definitions/Definitions';
import { GenerationRow, ResultStore } from '../results/ResultStore';
import { newGeneration, TrackKeeper } from '../results/TrackKeeper';
import { compositeReading } from './compositeReading';
import { ObjectiveReading, targetOf } from './ObjectiveReading';
import {
  readRecorded,
  RecordedSeries,
  regionalReadings,
} from './RecordedSeries';
import { neededFrom, readTrack } from './readTrack';
import { watermarkOf } from './tail';
import { Track, tracksOf } from './Track';
import { sliceMsOf } from '@worldscale/backstage-plugin-slo-common';

/** SLOs that are measured slice by slice at the same time: people ask Prometheus, too. */
const CONCURRENT = 1;

export interface MeasuringOptions {
  prometheus: Pick<WatchedPrometheus, 'query' | 'queryRange'>;
  store: ResultStore;
  /** SLOs without loaded rules that are evaluated at the most. */
  mostDirect: number;
  now: () => number;
  /** Reading the past ends for this round after so long. */
  fillForMs: number;
}

export interface Round {
  atMs: number;
  readings: Map<string, ObjectiveReading[]>;
  /** SLOs whose rules are loaded. */
  loaded: ReadonlySet<string>;
  /** SLOs that count by another query than before. */
  changed: readonly string[];
  /** SLOs that were read from recorded series, whose hours no track keeps. */
  atOnce: readonly KnownSlo[];
}

/** What keeps an SLO from being measured at all, as a reading of each objective. */
function unmeasured(slo: KnownSlo, unknownReason: string): ObjectiveReading[] {
  const { definition } = slo;
  const ids = definition.objectives.map(o => String(o.index));
  const all = [...ids, ...(definition.isComposite ? ['all'] : [])];
  return all.map(objective => ({
    ...{ slo: definition.name, objective, region: '', unknownReason },
    target: targetOf(definition, objective),
    ...{ window: undefined, figures: null, coverage: null, burns: [] },
    ...{ measuredBy: 'direct', isFilling: false },
  }));
}

export class Measuring {
  readonly #options: MeasuringOptions;
  readonly #recorded: RecordedSeries;
  readonly #keeper: TrackKeeper;
  /** Readings by slices hold until there is a new slice. */
  readonly #kept = new Map<
    string,
    { stamp: string; readings: ObjectiveReading[] }
  >();

  constructor(options: MeasuringOptions) {
    this.#options = options;
    this.#recorded = new RecordedSeries(options.prometheus);
    this.#keeper = new TrackKeeper(options.store);
  }

  /** @throws PrometheusError where nothing can be read at all */
  async run(slos: readonly KnownSlo[], signal: AbortSignal): Promise<Round> {
    const { now, mostDirect, fillForMs } = this.#options;
    const atMs = Math.floor(now() / 60_000) * 60_000;
    const loaded = await this.#recorded.loaded(atMs, signal);
    const { mixed, changed } = await this.#noteGenerations(slos, atMs);
    const readings = new Map<string, ObjectiveReading[]>();
    const atOnce: KnownSlo[] = [];
    const bySlices: [KnownSlo, boolean][] = [];
    for (const slo of slos) {
      const isLoaded = loaded.has(slo.definition.name);
      const isSimple =
        slo.definition.window.kind === 'rolling' &&
        slo.definition.exclusions.length === 0;
      const isOfOneQuery = !mixed.has(slo.definition.name);
      if (isLoaded && isSimple && isOfOneQuery) atOnce.push(slo);
      else bySlices.push([slo, isLoaded && isOfOneQuery]);
    }
    if (atOnce.length) {
      const picture = await this.#recorded.read(atOnce, atMs, signal);
      for (const slo of atOnce) {
        const parts = slo.definition.objectives.map(({ index }) =>
          readRecorded(slo, String(index), '', picture),
        );
        const { definition } = slo;
        // Which slices were bad for any part cannot be told from the parts.
        const joined = () =>
          definition.method === 'Timeslices'
            ? readRecorded(slo, 'all', '', picture)
            : compositeReading(definition, parts);
        const whole = definition.isComposite ? [joined()] : [];
        const regions = regionalReadings(slo, picture);
        readings.set(slo.definition.name, [...parts, ...whole, ...regions]);
      }
    }
    const refused = bySlices.splice(mostDirect);
    for (const [slo] of refused) {
      const why = `its rules are not loaded in Prometheus, and at most ${mostDirect} objectives are measured without rules`;
      readings.set(slo.definition.name, unmeasured(slo, why));
    }
    const endFillMs = now() + fillForMs;
    const queue = [...bySlices];
    const work = async () => {
      for (let next = queue.shift(); next; next = queue.shift()) {
        signal.throwIfAborted();
        const [slo, isRecorded] = next;
        const mayFill = () => now() < endFillMs && !signal.aborted;
        const found = await this.#bySlices(slo, isRecorded, mayFill, signal);
        readings.set(slo.definition.name, found);
      }
    };
    await Promise.all(Array.from({ length: CONCURRENT }, work));
    return { atMs, readings, loaded, changed, atOnce };
  }

  /**
   * Notes the generations of now. Tells which SLOs have a window that was all counted
   * by the query of now, and which have a new query.
   */
  async #noteGenerations(slos: readonly KnownSlo[], atMs: number) {
    const { store } = this.#options;
    const latest = new Map<string, GenerationRow>();
    const keyOf = (slo: string, objective: string) => `${slo}\n${objective}`;
    for (const row of await store.generations()) {
      latest.set(keyOf(row.slo, row.objective), row);
    }
    const begun: GenerationRow[] = [];
    const mixed = new Set<string>();
    for (const slo of slos) {
      const { definition, generations } = slo;
      for (const { index } of definition.objectives) {
        const key = {
          slo: definition.name,
          objective: String(index),
          generation: generations[index],
        };
        let row = latest.get(keyOf(key.slo, key.objective));
        if (row?.generation !== key.generation) {
          row = newGeneration(key, row !== undefined, atMs);
          begun.push(row);
        }
        if (row.sinceMs !== null && row.sinceMs > neededFrom(slo, atMs)) {
          mixed.add(definition.name);
        }
      }
    }
    await store.writeGenerations(begun);
    const changed = begun.filter(row => row.sinceMs !== null);
    return { mixed, changed: [...new Set(changed.map(row => row.slo))] };
  }

  async #bySlices(
    slo: KnownSlo,
    isRecorded: boolean,
    mayFill: () => boolean,
    signal: AbortSignal,
  ): Promise<ObjectiveReading[]> {
    const { definition } = slo;
    try {
      const stamp = this.#stampOf(slo, isRecorded);
      const kept = this.#kept.get(definition.name);
      const isFilling = kept?.readings.some(r => r.isFilling) ?? false;
      if (kept?.stamp === stamp && !(isFilling && mayFill())) {
        return kept.readings;
      }
      const { prometheus, now } = this.#options;
      const options = { isRecorded, nowMs: now(), signal };
      const found: ObjectiveReading[] = [];
      for (const track of await tracksOf(slo, prometheus, options)) {
        found.push(
          await this.#oneTrack(slo, track, isRecorded, mayFill, signal),
        );
      }
      const isJoined = found.some(r => r.objective === 'all');
      if (definition.isComposite && !isJoined) {
        const parts = found.filter(r => r.region === '');
        found.push(compositeReading(definition, parts));
      }
      this.#kept.set(definition.name, { stamp, readings: found });
      return found;
    } catch (error) {
      if (signal.aborted) throw error;
      const isOwn =
        error instanceof InputError ||
        (error instanceof PrometheusError &&
          ['question', 'tooLarge', 'timeout'].includes(error.failure));
      if (!isOwn) throw error;
      return unmeasured(slo, lowerFirst(error.message));
    }
  }

  /** Changes with the definition, and with every slice that is over. */
  #stampOf({ definition }: KnownSlo, isRecorded: boolean): string {
    const nowMs = this.#options.now();
    const marks = definition.objectives.map(objective =>
      watermarkOf(sliceMsOf(objective), nowMs),
    );
    return JSON.stringify([marks, isRecorded, definition]);
  }

  async #oneTrack(
    slo: KnownSlo,
    track: Track,
    isRecorded: boolean,
    mayFill: () => boolean,
    signal: AbortSignal,
  ): Promise<ObjectiveReading> {
    const { store, now } = this.#options;
    const { definition, hourOffsetMs } = slo;
    const nowMs = now();
    const neededFromMs = neededFrom(slo, watermarkOf(track.sliceMs, nowMs));
    const kept = await this.#keeper.keep(track, {
      offsetMs: hourOffsetMs,
      exclusions: definition.exclusions,
      ...{ neededFromMs, nowMs, mayFill, signal },
    });
    const hours = await store.hours(track, hourOffsetMs, {
      startMs: Math.min(neededFromMs, nowMs - 75 * 3_600_000),
      endMs: kept.watermarkMs,
    });
    return readTrack(slo, kept, hours, isRecorded ? 'recorded' : 'direct');
  }
}

function lowerFirst(text: string): string {
  const plain = text.replace(/\.$/, '');
  return plain.charAt(0).toLocaleLowerCase('en-US') + plain.slice(1);
}
