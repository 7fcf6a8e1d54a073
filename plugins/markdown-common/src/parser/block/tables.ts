import type { StateBlock } from 'markdown-it';
import { firstCode, indentOf, lineText, pushInline } from './indented';

/** Cells that short rows lack are added up to here, lest a page grow without end. */
const maxAddedCells = 65_536;
const maxColumns = 500;

/** Cells of a row. A `|` in a code span or after a backslash parts nothing. */
export function splitRow(row: string): string[] {
  const text = row.trim();
  const cells: string[] = [];
  const runs = backtickRuns(text);
  let start = 0;
  for (let i = 0; i < text.length; i++) {
    const character = text[i];
    if (character === '\\') i++;
    else if (character === '`') i = endOfCode(text, i, runs) - 1;
    else if (character === '|') {
      cells.push(text.slice(start, i));
      start = i + 1;
    }
  }
  cells.push(text.slice(start));
  if (cells.length > 1 && cells[0].trim() === '') cells.shift();
  if (cells.length > 1 && cells[cells.length - 1].trim() === '') cells.pop();
  return cells.map(cell => cell.trim().replace(/\\\|/g, '|'));
}

/** Positions of the last run of backticks of each length. */
function backtickRuns(text: string) {
  const last = new Map<number, number>();
  for (const run of text.matchAll(/`+/g)) last.set(run[0].length, run.index);
  return last;
}

function endOfCode(text: string, start: number, last: Map<number, number>) {
  let open = start;
  while (text[open] === '`') open++;
  const length = open - start;
  if ((last.get(length) ?? -1) < open) return open;
  for (let i = open; i < text.length; i++) {
    if (text[i] !== '`') continue;
    let end = i;
    while (text[end] === '`') end++;
    if (end - i === length) return end;
    i = end;
  }
  return open;
}

function alignments(row: string): string[] | undefined {
  if (!/^[-:| \t]+$/.test(row) || !row.includes('-')) return undefined;
  const cells = splitRow(row);
  if (!cells.every(cell => /^:?-+:?$/.test(cell))) return undefined;
  return cells.map(cell => {
    const left = cell.startsWith(':');
    const right = cell.endsWith(':');
    if (left && right) return 'center';
    if (right) return 'right';
    return left ? 'left' : '';
  });
}

function pushRow(
  state: StateBlock,
  tag: 'th' | 'td',
  cells: string[],
  aligns: string[],
  line: number,
) {
  state.push('tr_open', 'tr', 1).map = [line, line + 1];
  aligns.forEach((align, column) => {
    const cell = state.push(`${tag}_open`, tag, 1);
    if (align) cell.attrSet('style', `text-align: ${align};`);
    pushInline(state, cells[column] ?? '', line);
    state.push(`${tag}_close`, tag, -1);
  });
  state.push('tr_close', 'tr', -1);
}

export function table(
  state: StateBlock,
  startLine: number,
  endLine: number,
  silent: boolean,
): boolean {
  const underline = startLine + 1;
  if (underline >= endLine) return false;
  const first = firstCode(state, underline);
  if (first !== 0x7c && first !== 0x2d && first !== 0x3a) return false;
  if (indentOf(state, startLine) >= 4) return false;
  const indent = indentOf(state, underline);
  if (indent < 0 || indent >= 4) return false;
  const rule = lineText(state, underline).trim();
  const title = lineText(state, startLine);
  if (!title.includes('|') || !rule.includes('|')) return false;
  const aligns = alignments(rule);
  if (!aligns || aligns.length > maxColumns) return false;
  const header = splitRow(title);
  if (header.length !== aligns.length) return false;
  if (silent) return true;

  const terminators = state.md.block.ruler.getRules('blockquote');
  const oldParentType = state.parentType;
  state.parentType = 'table';
  const open = state.push('table_open', 'table', 1);
  state.push('thead_open', 'thead', 1);
  pushRow(state, 'th', header, aligns, startLine);
  state.push('thead_close', 'thead', -1);
  state.push('tbody_open', 'tbody', 1);
  let added = 0;
  let line = startLine + 2;
  for (; line < endLine; line++) {
    if (state.isEmpty(line) || indentOf(state, line) < 0) break;
    if (indentOf(state, line) >= 4) break;
    const current = line;
    if (terminators.some(other => other(state, current, endLine, true))) break;
    const cells = splitRow(lineText(state, line));
    added += Math.max(0, aligns.length - cells.length);
    if (added > maxAddedCells) break;
    pushRow(state, 'td', cells, aligns, line);
  }
  state.push('tbody_close', 'tbody', -1);
  state.push('table_close', 'table', -1);
  open.map = [startLine, line];
  state.parentType = oldParentType;
  state.line = line;
  return true;
}
