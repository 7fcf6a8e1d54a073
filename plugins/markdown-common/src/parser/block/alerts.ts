import type { StateCore } from 'markdown-it';

const titles: Record<string, string> = {
  NOTE: 'Note',
  TIP: 'Tip',
  IMPORTANT: 'Important',
  WARNING: 'Warning',
  CAUTION: 'Caution',
};

const head = /^\[!(NOTE|TIP|IMPORTANT|WARNING|CAUTION)\][ \t]*(?:\n|$)/i;

/** GitHub's `> [!NOTE]`: quotations that become admonitions. */
export function alerts(state: StateCore) {
  const { tokens } = state;
  const open: boolean[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token.type === 'blockquote_close' && open.pop()) {
      token.type = 'admonition_close';
      token.tag = 'div';
    }
    if (token.type !== 'blockquote_open') continue;
    const inline = tokens[i + 2];
    const match =
      tokens[i + 1]?.type === 'paragraph_open'
        ? head.exec(inline.content)
        : null;
    open.push(match !== null);
    if (!match) continue;
    const kind = match[1].toUpperCase();
    token.type = 'admonition_open';
    token.tag = 'div';
    token.attrSet('class', `admonition ${kind.toLowerCase()}`);
    const rest = inline.content.slice(match[0].length);
    const paragraph = tokens.slice(i + 1, i + 4);
    paragraph[0].attrSet('class', 'admonition-title');
    inline.content = titles[kind];
    if (rest.trim()) {
      const body = new state.Token('inline', '', 0);
      body.content = rest;
      body.map = inline.map;
      body.children = [];
      body.level = inline.level;
      tokens.splice(
        i + 4,
        0,
        new state.Token('paragraph_open', 'p', 1),
        body,
        new state.Token('paragraph_close', 'p', -1),
      );
      tokens[i + 4].block = true;
      tokens[i + 6].block = true;
    }
  }
}
