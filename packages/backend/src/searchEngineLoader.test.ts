import { createBackendPlugin } from '@backstage/backend-plugin-api';
import {
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { searchEngineRegistryExtensionPoint } from '@backstage/plugin-search-backend-node/alpha';
import { searchEngineLoader } from './searchEngineLoader';

// A backend takes seconds to start on a busy machine.
jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

/** A search plugin without an engine. */
const searchPlugin = createBackendPlugin({
  pluginId: 'search',
  register(env) {
    env.registerExtensionPoint(searchEngineRegistryExtensionPoint, {
      setSearchEngine() {},
    });
    env.registerInit({ deps: {}, async init() {} });
  },
});

/** Whether the PostgreSQL engine was started; on SQLite it says that it cannot. */
async function startsPostgresEngine(database: object) {
  const knex = await databases.init('SQLITE_3');
  const logger = mockServices.logger.mock();
  const backend = await startTestBackend({
    features: [
      searchPlugin,
      searchEngineLoader,
      mockServices.database.mock({ getClient: async () => knex }).factory,
      logger.factory,
      mockServices.rootConfig.factory({
        data: { backend: { database } } as never,
      }),
    ],
  });
  await backend.stop();
  return logger.warn.mock.calls.some(([message]) =>
    String(message).includes('Postgres search engine'),
  );
}

describe('searchEngineLoader', () => {
  it('leaves search in memory where the database is SQLite', async () => {
    await expect(
      startsPostgresEngine({
        client: 'better-sqlite3',
        connection: ':memory:',
      }),
    ).resolves.toBe(false);
  });

  it('adds the engine of PostgreSQL where the database is PostgreSQL', async () => {
    await expect(startsPostgresEngine({ client: 'pg' })).resolves.toBe(true);
  });

  it("goes by the search plugin's own database, where it has one", async () => {
    await expect(
      startsPostgresEngine({
        client: 'better-sqlite3',
        plugin: { search: { client: 'pg' } },
      }),
    ).resolves.toBe(true);
  });
});
