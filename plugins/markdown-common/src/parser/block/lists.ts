/*
 * Lists, read so that pages written for Python-Markdown and pages written for
 * CommonMark both come out as their authors meant them.
 *
 * Python-Markdown: the content of an item is indented by four columns, whatever the
 * width of its marker, so below `- text` eight columns are code.
 * CommonMark: the content starts where the text of the item starts, two columns below
 * `- text`, and six columns are code.
 *
 * Which of the two a page follows is seen at the first line below an item: indented
 * by four columns or more, the content starts at four; by two or three, it starts
 * there. A list below an item therefore nests from two columns on.
 *
 * Paragraphs of items are as in Python-Markdown: the text of an item stands alone
 * unless an empty line parts it from the item before, the item after, or the rest of
 * its own item. CommonMark would decide for the whole list.
 */
import type { StateBlock } from 'markdown-it';
import { indentOf, withLineFrom } from './indented';

interface Marker {
  ordered: boolean;
  /** Of ordered items. */
  value: number;
  /** Position after the marker. */
  end: number;
}

const contentColumns = 4;

function isSpaceOrEnd(state: StateBlock, position: number, line: number) {
  if (position >= state.eMarks[line]) return true;
  const code = state.src.charCodeAt(position);
  return code === 0x20 || code === 0x09;
}

function markerAt(state: StateBlock, line: number): Marker | undefined {
  const start = state.bMarks[line] + state.tShift[line];
  if (start >= state.eMarks[line]) return undefined;
  const code = state.src.charCodeAt(start);
  if (code === 0x2a || code === 0x2b || code === 0x2d) {
    return isSpaceOrEnd(state, start + 1, line)
      ? { ordered: false, value: 0, end: start + 1 }
      : undefined;
  }
  let end = start;
  // Nine digits, as in CommonMark: more do not fit the attribute `start`.
  while (end - start < 9 && isDigit(state.src.charCodeAt(end))) end++;
  const delimiter = state.src.charCodeAt(end);
  if (end === start || (delimiter !== 0x2e && delimiter !== 0x29))
    return undefined;
  return isSpaceOrEnd(state, end + 1, line)
    ? {
        ordered: true,
        value: Number(state.src.slice(start, end)),
        end: end + 1,
      }
    : undefined;
}

function isDigit(code: number) {
  return code >= 0x30 && code <= 0x39;
}

/** Columns, from the block's own, at which the content of an item starts. */
function contentIndent(state: StateBlock, line: number, endLine: number) {
  const markerIndent = indentOf(state, line);
  for (let next = line + 1; next < endLine; next++) {
    if (state.isEmpty(next)) continue;
    const indent = indentOf(state, next);
    if (indent >= contentColumns) return contentColumns;
    return indent >= markerIndent + 2 ? indent : contentColumns;
  }
  return contentColumns;
}

/** Shows the text of an item without a paragraph unless empty lines part it. */
function tightenItem(
  state: StateBlock,
  itemToken: number,
  apart: { before: boolean; after: boolean },
) {
  const first = itemToken + 1;
  const paragraph = state.tokens[first];
  if (paragraph?.type !== 'paragraph_open' || apart.before || apart.after)
    return;
  const next = state.tokens[first + 3];
  const isFollowed = next !== undefined && next.type !== 'list_item_close';
  if (isFollowed && next.map && paragraph.map && next.map[0] > paragraph.map[1])
    return;
  paragraph.hidden = true;
  state.tokens[first + 2].hidden = true;
}

function item(
  state: StateBlock,
  line: number,
  endLine: number,
  marker: Marker,
): number {
  const { blkIndent, listIndent, parentType } = state;
  const start = state.skipSpaces(marker.end);
  const isEmptyItem = start >= state.eMarks[line];
  const columns = contentIndent(state, line, endLine);

  const token = state.push('list_item_open', 'li', 1);
  const index = state.tokens.length - 1;
  withLineFrom(state, line, start, columns, () => {
    state.listIndent = blkIndent;
    state.blkIndent += columns;
    state.parentType = 'list';
    if (isEmptyItem && state.isEmpty(line + 1))
      state.line = Math.min(line + 1, endLine);
    else state.md.block.tokenize(state, line, endLine);
    state.blkIndent = blkIndent;
    state.listIndent = listIndent;
    state.parentType = parentType;
  });
  token.map = [line, state.line];
  state.push('list_item_close', 'li', -1);
  return index;
}

export function list(
  state: StateBlock,
  startLine: number,
  endLine: number,
  silent: boolean,
): boolean {
  if (indentOf(state, startLine) >= contentColumns) return false;
  let marker = markerAt(state, startLine);
  if (!marker) return false;
  if (silent) {
    // Within a paragraph a number that starts a line is seldom a list, and a
    // lone marker never. Within a list the next item ends the one before.
    if (state.parentType !== 'paragraph' || indentOf(state, startLine) < 0)
      return true;
    if (marker.ordered && marker.value !== 1 && state.listIndent < 0)
      return false;
    return state.skipSpaces(marker.end) < state.eMarks[startLine];
  }

  const { ordered } = marker;
  const tag = ordered ? 'ol' : 'ul';
  const name = ordered ? 'ordered_list' : 'bullet_list';
  const open = state.push(`${name}_open`, tag, 1);
  if (ordered && marker.value !== 1) open.attrSet('start', marker.value);
  const terminators = state.md.block.ruler.getRules('list');
  const oldParentType = state.parentType;

  let line = startLine;
  const items: number[] = [];
  const partedFromNext: boolean[] = [];
  while (marker && marker.ordered === ordered) {
    items.push(item(state, line, endLine, marker));
    line = state.line;
    // `tokenize` leaves one empty line behind; there may be more.
    const wasEmpty = line > 0 && state.isEmpty(line - 1);
    const next = state.skipEmptyLines(line);
    partedFromNext.push(wasEmpty || next > line);
    if (next >= endLine || next >= state.lineMax) break;
    const indent = indentOf(state, next);
    if (indent < 0 || indent >= contentColumns) break;
    state.parentType = 'list';
    const ends = terminators.some(rule => rule(state, next, endLine, true));
    state.parentType = oldParentType;
    if (ends) break;
    marker = markerAt(state, next);
    if (marker?.ordered === ordered) line = next;
  }
  items.forEach((itemToken, index) =>
    tightenItem(state, itemToken, {
      before: index > 0 && partedFromNext[index - 1],
      after: index < items.length - 1 && partedFromNext[index],
    }),
  );
  state.push(`${name}_close`, tag, -1);
  open.map = [startLine, line];
  state.line = line;
  return true;
}
