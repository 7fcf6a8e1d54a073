import type { StateBlock } from 'markdown-it';
import { firstCode, indentOf, lineText, pushInline } from './indented';

/** `# Title`; as in Python-Markdown the space may be missing. */
export function heading(
  state: StateBlock,
  startLine: number,
  _endLine: number,
  silent: boolean,
): boolean {
  if (firstCode(state, startLine) !== 0x23) return false;
  const indent = indentOf(state, startLine);
  if (indent < 0 || indent >= 4) return false;
  const text = lineText(state, startLine);
  let level = 0;
  while (level < 6 && text[level] === '#') level++;
  if (level === 0) return false;
  // `#!/bin/sh` at the start of a line is no title, nor is `#1234`.
  if (/^#[!\d]/.test(text)) return false;
  let end = text.length;
  while (end > level && isSpace(text[end - 1])) end--;
  let closing = end;
  while (closing > level && text[closing - 1] === '#') closing--;
  if (text[closing - 1] !== '\\') end = closing;
  const content = text.slice(level, end).trim();
  if (!content) return false;
  if (silent) return true;

  state.line = startLine + 1;
  const open = state.push('heading_open', `h${level}`, 1);
  open.map = [startLine, state.line];
  pushInline(state, content, startLine);
  state.push('heading_close', `h${level}`, -1);
  return true;
}

function isSpace(character: string) {
  return character === ' ' || character === '\t';
}

/** A line underlined by `===` or `---`; one line only, as in Python-Markdown. */
export function underlinedHeading(
  state: StateBlock,
  startLine: number,
  endLine: number,
  silent: boolean,
): boolean {
  const underline = startLine + 1;
  if (silent || underline >= endLine || indentOf(state, startLine) >= 4)
    return false;
  const first = firstCode(state, underline);
  if (first !== 0x3d && first !== 0x2d) return false;
  const indent = indentOf(state, underline);
  if (indent < 0 || indent >= 4) return false;
  const rule = lineText(state, underline).trimEnd();
  if (!/^(?:=+|-+)$/.test(rule)) return false;

  const tag = rule.startsWith('=') ? 'h1' : 'h2';
  state.line = startLine + 2;
  state.push('heading_open', tag, 1).map = [startLine, state.line];
  pushInline(state, lineText(state, startLine).trim(), startLine);
  state.push('heading_close', tag, -1);
  return true;
}
