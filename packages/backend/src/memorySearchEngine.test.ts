import { once } from 'node:events';
import { mockServices } from '@backstage/backend-test-utils';
import { MemorySearchEngine } from './memorySearchEngine';

async function engineWith(documents: Record<string, string[]>) {
  const engine = new MemorySearchEngine({ logger: mockServices.logger.mock() });
  for (const [type, titles] of Object.entries(documents)) {
    const indexer = await engine.getIndexer(type);
    for (const title of titles) {
      indexer.write({ title, text: title, location: `/${type}/${title}` });
    }
    indexer.end();
    await once(indexer, 'close');
  }
  return engine;
}

describe('MemorySearchEngine', () => {
  it('finds nothing in a type that has no index yet', async () => {
    const engine = await engineWith({});
    await expect(
      engine.query({ term: 'aurora', types: ['techdocs'] }),
    ).resolves.toEqual({ results: [], numberOfResults: 0 });
  });

  it('finds nothing in several types without an index, and in none at all', async () => {
    const engine = await engineWith({});
    for (const types of [['techdocs', 'software-catalog'], undefined]) {
      const found = await engine.query({ term: 'aurora', types });
      expect(found.results).toEqual([]);
    }
  });

  it('searches the types that have an index beside one that has none', async () => {
    const engine = await engineWith({ 'software-catalog': ['aurora'] });
    const found = await engine.query({
      term: 'aurora',
      types: ['techdocs', 'software-catalog'],
    });
    expect(found.results.map(({ document }) => document.location)).toEqual([
      '/software-catalog/aurora',
    ]);
  });

  it('keeps the results of a type to itself', async () => {
    const engine = await engineWith({ 'software-catalog': ['aurora'] });
    const found = await engine.query({ term: 'aurora', types: ['techdocs'] });
    expect(found.results).toEqual([]);
  });

  describe('where something is called as is asked', () => {
    // Short sections, which word by word weigh more than what is called so.
    const sections = Array.from({ length: 40 }, (_, i) => `Aurora Chat ${i}`);

    it.each(['aurora chat', 'Aurora-Chat', ' aurora_chat '])(
      'that comes first (%j)',
      async term => {
        const engine = await engineWith({
          techdocs: ['Chat', ...sections],
          'software-catalog': ['Aurora Gateway', 'Aurora Chat', 'Ember Chat'],
        });
        const { results } = await engine.query({ term });
        expect(results[0]).toMatchObject({
          ...{ type: 'software-catalog', rank: 1 },
          document: { title: 'Aurora Chat' },
        });
        expect(results.map(({ rank }) => rank)).toEqual(
          results.map((_, index) => index + 1),
        );
      },
    );

    it('loses and repeats nothing over the pages', async () => {
      const engine = await engineWith({
        techdocs: sections,
        'software-catalog': ['Aurora Chat'],
      });
      const titles: string[] = [];
      let pageCursor: string | undefined;
      do {
        const page = await engine.query({ term: 'aurora chat', pageCursor });
        titles.push(...page.results.map(({ document }) => document.title));
        pageCursor = page.nextPageCursor;
      } while (pageCursor);
      expect(titles[0]).toBe('Aurora Chat');
      expect([...titles].sort()).toEqual(['Aurora Chat', ...sections].sort());
    });

    it('stays out of a search for another type', async () => {
      const engine = await engineWith({
        techdocs: sections,
        'software-catalog': ['Aurora Chat'],
      });
      const { results } = await engine.query({
        ...{ term: 'aurora chat', types: ['techdocs'] },
      });
      expect(results.map(({ type }) => type)).not.toContain('software-catalog');
    });
  });

  it('still fails where the query itself fails', async () => {
    const engine = await engineWith({ techdocs: ['aurora'] });
    engine.setTranslator(() => {
      throw new TypeError('not a query');
    });
    await expect(engine.query({ term: 'aurora' })).rejects.toThrow(
      'not a query',
    );
  });
});
