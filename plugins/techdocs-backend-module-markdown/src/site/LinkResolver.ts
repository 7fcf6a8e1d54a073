import type { Asset } from './Site';
import { joinPath } from './joinPath';
import { isMarkdown, Page, relativeUrl } from './Page';
import { defaultPortalPaths, leadsIntoPortal } from './portalPaths';

export interface ResolvedLink {
  href: string;
  /** Set where it leads to a place on a page of the site. */
  target?: { page: Page; anchor?: string };
  /** What is wrong with it. */
  problem?: string;
}

/**
 * Leads from links as they are written to addresses within the site. A link names a
 * file as it lies in the repository, or a page as it stands in the site; the two differ
 * for pages that come from beside the docs folder or from an included site.
 */
export class LinkResolver {
  private readonly pages = new Map<string, Page>();
  private readonly pagesByFile = new Map<string, Page>();
  private readonly assets = new Map<string, Asset>();
  private readonly assetsByFile = new Map<string, Asset>();

  constructor(
    pages: Page[],
    assets: Asset[],
    private readonly portalPaths: readonly string[] = defaultPortalPaths,
  ) {
    for (const page of pages) {
      this.pages.set(page.path, page);
      this.pagesByFile.set(page.file, page);
    }
    for (const asset of assets) {
      this.assets.set(asset.path, asset);
      this.assetsByFile.set(asset.file, asset);
    }
  }

  /** Undefined where the link leaves the site. */
  resolve(from: Page, written: string): ResolvedLink | undefined {
    if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(written)) return undefined;
    const [path, anchor] = splitOnce(written, '#');
    if (path === '')
      return anchor
        ? { href: written, target: { page: from, anchor: decode(anchor) } }
        : undefined;
    if (path.startsWith('/'))
      return this.isOfPortal(path.split('?')[0])
        ? undefined
        : {
            href: written,
            problem:
              'starts at the root of the portal, where there is no such page',
          };
    const [file, query] = splitOnce(path, '?');
    const suffix = `${query === undefined ? '' : `?${query}`}${
      anchor === undefined ? '' : `#${anchor}`
    }`;
    const target = decode(file);
    const inFiles = joinPath(folderOf(from.file), target);
    const inSite = joinPath(folderOf(from.path), target);
    const page =
      findPage(this.pagesByFile, target, inFiles) ??
      findPage(this.pages, target, inSite);
    if (page)
      return {
        href: `${relativeUrl(from.url, encodePath(page.url))}${suffix}`,
        target: {
          page,
          anchor: anchor === undefined ? undefined : decode(anchor),
        },
      };
    const asset =
      this.assetsByFile.get(inFiles ?? '') ?? this.assets.get(inSite ?? '');
    if (asset)
      return {
        href: `${relativeUrl(from.url, encodePath(asset.path))}${suffix}`,
      };
    if (inFiles === undefined && inSite === undefined)
      return { href: written, problem: 'leads out of the docs' };
    return {
      href: written,
      problem: isMarkdown(target)
        ? 'leads to a page that does not exist'
        : 'leads to a file that does not exist',
    };
  }

  /** Files, as `/features.md`, lie nowhere below the root of the portal. */
  private isOfPortal(path: string): boolean {
    return !isMarkdown(path) && leadsIntoPortal(path, this.portalPaths);
  }
}

/** `guides/` and `guides` lead to `guides/index.md`, `guides` also to `guides.md`. */
function findPage(
  pages: Map<string, Page>,
  written: string,
  target: string | undefined,
): Page | undefined {
  if (target === undefined) return undefined;
  const page = pages.get(target);
  if (page || isMarkdown(target)) return page;
  if (!written.endsWith('/') && /\.\w+$/.test(target)) return undefined;
  const folder = target ? `${target}/` : '';
  return (
    pages.get(`${folder}index.md`) ??
    pages.get(`${folder}README.md`) ??
    (target ? pages.get(`${target}.md`) : undefined)
  );
}

function folderOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/') + 1);
}

function splitOnce(text: string, mark: string): [string, string | undefined] {
  const at = text.indexOf(mark);
  return at < 0 ? [text, undefined] : [text.slice(0, at), text.slice(at + 1)];
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
