/*
 * Raw HTML, as Python-Markdown reads it: an element whose tag starts a line is taken
 * as it is, up to its end tag and across empty lines. With the attribute `markdown` its
 * content is Markdown. Whatever comes out passes the allow-list like everything else.
 */
import type { StateBlock } from 'markdown-it';
import { contextOf } from '../PageContext';
import { firstCode, indentOf, lineText } from './indented';

const blockTags = new Set(
  (
    'address article aside blockquote body canvas center colgroup dd details dialog dir div dl dt ' +
    'fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 head header hgroup hr html iframe ' +
    'legend li link main map math menu meta nav noframes noscript object ol optgroup option p ' +
    'param pre script section select style summary svg table tbody td template textarea tfoot th ' +
    'thead title tr ul video audio picture'
  ).split(' '),
);
const voidTags = new Set(['hr', 'link', 'meta', 'param']);
/** Their content is a line of Markdown, not blocks. */
const spanTags = new Set(
  'address dd dt h1 h2 h3 h4 h5 h6 legend li p summary td th'.split(' '),
);
const rawTags = new Set(
  'canvas math option pre script style textarea'.split(' '),
);
/** Elements with Markdown within elements with Markdown. */
const maxHtmlDepth = 20;
const startTag = /^<([a-zA-Z][\w-]*)((?:[^<>"']|"[^"]*"|'[^']*')*)>/;
const markdownAttribute = /\smarkdown(?:\s*=\s*["']?(\w+)["']?)?(?=[\s/]|$)/;
/** A start tag may span lines, but not more than this. */
const maxTagLength = 4000;

/** Position after the end tag that matches a start tag, or -1. */
function endOfElement(source: string, tag: string, from: number) {
  const tags = new RegExp(`<(/?)${tag}(?=[\\s/>])[^<>]*>`, 'gi');
  tags.lastIndex = from;
  let depth = 1;
  for (let match = tags.exec(source); match; match = tags.exec(source)) {
    if (match[1]) depth--;
    else if (!match[0].endsWith('/>')) depth++;
    if (depth === 0) return { start: match.index, end: tags.lastIndex };
  }
  return undefined;
}

function pushRaw(state: StateBlock, content: string, line: number) {
  const token = state.push('html_block', '', 0);
  token.content = content;
  token.map = [line, line + 1];
}

function pushMarkdown(state: StateBlock, content: string, firstLine: number) {
  const context = contextOf(state.env);
  const first = state.tokens.length;
  context.htmlDepth++;
  state.md.block.parse(content, state.md, state.env, state.tokens);
  context.htmlDepth--;
  for (const token of state.tokens.slice(first))
    if (token.map)
      token.map = [token.map[0] + firstLine, token.map[1] + firstLine];
}

function comment(state: StateBlock, startLine: number, endLine: number) {
  for (let line = startLine; line < endLine; line++) {
    const from = line === startLine ? 4 : 0;
    if (lineText(state, line).includes('-->', from)) {
      state.line = line + 1;
      return true;
    }
  }
  return false;
}

function element(
  state: StateBlock,
  startLine: number,
  lastLine: number,
  tag: string,
) {
  const source = state
    .getLines(startLine, lastLine + 1, state.blkIndent, false)
    .trimStart();
  const [openTag = '', , attributes = ''] = startTag.exec(source) ?? [];
  const found = openTag && endOfElement(source, tag, openTag.length);
  state.line = lastLine + 1;
  if (!found) {
    pushRaw(state, source, startLine);
    return true;
  }
  const context = contextOf(state.env);
  const mode = markdownAttribute.exec(attributes);
  const isMarkdown =
    mode !== null &&
    mode[1] !== '0' &&
    !rawTags.has(tag) &&
    context.htmlDepth < maxHtmlDepth;
  if (!isMarkdown) {
    pushRaw(state, source, startLine);
    return true;
  }
  const content = source.slice(openTag.length, found.start);
  pushRaw(state, openTag, startLine);
  const isSpan =
    mode[1] === 'span' || (mode[1] !== 'block' && spanTags.has(tag));
  if (isSpan) {
    const inline = state.push('inline', '', 0);
    inline.content = content.trim();
    inline.map = [startLine, state.line];
    inline.children = [];
  } else {
    pushMarkdown(state, content, startLine);
  }
  pushRaw(state, source.slice(found.start, found.end), state.line - 1);
  const rest = source.slice(found.end).trim();
  if (rest) pushMarkdown(state, rest, state.line - 1);
  return true;
}

/** The line on which the element ends, looking no further than its own block. */
function lastLineOfElement(
  state: StateBlock,
  startLine: number,
  endLine: number,
  tag: string,
  from: number,
) {
  const tags = new RegExp(`<(/?)${tag}(?=[\\s/>])[^<>]*>`, 'gi');
  tags.lastIndex = from;
  let line = startLine;
  let depth = 1;
  for (let match = tags.exec(state.src); match; match = tags.exec(state.src)) {
    while (line < endLine && state.eMarks[line] < tags.lastIndex) {
      line++;
      const leaves =
        line >= endLine ||
        (!state.isEmpty(line) && state.sCount[line] < state.blkIndent);
      if (leaves) return undefined;
    }
    if (match[1]) depth--;
    else if (!match[0].endsWith('/>')) depth++;
    if (depth === 0) return line;
  }
  contextOf(state.env).unclosedTags.add(`${tag}:${state.lineMax}`);
  return undefined;
}

export function htmlBlock(
  state: StateBlock,
  startLine: number,
  endLine: number,
  silent: boolean,
): boolean {
  if (firstCode(state, startLine) !== 0x3c) return false;
  const indent = indentOf(state, startLine);
  if (indent < 0 || indent >= 4) return false;
  const text = lineText(state, startLine);
  if (text.startsWith('<!--')) {
    if (silent) return true;
    const context = contextOf(state.env);
    const key = `!--:${state.lineMax}`;
    if (context.unclosedTags.has(key)) return false;
    if (comment(state, startLine, endLine)) return true;
    context.unclosedTags.add(key);
    context.warn('A comment `<!--` has no end', startLine);
    return false;
  }
  const name = /^<([a-zA-Z][\w-]*)(?=[\s/>]|$)/.exec(text)?.[1].toLowerCase();
  if (!name || !blockTags.has(name)) return false;
  if (silent) return true;

  const context = contextOf(state.env);
  const key = `${name}:${state.lineMax}`;
  if (voidTags.has(name)) {
    pushRaw(state, text, startLine);
    state.line = startLine + 1;
    return true;
  }
  if (!context.unclosedTags.has(key)) {
    const start = state.bMarks[startLine] + state.tShift[startLine];
    const tag = startTag.exec(state.src.slice(start, start + maxTagLength));
    if (tag) {
      const from = start + tag[0].length;
      const last = lastLineOfElement(state, startLine, endLine, name, from);
      if (last !== undefined) return element(state, startLine, last, name);
      context.warn(`The element <${name}> has no end tag`, startLine);
    }
  }
  // Without an end tag it lasts until the next empty line.
  let line = startLine + 1;
  while (line < endLine && !state.isEmpty(line)) line++;
  pushRaw(
    state,
    state.getLines(startLine, line, state.blkIndent, false),
    startLine,
  );
  state.line = line;
  return true;
}
