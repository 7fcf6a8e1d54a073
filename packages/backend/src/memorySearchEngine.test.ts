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
