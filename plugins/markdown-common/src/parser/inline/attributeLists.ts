import type { StateCore, StateInline } from 'markdown-it';
import {
  applyAttributes,
  AttributeList,
  maxAttributeListLength,
  parseAttributeList,
  splitTrailingList,
} from '../attributes';
import type { Token } from '../PageContext';

/** `{: #id .class key=value }`; to what it belongs is known once the line is parsed. */
export function attributeList(state: StateInline, silent: boolean): boolean {
  const start = state.pos;
  if (state.src.charCodeAt(start) !== 0x7b || start === 0) return false;
  // Directly after something that may be an element: `)`, `*`, a backtick, `>` ...
  if (!/[)\]*_`~^=>]/.test(state.src[start - 1])) return false;
  const limit = Math.min(state.posMax, start + maxAttributeListLength);
  let end = start + 1;
  for (; end < limit; end++) {
    const code = state.src.charCodeAt(end);
    if (code === 0x7d) break;
    if (code === 0x0a || code === 0x7b) return false;
  }
  if (end >= limit) return false;
  const content = state.src.slice(start + 1, end);
  const list = parseAttributeList(content.replace(/^:/, ''));
  if (!list) return false;
  state.pos = end + 1;
  if (silent) return true;
  const token = state.push('attribute_list', '', 0);
  token.content = `{${content}}`;
  token.meta = { list };
  return true;
}

const closers = new Set([
  'em_close',
  'strong_close',
  'link_close',
  'ins_close',
  'del_close',
  'mark_close',
  'sub_close',
  'sup_close',
]);

/** The element that ends right before `index`. */
function elementBefore(tokens: Token[], index: number): Token | undefined {
  // Emphasis leaves empty texts behind.
  let i = index - 1;
  while (i >= 0 && tokens[i].type === 'text' && tokens[i].content === '') i--;
  const last = tokens[i];
  if (!last) return undefined;
  if (last.type === 'image' || last.type === 'code_inline') return last;
  if (!closers.has(last.type)) return undefined;
  const opener = last.type.replace('_close', '_open');
  let depth = 0;
  for (let open = i; open >= 0; open--) {
    if (tokens[open].type === last.type) depth++;
    else if (tokens[open].type === opener && --depth === 0) return tokens[open];
  }
  return undefined;
}

function resolveInline(tokens: Token[]) {
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token.type !== 'attribute_list') continue;
    const owner = elementBefore(tokens, i);
    if (owner && token.meta) {
      applyAttributes(owner, token.meta.list as AttributeList);
      token.content = '';
    }
    token.type = 'text';
  }
}

const titled = new Set(['heading_open', 'dt_open', 'th_open', 'td_open']);

/** Lists at the end of headings, terms and cells, and as last line of paragraphs. */
export function resolveBlockAttributes(state: StateCore) {
  const { tokens } = state;
  const items: Token[] = [];
  for (let i = 0; i < tokens.length; i++) {
    const token = tokens[i];
    if (token.type === 'list_item_open' || token.type === 'dd_open')
      items.push(token);
    else if (token.type === 'list_item_close' || token.type === 'dd_close')
      items.pop();
    const inline = tokens[i + 1];
    if (inline?.type !== 'inline') continue;
    if (titled.has(token.type)) {
      const split = splitTrailingList(inline.content);
      if (!split || !/[ \t]$/.test(split.before)) continue;
      inline.content = withoutClosingMarks(split.before.trimEnd());
      applyAttributes(token, split.list);
    } else if (token.type === 'paragraph_open') {
      const split = splitTrailingList(inline.content);
      if (!split || !/\n[ \t]*$/.test(split.before)) continue;
      inline.content = split.before.trimEnd();
      const owner = token.hidden ? items[items.length - 1] : token;
      applyAttributes(owner ?? token, split.list);
    }
  }
}

/** `### Title ###` before a list: what is left once the list is off. */
function withoutClosingMarks(text: string): string {
  let end = text.length;
  while (end > 0 && text[end - 1] === '#') end--;
  const isApart = text[end - 1] === ' ' || text[end - 1] === '\t';
  return end < text.length && isApart ? text.slice(0, end).trimEnd() : text;
}

export function resolveInlineAttributes(state: StateCore) {
  for (const token of state.tokens)
    if (token.type === 'inline' && token.children)
      resolveInline(token.children);
}
