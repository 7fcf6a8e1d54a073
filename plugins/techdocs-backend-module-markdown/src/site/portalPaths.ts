import { InputError } from '@backstage/errors';

/** Where Backstage's own plugins and those of this suite have their pages. */
export const defaultPortalPaths: readonly string[] = [
  '/api',
  '/api-docs',
  '/catalog',
  '/catalog-graph',
  '/catalog-import',
  '/create',
  '/devtools',
  '/docs',
  '/explore',
  '/fleet',
  '/graphiql',
  '/home',
  '/kubernetes',
  '/notifications',
  '/oauth2',
  '/scaling',
  '/search',
  '/settings',
  '/shards',
  '/slos',
  '/tech-radar',
  '/visualizer',
  '/worlds',
];

/**
 * Whether a path from the root of the portal, without query or anchor, is that of a
 * part of it or lies below one. The root itself always is.
 */
export function leadsIntoPortal(
  path: string,
  portalPaths: readonly string[],
): boolean {
  const whole = path.replace(/\/+$/, '');
  return (
    whole === '' ||
    portalPaths.some(part => whole === part || whole.startsWith(`${part}/`))
  );
}

/**
 * Paths as they are written in `techdocs.markdown.portalPaths`, without the slash at
 * their end.
 *
 * @throws InputError naming the one that is no path from the root
 */
export function parsePortalPaths(written: readonly string[]): string[] {
  return written.map(path => {
    if (!/^\/[^/?#\s]+(\/[^/?#\s]+)*\/?$/.test(path))
      throw new InputError(
        `techdocs.markdown.portalPaths: "${path}" is no path from the root of the portal, such as /catalog`,
      );
    return path.replace(/\/$/, '');
  });
}
