/*
 * What an indicator counts, in PromQL. Two forms of everything: as a rate over
 * the last five minutes, recorded each minute, and as the sum of one slice.
 *
 * A part that has no series while the whole has some is zero: the counter of
 * errors is not there before the first error. Where the whole is not there,
 * nothing is: a gap is no zero.
 */
import { InputError } from '@backstage/errors';
import { Indicator, MetricQuery, Objective } from '../definition/SloDefinition';
import { formatPromDuration } from '../openslo/duration';
import { Operator } from '../openslo/schema';
import { ParsedQuery, parseQuery } from '../promql/parseQuery';

const minuteMs = 60_000;

export interface Measures {
  badRate: string;
  totalRate: string;
  /** Events of one slice; samples of one slice where the query gives no events. */
  badSlice: string;
  totalSlice: string;
  /** False where samples stand in for events. */
  countsEvents: boolean;
  /**
   * Of counters: good or bad events of one slice alone, for whoever joins them with
   * the whole without asking for the whole twice (`badOfPart`).
   */
  part?: { kind: 'good' | 'bad'; slice: string };
}

/** Bad events from part and whole, as `badSlice` has them; NaN is not observed. */
export function badOfPart(
  kind: 'good' | 'bad',
  part: number,
  total: number,
): number {
  if (!(total >= 0)) return NaN;
  const known = part >= 0 ? part : 0;
  return kind === 'bad' ? known : Math.max(total - known, 0);
}

/** A query that cannot be asked, and why. */
export interface QueryFlaw {
  query: MetricQuery;
  message: string;
}

/** What is wrong with the queries of an indicator, each for itself. */
export function flawsOfQueries(indicator: Indicator): QueryFlaw[] {
  const isRatio = indicator.kind === 'ratio';
  const queries = isRatio
    ? [indicator.partQuery, indicator.total]
    : [indicator.query];
  return queries.flatMap(query => {
    try {
      soundQuery(query, isRatio && indicator.isCounter);
      return [];
    } catch (error) {
      if (!(error instanceof InputError)) throw error;
      return [{ query, message: error.message }];
    }
  });
}

/** @throws InputError where the data source is no Prometheus, or the query is not sound */
function parseMetricQuery(query: MetricQuery, isCounter = false): ParsedQuery {
  try {
    return soundQuery(query, isCounter);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    const { query: text } = query.spec;
    const all = typeof text === 'string' ? `: ${text}` : '';
    throw new InputError(`${error.message}${all}`);
  }
}

function soundQuery(query: MetricQuery, isCounter: boolean): ParsedQuery {
  const { sourceType, spec } = query;
  if (sourceType !== undefined && !/^prometheus$/i.test(sourceType)) {
    throw new InputError(
      `the data source is of type ${sourceType}; rules can be made for Prometheus only`,
    );
  }
  if (typeof spec.query !== 'string') {
    throw new InputError('expected the query as text in the field query');
  }
  try {
    const parsed = parseQuery(spec.query);
    // What is a counter and has no range must be one that a range can be put behind.
    if (isCounter && !parsed.hasPlaceholder) parsed.counted('rate', '5m');
    return parsed;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    throw new InputError(`the query ${error.message}`);
  }
}

/** @throws InputError which says what keeps rules from being made */
export function measuresOf(
  objective: Objective,
  options: { by: readonly string[]; sliceMs: number },
): Measures {
  const { indicator } = objective;
  const sum = (expr: string) => aggregate('sum', options.by, expr);
  switch (indicator.kind) {
    case 'ratio':
      return indicator.isCounter
        ? counterMeasures(indicator, sum, options.sliceMs)
        : gaugeMeasures(indicator, sum, options.sliceMs);
    case 'raw':
      return rawMeasures(indicator, options);
    default:
      return thresholdMeasures(objective, options);
  }
}

