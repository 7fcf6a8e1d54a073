import {
  coreServices,
  createBackendFeatureLoader,
} from '@backstage/backend-plugin-api';
import postgresEngine from '@backstage/plugin-search-backend-module-pg';
import { memorySearchEngine } from './memorySearchEngine';

/**
 * Search lives in PostgreSQL where the search plugin's database is PostgreSQL.
 * Otherwise it lives in memory.
 */
export const searchEngineLoader = createBackendFeatureLoader({
  deps: { config: coreServices.rootConfig },
  *loader({ config }) {
    const database = config.getConfig('backend.database');
    const client =
      database.getOptionalString('plugin.search.client') ??
      database.getString('client');
    yield client === 'better-sqlite3' ? memorySearchEngine : postgresEngine;
  },
});
