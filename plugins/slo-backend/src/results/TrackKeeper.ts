/*
 * Keeps the hours of a track complete. The last hours are read again in each round,
 * since data may come late; the past, back to the beginning of the window, is read
 * once, a week at a time and newest first, so that a portal that starts anew answers
 * soon and does not overrun Prometheus. A round that is missed is caught up with.
 */
import { createHash } from 'node:crypto';
import {
  Exclusion,
  excludedWithin,
  hourOf,
  hourTallies,
  SliceSeries,
} from '@worldscale/backstage-plugin-slo-common';
import { SLICES_AT_ONCE, tailOf } from '../measuring/tail';
import { Track } from '../measuring/Track';
import {
  GenerationRow,
  ReadMarks,
  ResultKey,
  ResultStore,
} from './ResultStore';

export interface KeptTrack {
  track: Track;
  /** End of the last slice that counts. */
  watermarkMs: number;
  /** The last hours, slice by slice; what is excluded is still in it. */
  tail: SliceSeries;
  generation: GenerationRow;
  /** Those of the generation that are of its source. */
  marks: ReadMarks;
  /** Its past is still being read. */
  isFilling: boolean;
}

export class TrackKeeper {
  readonly #store: ResultStore;

  constructor(store: ResultStore) {
    this.#store = store;
  }

  /**
   * @param mayFill whether one more piece of the past may be read now
   * @throws PrometheusError
   */
  async keep(
    track: Track,
    options: {
      offsetMs: number;
      exclusions: readonly Exclusion[];
      /** Where the window begins. */
      neededFromMs: number;
      nowMs: number;
      mayFill: () => boolean;
      signal: AbortSignal;
    },
  ): Promise<KeptTrack> {
    const { offsetMs, exclusions, neededFromMs, nowMs, signal } = options;
    const { sliceMs } = track;
    const grid = (atMs: number) => Math.floor(atMs / sliceMs) * sliceMs;
    const { startMs: tailMs, endMs: watermarkMs } = tailOf(
      ...([sliceMs, nowMs, offsetMs] as const),
    );
    const row = await this.#generation(track, exclusions, nowMs);
    const marks = row[track.readBy];
    let fromMs = tailMs;
    const longestMs = SLICES_AT_ONCE * sliceMs;
    if (marks.toMs !== null && marks.toMs < fromMs) {
      if (watermarkMs - marks.toMs <= longestMs) {
        fromMs = grid(hourOf(marks.toMs, offsetMs));
      } else marks.fromMs = null;
    }
    const tail = await track.read(
      { startMs: fromMs, endMs: watermarkMs },
      signal,
    );
    await this.write(track, tail, options);
    marks.toMs = watermarkMs;
    marks.fromMs = Math.min(marks.fromMs ?? fromMs, fromMs);

    const goalMs = grid(hourOf(neededFromMs, offsetMs));
    while (marks.fromMs > goalMs && options.mayFill()) {
      const endMs: number = marks.fromMs;
      const startMs = Math.max(goalMs, endMs - longestMs);
      const past = await track.read({ startMs, endMs }, signal);
      await this.write(track, past, options);
      marks.fromMs = startMs;
      await this.#store.writeGenerations([row], track.readBy);
    }
    await this.#store.writeGenerations([row], track.readBy);
    return {
      ...{ track, watermarkMs, tail, generation: row, marks },
      isFilling: marks.fromMs > goalMs,
    };
  }

  /** Counts the hours of a series, and keeps them. */
  async write(
    track: Track,
    series: SliceSeries,
    options: { offsetMs: number; exclusions: readonly Exclusion[] },
  ): Promise<void> {
    const { offsetMs, exclusions } = options;
    const { startMs, sliceMs, total } = series;
    const endMs = startMs + total.length * sliceMs;
    const { union } = excludedWithin(exclusions, { startMs, endMs });
    const hours = hourTallies(series, track.rule, {
      offsetMs,
      excluded: union,
    });
    // The first hour is whole unless slices are longer than hours.
    await this.#store.write(track, offsetMs, hours);
  }

  /** Whoever measures has noted the generation before. */
  async #generation(
    { slo, objective, generation }: Track,
    exclusions: readonly Exclusion[],
    nowMs: number,
  ): Promise<GenerationRow> {
    const all = await this.#store.generations(slo, objective);
    const known =
      all.find(row => row.generation === generation) ??
      newGeneration({ slo, objective, generation }, all.length > 0, nowMs);
    const signature = signatureOf(exclusions);
    if (known.exclusions === signature) return known;
    // What counts has changed: the window is counted again.
    const row = { ...known, exclusions: signature, ...unread() };
    await this.#store.writeGenerations([row]);
    return row;
  }
}

/** A generation of which nothing has been read. */
export function newGeneration(
  key: ResultKey,
  isAfterAnother: boolean,
  nowMs: number,
): GenerationRow {
  return {
    ...key,
    // What comes first may have been counted so for long.
    sinceMs: isAfterAnother ? nowMs : null,
    seenAtMs: nowMs,
    ...{ ...unread(), exclusions: '' },
  };
}

function unread(): Pick<GenerationRow, 'direct' | 'recorded'> {
  return {
    direct: { fromMs: null, toMs: null },
    recorded: { fromMs: null, toMs: null },
  };
}

function signatureOf(exclusions: readonly Exclusion[]): string {
  if (!exclusions.length) return '';
  return createHash('sha256')
    .update(JSON.stringify(exclusions))
    .digest('base64');
}
