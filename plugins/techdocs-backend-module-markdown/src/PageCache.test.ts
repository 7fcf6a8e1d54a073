import { renderMarkdown } from '@worldscale/backstage-plugin-markdown-common';
import { PageCache } from './PageCache';

function entry(length: number) {
  return { page: renderMarkdown('x'.repeat(length)), links: [], snippets: [] };
}

describe('PageCache', () => {
  it('drops what was not used for longest once it is full', () => {
    const cache = new PageCache(30_000);
    for (const key of ['a', 'b', 'c', 'd']) cache.set(key, entry(3000));
    cache.get('a');
    cache.set('e', entry(3000));
    expect(
      ['a', 'b', 'c', 'd', 'e'].filter(key => cache.get(key) !== undefined),
    ).toEqual(['a', 'c', 'd', 'e']);
  });

  it('does not give its room to one large page', () => {
    const cache = new PageCache(25_000);
    cache.set('a', entry(1000));
    cache.set('large', entry(100_000));
    expect(cache.get('large')).toBeUndefined();
    expect(cache.get('a')).toBeDefined();
  });
});
