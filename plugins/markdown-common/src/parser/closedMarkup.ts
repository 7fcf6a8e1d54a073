/*
 * A tag without an end must not take the rest of the page with it. Between `<textarea>`
 * or `<style>` and its end tag, browsers and the allow-list read no elements; between
 * `<!--` and `-->`, or within an open quote of an attribute, neither. So whatever a piece
 * of raw HTML opens in this way it has to close itself: else the bracket is only text.
 * Tags are read as strictly as HTML defines them, lest two readers see different ends.
 */
import type { StateCore } from 'markdown-it';
import { escapeHtml } from '../escapeHtml';
import { contextOf, PageContext, Token } from './PageContext';

/** Their content is not read as HTML. */
const rawText = new Set(
  'iframe noembed noframes plaintext script style textarea title xmp'.split(
    ' ',
  ),
);
/** Their content is nothing for readers. */
const hidden = new Set(['iframe', 'script', 'style', 'textarea']);

const wholeTag =
  /<(\/?)([a-zA-Z][\w:.-]*)(?:[\s/]+[^\s/<>"'=]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'<>=`]+(?![^\s"'<>=`])))?)*[\s/]*>/y;
const tagName = /^<(\/?)([a-zA-Z][\w:.-]*)/;

type Warn = (message: string, offset: number) => void;

function removed(name: string) {
  return `<${name}> is not allowed and was removed`;
}

function unclosed(name: string) {
  return `The element <${name}> has no end tag and is shown as text`;
}

/** Finds end tags; a name that was not found is not looked for again. */
class EndTags {
  private readonly missing = new Set<string>();

  constructor(private readonly html: string) {}

  after(name: string, from: number) {
    if (this.missing.has(name)) return undefined;
    const pattern = new RegExp(`</${name}(?:[\\s/][^<>]*)?>`, 'gi');
    pattern.lastIndex = from;
    const match = pattern.exec(this.html);
    if (match) return { start: match.index, end: pattern.lastIndex };
    this.missing.add(name);
    return undefined;
  }
}

/** End of a comment, a declaration or an instruction; undefined where there is none. */
function endOfOther(html: string, at: number): number | undefined {
  const mark = html.startsWith('<!--', at) ? '-->' : '>';
  const end = html.indexOf(mark, at + (mark.length > 1 ? 4 : 2));
  return end < 0 ? undefined : end + mark.length;
}

/** The same HTML, with what it leaves open as text. */
function closeHtml(html: string, warn: Warn): string {
  const ends = new EndTags(html);
  const noEnd = { comment: false, other: false };
  let result = '';
  let done = 0;
  for (let at = html.indexOf('<'); at >= 0; at = html.indexOf('<', done)) {
    result += html.slice(done, at);
    done = at + 1;
    const next = html[done] ?? '';
    if (next === '!' || next === '?') {
      const kind = html.startsWith('<!--', at) ? 'comment' : 'other';
      const end = noEnd[kind] ? undefined : endOfOther(html, at);
      if (end !== undefined) {
        done = end;
        continue;
      }
      noEnd[kind] = true;
    }
    wholeTag.lastIndex = at;
    const tag = wholeTag.exec(html);
    if (!tag) {
      result += '&lt;';
      if (/[a-zA-Z/!?]/.test(next))
        warn('A tag has no end and is shown as text', at);
      continue;
    }
    const name = tag[2].toLowerCase();
    if (tag[1] || !rawText.has(name)) {
      result += tag[0];
      done = wholeTag.lastIndex;
      continue;
    }
    const end = ends.after(name, wholeTag.lastIndex);
    if (!end) {
      warn(unclosed(name), at);
      result += '&lt;';
      continue;
    }
    const content = html.slice(wholeTag.lastIndex, end.start);
    done = end.end;
    if (name === 'iframe') {
      result += `${tag[0]}</iframe>`;
      continue;
    }
    warn(removed(name), at);
    if (!hidden.has(name)) result += escapeHtml(content);
  }
  return result + html.slice(done);
}

/** The same within a line, where each tag is a token of its own. */
function closeInline(children: Token[], context: PageContext, line?: number) {
  const lastEnd = new Map<string, number>();
  children.forEach(({ type, content }, index) => {
    const [, slash, name] =
      (type === 'html_inline' && tagName.exec(content)) || [];
    if (slash) lastEnd.set(name.toLowerCase(), index);
  });
  let hiddenIn: string | undefined;
  children.forEach((token, index) => {
    const [, slash, written = ''] =
      (token.type === 'html_inline' && tagName.exec(token.content)) || [];
    const name = written.toLowerCase();
    if (hiddenIn) {
      if (slash && name === hiddenIn) hiddenIn = undefined;
      if (token.content && token.type !== 'image' && name !== 'iframe')
        token.content = '';
      return;
    }
    if (token.type !== 'html_inline') return;
    if (!written) token.content = '';
    if (!rawText.has(name)) return;
    const isClosed = slash || (lastEnd.get(name) ?? -1) > index;
    if (!isClosed) {
      context.warn(unclosed(name), line);
      token.type = 'text';
    } else {
      if (!slash && hidden.has(name)) hiddenIn = name;
      if (name === 'iframe') return;
      if (!slash) context.warn(removed(name), line);
      token.content = '';
    }
  });
}

export function closedMarkup(state: StateCore) {
  const context = contextOf(state.env);
  for (const token of state.tokens) {
    const line = token.map?.[0];
    if (token.type === 'html_block') {
      const { content } = token;
      const said = new Set<string>();
      token.content = closeHtml(content, (message, offset) => {
        if (said.has(message)) return;
        said.add(message);
        const before = content.slice(0, offset).split('\n').length - 1;
        context.warn(message, line === undefined ? undefined : line + before);
      });
    } else if (token.type === 'inline' && token.children) {
      closeInline(token.children, context, line);
    }
  }
}
