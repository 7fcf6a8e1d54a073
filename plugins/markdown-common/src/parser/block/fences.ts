import type { Env, MarkdownItOptions } from 'markdown-it';
import { escapeHtml } from '../../escapeHtml';
import { highlightCode } from '../../highlightCode';
import { AttributeList, parseAttributeList } from '../attributes';
import { contextOf, PageContext, Token } from '../PageContext';

interface CodeOptions {
  language: string;
  classes: string[];
  id?: string;
  title?: string;
  /** Line numbers, counted from 1. */
  marked: Set<number>;
  /** Number of the first line where lines are numbered. */
  firstNumber?: number;
}

/** A longer range of lines is cut off here. */
const maxMarkedLines = 10_000;
const optionPattern = /([a-zA-Z_]+)=(?:"([^"]*)"|'([^']*)'|(\S+))/g;

function readRanges(text: string): Set<number> {
  const lines = new Set<number>();
  for (const part of text.split(/[\s,]+/)) {
    const [first, last = first] = part.split('-').map(Number);
    if (!Number.isInteger(first) || !Number.isInteger(last)) continue;
    for (let line = first; line <= last && lines.size < maxMarkedLines; line++)
      lines.add(line);
  }
  return lines;
}

function listOf(info: string): AttributeList {
  if (info.startsWith('{')) {
    const braces = info.endsWith('}') ? info.slice(1, -1) : info.slice(1);
    const list = parseAttributeList(braces.replace(/^:/, ''));
    if (list) return list;
  }
  const language = /^\.?([\w#.+-]*)/.exec(info)?.[1] ?? '';
  const values = [...info.slice(0, 2000).matchAll(optionPattern)].map(
    (match): [string, string] => [
      match[1],
      match[2] ?? match[3] ?? match[4] ?? '',
    ],
  );
  return { classes: language ? [language] : [], values };
}

/** What stands after the fence: `yaml title="a.yaml" hl_lines="2 4-5" linenums="1"`. */
export function readFenceInfo(info: string, lineNumbers: boolean): CodeOptions {
  const { id, classes, values } = listOf(info.trim());
  const value = (name: string) =>
    values.find(([other]) => other === name)?.[1] || undefined;
  const number = Number(value('linenums')?.trim().split(/\s+/)[0]);
  let firstNumber: number | undefined;
  if (Number.isInteger(number) && number > 0) firstNumber = number;
  else if (lineNumbers && value('linenums') !== '0') firstNumber = 1;
  const [language = '', ...others] = classes;
  return {
    language: language.toLowerCase(),
    classes: others,
    id,
    title: value('title'),
    marked: readRanges(value('hl_lines') ?? ''),
    firstNumber,
  };
}

/** Wraps marked lines; elements that span lines are closed and opened again. */
function markLines(html: string, marked: Set<number>): string {
  if (marked.size === 0) return html;
  const lines = html.split('\n');
  let open: string[] = [];
  const result = lines.map((line, index) => {
    const before = open.join('');
    for (const tag of line.match(/<span[^>]*>|<\/span>/g) ?? []) {
      if (tag === '</span>') open = open.slice(0, -1);
      else open = [...open, tag];
    }
    const whole = `${before}${line}${'</span>'.repeat(open.length)}`;
    const isLast = index === lines.length - 1;
    if (!marked.has(index + 1)) return isLast ? whole : `${whole}\n`;
    return `<span class="hll">${whole}\n</span>`;
  });
  return result.join('');
}

/** Code of a page beyond this, in characters, is shown plain. */
const maxColouredPerPage = 200_000;

function coloured(code: string, language: string, page: PageContext) {
  page.colouredLength += code.length;
  return page.colouredLength > maxColouredPerPage
    ? escapeHtml(code)
    : highlightCode(code, language);
}

function renderCode(
  code: string,
  options: CodeOptions,
  page: PageContext,
): string {
  const language = options.language || 'text';
  const classes = [
    `language-${language}`,
    ...options.classes,
    'highlight',
  ].join(' ');
  const id = options.id ? ` id="${escapeHtml(options.id)}"` : '';
  const body = markLines(
    coloured(code.replace(/\n$/, ''), language, page),
    options.marked,
  );
  const text = body.endsWith('\n</span>') ? body : `${body}\n`;
  const title = options.title
    ? `<span class="filename">${escapeHtml(options.title)}</span>`
    : '';
  const pre = `<pre><span></span><code>${text}</code></pre>`;
  const open = `<div${id} class="${escapeHtml(classes)}">`;
  if (options.firstNumber === undefined) return `${open}${title}${pre}</div>\n`;
  const first = options.firstNumber;
  const numbers = code
    .replace(/\n$/, '')
    .split('\n')
    .map((_line, index) => `<span class="normal">${first + index}</span>`)
    .join('\n');
  const head =
    title && `<tr><th colspan="2" class="filename">${title}</th></tr>`;
  return (
    `${open}<table class="highlighttable">${head}<tr><td class="linenos"><div class="linenodiv">` +
    `<pre><span></span>${numbers}</pre></div></td><td class="code"><div>${pre}</div></td></tr></table></div>\n`
  );
}

export function renderFence(
  tokens: Token[],
  index: number,
  _options: MarkdownItOptions,
  env: Env | undefined,
): string {
  const { content, info } = tokens[index];
  const page = contextOf(env);
  const options = readFenceInfo(info, page.options.lineNumbers ?? false);
  // Drawn in the browser by those who have something that draws.
  if (options.language === 'mermaid')
    return `<pre class="mermaid"><code>${escapeHtml(
      content.replace(/\n$/, ''),
    )}</code></pre>\n`;
  return renderCode(content, options, page);
}

export function renderIndentedCode(
  tokens: Token[],
  index: number,
  _options: MarkdownItOptions,
  env: Env | undefined,
): string {
  const page = contextOf(env);
  const options = readFenceInfo('', page.options.lineNumbers ?? false);
  return renderCode(tokens[index].content, options, page);
}
