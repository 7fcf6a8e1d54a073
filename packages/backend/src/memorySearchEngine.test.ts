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

  it('marks the same places of a text however often it is asked', async () => {
    const engine = await engineWith({ techdocs: ['gate gatex', 'ember'] });
    const ask = async () => (await engine.query({ term: 'gate' })).results;
    const [{ highlight }] = await ask();
    expect(highlight?.fields.title).toMatch(
      /^<\S+>gate<\/\S+> <\S+>gatex<\/\S+>$/,
    );
    const held = engine as unknown as {
      lunrIndices: Record<string, { invertedIndex: object }>;
    };
    const written = JSON.stringify(held.lunrIndices.techdocs.invertedIndex);
    await ask();
    expect(JSON.stringify(held.lunrIndices.techdocs.invertedIndex)).toBe(
      written,
    );
  });

  it('holds places that many documents share once', async () => {
    const engine = await engineWith({
      techdocs: ['aurora one', 'aurora two', 'aurora three'],
    });
    const { lunrIndices } = engine as unknown as {
      lunrIndices: Record<
        string,
        { invertedIndex: Record<string, { title: Record<string, object> }> }
      >;
    };
    const { title } = lunrIndices.techdocs.invertedIndex.aurora;
    const [first, ...others] = Object.values(title);
    expect(first).toEqual({ position: [[0, 6]] });
    expect(others).toHaveLength(2);
    for (const each of others) expect(each).toBe(first);
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

    it('is not lost where more than a hundred weigh more', async () => {
      const engine = await engineWith({
        'software-catalog': [
          ...Array.from({ length: 120 }, (_, i) => `aurora aurora ${i}`),
          // Called so by the end of its location alone, and weighing little.
          `${'many other words '.repeat(50)}/aurora`,
        ],
      });
      const locations: string[] = [];
      let pageCursor: string | undefined;
      do {
        const page = await engine.query({ term: 'aurora', pageCursor });
        locations.push(...page.results.map(r => r.document.location));
        pageCursor = page.nextPageCursor;
      } while (pageCursor);
      expect(locations).toHaveLength(121);
      expect(locations[120]).toMatch(/\/aurora$/);
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

  describe('with filters', () => {
    const sites = ['aurora', 'ember'];
    const filters = { kind: 'Component', namespace: 'default', name: 'aurora' };
    const ask = { types: ['techdocs'], filters };

    /** An engine with forty pages in each of two sites, every tenth of them a runbook. */
    async function engineWithSites() {
      const engine = new MemorySearchEngine({
        logger: mockServices.logger.mock(),
      });
      const indexer = await engine.getIndexer('techdocs');
      for (const name of sites) {
        for (let page = 0; page < 40; page++) {
          indexer.write({
            ...{ kind: 'component', namespace: 'default', name },
            title: page % 10 === 0 ? 'Runbook' : 'Chapter',
            text: 'Written for whoever is on call.',
            location: `/docs/default/component/${name}/${page}`,
          });
        }
      }
      indexer.end();
      await once(indexer, 'close');
      return engine;
    }

    it.each([filters, { kind: 'Component' }, { name: ['aurora', 'ember'] }])(
      'finds nothing that holds none of the words (%j)',
      async some => {
        const engine = await engineWithSites();
        await expect(
          engine.query({ ...ask, term: 'zzzqqxy', filters: some }),
        ).resolves.toMatchObject({
          ...{ results: [], numberOfResults: 0 },
          nextPageCursor: undefined,
        });
      },
    );

    it.each(['runbook', 'Runbooks', 'runb', 'runbok', 'zzzqqxy runbook'])(
      'finds within them what holds a word, its beginning or nearly it (%j)',
      async term => {
        const engine = await engineWithSites();
        const found = await engine.query({ ...ask, term });
        expect(found.numberOfResults).toBe(4);
        expect(
          found.results.map(({ document }) => document.location).sort(),
        ).toEqual(
          [0, 10, 20, 30].map(page => `/docs/default/component/aurora/${page}`),
        );
      },
    );

    it.each(['', ' '])(
      'lists all that passes where %j is asked',
      async term => {
        const engine = await engineWithSites();
        const found = await engine.query({ ...ask, term });
        expect(found.numberOfResults).toBe(40);
      },
    );

    it('pages over what holds the words alone', async () => {
      const engine = await engineWithSites();
      const locations: string[] = [];
      const sizes: number[] = [];
      let pageCursor: string | undefined;
      do {
        const page = await engine.query({
          ...{ ...ask, term: 'runbook', pageLimit: 3, pageCursor },
        });
        expect(page.numberOfResults).toBe(4);
        sizes.push(page.results.length);
        locations.push(...page.results.map(r => r.document.location));
        pageCursor = page.nextPageCursor;
      } while (pageCursor);
      expect(sizes).toEqual([3, 1]);
      expect(new Set(locations).size).toBe(4);
    });

    it('passes over a type that lacks the field of a filter', async () => {
      const engine = await engineWith({ techdocs: ['aurora'] });
      await expect(
        engine.query({ ...ask, term: 'aurora' }),
      ).resolves.toMatchObject({ results: [], numberOfResults: 0 });
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
