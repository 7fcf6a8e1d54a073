/*
 * What the site consists of, found before a single page is rendered: its pages, its
 * other files, and the navigation over them.
 *
 * Pages live below the docs folder. Two things reach beyond it, never beyond the folder
 * of the entity: `!include other/mkdocs.yml` in the navigation brings the site of a
 * folder below, as the monorepo plugin does, at an address of its own; and the
 * navigation may name pages beside the docs folder (`../runbooks`), a page or a whole
 * folder, which MkDocs itself cannot.
 */
import { isError, NotFoundError } from '@backstage/errors';
import type { BuildLog } from './BuildLog';
import { joinPath } from './joinPath';
import { isMarkdown, NavItem, Page, titleFromName, urlOf } from './Page';
import { matchesPatterns } from './patterns';
import { readSiteConfig, SiteConfig } from './SiteConfig';
import type { SourceFile, SourceFolder } from './SourceFolder';

export interface Asset {
  /** Relative to the folder of the entity. */
  file: string;
  /** Relative to the root of the site. */
  path: string;
  realPath: string;
}

export interface Site {
  config: SiteConfig;
  pages: Page[];
  assets: Asset[];
  navigation: NavItem[];
}

/** Sites within sites. */
const maxIncludeDepth = 4;

class SiteReader {
  readonly pages = new Map<string, Page>();
  readonly assets = new Map<string, Asset>();
  private readonly urls = new Map<string, Page>();

  constructor(
    private readonly folder: SourceFolder,
    private readonly log: BuildLog,
  ) {}

  async read(
    config: SiteConfig,
    configFile: string,
    prefix: string,
    depth: number,
  ): Promise<NavItem[]> {
    const own = await this.addDocs(config, configFile, prefix);
    if (config.nav === undefined || config.nav === null)
      return this.fromFiles(own, prefix);
    const named = new Set<Page>();
    const items = await this.fromNav(config.nav, {
      config,
      configFile,
      prefix,
      depth,
      named,
    });
    for (const page of own)
      if (
        !named.has(page) &&
        !matchesPatterns(page.path.slice(prefix.length), config.notInNav)
      )
        this.log.warn({
          file: page.file,
          message: 'The page exists, but the navigation does not name it',
        });
    return items;
  }

  /** The docs folder; where there is none, the README beside mkdocs.yml. */
  private async addDocs(
    config: SiteConfig,
    configFile: string,
    prefix: string,
  ): Promise<Page[]> {
    const { docsDir, baseDir } = config;
    const quietly = <T>(read: () => T): T | undefined => {
      try {
        return read();
      } catch (error) {
        if (!isError(error) || error.name !== 'NotAllowedError') throw error;
        this.log.warn({ file: configFile, message: error.message });
        return undefined;
      }
    };
    if (quietly(() => this.folder.isFolder(docsDir)))
      return this.addFolder(docsDir, prefix, config);
    for (const name of ['README.md', 'readme.md']) {
      const at = baseDir ? `${baseDir}/${name}` : name;
      const realPath = quietly(() => this.folder.resolve(at));
      if (realPath === undefined) continue;
      const bytes = this.folder.fileSize(at);
      if (bytes === undefined) continue;
      const file: SourceFile = { path: at, realPath, bytes };
      const page = this.add(file, `${prefix}${name}`);
      return page ? [page] : [];
    }
    this.log.warn({
      file: configFile,
      message: `The docs folder ${docsDir} does not exist`,
    });
    return [];
  }

  /** Takes the files of a folder into the site; returns its pages. */
  private async addFolder(
    dir: string,
    prefix: string,
    config: SiteConfig,
  ): Promise<Page[]> {
    const files = await this.folder.list(dir);
    const pages: Page[] = [];
    for (const file of files) {
      const relative = dir ? file.path.slice(dir.length + 1) : file.path;
      if (matchesPatterns(relative, config.excludeDocs)) continue;
      const page = this.add(file, `${prefix}${relative}`);
      if (page) pages.push(page);
    }
    return pages;
  }

