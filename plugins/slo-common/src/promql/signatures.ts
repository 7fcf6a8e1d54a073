/*
 * What PromQL's functions take and give (prometheus.io, "Query functions"), since the
 * grammar lets any value stand anywhere.
 */

export type ValueType = 'vector' | 'matrix' | 'scalar' | 'string';

export interface Signature {
  takes: readonly ValueType[];
  /** How many of what it takes may be left out. */
  optional: number;
  /** Whether the last one may come again and again, or not at all. */
  repeats: boolean;
  gives: ValueType;
}

const letters: Readonly<Record<string, ValueType>> = {
  ...{ v: 'vector', m: 'matrix', n: 'scalar', t: 'string' },
};

/** By shape: what is taken, `?` behind what may be left out, `*` behind what repeats. */
const shapes: Readonly<Record<string, string>> = {
  v:
    'abs absent acos acosh asin asinh atan atanh ceil cos cosh deg exp floor histogram_avg ' +
    'histogram_count histogram_stddev histogram_stdvar histogram_sum ln log10 log2 rad sgn sin ' +
    'sinh sort sort_desc sqrt start_timestamp tan tanh timestamp',
  'v?': 'day_of_month day_of_week day_of_year days_in_month hour minute month year',
  m:
    'absent_over_time avg_over_time changes count_over_time delta deriv first_over_time idelta ' +
    'increase irate last_over_time mad_over_time max_over_time min_over_time present_over_time ' +
    'rate resets stddev_over_time stdvar_over_time sum_over_time ts_of_first_over_time ' +
    'ts_of_last_over_time ts_of_max_over_time ts_of_min_over_time',
  mn: 'predict_linear',
  mnn: 'double_exponential_smoothing holt_winters',
  nm: 'quantile_over_time',
  nnv: 'histogram_fraction',
  nv: 'histogram_quantile',
  'vtnn*': 'histogram_quantiles',
  vn: 'clamp_max clamp_min',
  vnn: 'clamp',
  'vn?': 'round',
  'vv?': 'info',
  'vt*': 'sort_by_label sort_by_label_desc',
  'vttt*': 'label_join',
  vtttt: 'label_replace',
};

const givesOthers: Readonly<Record<string, [shape: string, gives: ValueType]>> =
  {
    scalar: ['v', 'scalar'],
    vector: ['n', 'vector'],
    ...Object.fromEntries(
      ['time', 'pi', 'start', 'end', 'range', 'step'].map(name => [
        name,
        ['', 'scalar'],
      ]),
    ),
  };

function signature(shape: string, gives: ValueType): Signature {
  const plain = shape.replace(/[?*]$/, '');
  return {
    takes: [...plain].map(letter => letters[letter]),
    optional: /[?*]$/.test(shape) ? 1 : 0,
    repeats: shape.endsWith('*'),
    gives,
  };
}

/** The functions by name. */
export const functions: ReadonlyMap<string, Signature> = new Map([
  ...Object.entries(shapes).flatMap(([shape, names]) =>
    names
      .split(' ')
      .map((name): [string, Signature] => [name, signature(shape, 'vector')]),
  ),
  ...Object.entries(givesOthers).map(
    ([name, [shape, gives]]): [string, Signature] => [
      name,
      signature(shape, gives),
    ],
  ),
]);

/** Aggregations by name; letter case does not count. */
export const aggregations: ReadonlyMap<string, Signature> = new Map([
  ...['avg', 'count', 'group', 'max', 'min', 'stddev', 'stdvar', 'sum'].map(
    (name): [string, Signature] => [name, signature('v', 'vector')],
  ),
  ...['bottomk', 'limit_ratio', 'limitk', 'quantile', 'topk'].map(
    (name): [string, Signature] => [name, signature('nv', 'vector')],
  ),
  ['count_values', signature('tv', 'vector')],
]);

/** Other words that may stand before a bracket. */
export const wordsBeforeBrackets: ReadonlySet<string> = new Set([
  ...['and', 'atan2', 'bool', 'by', 'fill', 'fill_left', 'fill_right'],
  ...['group_left', 'group_right', 'ignoring', 'max_of', 'min_of', 'offset'],
  ...['on', 'or', 'unless', 'without'],
]);
