import { InputError } from '@backstage/errors';
import type { RenderedPage } from '@worldscale/backstage-plugin-markdown-common';
import fs from 'node:fs';
import path from 'node:path';
import { CollectedPages, contentsOf } from './collectPages';
import { generatorVersion } from './generatorVersion';
import { escapeHtml } from './html/escape';
import { prepareContent } from './html/prepareContent';
import { Navigation } from './html/renderNavigation';
import { PageLinkTo, renderPage, renderRedirect } from './html/renderPage';
import { stylesheet } from './html/stylesheet';
import { searchEntries, SearchEntry } from './searchIndex';
import type { BuildLog } from './site/BuildLog';
import { encodePath, LinkResolver } from './site/LinkResolver';
import { NavItem, Page, relativeUrl, urlOf } from './site/Page';
import type { Site } from './site/Site';

export interface SiteWriterOptions {
  site: Site;
  outputDir: string;
  collected: CollectedPages;
  editUrl(page: Page): string | undefined;
  log: BuildLog;
}

/** Files copied at once. */
const copiesAtOnce = 8;

/** Writes the files of a site. */
export class SiteWriter {
  private readonly navigation: Navigation;
  private readonly files: string[] = [];
  private readonly folders = new Set<string>();
  private readonly places = new Map<Page, number>();
  private readonly search: SearchEntry[] = [];

  constructor(private readonly options: SiteWriterOptions) {
    const { site } = options;
    this.navigation = new Navigation(
      site.config.siteName,
      site.navigation,
      page => this.titleOf(page),
    );
    this.navigation.order.forEach((page, place) =>
      this.places.set(page, place),
    );
  }

  private titleOf(page: Page): string {
    return this.options.collected.titles.get(page) ?? page.path;
  }

  /** At once: a page is small, and a thousand promises cost more than the pages. */
  private write(file: string, content: string) {
    const target = path.join(this.options.outputDir, file);
    this.makeFolder(path.dirname(target));
    fs.writeFileSync(target, content);
    this.files.push(file);
  }

  private makeFolder(folder: string) {
    if (this.folders.has(folder)) return;
    fs.mkdirSync(folder, { recursive: true });
    this.folders.add(folder);
  }

  async writeAssets() {
    this.write(stylesheet.path, stylesheet.css);
    const { assets } = this.options.site;
    const { outputDir } = this.options;
    for (let i = 0; i < assets.length; i += copiesAtOnce) {
      await Promise.all(
        assets.slice(i, i + copiesAtOnce).map(async asset => {
          const target = path.join(outputDir, asset.path);
          this.makeFolder(path.dirname(target));
          await fs.promises.copyFile(asset.realPath, target);
          this.files.push(asset.path);
        }),
      );
    }
  }

  writePage(page: Page, rendered: RenderedPage) {
    const title = this.titleOf(page);
    const { frontMatter } = rendered;
    const hidden = listOf(frontMatter.hide);
    const headings = contentsOf(rendered.headings);
    const content = rendered.headings.some(({ level }) => level === 1)
      ? rendered.html
      : `<h1>${escapeHtml(title)}</h1>\n${rendered.html}`;
    this.writeDocument(page, {
      title: rendered.title ?? title,
      description: text(frontMatter.description),
      headings,
      content: prepareContent(content),
      hideNavigation: hidden.includes('navigation'),
      hideToc: hidden.includes('toc') || headings.length === 0,
    });
    if (isExcluded(frontMatter.search)) return;
    this.search.push(
      ...searchEntries(
        encodePath(page.url),
        rendered.title ?? title,
        rendered.sections,
        listOf(frontMatter.tags),
      ),
    );
  }

  private writeDocument(
    page: Page,
    parts: Pick<
      Parameters<typeof renderPage>[0],
      | 'title'
      | 'description'
      | 'headings'
      | 'content'
      | 'hideNavigation'
      | 'hideToc'
    >,
  ) {
    const { site, editUrl } = this.options;
    const { order } = this.navigation;
    const place = this.places.get(page) ?? -1;
    const linkTo = (other: Page | undefined): PageLinkTo | undefined =>
      other && {
        title: this.titleOf(other),
        href: relativeUrl(page.url, encodePath(other.url)),
      };
    const html = renderPage({
      ...parts,
      siteName: site.config.siteName,
      stylesheet: relativeUrl(page.url, stylesheet.path),
      navigation: this.navigation.render(page, parts.headings),
      editUrl: page.file ? editUrl(page) : undefined,
      previous: place > 0 ? linkTo(order[place - 1]) : undefined,
      next: place >= 0 ? linkTo(order[place + 1]) : undefined,
    });
    this.write(`${page.url}index.html`, html);
  }

