import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  LunrSearchEngine,
  MissingIndexError,
} from '@backstage/plugin-search-backend-node';
import { searchEngineRegistryExtensionPoint } from '@backstage/plugin-search-backend-node/alpha';

type Query = LunrSearchEngine['query'];
type Found = Awaited<ReturnType<Query>>;
type Result = Found['results'][number];
type Indexer = Awaited<ReturnType<LunrSearchEngine['getIndexer']>>;
type Index = ReturnType<Indexer['buildIndex']>;

/** The catalog's own documents, against which a name is held. */
const ENTITIES = 'software-catalog';

/** Results among which an entity of the wanted name is looked for. */
const NAMES_AMONG = 100;

const plain = (name: string) =>
  name
    .toLocaleLowerCase('en-US')
    .split(/[\s_-]+/)
    .filter(Boolean)
    .join(' ');

/** Whether a result is the entity that is called so: by its title, or by its name. */
function isCalled({ type, document }: Result, name: string): boolean {
  const [last] = document.location.split('/').slice(-1);
  return (
    type === ENTITIES &&
    (plain(document.title) === name || plain(last) === name)
  );
}

/**
 * Makes an index hold the words of a query against filtered results too: Lunr lets
 * words be optional beside the terms that a filter requires, so that whatever passes
 * the filters would be a result. The terms of a filter are those bound to a field.
 */
function demandWords(index: Index): Index {
  const search = index.query.bind(index);
  index.query = build => {
    let words: Parameters<typeof build>[0]['clauses'] = [];
    let isFiltered = false;
    const found = search(query => {
      build.call(query, query);
      // Copies, for the search itself rewrites the terms.
      words = query.clauses
        .filter(({ fields }) => fields === query.allFields)
        .map(clause => ({ ...clause }));
      isFiltered = words.length < query.clauses.length;
    });
    if (!isFiltered || !words.length) return found;
    const worded = new Set(
      search(query => words.forEach(word => query.clause(word))).map(
        ({ ref }) => ref,
      ),
    );
    return found.filter(({ ref }) => worded.has(ref));
  };
  return index;
}

/** Where a term stands in a field of a document; by term, field and document. */
type Places = { position: Array<[start: number, length: number]> };
type Postings = Record<string, Record<string, Record<string, Places>>>;

/**
 * Holds places that are equal once: most fields are one word (a kind, a namespace), so
 * that tens of thousands of documents say the same of them. A search copies them.
 */
function holdPlacesOnce(index: Index): Index {
  const { invertedIndex } = index as unknown as { invertedIndex: Postings };
  const held = new Map<string, Places>();
  for (const { _index, ...fields } of Object.values(invertedIndex)) {
    for (const places of Object.values(fields)) {
      for (const [document, place] of Object.entries(places)) {
        const key = JSON.stringify(place);
        const same = held.get(key);
        if (!same) held.set(key, place);
        places[document] = same ?? place;
      }
    }
  }
  return index;
}

/**
 * Search in memory. Right after a start nothing is indexed yet: what is asked for
 * then has no results, where the stock engine fails. The search backend itself
 * refuses types that it does not know. And the stock engine weighs words alone, so that
 * a short section of some page may come before the service of which the name is
 * asked: whatever is called so comes first.
 */
export class MemorySearchEngine extends LunrSearchEngine {
  async getIndexer(type: string): Promise<Indexer> {
    const indexer = await super.getIndexer(type);
    const build = indexer.buildIndex.bind(indexer);
    indexer.buildIndex = () => demandWords(holdPlacesOnce(build()));
    return indexer;
  }

  async query(query: Parameters<Query>[0]): ReturnType<Query> {
    try {
      const found = await super.query(query);
      const name = plain(query.term);
      if (!name) return found;
      const isNamed = (result: Result) =>
        result.rank !== undefined &&
        result.rank <= NAMES_AMONG &&
        isCalled(result, name);
      const others = found.results.filter(result => !isNamed(result));
      if (query.pageCursor) return { ...found, results: others };
      const first = await super.query({ ...query, pageLimit: NAMES_AMONG });
      return {
        ...found,
        results: [...first.results.filter(isNamed), ...others].map(
          (result, index) => ({ ...result, rank: index + 1 }),
        ),
      };
    } catch (error) {
      // Thrown only where none of the wanted types has an index.
      if (error instanceof MissingIndexError) {
        return { results: [], numberOfResults: 0 };
      }
      throw error;
    }
  }
}

/** Makes the search backend search in memory. */
export const memorySearchEngine = createBackendModule({
  pluginId: 'search',
  moduleId: 'memory-engine',
  register(env) {
    env.registerInit({
      deps: {
        searchEngineRegistry: searchEngineRegistryExtensionPoint,
        logger: coreServices.logger,
      },
      async init({ searchEngineRegistry, logger }) {
        searchEngineRegistry.setSearchEngine(
          new MemorySearchEngine({ logger }),
        );
      },
    });
  },
});
