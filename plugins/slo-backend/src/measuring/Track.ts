import { InputError } from '@backstage/errors';
import {
  badOfPart,
  compositeSlices,
  compositeTargetOf,
  Interval,
  measuresOf,
  Objective,
  recorded,
  SeriesPrefix,
  seriesSelector,
  SloDefinition,
  sliceMsOf,
  SliceRule,
  sliceSeries,
  SliceSeries,
} from '@worldscale/backstage-plugin-slo-common';
import { WatchedPrometheus } from '@worldscale/backstage-plugin-worlds-node';
import { KnownSlo } from '../definitions/Definitions';
import { ReadBy } from '../results/ResultStore';
import { HourReader, isOfHours } from './past/HourReader';
import { SLICES_AT_ONCE, tailOf } from './tail';

/** How far back Prometheus looks for the latest sample, by default. */
const LOOK_BACK_MS = 5 * 60_000;

/** Each is measured and kept for itself; a label with more values is no region. */
export const MOST_REGIONS = 200;

/** What is counted slice by slice: an objective, or a composite that counts slices. */
export interface Track {
  slo: string;
  /** What results are kept under: `0`, `all`, or `0@eu-frankfurt` for one region. */
  objective: string;
  /** Place among the objectives, or `all`. */
  place: string;
  /** Empty: all regions together. */
  region: string;
  generation: string;
  target: number;
  rule: SliceRule;
  sliceMs: number;
  readBy: ReadBy;
  /**
   * Slices of an interval, whose ends lie on the grid.
   *
   * @throws PrometheusError, InputError
   */
  read(within: Interval, signal: AbortSignal): Promise<SliceSeries>;
  /** Adds hours up without their slices; the same for all tracks of an objective. */
  hours?: HourReader;
}

interface Queries {
  /** Bad events, or the part of all events from which they follow. */
  bad: string;
  part?: 'good' | 'bad';
  total: string;
}

/** Slices by region; by the empty string where they are not told apart. */
type Regions = Map<string, SliceSeries>;

async function readRegions(
  prometheus: Pick<WatchedPrometheus, 'queryRange'>,
  { bad, total, part }: Queries,
  sliceMs: number,
  within: Interval,
  signal: AbortSignal,
): Promise<Regions> {
  const count = Math.round((within.endMs - within.startMs) / sliceMs);
  const columns = async (query: string) => {
    const found = new Map<string, Float64Array>();
    // The sample at the end of a slice tells the slice.
    for (let from = 0; from < count; from += SLICES_AT_ONCE) {
      const to = Math.min(count, from + SLICES_AT_ONCE);
      const { result } = await prometheus.queryRange(
        {
          query,
          startMs: within.startMs + (from + 1) * sliceMs,
          // A range of no length is refused; the grid leaves half a slice out.
          endMs: within.startMs + (to + 0.5) * sliceMs,
          stepSeconds: sliceMs / 1000,
        },
        signal,
      );
      for (const { labels, samples } of result) {
        const region = labels.region ?? '';
        const values = found.get(region) ?? new Float64Array(count).fill(NaN);
        found.set(region, values);
        for (const { atMs, value } of samples) {
          const i = Math.round((atMs - within.startMs) / sliceMs) - 1;
          if (i >= 0 && i < count && value !== null) values[i] = value;
        }
      }
    }
    return found;
  };
  const [bads, totals] = [await columns(bad), await columns(total)];
  const none = new Float64Array(count).fill(NaN);
  return new Map(
    [...totals].map(([region, values]) => {
      const own = bads.get(region) ?? none;
      const badValues = part
        ? values.map((all, i) => badOfPart(part, own[i], all))
        : own;
      return [region, sliceSeries(within.startMs, sliceMs, badValues, values)];
    }),
  );
}

function emptySeries(within: Interval, sliceMs: number): SliceSeries {
  const count = Math.round((within.endMs - within.startMs) / sliceMs);
  const none = new Float64Array(count).fill(NaN);
  return sliceSeries(within.startMs, sliceMs, none, none);
}

