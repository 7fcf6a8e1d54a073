import { Span } from './errors';
import { Matcher } from './Matcher';

export type ValueType = 'scalar' | 'vector' | 'matrix' | 'string';

export interface NumberLiteral {
  kind: 'number';
  value: number;
  span: Span;
}

export interface StringLiteral {
  kind: 'string';
  text: string;
  span: Span;
}

/** `name{matchers} offset 5m`; the name is one of the matchers. */
export interface Selector {
  kind: 'selector';
  matchers: Matcher[];
  offsetMs: number;
  span: Span;
}

/** `selector[5m]`, or the subquery `expr[1h:5m]` where `of` is no selector. */
export interface Range {
  kind: 'range';
  of: Expr;
  rangeMs: number;
  /** Set for a subquery; 0 where the default resolution is asked for. */
  stepMs?: number;
  offsetMs: number;
  span: Span;
}

export interface Paren {
  kind: 'paren';
  of: Expr;
  span: Span;
}

export interface Negation {
  kind: 'negation';
  of: Expr;
  span: Span;
}

export interface Call {
  kind: 'call';
  name: string;
  args: Expr[];
  span: Span;
}

export interface Aggregation {
  kind: 'aggregation';
  op: string;
  of: Expr;
  /** With `by` the labels to keep, with `without` those to drop. */
  grouping: { mode: 'by' | 'without'; labels: string[] };
  span: Span;
}

export type ArithmeticOp = '+' | '-' | '*' | '/' | '%' | '^';
export type ComparisonOp = '==' | '!=' | '>' | '<' | '>=' | '<=';
export type SetOp = 'and' | 'or' | 'unless';

export interface Matching {
  mode: 'on' | 'ignoring';
  labels: string[];
  /** Which side may have many elements; set operations match many to many. */
  card: 'oneToOne' | 'manyToOne' | 'oneToMany' | 'manyToMany';
  /** Labels that `group_left` and `group_right` take from the "one" side. */
  include: string[];
}

export interface Binary {
  kind: 'binary';
  op: ArithmeticOp | ComparisonOp | SetOp;
  left: Expr;
  right: Expr;
  returnBool: boolean;
  matching: Matching;
  span: Span;
}

export type Expr =
  | NumberLiteral
  | StringLiteral
  | Selector
  | Range
  | Paren
  | Negation
  | Call
  | Aggregation
  | Binary;

export const comparisonOps: readonly string[] = [
  '==',
  '!=',
  '>',
  '<',
  '>=',
  '<=',
];
export const setOps: readonly string[] = ['and', 'or', 'unless'];

/** All parts of an expression, itself first. */
export function* walk(expr: Expr): Generator<Expr> {
  yield expr;
  switch (expr.kind) {
    case 'range':
    case 'paren':
    case 'negation':
    case 'aggregation':
      yield* walk(expr.of);
      break;
    case 'call':
      for (const arg of expr.args) yield* walk(arg);
      break;
    case 'binary':
      yield* walk(expr.left);
      yield* walk(expr.right);
      break;
    default:
  }
}
