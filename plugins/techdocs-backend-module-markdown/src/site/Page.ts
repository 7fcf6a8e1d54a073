/** A page of the site, before it is rendered. */
export interface Page {
  /** File of its text, relative to the folder of the entity. */
  file: string;
  /** The same, absolute and without symbolic links. */
  realPath: string;
  /** As links and `nav` name it: relative to the docs folder, `guides/index.md`. */
  path: string;
  /** Folder of the page below the root of the site: `` or `guides/scaling/`. */
  url: string;
  /** From `nav`, where it says one. */
  navTitle?: string;
  bytes: number;
}

/** Something in the navigation: a page, a section, or an address elsewhere. */
export type NavItem =
  | { kind: 'page'; page: Page }
  | { kind: 'section'; title: string; items: NavItem[] }
  | {
      kind: 'link';
      title: string;
      /** Below the root of the site where `isWithin`, else an address. */
      href: string;
      isWithin: boolean;
    };

export function isMarkdown(path: string): boolean {
  return /\.(?:md|markdown|mdown|mkdn|mkd)$/i.test(path);
}

/** Directory URLs: `a/b.md` is at `a/b/`, `a/index.md` and `a/README.md` at `a/`. */
export function urlOf(path: string): string {
  const withoutExtension = path.replace(/\.[^./]+$/, '');
  const name = withoutExtension.slice(withoutExtension.lastIndexOf('/') + 1);
  const folder = withoutExtension.slice(
    0,
    withoutExtension.length - name.length,
  );
  return /^(?:index|readme)$/i.test(name) ? folder : `${folder}${name}/`;
}

/** Relative address from one page to something below the root of the site. */
export function relativeUrl(fromUrl: string, target: string): string {
  const from = fromUrl.split('/').slice(0, -1);
  const to = target.split('/');
  let common = 0;
  while (
    common < from.length &&
    common < to.length - 1 &&
    from[common] === to[common]
  )
    common++;
  const up = '../'.repeat(from.length - common);
  const path = `${up}${to.slice(common).join('/')}`;
  return path === '' ? './' : path;
}

/** Words for a file or folder that has no title of its own. */
export function titleFromName(name: string): string {
  const words = name
    .replace(/\.[^./]+$/, '')
    .replace(/[-_]+/g, ' ')
    .trim();
  if (words !== words.toLowerCase()) return words;
  return words.charAt(0).toUpperCase() + words.slice(1);
}