/** What was counted in all of some series; a slice that none has is not observed. */
function addUp(
  parts: readonly SliceSeries[],
  within: Interval,
  sliceMs: number,
): SliceSeries {
  const sum = emptySeries(within, sliceMs);
  for (const { bad, total } of parts) {
    for (let i = 0; i < total.length; i++) {
      if (!(total[i] >= 0)) continue;
      sum.total[i] = (sum.total[i] || 0) + total[i];
      sum.bad[i] = (sum.bad[i] || 0) + bad[i];
    }
  }
  return sum;
}

/** Selectors of what our rules record of an objective's slices. */
function recordedQueries(
  slo: string,
  service: string,
  index: number,
  prefix: SeriesPrefix,
  sliceMs: number,
): Queries {
  const labels = {
    ...{ slo, slo_service: service },
    slo_objective: String(index),
  };
  // Prometheus evaluates a group at an instant of its own within each slice, and looks
  // back for five minutes only. A millisecond less, and the slice before is not meant.
  const within = (name: string) => {
    const selector = seriesSelector(name, labels);
    return sliceMs > LOOK_BACK_MS
      ? `last_over_time(${selector}[${sliceMs - 1}ms])`
      : selector;
  };
  return {
    bad: within(recorded.badSlice(prefix)),
    total: within(recorded.totalSlice(prefix)),
  };
}

/** Slices as our rules record them are judged already: 0 to 1 of 1. */
function judged(series: SliceSeries): SliceSeries {
  const { startMs, sliceMs, bad, total } = series;
  const isRated = Array.from(total, n => (n >= 0 ? Number(n > 0) : NaN));
  // Slices without events have no share that was bad.
  const share = Array.from(bad, (b, i) => (isRated[i] === 0 ? 0 : b));
  return sliceSeries(startMs, sliceMs, share, isRated);
}

/** Whether an SLO is told apart by region, and by nothing else. */
export function isRegional({ groupBy }: SloDefinition): boolean {
  return groupBy.length === 1 && groupBy[0] === 'region';
}

/** Reads an objective's slices: of all regions together, or of each. */
class ObjectiveSlices {
  /** The regions of one objective are read one after the other, over the same time. */
  readonly #recent = new Map<string, Promise<Regions>>();

  constructor(
    private readonly prometheus: Pick<WatchedPrometheus, 'queryRange'>,
    private readonly slo: SloDefinition,
    private readonly objective: Objective,
    private readonly isRecorded: boolean,
  ) {}

  get sliceMs(): number {
    return sliceMsOf(this.objective);
  }

  get isJudged(): boolean {
    return this.isRecorded && this.slo.method !== 'Occurrences';
  }

  get rule(): SliceRule {
    const { method } = this.slo;
    const { timeSliceTarget } = this.objective;
    return this.isJudged
      ? { method: 'RatioTimeslices' }
      : { method, timeSliceTarget };
  }

  async whole(within: Interval, signal: AbortSignal): Promise<SliceSeries> {
    // Events of all regions add up, and need not be asked for twice.
    if (
      isRegional(this.slo) &&
      this.slo.method === 'Occurrences' &&
      !this.isRecorded
    ) {
      const parts = await this.regions(within, signal);
      return addUp([...parts.values()], within, this.sliceMs);
    }
    const regions = await this.#read(this.#queries([]), within, signal);
    return regions.get('') ?? emptySeries(within, this.sliceMs);
  }

