import { Expr, ValueType } from './ast';

/** Arguments and result of a function. */
export interface Signature {
  args: ValueType[];
  /** How many of the last arguments may be left out. */
  optional?: number;
  returns: ValueType;
}

const overTime: Signature = { args: ['matrix'], returns: 'vector' };
const ofVector: Signature = { args: ['vector'], returns: 'vector' };

/** The functions that this simulator evaluates. */
export const signatures: Readonly<Record<string, Signature>> = {
  rate: overTime,
  increase: overTime,
  delta: overTime,
  irate: overTime,
  sum_over_time: overTime,
  avg_over_time: overTime,
  max_over_time: overTime,
  min_over_time: overTime,
  count_over_time: overTime,
  last_over_time: overTime,
  present_over_time: overTime,
  histogram_quantile: { args: ['scalar', 'vector'], returns: 'vector' },
  clamp_min: { args: ['vector', 'scalar'], returns: 'vector' },
  clamp_max: { args: ['vector', 'scalar'], returns: 'vector' },
  clamp: { args: ['vector', 'scalar', 'scalar'], returns: 'vector' },
  abs: ofVector,
  ceil: ofVector,
  floor: ofVector,
  round: { args: ['vector', 'scalar'], optional: 1, returns: 'vector' },
  absent: ofVector,
  vector: { args: ['scalar'], returns: 'vector' },
  scalar: { args: ['vector'], returns: 'scalar' },
  time: { args: [], returns: 'scalar' },
};

/** The aggregations that this simulator evaluates. */
export const aggregations: readonly string[] = [
  'sum',
  'avg',
  'min',
  'max',
  'count',
  'group',
];

/** What an expression gives. */
export function typeOf(expr: Expr): ValueType {
  switch (expr.kind) {
    case 'number':
      return 'scalar';
    case 'string':
      return 'string';
    case 'range':
      return 'matrix';
    case 'paren':
    case 'negation':
      return typeOf(expr.of);
    case 'call':
      return signatures[expr.name].returns;
    case 'binary':
      return typeOf(expr.left) === 'scalar' && typeOf(expr.right) === 'scalar'
        ? 'scalar'
        : 'vector';
    default:
      return 'vector';
  }
}

/** The name that Prometheus' messages give a type. */
export const typeTitle: Record<ValueType, string> = {
  scalar: 'scalar',
  vector: 'instant vector',
  matrix: 'range vector',
  string: 'string',
};
