import type { StateBlock } from 'markdown-it';
import {
  endOfIndented,
  indentOf,
  lineText,
  pushInline,
  tokenizeIndented,
  withLineFrom,
} from './indented';

/** Position of the text after `:`, or undefined where the line defines nothing. */
function definitionStart(state: StateBlock, line: number): number | undefined {
  const indent = indentOf(state, line);
  if (indent < 0 || indent >= 4 || state.isEmpty(line)) return undefined;
  const start = state.bMarks[line] + state.tShift[line];
  if (state.src.charCodeAt(start) !== 0x3a) return undefined;
  const text = state.skipSpaces(start + 1);
  return text > start + 1 && text < state.eMarks[line] ? text : undefined;
}

/** Lines of terms: a paragraph whose next line, or the one after a gap, defines. */
function endOfTerms(state: StateBlock, startLine: number, endLine: number) {
  const terminators = state.md.block.ruler.getRules('paragraph');
  const oldParentType = state.parentType;
  state.parentType = 'paragraph';
  let line = startLine + 1;
  for (; line < endLine && !state.isEmpty(line); line++) {
    const current = line;
    if (definitionStart(state, line) !== undefined) break;
    if (indentOf(state, line) < 0) break;
    if (terminators.some(rule => rule(state, current, endLine, true))) break;
  }
  state.parentType = oldParentType;
  return line;
}

function definition(
  state: StateBlock,
  startLine: number,
  endLine: number,
  textStart: number,
  isParted: boolean,
): number {
  // Lines that directly follow belong to it even where they are not indented.
  let end = startLine + 1;
  while (
    end < endLine &&
    !state.isEmpty(end) &&
    indentOf(state, end) >= 0 &&
    definitionStart(state, end) === undefined
  )
    end++;
  end = Math.max(end, endOfIndented(state, startLine + 1, endLine, 4));

  const open = state.push('dd_open', 'dd', 1);
  const first = state.tokens.length;
  withLineFrom(state, startLine, textStart, 4, () =>
    tokenizeIndented(state, startLine, end, 4, 'definition'),
  );
  const isAlone = state.tokens.length === first + 3;
  if (!isParted && isAlone && state.tokens[first].type === 'paragraph_open') {
    state.tokens[first].hidden = true;
    state.tokens[first + 2].hidden = true;
  }
  open.map = [startLine, end];
  state.push('dd_close', 'dd', -1);
  return end;
}

/** Terms, each on a line, followed by definitions that start with `:`. */
export function definitionList(
  state: StateBlock,
  startLine: number,
  endLine: number,
  silent: boolean,
): boolean {
  if (silent || indentOf(state, startLine) >= 4) return false;
  let termEnd = endOfTerms(state, startLine, endLine);
  let next = state.skipEmptyLines(termEnd);
  if (next >= endLine || next - termEnd > 1) return false;
  if (definitionStart(state, next) === undefined) return false;

  const open = state.push('dl_open', 'dl', 1);
  let line = startLine;
  for (;;) {
    for (let term = line; term < termEnd; term++) {
      state.push('dt_open', 'dt', 1).map = [term, term + 1];
      pushInline(state, lineText(state, term).trim(), term);
      state.push('dt_close', 'dt', -1);
    }
    line = termEnd;
    for (;;) {
      next = state.skipEmptyLines(line);
      const text = next < endLine ? definitionStart(state, next) : undefined;
      if (text === undefined) break;
      line = definition(state, next, endLine, text, next > line);
    }
    // Another term may follow, with definitions of its own.
    next = state.skipEmptyLines(line);
    if (next >= endLine) break;
    const indent = indentOf(state, next);
    if (indent < 0 || indent >= 4) break;
    termEnd = endOfTerms(state, next, endLine);
    const afterTerm = state.skipEmptyLines(termEnd);
    if (
      afterTerm >= endLine ||
      afterTerm - termEnd > 1 ||
      definitionStart(state, afterTerm) === undefined ||
      startsOtherBlock(state, next, endLine)
    )
      break;
    line = next;
  }
  state.push('dl_close', 'dl', -1);
  open.map = [startLine, line];
  state.line = line;
  return true;
}

function startsOtherBlock(state: StateBlock, line: number, endLine: number) {
  return state.md.block.ruler
    .getRules('paragraph')
    .some(rule => rule(state, line, endLine, true));
}
