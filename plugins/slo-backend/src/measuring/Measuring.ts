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
  giveWay,
  PrometheusError,
  WatchedPrometheus,
} from '@worldscale/backstage-plugin-worlds-node';
import { KnownSlo } from '../definitions/Definitions';
import { GenerationRow, ResultStore } from '../results/ResultStore';
import { KeptTrack, newGeneration, TrackKeeper } from '../results/TrackKeeper';
import { compositeReading } from './compositeReading';
import { Pace } from './past/Pace';
import { PastReader } from './past/PastReader';
import { ObjectiveReading } from './ObjectiveReading';
import {
  readRecorded,
  RecordedSeries,
  regionalReadings,
} from './RecordedSeries';
import { neededFrom, readTrack } from './readTrack';
import { TAIL_MS, watermarkOf } from './tail';
import { tracksOf } from './Track';
import { PrometheusAlerts, ToldAlerts } from './PrometheusAlerts';
import { unmeasured } from './unmeasured';
import { sliceMsOf } from '@worldscale/backstage-plugin-slo-common';

/** No answer in time, twice in a row: the next would not get one either. */
const MOST_TIMEOUTS = 2;

/** Burn rates over three days are told, and an hour may be cut at either end. */
const LONGEST_BURN_MS = 75 * 3_600_000;

export interface MeasuringOptions {
  prometheus: Pick<WatchedPrometheus, 'query' | 'queryRange'>;
  store: ResultStore;
  /** SLOs without loaded rules that are evaluated at the most. */
  mostDirect: number;
  now: () => number;
  /** How to wait; for tests. */
  rest?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** An SLO that is measured slice by slice, as it was last read. */
interface KeptSlo {
  stamp: string;
  slo: KnownSlo;
  isRecorded: boolean;
  tracks: KeptTrack[];
  readings: ObjectiveReading[];
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
  /** What Prometheus says of alerts, or why it could not be read. */
  alerts: ToldAlerts | PrometheusError;
}

export class Measuring {
  readonly #options: MeasuringOptions;
  readonly #recorded: RecordedSeries;
  readonly #alerts: PrometheusAlerts;
  readonly #keeper: TrackKeeper;
  readonly #past: PastReader;
  /** Readings by slices hold until there is a new slice. */
  readonly #kept = new Map<string, KeptSlo>();

  constructor(options: MeasuringOptions) {
    this.#options = options;
    this.#recorded = new RecordedSeries(options.prometheus);
    this.#alerts = new PrometheusAlerts(options.prometheus);
    this.#keeper = new TrackKeeper(options.store);
    const pace = new Pace(options.now, options.rest);
    this.#past = new PastReader(options.store, this.#keeper, pace);
  }

