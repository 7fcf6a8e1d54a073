import type { OpenPage } from './useOpenPages';

/** Where a visit led, in words: a page of the app, and what of it. */
export interface VisitName {
  /** Title of the page; undefined: the address belongs to no page that is open. */
  page?: string;
  /** The part of the page, or what it showed. */
  part?: string;
}

const ID = /^[0-9a-f]{8}-[0-9a-f-]{20,}$|^\d+$/i;

/** `shard-service` as `Shard service`. */
function words(segment: string): string {
  const text = segment.replace(/[-_]+/g, ' ');
  return text.charAt(0).toLocaleUpperCase('en-US') + text.slice(1);
}

function lastWords(segments: string[]): string | undefined {
  const named = segments.filter(segment => segment && !ID.test(segment));
  return named.length > 0 ? words(named[named.length - 1]) : undefined;
}

/**
 * Visits are kept by their address, with a name that is a part of it or whatever the
 * title of the window was at that moment. The pages of the app know better.
 *
 * @param entityRef of the entity whose page it is, if it is one
 */
export function nameOfVisit(
  pathname: string,
  pages: Pick<OpenPage, 'href' | 'title'>[],
  entityRef?: string,
): VisitName {
  const [page] = pages
    .filter(
      ({ href }) =>
        href !== '/' && (pathname === href || pathname.startsWith(`${href}/`)),
    )
    .sort((a, b) => b.href.length - a.href.length);
  if (!page) return {};
  const rest = pathname.slice(page.href.length).split('/').filter(Boolean);
  // Namespace, kind and name of the entity come first.
  const part = lastWords(entityRef ? rest.slice(3) : rest);
  return { page: page.title, ...(part && { part }) };
}
