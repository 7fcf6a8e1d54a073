/**
 * Where the Prometheus face gets its samples from. A series is a set of labels
 * and a pure function of the instant, so any moment of the past can be asked for.
 */
export type MetricType =
  | 'counter'
  | 'gauge'
  | 'histogram'
  | 'summary'
  | 'info'
  | 'unknown';

/** One metric family, as `/api/v1/metadata` and OpenMetrics text describe it. */
export interface MetricFamily {
  /** Without the suffixes `_total`, `_bucket`, `_sum`, `_count`. */
  name: string;
  type: MetricType;
  help: string;
  unit?: string;
}

export interface Series {
  /** All labels, `__name__` included (with its suffix, e.g. `_total`). */
  labels: Readonly<Record<string, string>>;
  /** Family that the series belongs to. */
  family: string;
  /**
   * Value at an instant (Unix milliseconds); undefined where the series has no
   * sample there (before it was born, after it went stale).
   */
  valueAt(atMs: number): number | undefined;
  /**
   * For a counter, where it is cheap to tell: the oldest instant since which,
   * up to the given one, it has neither fallen nor been without a value. The
   * increase over days can then be told without the samples in between. Only
   * asked for instants at which there is a value.
   */
  steadySince?(atMs: number): number;
}

/** Whether series with this value of a label are wanted. */
export type LabelMatches = (label: string, value: string) => boolean;

export interface SeriesSource {
  families(): MetricFamily[];
  /**
   * The series whose names the given predicate accepts; all of them without
   * one. Matching of the other labels is the caller's business; where there are
   * very many, those whose label is not accepted may be left out already.
   */
  series(
    nameMatches?: (name: string) => boolean,
    labelMatches?: LabelMatches,
  ): Iterable<Series>;
  /** First instant that can be asked for (Unix milliseconds). */
  earliestMs(): number;
  /**
   * A number that changes whenever values or births of the past change (another
   * scenario, a new workload with a history). Without it the past never does.
   */
  generation?(): number;
}
