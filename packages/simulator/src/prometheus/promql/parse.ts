import { parser } from '@prometheus-io/lezer-promql';
import { SyntaxNode } from '@lezer/common';
import {
  Aggregation,
  Binary,
  Call,
  comparisonOps,
  Expr,
  Matching,
  Selector,
  setOps,
} from './ast';
import { checkTypes } from './checkTypes';
import { climb, Item, Operator } from './precedence';
import { parseNumber } from './duration';
import { ParseError, Span, UnsupportedError } from './errors';
import { nameLabel } from './labels';
import { Matcher, MatchOp } from './Matcher';
import { childrenOf, QueryText } from './QueryText';
import { aggregations, signatures } from './signatures';

/** Deeper than any rule that people write, and far from the stack's end. */
const maxDepth = 250;
const maxOperators = 1000;

const opText: Record<string, Binary['op']> = {
  Add: '+',
  Sub: '-',
  Mul: '*',
  Div: '/',
  Mod: '%',
  Pow: '^',
  Eql: '==',
  Neq: '!=',
  Gtr: '>',
  Lss: '<',
  Gte: '>=',
  Lte: '<=',
  And: 'and',
  Or: 'or',
  Unless: 'unless',
};

const spanOf = ({ from, to }: SyntaxNode): Span => ({ from, to });

class Parser {
  private readonly source: QueryText;

  constructor(private readonly query: string) {
    this.source = new QueryText(query);
  }

