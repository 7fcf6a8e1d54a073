import type { StateBlock } from 'markdown-it';
import { contextOf } from '../PageContext';
import {
  endOfIndented,
  firstCode,
  indentOf,
  lineText,
  pushInline,
  tokenizeIndented,
} from './indented';

interface Tab {
  title: string;
  startLine: number;
  endLine: number;
}

const tabHead = /^===([!+]{0,2}) +(?:"(.*)"|'(.*)') *$/;
const maxHeadLength = 1000;

function readHead(state: StateBlock, line: number) {
  if (firstCode(state, line) !== 0x3d) return undefined;
  if (indentOf(state, line) >= 4 || indentOf(state, line) < 0) return undefined;
  const text = lineText(state, line).trimEnd();
  if (!text.startsWith('===') || text.length > maxHeadLength) return undefined;
  const match = tabHead.exec(text);
  return (
    match && {
      isNew: match[1].includes('!'),
      isSelected: match[1].includes('+'),
      title: match[2] ?? match[3],
    }
  );
}

function collect(state: StateBlock, startLine: number, endLine: number) {
  const found: Tab[] = [];
  let selected = 0;
  let line = startLine;
  while (line < endLine) {
    const head = readHead(state, line);
    if (!head || (found.length > 0 && head.isNew)) break;
    if (head.isSelected) selected = found.length;
    const end = endOfIndented(state, line + 1, endLine, 4);
    found.push({ title: head.title, startLine: line + 1, endLine: end });
    line = end;
    while (line < endLine && state.isEmpty(line)) line++;
  }
  return { found, selected };
}

/**
 * `=== "Title"` with content four columns in; neighbours are one set. Radio buttons
 * and labels, so that tabs switch without a script.
 */
export function tabs(
  state: StateBlock,
  startLine: number,
  endLine: number,
  silent: boolean,
): boolean {
  if (!readHead(state, startLine)) return false;
  if (silent) return true;

  const set = ++contextOf(state.env).tabSets;
  const { found, selected } = collect(state, startLine, endLine);
  const end = found[found.length - 1].endLine;
  const open = state.push('tabbed_set_open', 'div', 1);
  open.attrSet('class', 'tabbed-set tabbed-alternate');
  open.attrSet('data-tabs', `${set}:${found.length}`);
  open.map = [startLine, end];
  found.forEach((_tab, index) => {
    const input = state.push('tabbed_input', 'input', 0);
    if (index === selected) input.attrSet('checked', 'checked');
    input.attrSet('id', `__tabbed_${set}_${index + 1}`);
    input.attrSet('name', `__tabbed_${set}`);
    input.attrSet('type', 'radio');
  });
  state.push('tabbed_labels_open', 'div', 1).attrSet('class', 'tabbed-labels');
  found.forEach((tab, index) => {
    const label = state.push('tabbed_label_open', 'label', 1);
    label.attrSet('for', `__tabbed_${set}_${index + 1}`);
    pushInline(state, tab.title, tab.startLine - 1);
    state.push('tabbed_label_close', 'label', -1);
  });
  state.push('tabbed_labels_close', 'div', -1);
  state
    .push('tabbed_content_open', 'div', 1)
    .attrSet('class', 'tabbed-content');
  for (const tab of found) {
    state.push('tabbed_block_open', 'div', 1).attrSet('class', 'tabbed-block');
    tokenizeIndented(state, tab.startLine, tab.endLine, 4, 'tabs');
    state.push('tabbed_block_close', 'div', -1);
  }
  state.push('tabbed_content_close', 'div', -1);
  state.push('tabbed_set_close', 'div', -1);
  state.line = end;
  return true;
}