  private add(file: SourceFile, path: string): Page | undefined {
    if (!isMarkdown(path)) {
      this.assets.set(path, {
        file: file.path,
        path,
        realPath: file.realPath,
      });
      return undefined;
    }
    const known = this.pages.get(path);
    if (known) return known;
    const page: Page = {
      file: file.path,
      realPath: file.realPath,
      path,
      url: urlOf(path),
      bytes: file.bytes,
    };
    const other = this.urls.get(page.url);
    if (other) {
      const isIndex = (each: Page) => /(^|\/)index\.\w+$/i.test(each.path);
      const [kept, left] = isIndex(page) ? [page, other] : [other, page];
      this.log.warn({
        file: left.file,
        message: `The page has the same address as ${kept.file} and is left out`,
      });
      if (kept === other) return undefined;
      this.pages.delete(other.path);
    }
    this.pages.set(path, page);
    this.urls.set(page.url, page);
    return page;
  }

  /** Navigation of a site that has none: its files, and folders as sections. */
  private fromFiles(pages: Page[], prefix: string): NavItem[] {
    interface Folder {
      pages: Page[];
      folders: Map<string, Folder>;
    }
    const create = (): Folder => ({ pages: [], folders: new Map() });
    const root = create();
    for (const page of pages) {
      if (this.pages.get(page.path) !== page) continue;
      let at = root;
      for (const part of page.path
        .slice(prefix.length)
        .split('/')
        .slice(0, -1)) {
        let next = at.folders.get(part);
        if (!next) at.folders.set(part, (next = create()));
        at = next;
      }
      at.pages.push(page);
    }
    const isIndex = ({ path }: Page) =>
      /(^|\/)(index|readme)\.\w+$/i.test(path);
    const toItems = (at: Folder): NavItem[] => [
      ...at.pages
        .slice()
        .sort((a, b) => Number(isIndex(b)) - Number(isIndex(a)))
        .map((page): NavItem => ({ kind: 'page', page })),
      ...[...at.folders].map(
        ([name, inner]): NavItem => ({
          kind: 'section',
          title: titleFromName(name),
          items: toItems(inner),
        }),
      ),
    ];
    return toItems(root);
  }

  private async fromNav(
    nav: unknown,
    context: NavContext,
    level = 0,
  ): Promise<NavItem[]> {
    const warn = (message: string) =>
      this.log.warn({ file: context.configFile, message });
    if (!Array.isArray(nav)) {
      warn('nav is not a list');
      return [];
    }
    // Deeper than any reader would go.
    if (level > 20) return [];
    const items: NavItem[] = [];
    for (const entry of nav) {
      const pairs: Array<[string | undefined, unknown]> =
        typeof entry === 'object' && entry !== null && !Array.isArray(entry)
          ? Object.entries(entry)
          : [[undefined, entry]];
      for (const [title, value] of pairs) {
        if (typeof value === 'string')
          items.push(...(await this.target(value.trim(), title, context)));
        else if (Array.isArray(value) && title !== undefined)
          items.push({
            kind: 'section',
            title,
            items: await this.fromNav(value, context, level + 1),
          });
        else warn(`nav has an entry that leads nowhere: ${title ?? value}`);
      }
    }
    return items;
  }

