/* Hours of recorded slices, for many SLOs at once, and what they add up to. */
import {
  hourMs,
  quotePromQl,
  sliceMsOf,
  Tally,
} from '@worldscale/backstage-plugin-slo-common';
import { WatchedPrometheus } from '@worldscale/backstage-plugin-worlds-node';
import { KnownSlo } from '../definitions/Definitions';
import { wholeGeneration } from '../measuring/Track';

/** Below, a question names the SLOs that it is about. */
const NAMED_AT_MOST = 40;

/** Values by SLO, objective and region, and by the hour that they are of. */
export type HourColumn = ReadonlyMap<string, ReadonlyMap<number, number>>;

/** Sums or counts of the samples of each hour. */
export async function hourColumn(
  prometheus: Pick<WatchedPrometheus, 'queryRange'>,
  operation: 'sum' | 'count',
  name: string,
  slos: ReadonlyMap<string, KnownSlo>,
  within: { startMs: number; endMs: number },
  signal: AbortSignal,
): Promise<HourColumn> {
  const names = [...slos.keys()];
  const which =
    names.length <= NAMED_AT_MOST
      ? `slo=~${quotePromQl(names.join('|'))}`
      : 'slo!=""';
  const { result } = await prometheus.queryRange(
    {
      query: `${operation}_over_time(${name}{${which}}[59m59s999ms])`,
      startMs: within.startMs + hourMs,
      // A range of no length is refused; the grid leaves the rest out.
      endMs: within.endMs + hourMs / 2,
      stepSeconds: hourMs / 1000,
    },
    signal,
  );
  const column = new Map<string, Map<number, number>>();
  for (const { labels, samples } of result) {
    const { slo = '', slo_objective: place = '', region = '' } = labels;
    const hours = new Map<number, number>();
    for (const { atMs, value } of samples) {
      if (value !== null) hours.set(atMs - hourMs, value);
    }
    column.set([slo, place, region].join('\n'), hours);
  }
  return column;
}

/** Whether slices of the whole are recorded beside those of its parts. */
export function countsWhole({ definition }: KnownSlo): boolean {
  return definition.isComposite && definition.method === 'Timeslices';
}

/** How a place is counted; undefined where there is no such place. */
export function generationAt(slo: KnownSlo, place: string): string | undefined {
  if (place !== 'all') return slo.generations[Number(place)];
  return countsWhole(slo) ? wholeGeneration(slo.generations) : undefined;
}

/** One hour of an objective, from sums and counts of its recorded slices. */
export function tallyOf(
  { definition }: KnownSlo,
  place: string,
  hour: { observed: number; rated: number; bad: number; total: number },
): Tally {
  const objective = definition.objectives[place === 'all' ? 0 : Number(place)];
  const expected = hourMs / sliceMsOf(objective);
  // A group whose evaluation moved may have left one sample more in an hour.
  const observed = Math.min(hour.observed, expected);
  const { bad, total } = hour;
  if (definition.method === 'Occurrences') {
    return {
      ...{ expected, excluded: 0, observed, rated: total > 0 ? observed : 0 },
      ...{ badEvents: bad, totalEvents: total, bad, of: total },
    };
  }
  const { rated } = hour;
  // Recorded slices are judged already: 0 to 1 of 1.
  return {
    ...{ expected, excluded: 0, observed, rated },
    ...{ badEvents: bad, totalEvents: rated, bad, of: rated },
  };
}
