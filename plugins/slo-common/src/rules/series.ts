/*
 * Names and labels of what the rules record. A name holds its window, so that
 * one request reads one figure of all SLOs. `slo:` are the series of a whole
 * SLO, `slo_by_group:` the same split by the labels of `worldscale.io/group-by`.
 */
import { formatPromDuration } from '../openslo/duration';
import { formatSelector } from '../promql/escape';

export type SeriesPrefix = 'slo' | 'slo_by_group';

/** Place of a composite among the objectives, in the label `slo_objective`. */
export const compositeObjective = 'all';

export interface SeriesLabels {
  slo: string;
  slo_service: string;
  /** Place in the list of objectives from 0, or `all` for a composite. */
  slo_objective: string;
}

export const recorded = {
  /** Bad and all events a second over the last five minutes; each minute. */
  badRate: (prefix: SeriesPrefix = 'slo') => `${prefix}:bad:rate5m`,
  totalRate: (prefix: SeriesPrefix = 'slo') => `${prefix}:total:rate5m`,
  /** Bad and all events of a slice (Occurrences), or how bad the slice was (0 to 1). */
  badSlice: (prefix: SeriesPrefix = 'slo') => `${prefix}:bad:slice`,
  totalSlice: (prefix: SeriesPrefix = 'slo') => `${prefix}:total:slice`,
  /** Share of what was bad over a window; absent where it is not known. */
  badRatio: (windowMs: number, prefix: SeriesPrefix = 'slo') =>
    `${prefix}:bad_ratio:${formatPromDuration(windowMs)}`,
  /** Events over the whole window. */
  badEvents: (windowMs: number, prefix: SeriesPrefix = 'slo') =>
    `${prefix}:bad_events:${formatPromDuration(windowMs)}`,
  totalEvents: (windowMs: number, prefix: SeriesPrefix = 'slo') =>
    `${prefix}:total_events:${formatPromDuration(windowMs)}`,
  /** Share of the slices of a window that were observed. */
  coverage: (windowMs: number, prefix: SeriesPrefix = 'slo') =>
    `${prefix}:coverage:${formatPromDuration(windowMs)}`,
  /** Burn rate of a composite. */
  burnRate: (windowMs: number, prefix: SeriesPrefix = 'slo') =>
    `${prefix}:burn_rate:${formatPromDuration(windowMs)}`,
  /** What an alert looks at: the lesser burn rate of its two windows. */
  lesserBurnRate: 'slo:burn_rate:lesser',
  objective: 'slo:objective:ratio',
} as const;

/** `slo:bad_ratio:1h{slo="login",slo_objective="0",slo_service="identity"}` */
export function seriesSelector(
  name: string,
  labels:
    | Readonly<Partial<SeriesLabels>>
    | Readonly<Record<string, string>> = {},
): string {
  const given = Object.entries(labels).filter(
    (pair): pair is [string, string] => pair[1] !== undefined,
  );
  return formatSelector(name, Object.fromEntries(given));
}
