import type { StateBlock, StateCore } from 'markdown-it';
import { contextOf, Footnote, Token } from '../PageContext';
import {
  endOfIndented,
  firstCode,
  indentOf,
  lineText,
  tokenizeIndented,
  withLineFrom,
} from './indented';

const definitionHead = /^\[\^([^\]\s]{1,200})\]:[ \t]*/;

/** `[^label]: text`, with further text four columns in. */
export function footnoteDefinition(
  state: StateBlock,
  startLine: number,
  endLine: number,
  silent: boolean,
): boolean {
  if (firstCode(state, startLine) !== 0x5b) return false;
  const indent = indentOf(state, startLine);
  if (indent < 0 || indent >= 4) return false;
  const match = definitionHead.exec(lineText(state, startLine));
  if (!match) return false;
  const context = contextOf(state.env);
  if (context.isInFootnote) return false;
  if (silent) return true;

  const { footnotes } = context;
  let end = startLine + 1;
  // Lines that directly follow belong to it even where they are not indented.
  while (
    end < endLine &&
    !state.isEmpty(end) &&
    indentOf(state, end) >= 0 &&
    !definitionHead.test(lineText(state, end))
  )
    end++;
  end = Math.max(end, endOfIndented(state, startLine + 1, endLine, 4));

  const start = state.bMarks[startLine] + state.tShift[startLine];
  const first = state.tokens.length;
  context.isInFootnote = true;
  withLineFrom(state, startLine, start + match[0].length, 4, () =>
    tokenizeIndented(state, startLine, end, 4, 'footnote'),
  );
  context.isInFootnote = false;
  const tokens = state.tokens.splice(first);
  const label = match[1];
  if (!footnotes.has(label))
    footnotes.set(label, {
      label,
      number: footnotes.size + 1,
      tokens,
      references: 0,
    });
  return true;
}

/** Ids as Python-Markdown gives them: `fnref:1`, and `fnref2:1` for the second. */
export function referenceId(label: string, occurrence: number) {
  return `fnref${occurrence > 1 ? occurrence : ''}:${label}`;
}

function backLinks(state: StateCore, footnote: Footnote): Token[] {
  const links: Token[] = [];
  for (let i = 1; i <= Math.max(1, footnote.references); i++) {
    const link = new state.Token('footnote_backref', 'a', 0);
    link.attrSet('class', 'footnote-backref');
    link.attrSet('href', `#${referenceId(footnote.label, i)}`);
    link.attrSet(
      'title',
      `Jump back to footnote ${footnote.number} in the text`,
    );
    links.push(link);
  }
  return links;
}

/** Puts the footnotes, in the order of their definitions, at the end of the page. */
export function appendFootnotes(state: StateCore) {
  const { footnotes } = contextOf(state.env);
  if (footnotes.size === 0) return;
  const push = (type: string, tag: string, nesting: -1 | 0 | 1) => {
    const token = new state.Token(type, tag, nesting);
    token.block = true;
    state.tokens.push(token);
    return token;
  };
  push('footnotes_open', 'div', 1).attrSet('class', 'footnote');
  push('hr', 'hr', 0);
  push('footnotes_list_open', 'ol', 1);
  for (const footnote of footnotes.values()) {
    push('footnote_open', 'li', 1).attrSet('id', `fn:${footnote.label}`);
    for (const token of footnote.tokens) state.tokens.push(token);
    const links = backLinks(state, footnote);
    const last = footnote.tokens[footnote.tokens.length - 1];
    const lastInline = footnote.tokens[footnote.tokens.length - 2];
    if (last?.type === 'paragraph_close' && lastInline?.children) {
      const space = new state.Token('text', '', 0);
      space.content = '\u00a0';
      lastInline.children.push(space, ...links);
    } else {
      push('paragraph_open', 'p', 1);
      push('inline', '', 0).children = links;
      push('paragraph_close', 'p', -1);
    }
    push('footnote_close', 'li', -1);
  }
  push('footnotes_list_close', 'ol', -1);
  push('footnotes_close', 'div', -1);
}
