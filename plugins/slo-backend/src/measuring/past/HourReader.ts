/*
 * The hours of the past, added up by Prometheus itself: one sample an hour instead of
 * one a slice, so that four weeks of an objective are some hundred numbers and not some
 * thousands. A subquery evaluates the same expression at the end of each slice, on the
 * same grid, so that the sums are those that the slices would give.
 *
 * Its range is a second short of an hour: then neither Prometheus 2, which counts the
 * earlier end of a range in, nor 3, which does not, takes a slice too many.
 */
import {
  badOfPart,
  emptyTally,
  formatPromDuration,
  hourMs,
  Interval,
  measuresOf,
  mergeTallies,
  Objective,
  SloDefinition,
  sliceMsOf,
  Tally,
} from '@worldscale/backstage-plugin-slo-common';
import { WatchedPrometheus } from '@worldscale/backstage-plugin-worlds-node';

/** Tallies by the beginning of their hour. */
export type Hours = ReadonlyMap<number, Tally>;
type HoursByRegion = ReadonlyMap<string, Hours>;
/** Values by region and by the beginning of the hour. */
type Column = ReadonlyMap<string, ReadonlyMap<number, number>>;

const RANGE = `${hourMs / 1000 - 1}s`;

/** 0.01, where 1 - 0.99 would be 0.010000000000000009. */
const exact = (value: number) => String(Number(value.toPrecision(12)));

/** Whether an objective's slices make up hours of UTC. */
export function isOfHours(objective: Objective, hourOffsetMs: number): boolean {
  return hourOffsetMs === 0 && hourMs % sliceMsOf(objective) === 0;
}

export class HourReader {
  readonly #prometheus: Pick<WatchedPrometheus, 'queryRange'>;
  readonly #slo: Pick<SloDefinition, 'method'>;
  readonly #objective: Objective;
  readonly #isRegional: boolean;

  constructor(
    prometheus: Pick<WatchedPrometheus, 'queryRange'>,
    slo: Pick<SloDefinition, 'method'>,
    objective: Objective,
    isRegional: boolean,
  ) {
    this.#prometheus = prometheus;
    this.#slo = slo;
    this.#objective = objective;
    this.#isRegional = isRegional;
  }

  /**
   * Tallies of whole hours, by region; under the empty string those of all together.
   * Hours of which nothing was observed are there, too: expected, and not observed.
   *
   * @param within begins and ends with an hour
   * @throws PrometheusError
   * @throws InputError where the queries cannot be asked of a Prometheus
   */
  async read(within: Interval, signal: AbortSignal): Promise<HoursByRegion> {
    if (!this.#isRegional) return this.#tallies([], within, signal);
    const regions = await this.#tallies(['region'], within, signal);
    const whole =
      this.#slo.method === 'Occurrences'
        ? this.#addUp(regions, within)
        : // A slice of all is good or bad by its own numbers.
          (await this.#tallies([], within, signal)).get('');
    return new Map([...regions, ['', whole ?? this.#unobserved(within)]]);
  }

  async #tallies(
    by: readonly string[],
    within: Interval,
    signal: AbortSignal,
  ): Promise<HoursByRegion> {
    const { method } = this.#slo;
    const sliceMs = sliceMsOf(this.#objective);
    const measures = measuresOf(this.#objective, { by, sliceMs });
    const { part, totalSlice, badSlice } = measures;
    const over = (operation: string, expression: string) =>
      this.#column(
        `${operation}_over_time((${expression})[${RANGE}:${formatPromDuration(
          sliceMs,
        )}])`,
        within,
        signal,
      );
    const observed = await over('count', totalSlice);
    const total = await over('sum', totalSlice);
    const bad = await over('sum', part ? part.slice : badSlice);
    const share = `(${badSlice}) / ((${totalSlice}) > 0)`;
    const allowed = exact(1 - (this.#objective.timeSliceTarget ?? 1));
    const judged =
      method === 'Occurrences'
        ? undefined
        : {
            rated: await over('count', `(${totalSlice}) > 0`),
            missed: await over(
              'sum',
              method === 'Timeslices' ? `(${share}) > bool ${allowed}` : share,
            ),
          };
    const tallyAt = (region: string, hour: number): Tally => {
      const at = (column: Column) => column.get(region)?.get(hour);
      const expected = hourMs / sliceMs;
      const none = { ...emptyTally, expected };
      const [count, all] = [at(observed), at(total)];
      if (count === undefined || all === undefined) return none;
      // Counters of errors are not there before the first error.
      const given = at(bad) ?? NaN;
      const badEvents = Math.min(
        part ? badOfPart(part.kind, given, all) : given || 0,
        all,
      );
      const common = {
        ...{ expected, excluded: 0, observed: Math.min(count, expected) },
        ...{ badEvents, totalEvents: all },
      };
      if (!judged) {
        const rated = all > 0 ? common.observed : 0;
        return { ...common, rated, bad: badEvents, of: all };
      }
      const rated = at(judged.rated) ?? 0;
      const missed = at(judged.missed);
      // Some had events, and it is not known how they went.
      if (rated > 0 && missed === undefined) return none;
      return { ...common, rated, bad: missed ?? 0, of: rated };
    };
    const regions = by.length ? [...total.keys()] : [''];
    return new Map(
      regions.map(region => [
        region,
        hoursOf(within, hour => tallyAt(region, hour)),
      ]),
    );
  }

  async #column(
    query: string,
    within: Interval,
    signal: AbortSignal,
  ): Promise<Column> {
    const { result } = await this.#prometheus.queryRange(
      {
        query,
        startMs: within.startMs + hourMs,
        // A range of no length is refused; the grid leaves half an hour out.
        endMs: within.endMs + hourMs / 2,
        stepSeconds: hourMs / 1000,
      },
      signal,
    );
    const column = new Map<string, Map<number, number>>();
    for (const { labels, samples } of result) {
      const values = column.get(labels.region ?? '') ?? new Map();
      column.set(labels.region ?? '', values);
      for (const { atMs, value } of samples) {
        if (value !== null) values.set(atMs - hourMs, value);
      }
    }
    return column;
  }

  /** Events of all regions; observed as well as the region that was seen best. */
  #addUp(regions: HoursByRegion, within: Interval): Hours {
    const expected = hourMs / sliceMsOf(this.#objective);
    return hoursOf(within, hour => {
      let sum = emptyTally;
      let [observed, rated] = [0, 0];
      for (const hours of regions.values()) {
        const tally = hours.get(hour);
        if (!tally) continue;
        sum = mergeTallies(sum, tally);
        observed = Math.max(observed, tally.observed);
        rated = Math.max(rated, tally.rated);
      }
      return { ...sum, expected, observed, rated };
    });
  }

  #unobserved(within: Interval): Hours {
    const expected = hourMs / sliceMsOf(this.#objective);
    return hoursOf(within, () => ({ ...emptyTally, expected }));
  }
}

function hoursOf(
  { startMs, endMs }: Interval,
  tallyAt: (hour: number) => Tally,
): Hours {
  const hours = new Map<number, Tally>();
  for (let hour = startMs; hour < endMs; hour += hourMs) {
    hours.set(hour, tallyAt(hour));
  }
  return hours;
}