  /**
   * @param known SLOs of which figures were known before; a silent Prometheus leaves them
   *   as they are
   * @throws PrometheusError where nothing can be read at all
   */
  async run(
    slos: readonly KnownSlo[],
    signal: AbortSignal,
    known: ReadonlySet<string> = new Set(),
  ): Promise<Round> {
    const { now, mostDirect } = this.#options;
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
      const { picture, isWhole } = await this.#readRecorded(
        ...([atOnce, atMs, known, signal] as const),
      );
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
        const all = [...parts, ...whole, ...regions];
        readings.set(definition.name, isWhole ? all : all.map(withoutWindow));
        await giveWay();
      }
    }
    const refused = bySlices.splice(mostDirect);
    for (const [slo] of refused) {
      const why = `its rules are not loaded in Prometheus, and at most ${mostDirect} objectives are measured without rules`;
      readings.set(slo.definition.name, unmeasured(slo, why));
    }
    await this.#runBySlices(bySlices, readings, signal);
    const alerts = await this.#alerts.read(loaded, atMs, signal);
    return { atMs, readings, loaded, changed, atOnce, alerts };
  }

  /**
   * All that is recorded. Where long windows take Prometheus too long, a portal that
   * knows nothing yet begins with the short ones: what burns now is told, the budget is
   * not yet known.
   */
  async #readRecorded(
    slos: readonly KnownSlo[],
    atMs: number,
    known: ReadonlySet<string>,
    signal: AbortSignal,
  ) {
    try {
      const picture = await this.#recorded.read(slos, atMs, signal);
      return { picture, isWhole: true };
    } catch (error) {
      const isTimeout =
        error instanceof PrometheusError && error.failure === 'timeout';
      const isFirst = !slos.some(slo => known.has(slo.definition.name));
      if (!isTimeout || !isFirst || signal.aborted) throw error;
      const picture = await this.#recorded.read(slos, atMs, signal, TAIL_MS);
      return { picture, isWhole: false };
    }
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
      await giveWay();
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

  /**
   * One after the other. What fails for an SLO alone is said of it; where one after the
   * other gets no answer in time, it is Prometheus that does not answer.
   */
  async #runBySlices(
    wanted: readonly [KnownSlo, boolean][],
    readings: Map<string, ObjectiveReading[]>,
    signal: AbortSignal,
  ): Promise<void> {
    const names = new Set(wanted.map(([slo]) => slo.definition.name));
    for (const name of this.#kept.keys()) {
      if (!names.has(name)) this.#kept.delete(name);
    }
    let timeouts = 0;
    for (const [slo, isRecorded] of wanted) {
      signal.throwIfAborted();
      await giveWay();
      const { name } = slo.definition;
      try {
        readings.set(name, await this.#bySlices(slo, isRecorded, signal));
        timeouts = 0;
      } catch (error) {
        const why = ownTrouble(error);
        if (signal.aborted || why === undefined) throw error;
        const isTimeout =
          error instanceof PrometheusError && error.failure === 'timeout';
        timeouts = isTimeout ? timeouts + 1 : 0;
        if (timeouts === MOST_TIMEOUTS) throw error;
        this.#kept.delete(name);
        readings.set(name, unmeasured(slo, why));
      }
    }
  }

  /** The present, and of the past what was read before. */
  async #bySlices(
    slo: KnownSlo,
    isRecorded: boolean,
    signal: AbortSignal,
  ): Promise<ObjectiveReading[]> {
    const { prometheus, now } = this.#options;
    const { definition, hourOffsetMs } = slo;
    const stamp = this.#stampOf(slo, isRecorded);
    const before = this.#kept.get(definition.name);
    if (before?.stamp === stamp) return before.readings;
    const options = { isRecorded, nowMs: now(), signal };
    const tracks: KeptTrack[] = [];
    for (const track of await tracksOf(slo, prometheus, options)) {
      const nowMs = now();
      const kept = await this.#keeper.keep(track, {
        offsetMs: hourOffsetMs,
        exclusions: definition.exclusions,
        neededFromMs: neededFrom(slo, watermarkOf(track.sliceMs, nowMs)),
        ...{ nowMs, mayFill: () => false, signal },
      });
      tracks.push(kept);
    }
    const kept = { stamp, slo, isRecorded, tracks };
    const readings = await this.#readings(kept);
    this.#kept.set(definition.name, { ...kept, readings });
    return readings;
  }

  /**
   * Reads more of the past of what is measured slice by slice, until it is whole or
   * `mayRead` ends it. What is found counts in the next round.
   *
   * @returns whether anything was read
   */
  async fill(mayRead: () => boolean, signal: AbortSignal): Promise<boolean> {
    const { now } = this.#options;
    let hasRead = false;
    const unread = [...this.#kept.values()]
      .filter(({ readings }) => readings.some(r => r.isFilling))
      // Where the least is missing, a budget is known soonest.
      .sort((a, b) => this.#missingMs(a) - this.#missingMs(b));
    for (const kept of unread) {
      if (!mayRead()) break;
      const { definition, hourOffsetMs } = kept.slo;
      try {
        await this.#past.fill(kept.tracks, {
          offsetMs: hourOffsetMs,
          exclusions: definition.exclusions,
          neededFromMs: neededFrom(
            kept.slo,
            watermarkOf(kept.tracks[0].track.sliceMs, now()),
          ),
          ...{ mayRead, signal },
        });
        kept.readings = await this.#readings(kept);
        hasRead = true;
      } catch (error) {
        const why = ownTrouble(error);
        if (signal.aborted || why === undefined) throw error;
        kept.readings = kept.readings.map(reading =>
          reading.figures
            ? reading
            : { ...reading, unknownReason: `its past cannot be read: ${why}` },
        );
      }
    }
    return hasRead;
  }

  #missingMs({ slo, tracks }: KeptSlo): number {
    return Math.max(
      0,
      ...tracks.map(
        ({ generation, tail, watermarkMs }) =>
          (generation.filledFromMs ?? tail.startMs) -
          neededFrom(slo, watermarkMs),
      ),
    );
  }

  /** What the tracks of an SLO say, with the hours that are kept. */
  async #readings({
    slo,
    isRecorded,
    tracks,
  }: Omit<KeptSlo, 'readings'>): Promise<ObjectiveReading[]> {
    const { store, now } = this.#options;
    const { definition, hourOffsetMs } = slo;
    const found: ObjectiveReading[] = [];
    for (const kept of tracks) {
      const { track, watermarkMs } = kept;
      const neededFromMs = neededFrom(slo, watermarkMs);
      const hours = await store.hours(track, hourOffsetMs, {
        startMs: Math.min(neededFromMs, now() - LONGEST_BURN_MS),
        endMs: watermarkMs,
      });
      const measuredBy = isRecorded ? 'recorded' : 'direct';
      found.push(readTrack(slo, kept, hours, measuredBy));
    }
    const isJoined = found.some(r => r.objective === 'all');
    if (definition.isComposite && !isJoined) {
      const parts = found.filter(r => r.region === '');
      found.push(compositeReading(definition, parts));
    }
    return found;
  }

  /** Changes with the definition, and with every slice that is over. */
  #stampOf({ definition }: KnownSlo, isRecorded: boolean): string {
    const nowMs = this.#options.now();
    const marks = definition.objectives.map(objective =>
      watermarkOf(sliceMsOf(objective), nowMs),
    );
    return JSON.stringify([marks, isRecorded, definition]);
  }
}

/** What short windows tell, while the long ones are not known yet. */
function withoutWindow(reading: ObjectiveReading): ObjectiveReading {
  return {
    ...{ ...reading, figures: null, coverage: null, isFilling: true },
    unknownReason: 'Prometheus has not told of its whole window yet',
  };
}

/** What went wrong with the questions of one SLO; undefined: with Prometheus itself. */
function ownTrouble(error: unknown): string | undefined {
  const isOwn =
    error instanceof InputError ||
    (error instanceof PrometheusError &&
      ['question', 'tooLarge', 'timeout'].includes(error.failure));
  return isOwn ? lowerFirst(error.message) : undefined;
}

function lowerFirst(text: string): string {
  const plain = text.replace(/\.$/, '');
  return plain.charAt(0).toLocaleLowerCase('en-US') + plain.slice(1);
}
