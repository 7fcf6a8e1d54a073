import { SyntaxNode } from '@lezer/common';
import { parseDurationMs, parseNumber } from './duration';
import { ParseError, UnsupportedError } from './errors';
import { unquote } from './unquote';

/** Children of a node that mean something. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  const children: SyntaxNode[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name !== 'LineComment') children.push(child);
  }
  return children;
}

/** The text of a query and what its smallest parts say. */
export class QueryText {
  constructor(readonly text: string) {}

  of(node: SyntaxNode): string {
    return this.text.slice(node.from, node.to);
  }

  refuse(at: number): never {
    const before = this.text.slice(0, at);
    const name = /([a-zA-Z_][\w:]*)\s*$/.exec(before);
    if (name && /^\s*\(/.test(this.text.slice(at))) {
      throw new ParseError(
        this.text,
        at - name[0].length,
        `unknown function with name ${JSON.stringify(name[1])}`,
      );
    }
    const rest = this.text.slice(at).trimStart();
    const token = /^(?:[\w:.]+|"[^"]*"?|.)/.exec(rest)?.[0];
    throw new ParseError(
      this.text,
      this.text.length - rest.length,
      token ? `unexpected ${JSON.stringify(token)}` : 'unexpected end of input',
    );
  }

  string(node: SyntaxNode): string {
    const text = unquote(this.of(node));
    if (text === undefined) {
      throw new ParseError(this.text, node.from, 'invalid quoted string');
    }
    return text;
  }

  durationMs(node: SyntaxNode): number {
    const [first, second] = childrenOf(node);
    if (node.name === 'OffsetDurationExpr' && first?.name === 'UnaryOp') {
      return (this.of(first) === '-' ? -1 : 1) * this.durationMs(second);
    }
    if (first?.name !== 'NumberDurationLiteralInDurationContext') {
      throw new UnsupportedError('arithmetic in a duration');
    }
    const text = this.of(node);
    const durationMs =
      parseDurationMs(text) ?? Math.round(parseNumber(text) * 1000);
    if (!Number.isFinite(durationMs)) {
      throw new ParseError(this.text, node.from, 'duration out of range');
    }
    return durationMs;
  }

  positiveDurationMs(node: SyntaxNode): number {
    const durationMs = this.durationMs(node);
    if (durationMs > 0) return durationMs;
    throw new ParseError(
      this.text,
      node.from,
      'duration must be greater than 0',
    );
  }

  groupingLabels(node: SyntaxNode): string[] {
    return childrenOf(node).map(label =>
      label.name === 'LabelName'
        ? this.of(label)
        : this.string(label.firstChild!),
    );
  }
}
