import type { Token } from './PageContext';

/** The words of a line without its markup. */
export function inlineText(tokens: Token[], withAlternatives = false): string {
  let text = '';
  for (const token of tokens) {
    if (token.type === 'text' || token.type === 'code_inline')
      text += token.content;
    else if (token.type === 'text_special') text += token.content;
    else if (token.type === 'softbreak' || token.type === 'hardbreak')
      text += ' ';
    else if (token.type === 'image' && withAlternatives) text += token.content;
  }
  return text;
}
