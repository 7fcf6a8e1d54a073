import type { Delimiter, StateInline, Token } from 'markdown-it';

/** `^^inserted^^`, `~~deleted~~` and `==marked==`. */
const tags: Record<number, string> = { 0x5e: 'ins', 0x7e: 'del', 0x3d: 'mark' };

export function insertion(state: StateInline, silent: boolean): boolean {
  const marker = state.src.charCodeAt(state.pos);
  if (!(marker in tags) || silent) return false;
  const scanned = state.scanDelims(state.pos, false);
  if (scanned.length < 2) return false;
  const character = String.fromCharCode(marker);
  if (scanned.length % 2) state.push('text', '', 0).content = character;
  for (let i = 0; i < scanned.length - (scanned.length % 2); i += 2) {
    state.push('text', '', 0).content = character + character;
    state.delimiters.push({
      marker,
      length: 0,
      token: state.tokens.length - 1,
      end: -1,
      open: scanned.can_open,
      close: scanned.can_close,
    });
  }
  state.pos += scanned.length;
  return true;
}

function resolve(state: StateInline, delimiters: Delimiter[]) {
  for (const opener of delimiters) {
    const tag = tags[opener.marker];
    if (!tag || opener.end < 0) continue;
    const open = state.tokens[opener.token];
    open.type = `${tag}_open`;
    open.tag = tag;
    open.nesting = 1;
    open.content = '';
    const close = state.tokens[delimiters[opener.end].token];
    close.type = `${tag}_close`;
    close.tag = tag;
    close.nesting = -1;
    close.content = '';
  }
}

export function resolveInsertions(state: StateInline) {
  resolve(state, state.delimiters);
  for (const meta of state.tokens_meta)
    if (meta?.delimiters) resolve(state, meta.delimiters);
}

const smallTags: Record<number, string> = { 0x5e: 'sup', 0x7e: 'sub' };
/** A longer one is not small. */
const maxSmallLength = 200;

/** `H~2~O` and `x^2^`; a space within needs a backslash. */
export function subOrSuperscript(state: StateInline, silent: boolean): boolean {
  const start = state.pos;
  const marker = state.src.charCodeAt(start);
  const tag = smallTags[marker];
  if (!tag || silent) return false;
  let end = start + 1;
  const limit = Math.min(state.posMax, start + maxSmallLength);
  for (; end < limit; end++) {
    const code = state.src.charCodeAt(end);
    if (code === 0x5c) end++;
    else if (code === 0x20 || code === 0x09 || code === 0x0a) return false;
    else if (code === marker) break;
  }
  if (end >= limit || end === start + 1) return false;
  if (state.src.charCodeAt(end + 1) === marker) return false;

  const content = state.src.slice(start + 1, end).replace(/\\ /g, ' ');
  state.push(`${tag}_open`, tag, 1);
  const children: Token[] = [];
  state.md.inline.parse(content, state.md, state.env, children);
  for (const child of children) {
    state.tokens.push(child);
    state.tokens_meta.push(undefined);
  }
  state.push(`${tag}_close`, tag, -1);
  state.pos = end + 1;
  return true;
}
