/*
 * Reads the past of windows that no rules record, newest first. It can stop after any
 * piece: what was read is noted with the generation, and the next round, or the next
 * process, goes on there.
 *
 * All regions of an objective come with one question, so they are read together; a
 * piece in which planned time is excluded is read slice by slice, since an hour's sum
 * does not tell which slices to leave out.
 */
import {
  excludedWithin,
  Exclusion,
  hourMs,
  hourOf,
  Interval,
} from '@worldscale/backstage-plugin-slo-common';
import { KeptTrack, TrackKeeper } from '../../results/TrackKeeper';
import { ResultStore } from '../../results/ResultStore';
import { SLICES_AT_ONCE } from '../tail';
import { Pace } from './Pace';

export interface PastQuestion {
  offsetMs: number;
  exclusions: readonly Exclusion[];
  /** Where the window begins. */
  neededFromMs: number;
  /** Whether one more piece may be read now. */
  mayRead: () => boolean;
  signal: AbortSignal;
}

export class PastReader {
  readonly #store: ResultStore;
  readonly #keeper: TrackKeeper;
  readonly #pace: Pace;

  constructor(store: ResultStore, keeper: TrackKeeper, pace: Pace) {
    this.#store = store;
    this.#keeper = keeper;
    this.#pace = pace;
  }

  /**
   * Reads on for the tracks of one SLO, and notes in them what is there now.
   *
   * @throws PrometheusError where not even an hour of it can be read
   */
  async fill(tracks: KeptTrack[], question: PastQuestion): Promise<void> {
    const groups = new Map<unknown, KeptTrack[]>();
    for (const kept of tracks) {
      const by = kept.track.hours ?? kept.track;
      const group = groups.get(by);
      if (group) group.push(kept);
      else groups.set(by, [kept]);
    }
    for (const group of groups.values()) await this.#fillGroup(group, question);
  }

  async #fillGroup(group: KeptTrack[], question: PastQuestion): Promise<void> {
    const { offsetMs, neededFromMs, mayRead } = question;
    const { sliceMs } = group[0].track;
    const goalMs =
      Math.floor(hourOf(neededFromMs, offsetMs) / sliceMs) * sliceMs;
    for (;;) {
      const unread = group.filter(({ marks, tail }) => {
        const fromMs = marks.fromMs ?? tail.startMs;
        return fromMs > goalMs;
      });
      for (const kept of group) kept.isFilling = unread.includes(kept);
      if (!unread.length || !mayRead()) return;
      const endMs = Math.max(
        ...unread.map(k => k.marks.fromMs ?? k.tail.startMs),
      );
      await this.#readPiece(unread, { startMs: goalMs, endMs }, question);
    }
  }

  /** Reads the newest piece of what is missing. */
  async #readPiece(
    unread: KeptTrack[],
    missing: Interval,
    question: PastQuestion,
  ): Promise<void> {
    const { offsetMs, exclusions, signal } = question;
    const { hours, sliceMs } = unread[0].track;
    const piece = this.#newest(missing, this.#pace.lengthMs, hourMs);
    const { union } = excludedWithin(exclusions, piece);
    const excludedTo = union.at(-1)?.endMs;
    const cleanFrom =
      excludedTo === undefined
        ? piece.startMs
        : Math.ceil(excludedTo / hourMs) * hourMs;
    if (hours && cleanFrom < piece.endMs) {
      const within = { startMs: cleanFrom, endMs: piece.endMs };
      const found = await this.#pace.piece(
        () => hours.read(within, signal),
        signal,
      );
      if (!found) return;
      for (const kept of unread) {
        const own = found.get(kept.track.region);
        if (own) await this.#store.write(kept.track, offsetMs, own);
        await this.#note(kept, within.startMs);
      }
      return;
    }
    // As far as the excluded time goes, and no further than one question may.
    const longestMs = SLICES_AT_ONCE * sliceMs;
    const excludedMs = union.length
      ? missing.endMs -
        Math.floor(union[union.length - 1].startMs / hourMs) * hourMs
      : longestMs;
    const lengthMs = Math.min(
      longestMs,
      hours ? excludedMs : longestMs,
      Math.max(this.#pace.lengthMs, hourMs, sliceMs),
    );
    const gridMs = hourMs % sliceMs === 0 ? hourMs : sliceMs;
    const within = this.#newest(missing, lengthMs, gridMs);
    for (const kept of unread) {
      if ((kept.marks.fromMs ?? Infinity) < within.endMs) continue;
      const found = await this.#pace.piece(
        () => kept.track.read(within, signal),
        signal,
      );
      if (!found) return;
      await this.#keeper.write(kept.track, found, { offsetMs, exclusions });
      await this.#note(kept, within.startMs);
    }
  }

  /** The end of an interval, of a length that is a multiple of the grid. */
  #newest({ startMs, endMs }: Interval, lengthMs: number, gridMs: number) {
    const rounded = Math.max(gridMs, Math.floor(lengthMs / gridMs) * gridMs);
    return { startMs: Math.max(startMs, endMs - rounded), endMs };
  }

  async #note(
    { generation, marks, track }: KeptTrack,
    fromMs: number,
  ): Promise<void> {
    marks.fromMs = Math.min(marks.fromMs ?? Infinity, fromMs);
    await this.#store.writeGenerations([generation], track.readBy);
  }
}
