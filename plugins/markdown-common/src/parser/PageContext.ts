import type { Env, Token } from 'markdown-it';
import type {
  PageHeading,
  PageLink,
  PageWarning,
  RenderOptions,
} from '../RenderedPage';

export type { Token };

export interface Footnote {
  label: string;
  /** Counted from 1, in the order of the definitions. */
  number: number;
  /** Block tokens of its text. */
  tokens: Token[];
  /** How often the page refers to it. */
  references: number;
}

/** What the rules of one page share while it is parsed. */
export class PageContext {
  readonly warnings: PageWarning[] = [];
  readonly headings: PageHeading[] = [];
  readonly links: PageLink[] = [];
  readonly footnotes = new Map<string, Footnote>();
  readonly abbreviations = new Map<string, string>();
  readonly ids = new Set<string>();
  tabSets = 0;
  /** Footnotes do not hold footnotes. */
  isInFootnote = false;
  /** Characters of code that were coloured. */
  colouredLength = 0;
  /** Depth of raw HTML elements whose content is Markdown. */
  htmlDepth = 0;
  /** Tags known to be without an end, by name and last line searched. */
  readonly unclosedTags = new Set<string>();
  private readonly warned = new Set<string>();

  constructor(
    readonly options: RenderOptions,
    private readonly firstLine = 1,
  ) {}

  /** @param line counted from 0 in the text that is parsed */
  warn(message: string, line?: number) {
    if (this.warned.has(message)) return;
    this.warned.add(message);
    this.warnings.push(
      line === undefined ? { message } : { message, line: this.lineOf(line) },
    );
  }

  lineOf(line: number) {
    return line + this.firstLine;
  }
}

export function contextOf(env: Env | undefined): PageContext {
  if (!(env?.page instanceof PageContext))
    throw new TypeError('The parser was called without the context of a page');
  return env.page;
}
