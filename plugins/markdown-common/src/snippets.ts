import type { PageWarning } from './RenderedPage';

export interface SnippetOptions {
  readSnippet(path: string): string | undefined;
  /** Characters; beyond it nothing more is included. */
  maxLength: number;
}

export interface ExpandedPage {
  text: string;
  /** Paths as written. */
  paths: string[];
  warnings: PageWarning[];
}

/** Snippets that include snippets. */
const maxDepth = 8;
const inlineForm =
  /^([ \t]*)(;*)(-+8<-+)[ \t]+(?:"([^"\n]+)"|'([^'\n]+)')[ \t]*$/;
const blockForm = /^([ \t]*)(;*)(-+8<-+)[ \t]*$/;
const sectionMark =
  /-+8<-+[ \t]+\[[ \t]*(start|end)[ \t]*:[ \t]*([\w-]+)[ \t]*\]/;

interface Wanted {
  path: string;
  section?: string;
  first?: number;
  last?: number;
}

function readWanted(text: string): Wanted {
  const match = /^(.*?)(?::(\d*))?(?::(\d*))?$/.exec(text);
  const bySection = /^(.+):([a-zA-Z][\w-]*)$/.exec(text);
  if (bySection) return { path: bySection[1], section: bySection[2] };
  if (!match) return { path: text };
  return {
    path: match[1],
    first: match[2] ? Number(match[2]) : undefined,
    last: match[3] ? Number(match[3]) : undefined,
  };
}

function linesOf(content: string, wanted: Wanted): string[] | undefined {
  let lines = content.replace(/\n$/, '').split('\n');
  if (wanted.section) {
    const at = (kind: string) =>
      lines.findIndex(line => {
        const mark = sectionMark.exec(line);
        return mark?.[1] === kind && mark[2] === wanted.section;
      });
    const start = at('start');
    const end = at('end');
    if (start < 0) return undefined;
    lines = lines.slice(start + 1, end > start ? end : undefined);
  } else if (wanted.first !== undefined || wanted.last !== undefined) {
    lines = lines.slice(Math.max(0, (wanted.first ?? 1) - 1), wanted.last);
  }
  return lines.filter(line => !sectionMark.test(line));
}

/** Puts files where a page says `--8<-- "path"`, before anything else is read. */
export function expandSnippets(
  source: string,
  options: SnippetOptions,
): ExpandedPage {
  const paths: string[] = [];
  const warnings: PageWarning[] = [];
  let length = source.length;

  const include = (
    text: string,
    indent: string,
    stack: string[],
    line: number | undefined,
  ): string[] => {
    const warn = (message: string) => {
      warnings.push(line === undefined ? { message } : { message, line });
      return [];
    };
    const wanted = readWanted(text.trim());
    const { path } = wanted;
    if (/^[a-z][a-z0-9+.-]*:\/\//i.test(path))
      return warn(`The snippet ${path} is not a file of this site`);
    if (stack.includes(path) || stack.length >= maxDepth)
      return warn(`The snippet ${path} includes itself or is nested too deep`);
    paths.push(path);
    const content = options.readSnippet(path);
    if (content === undefined)
      return warn(`The snippet ${path} does not exist or may not be read`);
    length += content.length;
    if (length > options.maxLength)
      return warn(`The snippet ${path} makes the page too long`);
    const lines = linesOf(content.replace(/\r\n?/g, '\n'), wanted);
    if (!lines)
      return warn(`The snippet ${path} has no section ${wanted.section}`);
    return expand(lines, [...stack, path]).map(each => indent + each);
  };

  function expand(lines: string[], stack: string[]): string[] {
    const result: string[] = [];
    let block: { indent: string } | undefined;
    lines.forEach((line, index) => {
      if (!line.includes('8<')) {
        if (!block) result.push(line);
        else if (line.trim() && !line.trim().startsWith(';'))
          result.push(...include(line, block.indent, stack, number(index)));
        return;
      }
      const inline = inlineForm.exec(line);
      const opening = inline ?? blockForm.exec(line);
      if (opening?.[2]) {
        result.push(line.replace(';', ''));
      } else if (inline) {
        const path = inline[4] ?? inline[5];
        if (!path.startsWith(';'))
          result.push(...include(path, inline[1], stack, number(index)));
      } else if (opening) {
        block = block ? undefined : { indent: opening[1] };
      } else if (!block) {
        result.push(line);
      }
    });
    return result;

    function number(index: number) {
      return stack.length === 0 ? index + 1 : undefined;
    }
  }

  return { text: expand(source.split('\n'), []).join('\n'), paths, warnings };
}
