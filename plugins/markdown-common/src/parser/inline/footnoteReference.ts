import type { StateInline } from 'markdown-it';
import { referenceId } from '../block/footnotes';
import { contextOf } from '../PageContext';

const reference = /\[\^([^\]\s]{1,200})\]/y;

/** `[^label]`, where the page has a footnote of that label. */
export function footnoteReference(
  state: StateInline,
  silent: boolean,
): boolean {
  if (
    state.src.charCodeAt(state.pos) !== 0x5b ||
    state.src.charCodeAt(state.pos + 1) !== 0x5e
  )
    return false;
  reference.lastIndex = state.pos;
  const match = reference.exec(state.src);
  if (!match || state.pos + match[0].length > state.posMax) return false;
  const context = contextOf(state.env);
  const footnote = context.footnotes.get(match[1]);
  if (!footnote) {
    context.warn(`The footnote [^${match[1]}] is not defined`);
    return false;
  }
  state.pos += match[0].length;
  if (silent) return true;

  footnote.references++;
  const { number } = footnote;
  const id = referenceId(footnote.label, footnote.references);
  state.push('footnote_sup_open', 'sup', 1).attrSet('id', id);
  const link = state.push('footnote_link_open', 'a', 1);
  link.attrSet('class', 'footnote-ref');
  link.attrSet('href', `#fn:${footnote.label}`);
  state.push('text', '', 0).content = String(number);
  state.push('footnote_link_close', 'a', -1);
  state.push('footnote_sup_close', 'sup', -1);
  return true;
}