  async regions(within: Interval, signal: AbortSignal): Promise<Regions> {
    const key = `${within.startMs} ${within.endMs}`;
    const recent =
      this.#recent.get(key) ??
      this.#read(this.#queries(['region']), within, signal);
    // Enough for the tail and a quarter, piece by piece.
    if (this.#recent.size > 16) this.#recent.clear();
    this.#recent.set(key, recent);
    // What failed is asked for again.
    recent.catch(() => this.#recent.delete(key));
    return recent;
  }

  #queries(by: readonly string[]): Queries {
    const { name, service } = this.slo;
    const { objective, sliceMs } = this;
    if (this.isRecorded) {
      const prefix = by.length ? 'slo_by_group' : 'slo';
      return recordedQueries(
        ...([name, service, objective.index, prefix, sliceMs] as const),
      );
    }
    const measures = measuresOf(objective, { by, sliceMs });
    const { part, totalSlice: total } = measures;
    return part
      ? { bad: part.slice, part: part.kind, total }
      : { bad: measures.badSlice, total };
  }

  async #read(queries: Queries, within: Interval, signal: AbortSignal) {
    const { prometheus, sliceMs, isJudged } = this;
    const found = await readRegions(
      ...([prometheus, queries, sliceMs, within, signal] as const),
    );
    if (!isJudged) return found;
    return new Map([...found].map(([region, s]) => [region, judged(s)]));
  }
}

/** How a composite that counts slices is counted: as its parts are. */
export function wholeGeneration(generations: readonly string[]): string {
  return generations
    .map(g => g.slice(0, 8))
    .join('+')
    .slice(0, 200);
}

/**
 * The tracks of an SLO: one for each objective and, where it is regional, one for each
 * of its regions that has data lately; and one more for a composite that counts slices.
 *
 * @param isRecorded whether our rules' slices are read, or the queries evaluated
 * @throws InputError where the queries cannot be asked of a Prometheus
 */
export async function tracksOf(
  { definition, generations, hourOffsetMs }: KnownSlo,
  prometheus: Pick<WatchedPrometheus, 'queryRange'>,
  options: { isRecorded: boolean; nowMs: number; signal: AbortSignal },
): Promise<Track[]> {
  const { name, method, objectives } = definition;
  const { isRecorded, nowMs, signal } = options;
  const readBy: ReadBy = isRecorded ? 'recorded' : 'direct';
  const tracks: Track[] = [];
  const wholes: Track[] = [];
  for (const objective of objectives) {
    const slices = new ObjectiveSlices(
      ...([prometheus, definition, objective, isRecorded] as const),
    );
    const { sliceMs, rule } = slices;
    const place = String(objective.index);
    const hours =
      !isRecorded && isOfHours(objective, hourOffsetMs)
        ? new HourReader(
            ...([prometheus, definition, objective] as const),
            isRegional(definition),
          )
        : undefined;
    const common = {
      ...{ slo: name, place, generation: generations[objective.index] },
      ...{ target: objective.target, rule, sliceMs, readBy, hours },
    };
    const whole: Track = {
      ...{ ...common, objective: place, region: '' },
      read: (within, end) => slices.whole(within, end),
    };
    tracks.push(whole);
    wholes.push(whole);
    if (!isRegional(definition)) continue;
    const lately = tailOf(sliceMs, nowMs, hourOffsetMs);
    const regions = await slices.regions(lately, signal);
    if (regions.size > MOST_REGIONS) {
      throw new InputError(
        `its label region has ${regions.size} values; at most ${MOST_REGIONS} are told apart`,
      );
    }
    for (const region of regions.keys()) {
      if (!region) continue;
      tracks.push({
        ...{ ...common, objective: `${place}@${region}`, region },
        read: async (within, end) =>
          (await slices.regions(within, end)).get(region) ??
          emptySeries(within, sliceMs),
      });
    }
  }
  if (!definition.isComposite || method !== 'Timeslices') return tracks;
  const { sliceMs } = wholes[0];
  tracks.push({
    ...{ slo: name, objective: 'all', place: 'all', region: '' },
    ...{ sliceMs, readBy },
    generation: wholeGeneration(generations),
    target: compositeTargetOf(definition),
    rule: { method: 'RatioTimeslices' },
    read: async (within, end) => {
      const parts = [];
      for (const [i, track] of wholes.entries()) {
        const series = await track.read(within, end);
        // A slice that was judged is good only if nothing of it was bad.
        const timeSliceTarget = isRecorded
          ? 1
          : objectives[i].timeSliceTarget ?? 1;
        parts.push({ series, timeSliceTarget });
      }
      return compositeSlices(parts);
    },
  });
  return tracks;
}
