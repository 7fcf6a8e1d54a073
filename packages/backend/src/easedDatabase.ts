import { DatabaseManager } from '@backstage/backend-defaults/database';
import {
  coreServices,
  createServiceFactory,
  DatabaseService,
} from '@backstage/backend-plugin-api';
import { easeSqlite } from '@worldscale/backstage-plugin-worlds-node';

/**
 * The databases of all plugins, Backstage's too: where they are files of SQLite, no
 * write waits for the disk while all others wait for it.
 */
export const easedDatabase = createServiceFactory({
  service: coreServices.database,
  deps: {
    config: coreServices.rootConfig,
    lifecycle: coreServices.lifecycle,
    logger: coreServices.logger,
    plugin: coreServices.pluginMetadata,
    rootLifecycle: coreServices.rootLifecycle,
    rootLogger: coreServices.rootLogger,
  },
  createRootContext: ({ config, rootLifecycle, rootLogger }) =>
    DatabaseManager.fromConfig(config, { rootLifecycle, rootLogger }),
  factory({ plugin, lifecycle, logger }, manager): DatabaseService {
    const database = manager.forPlugin(plugin.getId(), { lifecycle, logger });
    return {
      ...database,
      async getClient() {
        const db = await database.getClient();
        await easeSqlite(db);
        return db;
      },
    };
  },
});
