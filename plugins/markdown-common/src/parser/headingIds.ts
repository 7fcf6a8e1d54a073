import type { Env, MarkdownItOptions, StateCore, Token } from 'markdown-it';
import { escapeHtml } from '../escapeHtml';
import type { PageHeading } from '../RenderedPage';
import { Slugs, slugOf } from '../slugs';
import { inlineText } from './inlineText';
import { contextOf } from './PageContext';

/** Gives headings their ids and, where wanted, a link to themselves. */
export function headingIds(state: StateCore) {
  const context = contextOf(state.env);
  const { permalinks = true } = context.options;
  const slugs = new Slugs();
  for (const token of state.tokens) {
    const id = token.attrGet('id');
    if (id !== null) slugs.reserve(String(id));
  }
  state.tokens.forEach((token, index) => {
    if (token.type !== 'heading_open') return;
    const inline = state.tokens[index + 1];
    const title = inlineText(inline.children ?? [])
      .replace(/\s+/g, ' ')
      .trim();
    const id = String(token.attrGet('id') ?? slugs.take(slugOf(title)));
    token.attrSet('id', id);
    context.headings.push({
      level: Number(token.tag.slice(1)),
      id,
      title,
      line: token.map ? context.lineOf(token.map[0]) : undefined,
    });
    if (!permalinks) return;
    const link = new state.Token('permalink', 'a', 0);
    link.attrSet('href', `#${id}`);
    inline.children?.push(link);
  });
}

export function renderPermalink(tokens: Token[], index: number) {
  const href = escapeHtml(String(tokens[index].attrGet('href')));
  return `<a class="headerlink" href="${href}" title="Permanent link">&para;</a>`;
}

/** Each lists every heading, so that many of them make a page without end. */
const maxTables = 3;

/** A paragraph that is just `[TOC]` becomes the list of headings. */
export function tableOfContents(state: StateCore) {
  const { tokens } = state;
  let found = 0;
  for (let i = 0; i < tokens.length - 2 && found < maxTables; i++) {
    if (tokens[i].type !== 'paragraph_open') continue;
    if (tokens[i + 1].content.trim() !== '[TOC]') continue;
    const token = new state.Token('table_of_contents', 'div', 0);
    token.block = true;
    tokens.splice(i, 3, token);
    found++;
  }
}

export function renderTableOfContents(
  _tokens: Token[],
  _index: number,
  _options: MarkdownItOptions,
  env: Env | undefined,
): string {
  const { headings } = contextOf(env);
  return `<div class="toc">\n${renderTree(headings)}</div>\n`;
}

/** Headings as nested lists: a heading holds the deeper ones that follow it. */
function renderTree(headings: PageHeading[]): string {
  if (headings.length === 0) return '';
  let html = '<ul>\n';
  const levels: number[] = [];
  headings.forEach(({ level, id, title }) => {
    if (levels.length > 0 && level > levels[levels.length - 1]) {
      html += '<ul>\n';
    } else if (levels.length > 0) {
      html += '</li>\n';
      while (levels.length > 1 && level <= levels[levels.length - 2]) {
        levels.pop();
        html += '</ul>\n</li>\n';
      }
      levels.pop();
    }
    levels.push(level);
    html += `<li><a href="#${escapeHtml(id)}">${escapeHtml(title)}</a>`;
  });
  while (levels.length > 1) {
    levels.pop();
    html += '</li>\n</ul>\n';
  }
  return `${html}</li>\n</ul>\n`;
}
