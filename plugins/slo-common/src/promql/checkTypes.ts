/*
 * What the grammar lets pass and Prometheus refuses: a function over the wrong kind of
 * value (`rate(x)`), a range where one value for each series is needed (`x[5m]`), and a
 * selector that finds every series there is.
 */
import { InputError } from '@backstage/errors';
import type { SyntaxNode } from '@lezer/common';
import { placeIn } from './placeIn';
import { aggregations, functions, Signature, ValueType } from './signatures';

const expressions: ReadonlySet<string> = new Set([
  ...['AggregateExpr', 'BinaryExpr', 'FunctionCall', 'MatrixSelector'],
  ...['NumberDurationLiteral', 'OffsetExpr', 'AnchoredExpr', 'SmoothedExpr'],
  ...['ParenExpr', 'StringLiteral', 'SubqueryExpr', 'UnaryExpr'],
  ...['VectorSelector', 'StepInvariantExpr'],
]);

const words: Readonly<Record<ValueType, string>> = {
  vector: 'one value for each series',
  matrix: 'a range like x[{{.window}}]',
  scalar: 'a number',
  string: 'a text in quotes',
};

const comparisons = ['Eql', 'Neq', 'Gtr', 'Gte', 'Lss', 'Lte'];
const setOperations = ['And', 'Or', 'Unless'];

function* childrenOf(node: SyntaxNode): Generator<SyntaxNode> {
  for (let child = node.firstChild; child; child = child.nextSibling) {
    yield child;
  }
}

const partsOf = (node: SyntaxNode) =>
  [...childrenOf(node)].filter(child => expressions.has(child.name));

/** What may be moved in time. */
const shiftable: ReadonlySet<string> = new Set([
  ...['VectorSelector', 'MatrixSelector', 'SubqueryExpr'],
  ...['OffsetExpr', 'StepInvariantExpr', 'AnchoredExpr', 'SmoothedExpr'],
]);

/** The operand that stands last. */
function lastOf(node: SyntaxNode): SyntaxNode {
  let last = node;
  while (last.name === 'BinaryExpr') last = partsOf(last).at(-1) ?? last;
  return last;
}

class TypeCheck {
  constructor(
    private readonly query: string,
    /** The query as its writer knows it. */
    private readonly written: string,
  ) {}

  typeOf(node: SyntaxNode): ValueType {
    switch (node.name) {
      case 'NumberDurationLiteral':
        return 'scalar';
      case 'StringLiteral':
        return 'string';
      case 'VectorSelector':
        this.checkSelector(node);
        return 'vector';
      case 'MatrixSelector':
      case 'SubqueryExpr':
        return this.range(node);
      case 'OffsetExpr':
      case 'StepInvariantExpr':
        return this.shifted(node);
      case 'FunctionCall':
      case 'AggregateExpr':
        return this.call(node);
      case 'BinaryExpr':
        return this.binary(node);
      default:
        return this.typeOf(partsOf(node)[0]);
    }
  }

  /** What a value is, for sentences: its text, or its beginning. */
  textOf({ from, to }: Pick<SyntaxNode, 'from' | 'to'>): string {
    const text = this.written.slice(from, to).replace(/\s+/g, ' ');
    return text.length > 40 ? `${text.slice(0, 37)}...` : text;
  }

  /** `rate(x[{{.window}}])`, for a range selector of x. */
  rateOf(range: SyntaxNode): string {
    const [series] = partsOf(range);
    const isPlain = series?.name === 'VectorSelector';
    return `rate(${isPlain ? this.textOf(series) : 'x'}[{{.window}}])`;
  }

  place({ from }: SyntaxNode): string {
    return `at ${placeIn(this.written, from)}`;
  }

  private range(node: SyntaxNode): ValueType {
    const [of] = partsOf(node);
    // The grammar takes what stands before the last operator in, too.
    const last = lastOf(of);
    const isPlain = last.name === 'VectorSelector';
    if (last !== of && (isPlain || node.name === 'SubqueryExpr')) {
      throw new InputError(
        `has a range ${this.textOf({
          from: last.from,
          to: node.to,
        })} ${this.place(
          last,
        )}; expected one value for each series, like rate(x[{{.window}}])`,
      );
    }
    if (node.name === 'MatrixSelector' && !isPlain) {
      throw new InputError(
        `puts a range behind ${this.textOf(last)} ${this.place(
          last,
        )}; expected it behind a series, like rate(x[5m])`,
      );
    }
    if (this.typeOf(of) !== 'vector') {
      this.refuse(of, 'vector', 'puts a range behind');
    }
    return 'matrix';
  }

