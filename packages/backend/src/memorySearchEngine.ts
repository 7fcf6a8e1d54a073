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

/**
 * Search in memory. Right after a start nothing is indexed yet: what is asked for
 * then has no results, where the stock engine fails. The search backend itself
 * refuses types that it does not know.
 */
export class MemorySearchEngine extends LunrSearchEngine {
  async query(query: Parameters<Query>[0]): ReturnType<Query> {
    try {
      return await super.query(query);
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
