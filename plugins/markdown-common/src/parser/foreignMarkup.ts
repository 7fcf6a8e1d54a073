import type { Token } from './PageContext';

/**
 * Whether a page has elements or attributes of its own: HTML, or attribute lists. All
 * others are written by the rules of the parser.
 */
export function hasForeignMarkup(tokens: Token[]): boolean {
  return tokens.some(
    ({ type, meta, children }) =>
      type === 'html_block' ||
      type === 'html_inline' ||
      meta?.isForeign === true ||
      (children !== null && hasForeignMarkup(children)),
  );
}