  private shifted(node: SyntaxNode): ValueType {
    const [of] = partsOf(node);
    const last = lastOf(of);
    if (!shiftable.has(last.name)) {
      const sign = node.name === 'OffsetExpr' ? 'offset' : '@';
      throw new InputError(
        `has ${sign} behind ${this.textOf(last)} ${this.place(
          last,
        )}; expected it behind a series, like x ${sign} ...`,
      );
    }
    return this.typeOf(of);
  }

  private call(node: SyntaxNode): ValueType {
    const head = node.firstChild ?? node;
    const name = this.query.slice(head.from, head.to);
    const signature: Signature | undefined =
      node.name === 'FunctionCall'
        ? functions.get(name)
        : aggregations.get(name.toLowerCase());
    const body = node.getChild('FunctionCallBody');
    const given = body ? partsOf(body) : [];
    // A function that this list does not know yet is not judged.
    if (!signature) return 'vector';
    const { takes, optional, repeats, gives } = signature;
    const least = takes.length - optional;
    const isCount =
      given.length >= least && (repeats || given.length <= takes.length);
    if (!isCount) {
      const most = repeats ? ' or more' : '';
      const range =
        optional && !repeats ? `${least} or ${takes.length}` : least;
      throw new InputError(
        `calls ${name} ${this.place(node)} with ${
          given.length
        } arguments; expected ${range}${most}`,
      );
    }
    given.forEach((part, i) => {
      const wanted = takes[Math.min(i, takes.length - 1)];
      if (this.typeOf(part) === wanted) return;
      this.refuse(part, wanted, `calls ${name} ${this.place(node)} over`);
    });
    return gives;
  }

  private binary(node: SyntaxNode): ValueType {
    const sides = partsOf(node);
    const types = sides.map(side => this.typeOf(side));
    const operator = [...childrenOf(node)].find(
      child => !expressions.has(child.name),
    );
    const name = operator?.name ?? '';
    const sign = operator ? this.textOf(operator) : '';
    sides.forEach((side, i) => {
      const isSound =
        types[i] === 'vector' ||
        (types[i] === 'scalar' && !setOperations.includes(name));
      if (!isSound) this.refuse(side, 'vector', `has beside ${sign}`);
    });
    const isScalar = types.every(type => type === 'scalar');
    const hasBool = node.getChild('BoolModifier') !== null;
    if (isScalar && comparisons.includes(name) && !hasBool) {
      throw new InputError(
        `compares two numbers ${this.place(node)}; expected ${sign} bool`,
      );
    }
    return isScalar ? 'scalar' : 'vector';
  }

  private refuse(part: SyntaxNode, wanted: ValueType, does: string): never {
    const text = this.textOf(part);
    const example =
      wanted === 'vector' && part.name === 'MatrixSelector'
        ? `, like ${this.rateOf(part)}`
        : '';
    throw new InputError(
      `${does} ${text} ${this.place(part)}; expected ${
        words[wanted]
      }${example}`,
    );
  }

  private checkSelector(node: SyntaxNode): void {
    if (node.getChild('Identifier')) return;
    const matchers = node.getChild('LabelMatchers');
    const isSelective = [...(matchers ? childrenOf(matchers) : [])].some(
      matcher => !this.acceptsNothing(matcher),
    );
    if (isSelective) return;
    throw new InputError(
      `selects every series there is ${this.place(
        node,
      )}; expected a name, or a matcher that not all series pass`,
    );
  }

  /** Whether series without the label pass, as far as it can be told plainly. */
  private acceptsNothing(matcher: SyntaxNode): boolean {
    const text = this.query.slice(matcher.from, matcher.to);
    const [, operator, value] =
      /(=~|!~|!=|=)\s*["'`](.*)["'`]$/s.exec(text) ?? [];
    switch (operator) {
      case '=':
        return value === '';
      case '=~':
        return value === '' || value === '.*';
      case '!=':
        return value !== '';
      case '!~':
        return value !== '' && value !== '.*';
      default:
        return false;
    }
  }
}

/**
 * @param written - the query with the placeholder where its stand-in is, of the same length
 * @throws InputError where Prometheus would refuse the query, or it gives no series
 */
export function checkTypes(
  query: string,
  written: string,
  root: SyntaxNode,
): void {
  const [whole] = partsOf(root);
  const check = new TypeCheck(query, written);
  const type = check.typeOf(whole);
  if (type === 'vector') return;
  throw new InputError(
    type === 'matrix'
      ? `is a range; expected one value for each series, like ${check.rateOf(
          whole,
        )}`
      : `is no query of series but ${words[type]}; expected series`,
  );
}
