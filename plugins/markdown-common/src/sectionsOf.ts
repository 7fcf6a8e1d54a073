import { unescapeText } from './unescapeText';
import { inlineText } from './parser/inlineText';
import type { PageContext, Token } from './parser/PageContext';
import type { PageSection } from './RenderedPage';

function textOf(token: Token): string {
  switch (token.type) {
    case 'inline':
      return inlineText(token.children ?? [], true);
    case 'fence':
    case 'code_block':
    case 'plain_block':
      return token.content;
    case 'html_block':
      return /^\s*<(?:script|style)\b/i.test(token.content)
        ? ''
        : unescapeText(token.content.replace(/<[^<>]*>/g, ' '));
    default:
      return '';
  }
}

/** The words of a page, heading by heading. */
export function sectionsOf(tokens: Token[], page: PageContext): PageSection[] {
  const sections: Array<PageSection & { parts: string[] }> = [];
  const open = (section: PageSection) =>
    sections.push({ ...section, parts: [] });
  open({ text: '' });
  let headings = 0;
  tokens.forEach((token, index) => {
    if (token.type === 'heading_open') {
      open({ heading: page.headings[headings++], text: '' });
      return;
    }
    if (tokens[index - 1]?.type === 'heading_open') return;
    const text = textOf(token);
    if (text) sections[sections.length - 1].parts.push(text);
  });
  return sections
    .map(({ heading, parts }) => ({
      ...(heading && { heading }),
      text: parts.join(' ').replace(/\s+/g, ' ').trim(),
    }))
    .filter(section => section.heading || section.text);
}
