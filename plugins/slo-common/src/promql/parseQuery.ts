/*
 * A query of an objective as the official grammar of PromQL sees it. Three
 * things are needed of it: whether it is sound, its canonical text (white space,
 * comments and the order of matchers do not make another query), and the same
 * query with a range put behind each of its counters.
 */
import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import { InputError } from '@backstage/errors';

/** Where a length of time goes in queries that bring their own `rate`. */
const placeholder = /\{\{\s*\.window\s*\}\}/g;
/** Stands in for it while the query is parsed; nobody measures over this. */
const stand = '7919w';

const ranged = ['MatrixSelector', 'SubqueryExpr'];
const shifted = ['OffsetExpr', 'StepInvariantExpr'];

export interface ParsedQuery {
  /** One text for all ways to write the query; no comments. */
  canonical: string;
  /** Whether it says itself where the range goes: `rate(x[{{.window}}])`. */
  hasPlaceholder: boolean;
  /** The query over a range (`5m`): with the placeholder filled in. */
  over(range: string): string;
  /**
   * The query with `fn(...[range])` around each bare series.
   * @throws InputError where the query has ranges of its own, or series in the past
   */
  counted(fn: 'rate' | 'increase', range: string): string;
}

/** Many times what people write. */
const maxCharacters = 20_000;

/** @throws InputError which says what is wrong and at which character */
export function parseQuery(text: string): ParsedQuery {
  if (text.length > maxCharacters) {
    throw new InputError(`is longer than ${maxCharacters} characters`);
  }
  if (text.includes(stand)) throw new InputError(`must not hold ${stand}`);
  const query = text.replace(placeholder, stand);
  const hasPlaceholder = query !== text;
  const { topNode } = parser.parse(query);
  const flaw = errorIn(topNode);
  if (!print(query, topNode, {})) throw new InputError('is empty');
  if (flaw !== undefined) {
    const near = query.slice(flaw, flaw + 20).replaceAll(stand, '{{.window}}');
    const place = near.trim() ? `at "${near}"` : 'at its end';
    throw new InputError(`is no PromQL: unexpected text ${place}`);
  }
  return {
    canonical: print(query, topNode, {}).replaceAll(stand, '{{.window}}'),
    hasPlaceholder,
    over: range => print(query, topNode, {}).replaceAll(stand, range),
    counted: (fn, range) => print(query, topNode, { fn, range }),
  };
}

function errorIn(node: SyntaxNode): number | undefined {
  const cursor = node.cursor();
  do {
    if (cursor.type.isError) return cursor.from;
  } while (cursor.next());
  return undefined;
}

interface Wrapping {
  fn?: string;
  range?: string;
}

/** Prints a tree from its leaves, with a space only where words would merge. */
function print(query: string, root: SyntaxNode, wrapping: Wrapping): string {
  let text = '';
  const put = (token: string) => {
    const merges = /[\w:."'`]$/.test(text) && /^[\w:."'`]/.test(token);
    const head = /^[),\]]/.test(token) ? text.trimEnd() : text;
    text = merges ? `${head} ${token}` : head + token;
  };
  const walk = (node: SyntaxNode): void => {
    if (node.name === 'LineComment') return;
    if (node.name === 'LabelMatchers') {
      put(printMatchers(query, node));
      return;
    }
    if (node.name === 'VectorSelector' && wrapping.fn) {
      refuseUncountable(node);
      const selector = print(query, node, {});
      put(`${wrapping.fn}(${selector}[${wrapping.range}])`);
      return;
    }
    if (!node.firstChild) {
      const token = query.slice(node.from, node.to);
      if (node.parent?.name === 'BinaryExpr') {
        // Operators read better with room around them.
        const isFirst = text === '' || text.endsWith('(');
        text = `${isFirst ? text : `${text.trimEnd()} `}${token} `;
        return;
      }
      put(token);
      return;
    }
    let at = node.from;
    for (let child: SyntaxNode | null = node.firstChild; child; ) {
      put(between(query, at, child.from));
      walk(child);
      at = child.to;
      child = child.nextSibling;
    }
    put(between(query, at, node.to));
  };
  walk(root);
  return text.trim();
}

/** Brackets and commas, which the grammar keeps no nodes for. */
function between(query: string, from: number, to: number): string {
  return query.slice(from, to).replace(/\s+/g, '');
}

function printMatchers(query: string, node: SyntaxNode): string {
  const matchers: string[] = [];
  for (let child = node.firstChild; child; child = child.nextSibling) {
    if (child.name === 'LineComment') continue;
    matchers.push(print(query, child, {}));
  }
  return `{${matchers.sort().join(',')}}`;
}

function refuseUncountable(selector: SyntaxNode): void {
  for (let node = selector.parent; node; node = node.parent) {
    if (ranged.includes(node.name)) {
      throw new InputError(
        'has a range of its own; expected bare counters, or {{.window}} as the range',
      );
    }
    if (shifted.includes(node.name)) {
      throw new InputError(
        'looks into the past with offset or @; expected the present',
      );
    }
  }
}
