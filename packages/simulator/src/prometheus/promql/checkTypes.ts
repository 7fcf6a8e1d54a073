import { Binary, Call, comparisonOps, Expr, setOps, ValueType } from './ast';
import { ParseError } from './errors';
import { signatures, typeOf, typeTitle } from './signatures';

function checkCall(query: string, call: Call) {
  const { args, optional = 0 } = signatures[call.name];
  const fail = (problem: string) =>
    new ParseError(
      query,
      call.span.from,
      `${problem} argument(s) in call to "${call.name}", got ${call.args.length}`,
    );
  const least = args.length - optional;
  if (optional === 0 && call.args.length !== args.length) {
    throw fail(`expected ${args.length}`);
  }
  if (call.args.length < least) throw fail(`expected at least ${least}`);
  if (call.args.length > args.length) {
    throw fail(`expected at most ${args.length}`);
  }
  call.args.forEach((arg, i) => {
    expectType(query, arg, args[i], `call to function "${call.name}"`);
  });
}

function expectType(
  query: string,
  expr: Expr,
  wanted: ValueType,
  where: string,
) {
  checkTypes(query, expr);
  const got = typeOf(expr);
  if (got === wanted) return;
  throw new ParseError(
    query,
    expr.span.from,
    `expected type ${typeTitle[wanted]} in ${where}, got ${typeTitle[got]}`,
  );
}

function checkBinary(query: string, expr: Binary) {
  const { op, left, right, matching } = expr;
  for (const side of [left, right]) {
    checkTypes(query, side);
    if (typeOf(side) === 'matrix' || typeOf(side) === 'string') {
      throw new ParseError(
        query,
        side.span.from,
        'binary expression must contain only scalar and instant vector types',
      );
    }
  }
  const fail = (problem: string) =>
    new ParseError(query, expr.span.from, problem);
  const scalars = [left, right].filter(e => typeOf(e) === 'scalar').length;
  if (scalars === 2 && comparisonOps.includes(op) && !expr.returnBool) {
    throw fail('comparisons between scalars must use BOOL modifier');
  }
  if (scalars > 0 && setOps.includes(op)) {
    throw fail(`set operator "${op}" not allowed in binary scalar expression`);
  }
  if (scalars > 0 && matching.labels.length > 0) {
    throw fail('vector matching only allowed between instant vectors');
  }
  if (setOps.includes(op) && matching.card !== 'manyToMany') {
    throw fail(`no grouping allowed for "${op}" operation`);
  }
  for (const label of matching.mode === 'on' ? matching.labels : []) {
    if (matching.include.includes(label)) {
      throw fail(
        `label "${label}" must not occur in ON and GROUP clause at once`,
      );
    }
  }
}

/**
 * Checks that every part of an expression has the type that its place asks
 * for, with Prometheus' own words.
 *
 * @throws ParseError at the first part that has not.
 */
export function checkTypes(query: string, expr: Expr): void {
  switch (expr.kind) {
    case 'paren':
      checkTypes(query, expr.of);
      break;
    case 'range':
      checkTypes(query, expr.of);
      if (expr.stepMs !== undefined && typeOf(expr.of) !== 'vector') {
        throw new ParseError(
          query,
          expr.span.from,
          `subquery is only allowed on instant vector, got ${typeOf(
            expr.of,
          )} instead`,
        );
      }
      break;
    case 'negation': {
      checkTypes(query, expr.of);
      const type = typeOf(expr.of);
      if (type === 'matrix' || type === 'string') {
        throw new ParseError(
          query,
          expr.span.from,
          'unary expression only allowed on expressions of type scalar or ' +
            `instant vector, got "${typeTitle[type]}"`,
        );
      }
      break;
    }
    case 'call':
      checkCall(query, expr);
      break;
    case 'aggregation':
      expectType(query, expr.of, 'vector', 'aggregation expression');
      break;
    case 'binary':
      checkBinary(query, expr);
      break;
    case 'selector':
      if (expr.matchers.every(m => m.matches(''))) {
        throw new ParseError(
          query,
          expr.span.from,
          'vector selector must contain at least one non-empty matcher',
        );
      }
      break;
    default:
  }
}
