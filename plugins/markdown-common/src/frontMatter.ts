import { parse } from 'yaml';

export interface SplitPage {
  frontMatter: Record<string, unknown>;
  body: string;
  /** Lines before the body. */
  bodyLine: number;
  /** Why the front matter could not be read. */
  problem?: string;
}

/** A longer one is no front matter but a page that starts with a rule. */
const maxLength = 100_000;

/** Parts a page into the YAML between `---` at its very start, and the rest. */
export function splitFrontMatter(source: string): SplitPage {
  const none = { frontMatter: {}, body: source, bodyLine: 0 };
  const start = /^---[ \t]*\n/.exec(source);
  if (!start) return none;
  const end = /\n(?:---|\.\.\.)[ \t]*(?:\n|$)/.exec(
    source.slice(start[0].length - 1, maxLength),
  );
  if (!end) return none;
  const from = start[0].length;
  const yaml = source.slice(from, from - 1 + end.index);
  const bodyStart = from - 1 + end.index + end[0].length;
  const body = source.slice(bodyStart);
  const bodyLine = source.slice(0, bodyStart).split('\n').length - 1;
  try {
    const value: unknown = parse(yaml);
    if (value === null || value === undefined)
      return { frontMatter: {}, body, bodyLine };
    if (typeof value !== 'object' || Array.isArray(value)) return none;
    return { frontMatter: value as Record<string, unknown>, body, bodyLine };
  } catch (error) {
    const [problem] = String((error as Error).message).split('\n');
    return { frontMatter: {}, body, bodyLine, problem };
  }
}
