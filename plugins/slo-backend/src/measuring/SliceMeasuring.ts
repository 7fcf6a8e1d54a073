/*
 * Measures SLOs slice by slice: from the slices that their rules record, or by their own
 * queries. An SLO may be measured both ways at once, while its rules are young.
 */
import { InputError } from '@backstage/errors';
import { MeasuredBy, sliceMsOf } from '@worldscale/backstage-plugin-slo-common';
import { PrometheusError } from '@worldscale/backstage-plugin-worlds-node';
import { KnownSlo } from '../definitions/Definitions';
import { KeptTrack, TrackKeeper } from '../results/TrackKeeper';
import { compositeReading } from './compositeReading';
import type { MeasuringOptions } from './Measuring';
import { ObjectiveReading } from './ObjectiveReading';
import { Pace } from './past/Pace';
import { PastReader } from './past/PastReader';
import { neededFrom, readTrack } from './readTrack';
import { watermarkOf } from './tail';
import { tracksOf } from './Track';

/** Burn rates over three days are told, and an hour may be cut at either end. */
const LONGEST_BURN_MS = 75 * 3_600_000;

export type BySlices = Extract<
  MeasuredBy,
  'recorded' | 'direct' | 'untilRecorded'
>;

/** An SLO that is measured slice by slice, as it was last read. */
interface KeptSlo {
  stamp: string;
  slo: KnownSlo;
  measuredBy: BySlices;
  tracks: KeptTrack[];
  readings: ObjectiveReading[];
}

const idOf = ({ definition }: KnownSlo, isRecorded: boolean) =>
  `${definition.name}\n${isRecorded ? 'recorded' : 'direct'}`;

export class SliceMeasuring {
  readonly #options: Omit<MeasuringOptions, 'mostDirect'>;
  readonly #keeper: TrackKeeper;
  readonly #past: PastReader;
  /** Readings by slices hold until there is a new slice. */
  readonly #kept = new Map<string, KeptSlo>();
  readonly #used = new Set<string>();

  constructor(options: Omit<MeasuringOptions, 'mostDirect'>) {
    this.#options = options;
    this.#keeper = new TrackKeeper(options.store);
    const pace = new Pace(options.now, options.rest);
    this.#past = new PastReader(options.store, this.#keeper, pace);
  }

  /**
   * The present, and of the past what was read before.
   *
   * @throws PrometheusError, InputError
   */
  async read(
    slo: KnownSlo,
    measuredBy: BySlices,
    signal: AbortSignal,
  ): Promise<ObjectiveReading[]> {
    const { prometheus, now } = this.#options;
    const { definition, hourOffsetMs } = slo;
    const isRecorded = measuredBy === 'recorded';
    const id = idOf(slo, isRecorded);
    this.#used.add(id);
    const stamp = this.#stampOf(slo, measuredBy);
    const before = this.#kept.get(id);
    if (before?.stamp === stamp) return before.readings;
    // What fails is read anew.
    this.#kept.delete(id);
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
    const kept = { stamp, slo, measuredBy, tracks };
    const readings = await this.#readings(kept);
    this.#kept.set(id, { ...kept, readings });
    return readings;
  }

  /** Gives up what was not read since this was last called. */
  forgetUnused(): void {
    for (const id of this.#kept.keys()) {
      if (!this.#used.has(id)) this.#kept.delete(id);
    }
    this.#used.clear();
  }

  /** Whether an SLO was last measured by its own queries; `filling`: and is not through. */
  isDirect(slo: KnownSlo): { is: boolean; isFilling: boolean } {
    const readings = this.#kept.get(idOf(slo, false))?.readings;
    return {
      is: readings !== undefined,
      isFilling: readings?.some(r => r.isFilling) ?? false,
    };
  }

  /** The least share of the last hours' slices that rules have recorded of any part. */
  recordedLately(slo: KnownSlo): number {
    const tracks = this.#kept.get(idOf(slo, true))?.tracks ?? [];
    const shares = tracks
      .filter(({ track }) => track.region === '')
      .map(({ tail }) => {
        const observed = tail.total.filter(n => n >= 0).length;
        return observed / tail.total.length;
      });
    return Math.min(1, ...shares);
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
        ({ marks, tail, watermarkMs }) =>
          (marks.fromMs ?? tail.startMs) - neededFrom(slo, watermarkMs),
      ),
    );
  }

  /** What the tracks of an SLO say, with the hours that are kept. */
  async #readings({
    slo,
    measuredBy,
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
  #stampOf({ definition }: KnownSlo, measuredBy: BySlices): string {
    const nowMs = this.#options.now();
    const marks = definition.objectives.map(objective =>
      watermarkOf(sliceMsOf(objective), nowMs),
    );
    return JSON.stringify([marks, measuredBy, definition]);
  }
}

/** What went wrong with the questions of one SLO; undefined: with Prometheus itself. */
export function ownTrouble(error: unknown): string | undefined {
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