export function aggregate(
  operation: 'sum' | 'count',
  by: readonly string[],
  expr: string,
): string {
  return `${operation}${by.length ? ` by (${by.join(', ')})` : ''} (${expr})`;
}

type Ratio = Extract<Indicator, { kind: 'ratio' }>;

/** Bad events from part and whole. */
function badOf({ part }: Ratio, partExpr: string, total: string): string {
  const orNone = `((${partExpr}) or 0 * (${total}))`;
  // Extrapolation can put the good ones a hair above all.
  return part === 'bad' ? orNone : `clamp_min((${total}) - ${orNone}, 0)`;
}

function counterMeasures(
  indicator: Ratio,
  sum: (expr: string) => string,
  sliceMs: number,
): Measures {
  const part = parseMetricQuery(indicator.partQuery, true);
  const whole = parseMetricQuery(indicator.total, true);
  const rate = (query: ParsedQuery) =>
    sum(query.hasPlaceholder ? query.over('5m') : query.counted('rate', '5m'));
  const range = formatPromDuration(sliceMs);
  const increase = (query: ParsedQuery) => {
    if (!query.hasPlaceholder) return sum(query.counted('increase', range));
    const isIncrease = /\bincrease\(/.test(query.canonical);
    const events = sum(query.over(range));
    return isIncrease ? events : `${events} * ${sliceMs / 1000}`;
  };
  return {
    badRate: badOf(indicator, rate(part), rate(whole)),
    totalRate: rate(whole),
    badSlice: badOf(indicator, increase(part), increase(whole)),
    totalSlice: increase(whole),
    countsEvents: true,
    part: { kind: indicator.part, slice: increase(part) },
  };
}

/** Samples of each minute, as many of them as a slice has minutes. */
function overSlice(expr: string, sliceMs: number): string {
  const range = formatPromDuration(sliceMs);
  return `avg_over_time((${expr})[${range}:1m]) * ${sliceMs / minuteMs}`;
}

function sampled(
  bad: string,
  total: string,
  sliceMs: number,
  countsEvents: boolean,
): Measures {
  return {
    badRate: bad,
    totalRate: total,
    badSlice: overSlice(bad, sliceMs),
    totalSlice: overSlice(total, sliceMs),
    countsEvents,
  };
}

function gaugeMeasures(
  indicator: Ratio,
  sum: (expr: string) => string,
  sliceMs: number,
): Measures {
  const part = sum(parseMetricQuery(indicator.partQuery).over('5m'));
  const total = sum(parseMetricQuery(indicator.total).over('5m'));
  return sampled(badOf(indicator, part, total), total, sliceMs, true);
}

function rawMeasures(
  { query, rawType }: Extract<Indicator, { kind: 'raw' }>,
  { by, sliceMs }: { by: readonly string[]; sliceMs: number },
): Measures {
  // The comparison lets NaN go: a ratio of nothing is not known.
  const known = `(${parseMetricQuery(query).over('5m')}) >= 0`;
  const bad = rawType === 'failure' ? known : `clamp_min(1 - (${known}), 0)`;
  return sampled(
    aggregate('sum', by, bad),
    aggregate('count', by, known),
    sliceMs,
    false,
  );
}

const opposite: Record<Operator, string> = {
  lte: '>',
  lt: '>=',
  gte: '<',
  gt: '<=',
};

function thresholdMeasures(
  { indicator, comparison }: Objective,
  { by, sliceMs }: { by: readonly string[]; sliceMs: number },
): Measures {
  if (indicator.kind !== 'threshold' || !comparison) {
    throw new InputError('a threshold metric needs op and value');
  }
  const { op, value } = comparison;
  const known = `(${parseMetricQuery(indicator.query).over('5m')}) >= -Inf`;
  return sampled(
    aggregate('sum', by, `(${known}) ${opposite[op]} bool ${value}`),
    aggregate('count', by, known),
    sliceMs,
    false,
  );
}
