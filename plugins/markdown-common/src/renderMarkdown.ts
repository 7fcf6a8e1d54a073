/*
 * A page of Markdown becomes safe HTML, in this order: front matter off, snippets in,
 * blocks and lines parsed (`parser/`), HTML written. A page that brings elements or
 * attributes of its own then passes the allow-list as a whole; what is left of the pages
 * has only elements that the rules of the parser write, with every text escaped and
 * every address checked. No step does I/O; files come through functions of the caller.
 *
 * Whatever the page holds, the result comes in time that grows with its length: a page
 * over the limits, or one that no rule expected, is shown as it is written, and a
 * warning says so.
 */
import type { MarkdownIt } from 'markdown-it';
import { escapeHtml } from './escapeHtml';
import { splitFrontMatter } from './frontMatter';
import { createParser } from './parser/createParser';
import { hasForeignMarkup } from './parser/foreignMarkup';
import { PageContext } from './parser/PageContext';
import type { PageWarning, RenderedPage, RenderOptions } from './RenderedPage';
import { sanitizeHtml } from './sanitizeHtml';
import { sectionsOf } from './sectionsOf';
import { expandSnippets } from './snippets';
import { unescapeText } from './unescapeText';

export const defaultMaxLength = 1_000_000;
/** A line is parsed as a whole; none that a person wrote is longer. */
const maxLineLength = 200_000;

const parsers = new Map<boolean, MarkdownIt>();

function parserFor(linkify: boolean): MarkdownIt {
  let parser = parsers.get(linkify);
  if (!parser) {
    parser = createParser(linkify);
    parsers.set(linkify, parser);
  }
  return parser;
}

/** The text of a page in a box, for pages that cannot be rendered. */
export function renderPlainly(
  source: string,
  problem: string,
  options: RenderOptions = {},
): RenderedPage {
  const warning = options.file ? `${options.file}: ${problem}` : problem;
  return {
    html:
      `<div class="admonition warning"><p class="admonition-title">Shown as it is written</p>` +
      `<p>${escapeHtml(problem)}</p></div>\n<pre class="plain">${escapeHtml(
        source,
      )}</pre>\n`,
    frontMatter: {},
    headings: [],
    sections: [{ text: source.slice(0, 10_000).replace(/\s+/g, ' ').trim() }],
    links: [],
    anchors: [],
    snippets: [],
    warnings: [{ message: warning }],
  };
}

function hasLongLine(text: string): boolean {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf('\n', start);
    if ((end < 0 ? text.length : end) - start > maxLineLength) return true;
    if (end < 0) return false;
    start = end + 1;
  }
  return false;
}

function titleOf(frontMatter: Record<string, unknown>, page: PageContext) {
  const { title } = frontMatter;
  if (typeof title === 'string' && title.trim()) return title.trim();
  if (typeof title === 'number') return String(title);
  return page.headings.find(({ level }) => level === 1)?.title;
}

/** Values of an attribute in HTML that was written here, with quotes throughout. */
function valuesOf(html: string, attribute: string): string[] {
  const mark = ` ${attribute}="`;
  const values: string[] = [];
  for (let at = html.indexOf(mark); at >= 0; at = html.indexOf(mark, at)) {
    const end = html.indexOf('"', at + mark.length);
    values.push(unescapeText(html.slice(at + mark.length, end)));
    at = end;
  }
  return values;
}

/**
 * @param source the text of a page, with its front matter
 * @returns never throws for what is in the page; see `warnings`
 */
export function renderMarkdown(
  source: string,
  options: RenderOptions = {},
): RenderedPage {
  const maxLength = options.maxLength ?? defaultMaxLength;
  const text = source
    .replace(/^\ufeff/, '')
    .replace(/\r\n?/g, '\n')
    .replaceAll('\0', '\ufffd');
  if (text.length > maxLength)
    return renderPlainly(
      text,
      `The page has ${text.length} characters, more than the ${maxLength} that are rendered`,
      options,
    );
  const { frontMatter, body, bodyLine, problem } = splitFrontMatter(text);
  const warnings: PageWarning[] = [];
  if (problem)
    warnings.push({
      message: `The front matter is no YAML: ${problem}`,
      line: 1,
    });

  let expanded = body;
  let snippets: string[] = [];
  if (options.readSnippet && body.includes('8<')) {
    const { readSnippet } = options;
    const result = expandSnippets(body, { readSnippet, maxLength });
    expanded = result.text;
    snippets = [...new Set(result.paths)];
    for (const { message, line } of result.warnings)
      warnings.push({ message, line: line && line + bodyLine });
  }
  if (hasLongLine(expanded))
    return renderPlainly(
      text,
      `The page has a line of more than ${maxLineLength} characters`,
      options,
    );

  const page = new PageContext(options, bodyLine + 1);
  const env = { page };
  const parser = parserFor(options.linkify ?? true);
  const tokens = parser.parse(expanded, env);
  const rendered = parser.renderer.render(tokens, parser.options, env);
  const html = hasForeignMarkup(tokens)
    ? sanitizeHtml(rendered, {
        iframeHosts: options.iframeHosts,
        onRemoved: what => page.warn(`${what} is not allowed and was removed`),
      })
    : rendered;
  return {
    html,
    title: titleOf(frontMatter, page),
    frontMatter,
    headings: page.headings,
    sections: sectionsOf(tokens, page),
    links: page.links,
    anchors: [...valuesOf(html, 'id'), ...valuesOf(html, 'name')],
    snippets,
    warnings: [...warnings, ...page.warnings],
  };
}
