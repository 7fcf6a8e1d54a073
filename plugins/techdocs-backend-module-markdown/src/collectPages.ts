import type {
  PageHeading,
  RenderedPage,
} from '@worldscale/backstage-plugin-markdown-common';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { PageRenderer } from './PageRenderer';
import type { BuildLog } from './site/BuildLog';
import type { LinkResolver } from './site/LinkResolver';
import { Page, titleFromName } from './site/Page';
import type { Site } from './site/Site';

/** What all pages must be known by before the first is written. */
export interface CollectedPages {
  titles: Map<Page, string>;
  /** How many were not in the cache. */
  rendered: number;
}

interface AnchorUse {
  from: Page;
  line?: number;
  href: string;
  to: Page;
  anchor: string;
}

function titleOf(page: Page, { title }: RenderedPage): string {
  if (page.navTitle) return page.navTitle;
  if (title) return title;
  if (page.url === '') return 'Home';
  const name = page.path.slice(page.path.lastIndexOf('/') + 1);
  return /^(?:index|readme)\./i.test(name)
    ? titleFromName(page.url.split('/').slice(-2)[0])
    : titleFromName(name);
}

/** Renders every page once: for its title, and for what is wrong with it. */
export async function collectPages(
  { pages }: Site,
  renderer: PageRenderer,
  resolver: LinkResolver,
  log: BuildLog,
): Promise<CollectedPages> {
  const titles = new Map<Page, string>();
  const anchors = new Map<Page, Set<string>>();
  const uses: AnchorUse[] = [];
  let rendered = 0;
  for (const page of pages) {
    const result = renderer.render(page);
    if (result.isNew) rendered++;
    titles.set(page, titleOf(page, result.page));
    anchors.set(page, new Set(result.page.anchors));
    for (const warning of result.page.warnings)
      log.warn({ ...warning, file: page.file });
    for (const { href, line } of result.page.links) {
      const resolved = resolver.resolve(page, href);
      if (resolved?.problem)
        log.warn({
          file: page.file,
          line,
          message: `The link ${href} ${resolved.problem}`,
        });
      const target = resolved?.target;
      if (target?.anchor)
        uses.push({
          from: page,
          line,
          href,
          to: target.page,
          anchor: target.anchor,
        });
    }
    await nextTurn();
  }
  for (const { from, line, href, to, anchor } of uses)
    if (!anchors.get(to)?.has(anchor))
      log.warn({
        file: from.file,
        line,
        message: `The link ${href} leads to an anchor that does not exist`,
      });
  return { titles, rendered };
}

/** Headings for the table of contents: those below the title of the page. */
export function contentsOf(headings: PageHeading[]): PageHeading[] {
  return headings.filter(
    ({ level, title }, index) =>
      title !== '' && level <= 4 && !(level === 1 && index === 0),
  );
}
