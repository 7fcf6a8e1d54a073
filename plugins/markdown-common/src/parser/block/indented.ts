import type { StateBlock } from 'markdown-it';

/** A line of the block without its indentation. */
export function lineText(state: StateBlock, line: number): string {
  return state.src.slice(
    state.bMarks[line] + state.tShift[line],
    state.eMarks[line],
  );
}

/** Code of the first character of a line after its indentation, or NaN. */
export function firstCode(state: StateBlock, line: number): number {
  const start = state.bMarks[line] + state.tShift[line];
  return start < state.eMarks[line] ? state.src.charCodeAt(start) : NaN;
}

/** Columns by which a line is indented within the block that holds it. */
export function indentOf(state: StateBlock, line: number): number {
  return state.sCount[line] - state.blkIndent;
}

/** The line after the last one that is indented by at least `columns`. */
export function endOfIndented(
  state: StateBlock,
  startLine: number,
  endLine: number,
  columns: number,
): number {
  let end = startLine;
  for (let line = startLine; line < endLine; line++) {
    if (state.isEmpty(line)) continue;
    if (indentOf(state, line) < columns) break;
    end = line + 1;
  }
  return end;
}

/** Parses lines that are indented by `columns` as blocks of their own. */
export function tokenizeIndented(
  state: StateBlock,
  startLine: number,
  endLine: number,
  columns: number,
  parentType: string,
) {
  const { blkIndent, lineMax, listIndent, parentType: oldParentType } = state;
  state.listIndent = -1;
  state.blkIndent += columns;
  state.lineMax = endLine;
  state.parentType = parentType;
  state.md.block.tokenize(state, startLine, endLine);
  state.blkIndent = blkIndent;
  state.listIndent = listIndent;
  state.lineMax = lineMax;
  state.parentType = oldParentType;
  state.line = endLine;
}

/** Pushes text whose Markdown is that of a line: titles, labels, cells. */
export function pushInline(state: StateBlock, content: string, line: number) {
  const token = state.push('inline', '', 0);
  token.content = content;
  token.map = [line, line + 1];
  token.children = [];
}

/**
 * Runs `parse` as if the line began at `position`, indented by `columns` within the
 * block: so the text behind a marker becomes the first line of what it marks.
 */
export function withLineFrom(
  state: StateBlock,
  line: number,
  position: number,
  columns: number,
  parse: () => void,
) {
  const { bMarks, tShift, sCount } = state;
  const [mark, shift, count] = [bMarks[line], tShift[line], sCount[line]];
  bMarks[line] = Math.min(position, state.eMarks[line]);
  tShift[line] = 0;
  sCount[line] = state.blkIndent + columns;
  parse();
  bMarks[line] = mark;
  tShift[line] = shift;
  sCount[line] = count;
}
