import type { StateBlock, StateCore } from 'markdown-it';
import { contextOf, Token } from '../PageContext';
import { firstCode, indentOf, lineText } from './indented';

const definition = /^\*\[([^\]\\]{1,200})\]:(.*)$/;
/** All are looked for at each word; more make pages slow. */
const maxAbbreviations = 1000;

/** `*[TTL]: time to live`; explains the word wherever the page has it. */
export function abbreviation(
  state: StateBlock,
  startLine: number,
  _endLine: number,
  silent: boolean,
): boolean {
  if (firstCode(state, startLine) !== 0x2a) return false;
  if (indentOf(state, startLine) >= 4) return false;
  const text = lineText(state, startLine);
  if (!text.startsWith('*[')) return false;
  const match = definition.exec(text);
  if (!match) return false;
  if (silent) return true;
  const { abbreviations } = contextOf(state.env);
  if (abbreviations.size < maxAbbreviations)
    abbreviations.set(match[1].trim(), match[2].trim());
  state.line = startLine + 1;
  return true;
}

/** One expression for all abbreviations, as whole words, longest first. */
function wordsOf(abbreviations: Map<string, string>) {
  const words = [...abbreviations.keys()]
    .filter(word => word !== '')
    .sort((a, b) => b.length - a.length)
    .map(word => word.replace(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`(?<![\\w])(?:${words.join('|')})(?![\\w])`, 'g');
}

function explain(
  state: StateCore,
  token: Token,
  words: RegExp,
  abbreviations: Map<string, string>,
): Token[] {
  const parts: Token[] = [];
  let end = 0;
  const pushText = (content: string) => {
    if (!content) return;
    const text = new state.Token('text', '', 0);
    text.content = content;
    text.level = token.level;
    parts.push(text);
  };
  for (const match of token.content.matchAll(words)) {
    pushText(token.content.slice(end, match.index));
    const open = new state.Token('abbr_open', 'abbr', 1);
    open.attrSet('title', abbreviations.get(match[0]) ?? '');
    parts.push(open);
    pushText(match[0]);
    parts.push(new state.Token('abbr_close', 'abbr', -1));
    end = match.index + match[0].length;
  }
  if (end === 0) return [token];
  pushText(token.content.slice(end));
  return parts;
}

export function explainAbbreviations(state: StateCore) {
  const { abbreviations } = contextOf(state.env);
  if (abbreviations.size === 0) return;
  const words = wordsOf(abbreviations);
  for (const token of state.tokens) {
    if (token.type !== 'inline' || !token.children) continue;
    token.children = token.children.flatMap(child =>
      child.type === 'text'
        ? explain(state, child, words, abbreviations)
        : [child],
    );
  }
}
