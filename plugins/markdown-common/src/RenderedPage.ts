/** What a page turned out to need, or what is wrong with it. */
export interface PageWarning {
  message: string;
  /** First line of the page is 1. Absent where the whole page is meant. */
  line?: number;
}

export interface PageHeading {
  /** 1 to 6. */
  level: number;
  id: string;
  /** Without markup. */
  title: string;
  /** First line of the page is 1. */
  line?: number;
}

/** A heading and the words below it, up to the next heading. */
export interface PageSection {
  /** Absent for what comes before the first heading. */
  heading?: PageHeading;
  /** Plain text: no markup, whitespace folded. */
  text: string;
}

export interface PageLink {
  kind: 'link' | 'image';
  /** As it is written in the page. */
  href: string;
  line?: number;
}

export interface RenderedPage {
  /** Safe HTML: what the allow-list does not know is not in it. */
  html: string;
  /** From the front matter, else the first heading of level 1, else absent. */
  title?: string;
  frontMatter: Record<string, unknown>;
  headings: PageHeading[];
  sections: PageSection[];
  links: PageLink[];
  /** Every id of an element in `html`. */
  anchors: string[];
  /** Paths of the files that the page asked for by `--8<--`, found or not. */
  snippets: string[];
  warnings: PageWarning[];
}

export interface RenderOptions {
  /** Named in warnings. */
  file?: string;
  /**
   * Content of a file that the page includes, or undefined where there is none
   * or it may not be read. The path is as written, never resolved here.
   */
  readSnippet?(path: string): string | undefined;
  /** Rewrites where links and images of the Markdown lead; undefined keeps it. */
  resolveLink?(link: PageLink): string | undefined;
  /** A link to itself at each heading. Default: true. */
  permalinks?: boolean;
  /** Numbers beside the lines of every code block. Default: false. */
  lineNumbers?: boolean;
  /** Hosts whose pages may be shown in a frame. Default: none. */
  iframeHosts?: string[];
  /** Bare addresses with a scheme become links. Default: true. */
  linkify?: boolean;
  /** In characters; a longer page is shown as it is written. Default: 1,000,000. */
  maxLength?: number;
}
