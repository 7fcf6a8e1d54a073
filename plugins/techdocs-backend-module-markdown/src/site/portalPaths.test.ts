import {
  defaultPortalPaths,
  leadsIntoPortal,
  parsePortalPaths,
} from './portalPaths';

describe('leadsIntoPortal', () => {
  it.each([
    '/',
    '/catalog',
    '/catalog/',
    '/catalog/default/component/x',
    '/shards/heatmap',
    '/slos/aurora-chat-availability',
  ])('takes %s for a part of the portal by default', path => {
    expect(leadsIntoPortal(path, defaultPortalPaths)).toBe(true);
  });

  it.each(['/catalogue', '/etc/passwd', '/Catalog', '/features.md'])(
    'takes %s for no part of it',
    path => {
      expect(leadsIntoPortal(path, defaultPortalPaths)).toBe(false);
    },
  );

  it('knows only the paths that it is given, of any depth', () => {
    const paths = ['/portal/catalog'];
    expect(leadsIntoPortal('/portal/catalog/x', paths)).toBe(true);
    expect(leadsIntoPortal('/portal', paths)).toBe(false);
    expect(leadsIntoPortal('/catalog/x', paths)).toBe(false);
    expect(leadsIntoPortal('/', paths)).toBe(true);
  });
});

describe('parsePortalPaths', () => {
  it('takes paths from the root, with or without a slash at their end', () => {
    expect(parsePortalPaths(['/wiki/', '/portal/catalog'])).toEqual([
      '/wiki',
      '/portal/catalog',
    ]);
    expect(parsePortalPaths([])).toEqual([]);
  });

  it('would write the default the same way', () => {
    expect(parsePortalPaths(defaultPortalPaths)).toEqual(defaultPortalPaths);
  });

  it.each(['', '/', 'wiki', '//wiki', '/wiki?a=b', '/wiki#a', 'https://a.b/c'])(
    'refuses "%s" by its name',
    path => {
      expect(() => parsePortalPaths(['/wiki', path])).toThrow(
        `techdocs.markdown.portalPaths: "${path}" is no path from the root of the portal`,
      );
    },
  );
});