  private async target(
    value: string,
    title: string | undefined,
    context: NavContext,
  ): Promise<NavItem[]> {
    const { config, configFile, prefix } = context;
    const warn = (message: string) =>
      this.log.warn({ file: configFile, message });
    if (/^[a-z][a-z0-9+.-]*:/i.test(value) || value.startsWith('//')) {
      if (/^(?:https?|mailto):|^\/\//i.test(value))
        return [external(title ?? value, value)];
      warn(`nav names an address of a kind that is not allowed: ${value}`);
      return [];
    }
    if (value.startsWith('!include '))
      return this.include(value, title, context);
    if (value.startsWith('/')) return [external(title ?? value, value)];
    const [target, anchor] = value.split('#', 2);
    const path = joinPath(prefix, target);
    const page =
      path !== undefined && path.startsWith(prefix)
        ? this.pages.get(path)
        : undefined;
    if (page) {
      context.named.add(page);
      if (anchor) return [within(title ?? value, `${page.url}#${anchor}`)];
      return [{ kind: 'page', page: this.titled(page, title) }];
    }
    if (path !== undefined && this.assets.has(path))
      return [within(title ?? value, path)];
    try {
      const beside = await this.beside(target, config, prefix);
      if (beside.length > 0) {
        beside.forEach(each => context.named.add(each));
        if (beside.length === 1 && isMarkdown(target))
          return [{ kind: 'page', page: this.titled(beside[0], title) }];
        const inner = beside.map(
          (each): NavItem => ({ kind: 'page', page: each }),
        );
        return title === undefined
          ? inner
          : [{ kind: 'section', title, items: inner }];
      }
    } catch (error) {
      if (!isError(error) || error.name !== 'NotAllowedError') throw error;
      warn(`nav names something outside of the folder: ${value}`);
      return [];
    }
    warn(`nav names a page that does not exist: ${value}`);
    return [];
  }

  private titled(page: Page, title: string | undefined): Page {
    if (title !== undefined) page.navTitle = title;
    return page;
  }

  /** Pages beside the docs folder: a file, or all below a folder. */
  private async beside(target: string, config: SiteConfig, prefix: string) {
    const base = joinPath(config.docsDir ? `${config.docsDir}/` : '', target);
    const at = base?.replace(/\/+$/, '');
    if (at === undefined) {
      this.folder.resolve(`${config.docsDir}/${target}`);
      return [];
    }
    const place = config.baseDir ? at.slice(config.baseDir.length + 1) : at;
    if (isMarkdown(at)) {
      const bytes = this.folder.fileSize(at);
      const realPath = this.folder.resolve(at);
      if (bytes === undefined || realPath === undefined) return [];
      const page = this.add({ path: at, realPath, bytes }, `${prefix}${place}`);
      return page ? [page] : [];
    }
    // A folder below the docs folder would be the docs themselves once more.
    const isAbove =
      config.docsDir === at || config.docsDir.startsWith(`${at}/`);
    if (isAbove || at === '' || !this.folder.isFolder(at)) return [];
    return this.addFolder(at, `${prefix}${place}/`, config);
  }

  private async include(
    value: string,
    title: string | undefined,
    context: NavContext,
  ): Promise<NavItem[]> {
    const { config, configFile, depth } = context;
    const target = value.slice('!include '.length).trim();
    const file = joinPath(config.baseDir ? `${config.baseDir}/` : '', target);
    const warn = (message: string) => {
      this.log.warn({ file: configFile, message });
      return [];
    };
    if (file === undefined)
      return warn(`!include leads out of the folder: ${target}`);
    if (depth >= maxIncludeDepth)
      return warn(`!include is nested too deep: ${target}`);
    try {
      if (this.folder.fileSize(file) === undefined)
        return warn(`!include names a file that does not exist: ${target}`);
    } catch {
      return warn(`!include leads out of the folder: ${target}`);
    }
    const folderName = file.split('/').slice(-2)[0];
    const inner = await readSiteConfig(this.folder, file, folderName, this.log);
    const place = inner.siteName
      .toLowerCase()
      .replace(/[^a-z0-9/]+/g, '-')
      .replace(/^[-/]+|[-/]+$/g, '');
    const prefix = `${context.prefix}${place || folderName}/`;
    const items = await this.read(inner, file, prefix, depth + 1);
    return [{ kind: 'section', title: title ?? inner.siteName, items }];
  }
}

interface NavContext {
  config: SiteConfig;
  configFile: string;
  /** Where the site of this navigation is put. */
  prefix: string;
  depth: number;
  /** Pages that the navigation has named. */
  named: Set<Page>;
}

function external(title: string, href: string): NavItem {
  return { kind: 'link', title, href, isWithin: false };
}

function within(title: string, href: string): NavItem {
  return { kind: 'link', title, href, isWithin: true };
}

export async function readSite(
  folder: SourceFolder,
  config: SiteConfig,
  configFile: string,
  log: BuildLog,
): Promise<Site> {
  const reader = new SiteReader(folder, log);
  const navigation = await reader.read(config, configFile, '', 0);
  if (reader.pages.size === 0)
    throw new NotFoundError(
      `There are no pages: neither the folder ${config.docsDir} nor a README.md has one`,
    );
  return {
    config,
    pages: [...reader.pages.values()],
    assets: [...reader.assets.values()],
    navigation,
  };
}
