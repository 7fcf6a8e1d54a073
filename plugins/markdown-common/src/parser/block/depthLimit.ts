import type { StateBlock } from 'markdown-it';
import { contextOf } from '../PageContext';

/**
 * Deepest nesting of blocks, in elements; a list and its item are two. What is
 * nested deeper is shown as it is written. People stop at ten.
 */
export const maxBlockDepth = 100;

export function depthLimit(
  state: StateBlock,
  startLine: number,
  endLine: number,
  silent: boolean,
): boolean {
  if (silent || state.level < maxBlockDepth) return false;
  let line = startLine;
  while (
    line < endLine &&
    (state.isEmpty(line) || state.sCount[line] >= state.blkIndent)
  )
    line++;
  contextOf(state.env).warn(
    `Blocks are nested more than ${maxBlockDepth} deep; what is deeper is shown as it is written`,
    startLine,
  );
  const token = state.push('plain_block', 'pre', 0);
  token.content = state.getLines(startLine, line, state.blkIndent, false);
  token.map = [startLine, line];
  state.line = line;
  return true;
}
