import { joinPath } from './Site';
import { isMarkdown, Page, relativeUrl } from './Page';

export interface ResolvedLink {
  href: string;
  /** Set where it leads to a place on a page of the site. */
  target?: { page: Page; anchor?: string };
  /** What is wrong with it. */
  problem?: string;
}

/** Leads from links as they are written to addresses within the site. */
export class LinkResolver {
  private readonly pages = new Map<string, Page>();
  private readonly assets: Set<string>;

  constructor(pages: Page[], assetPaths: Iterable<string>) {
    for (const page of pages) this.pages.set(page.path, page);
    this.assets = new Set(assetPaths);
  }

  /** Undefined where the link leaves the site, or stays on its page. */
  resolve(from: Page, written: string): ResolvedLink | undefined {
    if (/^[a-z][a-z0-9+.-]*:|^\/\//i.test(written)) return undefined;
    const [path, anchor] = splitOnce(written, '#');
    if (path === '')
      return anchor
        ? { href: written, target: { page: from, anchor: decode(anchor) } }
        : undefined;
    // Absolute paths lead into the portal.
    if (path.startsWith('/')) return undefined;
    const [file, query] = splitOnce(path, '?');
    const suffix = `${query === undefined ? '' : `?${query}`}${
      anchor === undefined ? '' : `#${anchor}`
    }`;
    const folder = from.path.slice(0, from.path.lastIndexOf('/') + 1);
    const target = joinPath(folder, decode(file));
    if (target === undefined)
      return { href: written, problem: 'leads out of the docs' };
    const page = this.pages.get(target) ?? this.pageOfFolder(file, target);
    if (page)
      return {
        href: `${relativeUrl(from.url, page.url)}${suffix}`,
        target: {
          page,
          anchor: anchor === undefined ? undefined : decode(anchor),
        },
      };
    if (this.assets.has(target))
      return {
        href: `${relativeUrl(from.url, encodePath(target))}${suffix}`,
      };
    return {
      href: written,
      problem: isMarkdown(target)
        ? 'leads to a page that does not exist'
        : 'leads to a file that does not exist',
    };
  }

  /** `guides/` and `guides` lead to `guides/index.md`. */
  private pageOfFolder(written: string, target: string): Page | undefined {
    if (!written.endsWith('/') && /\.\w+$/.test(target)) return undefined;
    const folder = target ? `${target}/` : '';
    return (
      this.pages.get(`${folder}index.md`) ??
      this.pages.get(`${folder}README.md`) ??
      (target ? this.pages.get(`${target}.md`) : undefined)
    );
  }
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
