/*
 * The grammar's tree cannot be trusted with precedence: it lets `offset` and
 * `[...]` follow a whole operation, so that `1 + x offset 5m * 2` arrives as
 * `((1 + x) offset 5m) * 2`. Operations are therefore flattened into operands
 * and operators in the order of the text, and put together again by the
 * language's own precedence.
 */
import { Binary, Expr } from './ast';
import { Span } from './errors';

export interface Operand {
  kind: 'operand';
  expr: Expr;
}

export interface Prefix {
  kind: 'prefix';
  sign: '-' | '+';
  span: Span;
}

export interface Operator
  extends Pick<Binary, 'op' | 'returnBool' | 'matching'> {
  kind: 'operator';
}

export type Item = Operand | Prefix | Operator;

const levels: Record<Binary['op'], number> = {
  or: 1,
  and: 2,
  unless: 2,
  '==': 3,
  '!=': 3,
  '<': 3,
  '<=': 3,
  '>': 3,
  '>=': 3,
  '+': 4,
  '-': 4,
  '*': 5,
  '/': 5,
  '%': 5,
  '^': 6,
};

/** Operands and operators, which alternate, as one expression. */
export function climb(items: readonly Item[]): Expr {
  let next = 0;
  const operation = (least: number): Expr => {
    const first = items[next];
    next += 1;
    let left: Expr;
    if (first.kind === 'prefix') {
      // A sign binds as multiplication does: only a power comes before it.
      const of = operation(levels['^']);
      const span = { from: first.span.from, to: of.span.to };
      left = first.sign === '-' ? { kind: 'negation', of, span } : of;
    } else if (first.kind === 'operand') {
      left = first.expr;
    } else {
      throw new Error('operands and operators do not alternate');
    }
    for (;;) {
      const operator = items[next];
      if (operator?.kind !== 'operator') return left;
      const level = levels[operator.op];
      if (level < least) return left;
      next += 1;
      const right = operation(operator.op === '^' ? level : level + 1);
      left = {
        ...operator,
        kind: 'binary',
        left,
        right,
        span: { from: left.span.from, to: right.span.to },
      };
    }
  };
  return operation(0);
}