  parse(): Expr {
    const tree = parser.parse(this.query);
    if (this.query.replace(/#.*$/gm, '').trim() === '') {
      throw new ParseError(this.query, 0, 'no expression found in input');
    }
    tree.iterate({
      enter: ({ type, from }) => {
        if (type.isError) this.source.refuse(from);
      },
    });
    const expr = this.expr(tree.topNode.firstChild!, 0);
    checkTypes(this.query, expr);
    return expr;
  }

  private expr(node: SyntaxNode, depth: number): Expr {
    if (depth > maxDepth) {
      throw new ParseError(this.query, node.from, 'nested too deeply');
    }
    return climb(this.flatten(node, depth));
  }

  private primary(node: SyntaxNode, depth: number): Expr {
    const span = spanOf(node);
    const [first, second] = childrenOf(node);
    switch (node.name) {
      case 'StringLiteral':
        return { kind: 'string', text: this.source.string(node), span };
      case 'ParenExpr':
        return { kind: 'paren', of: this.expr(first, depth), span };
      case 'VectorSelector':
        return this.selector(node);
      case 'FunctionCall':
        return this.call(
          node,
          childrenOf(second).map(arg => this.expr(arg, depth)),
        );
      case 'AggregateExpr':
        return this.aggregation(node, depth);
      case 'StepInvariantExpr':
        throw new UnsupportedError('the @ modifier');
      case 'AnchoredExpr':
      case 'SmoothedExpr':
        throw new UnsupportedError(`the ${this.source.of(second)} modifier`);
      default:
        throw new UnsupportedError(`"${this.source.of(node)}" (${node.name})`);
    }
  }

  private selector(node: SyntaxNode): Selector {
    const matchers: Matcher[] = [];
    const add = (name: string, op: MatchOp, value: string, at: SyntaxNode) => {
      try {
        matchers.push(new Matcher(name, op, value));
      } catch (error) {
        const problem = error instanceof Error ? error.message : String(error);
        throw new ParseError(this.query, at.from, problem);
      }
    };
    for (const child of childrenOf(node)) {
      if (child.name === 'Identifier') {
        add(nameLabel, '=', this.source.of(child), child);
        continue;
      }
      for (const matcher of childrenOf(child)) {
        const [name, op, value] = childrenOf(matcher);
        if (matcher.name === 'QuotedLabelName') {
          add(nameLabel, '=', this.source.string(name), matcher);
        } else {
          const label =
            name.name === 'LabelName'
              ? this.source.of(name)
              : this.source.string(name.firstChild!);
          add(
            label,
            this.source.of(op) as MatchOp,
            this.source.string(value),
            matcher,
          );
        }
      }
    }
    const named = node.firstChild?.name === 'Identifier';
    const names = matchers.filter(m => m.name === nameLabel);
    if (named && names.length > 1) {
      const [one, other] = names.map(m => JSON.stringify(m.value));
      throw new ParseError(
        this.query,
        node.from,
        `metric name must not be set twice: ${one} or ${other}`,
      );
    }
    return { kind: 'selector', matchers, offsetMs: 0, span: spanOf(node) };
  }

  private offset(node: SyntaxNode, of: Expr): Expr {
    const children = childrenOf(node);
    if (of.kind !== 'selector' && of.kind !== 'range') {
      throw new ParseError(
        this.query,
        node.from,
        'offset modifier must be preceded by an instant vector selector or ' +
          'range vector selector or a subquery',
      );
    }
    if (of.offsetMs !== 0) {
      throw new ParseError(
        this.query,
        node.from,
        'offset may not be set multiple times',
      );
    }
    const offsetMs = this.source.durationMs(children[children.length - 1]);
    return { ...of, offsetMs, span: spanOf(node) };
  }

  private matrix(node: SyntaxNode, of: Expr): Expr {
    if (of.kind !== 'selector') {
      throw new ParseError(
        this.query,
        node.from,
        'ranges only allowed for vector selectors',
      );
    }
    if (of.offsetMs !== 0) {
      throw new ParseError(
        this.query,
        node.from,
        'no offset modifiers allowed before range',
      );
    }
    const rangeMs = this.source.positiveDurationMs(childrenOf(node)[1]);
    return { kind: 'range', of, rangeMs, offsetMs: 0, span: spanOf(node) };
  }

  private subquery(node: SyntaxNode, of: Expr): Expr {
    const [, range, step] = childrenOf(node);
    return {
      kind: 'range',
      of,
      rangeMs: this.source.positiveDurationMs(range),
      stepMs: step ? this.source.positiveDurationMs(step) : 0,
      offsetMs: 0,
      span: spanOf(node),
    };
  }

  private call(node: SyntaxNode, args: Expr[]): Call {
    const name = this.source.of(node.firstChild!);
    if (!signatures[name]) throw new UnsupportedError(`function "${name}"`);
    return { kind: 'call', name, args, span: spanOf(node) };
  }

  private aggregation(node: SyntaxNode, depth: number): Aggregation {
    const children = childrenOf(node);
    const op = this.source.of(children[0]).toLowerCase();
    if (!aggregations.includes(op)) {
      throw new UnsupportedError(`aggregation "${op}"`);
    }
    const modifier = children.find(c => c.name === 'AggregateModifier');
    const body = children.find(c => c.name === 'FunctionCallBody')!;
    const args = childrenOf(body);
    if (args.length !== 1) {
      throw new ParseError(
        this.query,
        body.from,
        `wrong number of arguments for aggregate expression provided, ` +
          `expected 1, got ${args.length}`,
      );
    }
    const [mode, labels] = modifier ? childrenOf(modifier) : [];
    return {
      kind: 'aggregation',
      op,
      of: this.expr(args[0], depth),
      grouping: {
        mode: mode?.name === 'Without' ? 'without' : 'by',
        labels: labels ? this.source.groupingLabels(labels) : [],
      },
      span: spanOf(node),
    };
  }

  private matching(node: SyntaxNode | undefined, isSet: boolean): Matching {
    const parts = node ? childrenOf(node) : [];
    const [mode, labels, group, include] = parts;
    let card: Matching['card'] = isSet ? 'manyToMany' : 'oneToOne';
    if (group) card = group.name === 'GroupLeft' ? 'manyToOne' : 'oneToMany';
    return {
      mode: mode?.name === 'On' ? 'on' : 'ignoring',
      labels: labels ? this.source.groupingLabels(labels) : [],
      card,
      include: include ? this.source.groupingLabels(include) : [],
    };
  }

  /** Operands and operators of an operation, in the order of the text. */
  private flatten(node: SyntaxNode, depth: number, chain = 0): Item[] {
    const children = childrenOf(node);
    const [first] = children;
    if (chain > maxOperators) {
      throw new ParseError(this.query, node.from, 'too many operators');
    }
    switch (node.name) {
      case 'BinaryExpr': {
        const last = children[children.length - 1];
        const left = this.flatten(first, depth, chain + 1);
        const operator = this.operator(children);
        return [...left, operator, ...this.flatten(last, depth, chain + 1)];
      }
      case 'UnaryExpr': {
        const sign = this.source.of(first) === '-' ? '-' : '+';
        const rest = this.flatten(children[1], depth, chain + 1);
        return [{ kind: 'prefix', sign, span: spanOf(first) }, ...rest];
      }
      case 'NumberDurationLiteral': {
        const [, sign, digits] = /^([-+]?)\s*(.*)$/s.exec(
          this.source.of(node),
        )!;
        const span = spanOf(node);
        const value = parseNumber(digits);
        const operand: Item = {
          kind: 'operand',
          expr: { kind: 'number', value, span },
        };
        return sign === '-'
          ? [{ kind: 'prefix', sign, span }, operand]
          : [operand];
      }
      case 'OffsetExpr':
      case 'MatrixSelector':
      case 'SubqueryExpr': {
        const items = this.flatten(first, depth, chain + 1);
        const last = items.pop();
        if (last?.kind !== 'operand') throw new Error('no operand at the end');
        const expr = this.suffixed(node, last.expr);
        return [...items, { kind: 'operand', expr }];
      }
      default:
        return [{ kind: 'operand', expr: this.primary(node, depth + 1) }];
    }
  }

  private suffixed(node: SyntaxNode, of: Expr): Expr {
    if (node.name === 'OffsetExpr') return this.offset(node, of);
    if (node.name === 'MatrixSelector') return this.matrix(node, of);
    return this.subquery(node, of);
  }

  private operator(children: SyntaxNode[]): Operator {
    const [, opNode] = children;
    const op = opText[opNode.name];
    if (!op) {
      throw new UnsupportedError(`operator "${this.source.of(opNode)}"`);
    }
    if (children.some(c => c.name === 'FillModifier')) {
      throw new UnsupportedError('the fill modifier');
    }
    const returnBool = children.some(c => c.name === 'BoolModifier');
    if (returnBool && !comparisonOps.includes(op)) {
      throw new ParseError(
        this.query,
        opNode.from,
        'bool modifier can only be used on comparison operators',
      );
    }
    const clause = children.find(c => c.name === 'MatchingModifierClause');
    const matching = this.matching(clause, setOps.includes(op));
    return { kind: 'operator', op, returnBool, matching };
  }
}

/**
 * Parses and type-checks a query with the official grammar.
 *
 * @throws ParseError where it is not PromQL; UnsupportedError where it is, but
 *   holds something that this simulator does not evaluate.
 */
export function parsePromQl(query: string): Expr {
  return new Parser(query).parse();
}
