import {
  coreServices,
  createBackendFeatureLoader,
} from '@backstage/backend-plugin-api';
import postgresEngine from '@backstage/plugin-search-backend-module-pg';

/**
 * Search lives in PostgreSQL where the search plugin's database is PostgreSQL.
 * Otherwise nothing is added, and the search backend indexes in memory.
 */
export const searchEngineLoader = createBackendFeatureLoader({
  deps: { config: coreServices.rootConfig },
  *loader({ config }) {
    const database = config.getConfig('backend.database');
    const client =
      database.getOptionalString('plugin.search.client') ??
      database.getString('client');
    if (client !== 'better-sqlite3') {
      yield postgresEngine;
    }
  },
});
