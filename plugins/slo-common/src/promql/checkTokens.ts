/*
 * What can be said of a query before any grammar: brackets, texts and placeholders. The
 * grammar only knows that it goes on no further, which is most often far behind the
 * bracket that was forgotten.
 */
import { InputError } from '@backstage/errors';
import { placeIn } from './placeIn';

/** Texts in quotes (with the closing one, where it is there), comments, and all else that matters. */
const tokens =
  /"(?:[^"\\\n]|\\.)*("?)|'(?:[^'\\\n]|\\.)*('?)|`[^`]*(`?)|#[^\n]*|\{\{[^{}]*\}\}|\$\{[^}]*\}|\$\w+|\[\[\w+\]\]|[()[\]{}]/g;

const closing: Readonly<Record<string, string>> = {
  ...{ '(': ')', '[': ']', '{': '}' },
};

/** Go's escapes; of quotes only the own one. */
const escape =
  /^\\(?:[abfnrtv\\]|x[0-9a-fA-F]{2}|[0-3][0-7]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8})/;

/** @throws InputError where brackets, texts or placeholders are wrong */
export function checkTokens(query: string): void {
  const open: { bracket: string; at: number }[] = [];
  for (const match of query.matchAll(tokens)) {
    const [token] = match;
    const at = match.index;
    const place = placeIn(query, at);
    if (/^["'`]/.test(token)) {
      checkText(query, at, token, match[1] || match[2] || match[3]);
    } else if (/^(\{\{|\$|\[\[)/.test(token)) {
      throw new InputError(
        /window|range|interval/i.test(token)
          ? `has ${token} at ${place}, which nothing fills in; expected {{.window}}, or a range like 5m`
          : `has ${token} at ${place}, which nothing fills in; only {{.window}} is known`,
      );
    } else if (token in closing) open.push({ bracket: token, at });
    else if (!token.startsWith('#')) {
      const last = open.pop();
      if (!last) {
        throw new InputError(`has a ${token} at ${place} that closes nothing`);
      }
      const expected = closing[last.bracket];
      if (token !== expected) {
        throw new InputError(
          `has a ${last.bracket} at ${placeIn(
            query,
            last.at,
          )} that is closed by ${token} at ${place}; expected ${expected}`,
        );
      }
    }
  }
  const [first] = open;
  if (!first) return;
  const what =
    first.bracket === '{' ? 'selector that begins with {' : first.bracket;
  throw new InputError(
    `has a ${what} at ${placeIn(
      query,
      first.at,
    )} that is never closed; expected ${closing[first.bracket]}`,
  );
}

function checkText(
  query: string,
  at: number,
  token: string,
  end: string | undefined,
): void {
  const quote = token[0];
  if (!end) {
    throw new InputError(
      `has a text that begins with ${quote} at ${placeIn(
        query,
        at,
      )} and is never closed; expected ${quote}`,
    );
  }
  if (quote === '`') return;
  for (const { index } of token.matchAll(/\\./gs)) {
    const rest = token.slice(index);
    if (escape.test(rest) || rest[1] === quote) continue;
    throw new InputError(
      `has the escape ${rest.slice(0, 2)} at ${placeIn(
        query,
        at + index,
      )}, which texts in ${quote} do not know; expected \\${rest.slice(0, 2)}`,
    );
  }
}

/** The query with texts and comments blanked out, character by character. */
export function withoutTexts(query: string): string {
  return query.replace(tokens, token => {
    if (/^["'`]/.test(token)) {
      const inner = '_'.repeat(Math.max(0, token.length - 2));
      return `${token[0]}${inner}${token[0]}`.slice(0, token.length);
    }
    return token.startsWith('#') ? ' '.repeat(token.length) : token;
  });
}
