import { InputError } from '@backstage/errors';
import type { SyntaxNode } from '@lezer/common';
import { suggestion } from '../openslo/nearMiss';
import { placeIn } from './placeIn';
import { aggregations, functions, wordsBeforeBrackets } from './signatures';
import { withoutTexts } from './checkTokens';

/** What people write who think in other languages. */
const foreignWords: readonly [pattern: RegExp, expected: string][] = [
  [/&&/, 'and'],
  [/\|\|/, 'or'],
  [/<>/, '!='],
  [/\bnot\b/i, 'unless, or a comparison'],
];

const duration = /^(\d+(y|w|d|h|m|s|ms))+$|^\d+(\.\d+)?$/;

function errorIn(node: SyntaxNode): number | undefined {
  const cursor = node.cursor();
  do {
    if (cursor.type.isError) return cursor.from;
  } while (cursor.next());
  return undefined;
}

/**
 * @param written - the query with the placeholder where its stand-in is, of the same length
 * @throws InputError where the grammar does not know the query
 */
export function checkGrammar(
  query: string,
  written: string,
  root: SyntaxNode,
): void {
  const at = errorIn(root);
  if (at === undefined) return;
  const plain = withoutTexts(query);
  checkCalls(query, plain);
  checkRanges(query, plain, at);
  checkMatchers(query, plain, at);
  for (const [pattern, expected] of foreignWords) {
    const found = pattern.exec(plain);
    if (!found) continue;
    const place = placeIn(query, found.index);
    throw new InputError(`has ${found[0]} at ${place}; expected ${expected}`);
  }
  const near = written.slice(at, at + 20).trim();
  throw new InputError(
    near
      ? `is no PromQL: unexpected text at ${placeIn(query, at)}: "${near}"`
      : 'is no PromQL: it ends where more is expected',
  );
}

function checkCalls(query: string, plain: string): void {
  for (const match of plain.matchAll(/(?<![\w:.])([a-zA-Z_:][\w:]*)\s*\(/g)) {
    const [, name] = match;
    const lower = name.toLowerCase();
    const isKnown =
      functions.has(name) ||
      aggregations.has(lower) ||
      wordsBeforeBrackets.has(lower);
    if (isKnown) continue;
    // Of two that are as near, what most people mean.
    const known = ['rate', ...functions.keys(), ...aggregations.keys()];
    throw new InputError(
      `calls "${name}" at ${placeIn(
        query,
        match.index,
      )}, which is no function of PromQL${suggestion(name, known)}`,
    );
  }
}

function checkRanges(query: string, plain: string, at: number): void {
  for (const match of plain.matchAll(/\[([^\]]*)\]/g)) {
    const [whole, inner] = match;
    if (at < match.index || at > match.index + whole.length) continue;
    const parts = inner.split(':').map(part => part.trim());
    const isSound = parts.every(
      (part, i) => duration.test(part) || (i === 1 && part === ''),
    );
    if (isSound && parts.length <= 2) continue;
    const place = placeIn(query, match.index);
    throw new InputError(
      inner.trim()
        ? `has the range ${whole} at ${place}; expected a duration like 5m, or {{.window}}`
        : `has an empty range at ${place}; expected a duration like 5m, or {{.window}}`,
    );
  }
}

function checkMatchers(query: string, plain: string, at: number): void {
  for (const match of plain.matchAll(/\{([^{}]*)\}/g)) {
    const [whole, inner] = match;
    if (at < match.index || at > match.index + whole.length) continue;
    let offset = match.index + 1;
    for (const part of inner.split(',')) {
      const place = placeIn(query, offset + part.search(/\S|$/));
      const bare = /^\s*([\w.]+)\s*(=~|!~|!=|=)\s*([^"'`\s]+)\s*$/.exec(part);
      const [, name, operator, value] = bare ?? [];
      if (bare && operator && !/^[=~!]/.test(value)) {
        throw new InputError(
          `has a matcher without quotes at ${place}; expected ${name}${operator}"${value}"`,
        );
      }
      const sign = /^\s*[\w.]+\s*([^\w\s"'`]+|$)/.exec(part);
      if (sign && !['=', '!=', '=~', '!~'].includes(sign[1])) {
        throw new InputError(
          `has a matcher ${query
            .slice(offset, offset + part.length)
            .trim()} at ${place}; expected a label, one of =, !=, =~, !~ and a text in quotes`,
        );
      }
      offset += part.length + 1;
    }
  }
}