  /** A site without a first page gets one that lists the others. */
  private writeContents() {
    const { site } = this.options;
    const { siteName, siteDescription } = site.config;
    const page = noPage('', '');
    const list = (items: NavItem[]): string =>
      `<ul>\n${items
        .map(item => {
          if (item.kind === 'section')
            return `<li>${escapeHtml(item.title)}\n${list(item.items)}</li>\n`;
          const [title, href] =
            item.kind === 'page'
              ? [this.titleOf(item.page), encodePath(item.page.url)]
              : [item.title, item.href];
          return `<li><a href="${escapeHtml(href)}">${escapeHtml(
            title,
          )}</a></li>\n`;
        })
        .join('')}</ul>\n`;
    this.writeDocument(page, {
      title: siteName,
      headings: [],
      content: `<h1>${escapeHtml(siteName)}</h1>\n<p>${escapeHtml(
        siteDescription,
      )}</p>\n${list(site.navigation)}`,
      hideNavigation: false,
      hideToc: true,
    });
  }

  private writeRedirects() {
    const { site, log } = this.options;
    const resolver = new LinkResolver(site.pages, []);
    const taken = new Set(site.pages.map(({ url }) => url));
    for (const [from, to] of Object.entries(site.config.redirects)) {
      const url = urlOf(from.replace(/^\/+/, ''));
      const old = noPage(from, url);
      const problem = (message: string) =>
        log.warn({ message: `The redirect from ${from} to ${to} ${message}` });
      if (url.split('/').includes('..')) problem('leads out of the docs');
      else if (taken.has(url)) problem('stands where there is a page');
      else if (/^https?:\/\//i.test(to))
        this.write(`${url}index.html`, renderRedirect(to));
      else {
        const root = noPage('', '');
        const target = resolver.resolve(root, to);
        if (!target?.target) problem('leads to a page that does not exist');
        else
          this.write(
            `${url}index.html`,
            renderRedirect(
              relativeUrl(old.url, target.href.replace(/^\.\//, '')),
            ),
          );
      }
    }
  }

  finish(build: {
    etag?: string;
    strict: boolean;
    rendered: number;
    durationMs: number;
  }) {
    const { site, log } = this.options;
    if (!site.pages.some(({ url }) => url === '')) this.writeContents();
    this.writeRedirects();
    this.write(
      'search/search_index.json',
      JSON.stringify({
        config: { lang: ['en'] },
        docs: this.search,
      }),
    );
    this.write(
      'build_report.json',
      JSON.stringify(
        {
          generator: generatorVersion,
          pages: site.pages.length,
          rendered: build.rendered,
          durationMs: build.durationMs,
          warnings: log.warnings,
        },
        undefined,
        2,
      ),
    );
    if (build.strict && log.total > 0)
      throw new InputError(
        `mkdocs.yml says strict, and the site has ${log.total} warnings`,
      );
    this.write(
      'techdocs_metadata.json',
      JSON.stringify({
        site_name: site.config.siteName,
        site_description: site.config.siteDescription,
        ...(build.etag !== undefined && { etag: build.etag }),
        build_timestamp: Date.now(),
        generator: generatorVersion,
        files: this.files,
      }),
    );
  }
}

/** A place in the site without a file. */
function noPage(at: string, url: string): Page {
  return { file: '', realPath: '', path: at, url, bytes: 0 };
}

function listOf(value: unknown): string[] {
  return [value ?? []]
    .flat()
    .filter((item): item is string => typeof item === 'string');
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

function isExcluded(value: unknown): boolean {
  return (
    typeof value === 'object' &&
    value !== null &&
    'exclude' in value &&
    value.exclude === true
  );
}
