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
 * Rules that were loaded lately have recorded little. Until they cover what an SLO needs
 * (the floor of its window, and the last hours), its own queries and the hours that are
 * kept tell more: it is measured by these meanwhile, as far as their number allows.
 *
 * A query that has changed starts a new generation. What the rules recorded before is
 * of another query, so that until the window is over its slices are evaluated anew.
 */
import {
  giveWay,
  PrometheusError,
  WatchedPrometheus,
} from '@worldscale/backstage-plugin-worlds-node';
import { KnownSlo } from '../definitions/Definitions';
import { GenerationRow, ResultStore } from '../results/ResultStore';
import { newGeneration } from '../results/TrackKeeper';
import { compositeReading } from './compositeReading';
import { knowsMore, isRecordedShort } from './recordedEnough';
import { ObjectiveReading } from './ObjectiveReading';
import {
  readRecorded,
  RecordedSeries,
  regionalReadings,
} from './RecordedSeries';
import { neededFrom } from './readTrack';
import { BySlices, ownTrouble, SliceMeasuring } from './SliceMeasuring';
import { TAIL_MS } from './tail';
import { PrometheusAlerts, ToldAlerts } from './PrometheusAlerts';
import { unmeasured } from './unmeasured';

/** No answer in time, twice in a row: the next would not get one either. */
const MOST_TIMEOUTS = 2;

export interface MeasuringOptions {
  prometheus: Pick<WatchedPrometheus, 'query' | 'queryRange'>;
  store: ResultStore;
  /** SLOs that are evaluated by their own queries at the most. */
  mostDirect: number;
  now: () => number;
  /** How to wait; for tests. */
  rest?: (ms: number, signal: AbortSignal) => Promise<void>;
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
  readonly #slices: SliceMeasuring;

  constructor(options: MeasuringOptions) {
    this.#options = options;
    this.#recorded = new RecordedSeries(options.prometheus);
    this.#alerts = new PrometheusAlerts(options.prometheus);
    this.#slices = new SliceMeasuring(options);
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
    const bySlices: [KnownSlo, BySlices][] = [];
    /** What is recorded of them tells too little. */
    const short: KnownSlo[] = [];
    for (const slo of slos) {
      const isLoaded = loaded.has(slo.definition.name);
      const isSimple =
        slo.definition.window.kind === 'rolling' &&
        slo.definition.exclusions.length === 0;
      const isOfOneQuery = !mixed.has(slo.definition.name);
      if (isLoaded && isSimple && isOfOneQuery) atOnce.push(slo);
      else if (!isLoaded) bySlices.push([slo, 'direct']);
      else bySlices.push([slo, isOfOneQuery ? 'recorded' : 'untilRecorded']);
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
        if (isWhole && isRecordedShort(slo, all, this.#slices)) short.push(slo);
        await giveWay();
      }
    }
    const refused = bySlices.splice(mostDirect);
    for (const [slo] of refused) {
      const why = `its rules are not loaded in Prometheus, and at most ${mostDirect} objectives are measured without rules`;
      readings.set(slo.definition.name, unmeasured(slo, why));
    }
    await this.#runBySlices(bySlices, readings, signal);
    for (const [slo, by] of bySlices) {
      const found = readings.get(slo.definition.name) ?? [];
      if (by !== 'recorded') continue;
      if (isRecordedShort(slo, found, this.#slices)) short.push(slo);
    }
    const direct = bySlices.filter(([, by]) => by !== 'recorded').length;
    // What was known stays so first of all.
    const rank = (slo: KnownSlo) => Number(!known.has(slo.definition.name));
    short.sort((a, b) => rank(a) - rank(b));
    const meanwhile = short.slice(0, mostDirect - direct);
    await this.#runMeanwhile(meanwhile, readings, signal);
    this.#slices.forgetUnused();
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
    wanted: readonly [KnownSlo, BySlices][],
    readings: Map<string, ObjectiveReading[]>,
    signal: AbortSignal,
  ): Promise<void> {
    let timeouts = 0;
    for (const [slo, by] of wanted) {
      signal.throwIfAborted();
      await giveWay();
      const { name } = slo.definition;
      try {
        readings.set(name, await this.#slices.read(slo, by, signal));
        timeouts = 0;
      } catch (error) {
        const why = ownTrouble(error);
        if (signal.aborted || why === undefined) throw error;
        const isTimeout =
          error instanceof PrometheusError && error.failure === 'timeout';
        timeouts = isTimeout ? timeouts + 1 : 0;
        if (timeouts === MOST_TIMEOUTS) throw error;
        readings.set(name, unmeasured(slo, why));
      }
    }
  }

  /**
   * By its own queries, what its rules have not recorded enough of. Where these cannot
   * be read, or tell no more, what is recorded is told.
   */
  async #runMeanwhile(
    short: readonly KnownSlo[],
    readings: Map<string, ObjectiveReading[]>,
    signal: AbortSignal,
  ): Promise<void> {
    let timeouts = 0;
    for (const slo of short) {
      signal.throwIfAborted();
      await giveWay();
      const { name } = slo.definition;
      try {
        const found = await this.#slices.read(slo, 'untilRecorded', signal);
        if (knowsMore(found, readings.get(name) ?? [])) {
          readings.set(name, found);
        }
        timeouts = 0;
      } catch (error) {
        if (signal.aborted || ownTrouble(error) === undefined) throw error;
        const isTimeout =
          error instanceof PrometheusError && error.failure === 'timeout';
        timeouts = isTimeout ? timeouts + 1 : 0;
        // Rules may have been loaded for that.
        if (timeouts === MOST_TIMEOUTS) return;
      }
    }
  }

  /**
   * Reads more of the past of what is measured slice by slice, until it is whole or
   * `mayRead` ends it. What is found counts in the next round.
   *
   * @returns whether anything was read
   */
  async fill(mayRead: () => boolean, signal: AbortSignal): Promise<boolean> {
    return this.#slices.fill(mayRead, signal);
  }
}

/** What short windows tell, while the long ones are not known yet. */
function withoutWindow(reading: ObjectiveReading): ObjectiveReading {
  return {
    ...{ ...reading, figures: null, coverage: null, isFilling: true },
    unknownReason: 'Prometheus has not told of its whole window yet',
  };
}
