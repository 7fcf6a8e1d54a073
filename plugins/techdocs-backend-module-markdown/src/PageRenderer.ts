import {
  RenderedPage,
  renderMarkdown,
  renderPlainly,
} from '@worldscale/backstage-plugin-markdown-common';
import type { CachedPage, PageCache } from './PageCache';
import { runWithTimeLimit, TimeLimitError } from './runWithTimeLimit';
import type { BuildLog } from './site/BuildLog';
import type { LinkResolver } from './site/LinkResolver';
import type { Page } from './site/Page';
import { joinPath } from './site/joinPath';
import type { SiteConfig } from './site/SiteConfig';
import { hashOf, maxTextBytes, SourceFolder } from './site/SourceFolder';

export interface PageRendererOptions {
  folder: SourceFolder;
  config: SiteConfig;
  resolver: LinkResolver;
  cache: PageCache;
  log: BuildLog;
  /** Characters; a longer page is shown as it is written. */
  maxPageLength: number;
  /** Milliseconds; a page that takes longer is shown as it is written. */
  maxPageMs: number;
  iframeHosts: string[];
}

/** Of a page, what is known once it is rendered. */
export interface RenderResult {
  page: RenderedPage;
  /** False where the cache had it. */
  isNew: boolean;
}

/** Changes whenever the same sources give other HTML, so that old pages are not kept. */
const rendererVersion = 2;

/**
 * Shorter pages are rendered without a guard on time, which costs as much as the page
 * itself: even a rule whose time grew with the square of the length would be done soon.
 */
const maxUnguardedLength = 20_000;

export class PageRenderer {
  private readonly salt: string;
  private readonly keys = new Map<Page, string>();

  constructor(private readonly options: PageRendererOptions) {
    const { config, maxPageLength, iframeHosts } = options;
    this.salt = JSON.stringify([
      rendererVersion,
      config.permalinks,
      config.lineNumbers,
      config.snippetFolders,
      maxPageLength,
      iframeHosts,
    ]);
  }

  /** A page that was rendered before in this build: from the cache, or once more. */
  again(page: Page): RenderResult {
    const key = this.keys.get(page);
    const cached = key && this.options.cache.get(key);
    return cached ? { page: cached.page, isNew: false } : this.render(page);
  }

  render(page: Page): RenderResult {
    const { folder, cache } = this.options;
    if (page.bytes > maxTextBytes) return this.tooLarge(page);
    const source = folder.readFile(page);
    const key = hashOf(`${this.salt}\n${page.path}\n${source.hash}`);
    this.keys.set(page, key);
    const cached = cache.get(key);
    if (cached && this.stillHolds(cached, page))
      return { page: cached.page, isNew: false };
    const entry = this.renderText(page, source.text);
    cache.set(key, entry);
    return { page: entry.page, isNew: true };
  }

  private tooLarge(page: Page): RenderResult {
    const rendered = renderPlainly(
      '',
      `The file has ${page.bytes} bytes, more than are read`,
    );
    return { page: rendered, isNew: true };
  }

  private stillHolds({ links, snippets }: CachedPage, page: Page): boolean {
    const { resolver } = this.options;
    return (
      links.every(
        ([written, href]) => resolver.resolve(page, written)?.href === href,
      ) &&
      snippets.every(
        ([path, hash]) => this.readSnippet(page, path)?.hash === hash,
      )
    );
  }

  private renderText(page: Page, text: string): CachedPage {
    const { config, resolver, maxPageLength, maxPageMs, iframeHosts } =
      this.options;
    const links: CachedPage['links'] = [];
    const snippets: CachedPage['snippets'] = [];
    const render = () =>
      renderMarkdown(text, {
        maxLength: maxPageLength,
        permalinks: config.permalinks,
        lineNumbers: config.lineNumbers,
        iframeHosts,
        resolveLink: ({ href }) => {
          const resolved = resolver.resolve(page, href)?.href;
          links.push([href, resolved]);
          return resolved;
        },
        readSnippet: path => {
          const snippet = this.readSnippet(page, path);
          snippets.push([path, snippet?.hash]);
          return snippet?.text;
        },
      });
    try {
      const rendered =
        text.length > maxUnguardedLength
          ? runWithTimeLimit(render, maxPageMs)
          : render();
      return { page: rendered, links, snippets };
    } catch (error) {
      const problem =
        error instanceof TimeLimitError
          ? `The page took longer than ${maxPageMs} ms to render`
          : `The page could not be rendered: ${(error as Error).message}`;
      return { page: renderPlainly(text, problem), links, snippets };
    }
  }

  /** The first of the folders for snippets that has the file, and may show it. */
  private readSnippet(page: Page, path: string) {
    const { folder, config, log } = this.options;
    for (const base of config.snippetFolders) {
      const at = path.startsWith('/')
        ? undefined
        : joinPath(base ? `${base}/` : '', path);
      if (at === undefined) continue;
      try {
        const snippet = folder.readTextSync(at);
        if (snippet) return snippet;
      } catch (error) {
        log.warn({ file: page.file, message: (error as Error).message });
      }
    }
    return undefined;
  }
}
