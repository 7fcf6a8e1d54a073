/*
 * A query of an objective as the official grammar of PromQL sees it. Three
 * things are needed of it: whether it is sound, its canonical text (white space,
 * comments and the order of matchers do not make another query), and the same
 * query with a range put behind each of its counters.
 */
import type { SyntaxNode } from '@lezer/common';
import { parser } from '@prometheus-io/lezer-promql';
import { InputError } from '@backstage/errors';
import { checkGrammar } from './checkGrammar';
import { checkTokens } from './checkTokens';
import { checkTypes } from './checkTypes';
import { placeIn } from './placeIn';

/** Where a length of time goes in queries that bring their own `rate`; not within texts. */
const placeholder =
  /"(?:[^"\\\n]|\\.)*"?|'(?:[^'\\\n]|\\.)*'?|`[^`]*`?|#[^\n]*|\{\{\s*\.window\s*\}\}/g;
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

/** @throws InputError which says what is wrong and where, to follow "the query" */
export function parseQuery(text: string): ParsedQuery {
  if (text.length > maxCharacters) {
    throw new InputError(`is longer than ${maxCharacters} characters`);
  }
  if (text.includes(stand)) throw new InputError(`must not hold ${stand}`);
  // As long as what it stands for, so that all else is found where it is written.
  const query = text.replace(placeholder, token =>
    token.startsWith('{{') ? stand.padEnd(token.length) : token,
  );
  const hasPlaceholder = query !== text;
  checkTokens(query);
  const { topNode } = parser.parse(query);
  try {
    if (!print(query, topNode, {})) throw new InputError('is empty');
    checkGrammar(query, text, topNode);
    checkTypes(query, text, topNode);
  } catch (error) {
    // Brackets within brackets, deeper than the stack.
    if (error instanceof RangeError)
      throw new InputError('is nested too deeply');
    throw error;
  }
  return {
    canonical: print(query, topNode, {}).replaceAll(stand, '{{.window}}'),
    hasPlaceholder,
    over: range => print(query, topNode, {}).replaceAll(stand, range),
    counted: (fn, range) => print(query, topNode, { fn, range, text }),
  };
}

interface Wrapping {
  fn?: string;
  range?: string;
  /** The query as it was written, for sentences. */
  text?: string;
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
      refuseUncountable(node, wrapping.text ?? query);
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

function refuseUncountable(selector: SyntaxNode, text: string): void {
  const place = `at ${placeIn(text, selector.from)}`;
  for (let node = selector.parent; node; node = node.parent) {
    if (ranged.includes(node.name)) {
      const range = text.slice(selector.to, node.to);
      throw new InputError(
        `has a range of its own ${place}, ${range}; expected bare counters, or {{.window}} as the range`,
      );
    }
    if (shifted.includes(node.name)) {
      throw new InputError(
        `looks into the past with offset or @ ${place}; expected the present`,
      );
    }
  }
}
