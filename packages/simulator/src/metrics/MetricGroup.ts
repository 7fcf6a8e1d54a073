import { LabelMatches, MetricFamily, Series } from './SeriesSource';

export type Labels = Record<string, string>;

/** Some metric families and how to make their series. */
export interface MetricGroup {
  families: MetricFamily[];
  /** Series whose names are wanted; nothing is built for the others. */
  series(
    isWanted: (name: string) => boolean,
    labelMatches: LabelMatches,
  ): Iterable<Series>;
}

export function gauge(name: string, help: string): MetricFamily {
  return { name, type: 'gauge', help };
}

export function seriesOf(
  family: string,
  name: string,
  labels: Labels,
  valueAt: (atMs: number) => number | undefined,
): Series {
  return { family, labels: { __name__: name, ...labels }, valueAt };
}
