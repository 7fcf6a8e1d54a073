import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  createMockDirectory,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { easedDatabase } from './easedDatabase';

describe('easedDatabase', () => {
  const directory = createMockDirectory();

  it('lets no plugin wait for the disk, and keeps the files apart', async () => {
    const clients: Knex[] = [];
    const found = new Map<string, unknown>();
    const plugins = ['first', 'second'].map(pluginId =>
      createBackendPlugin({
        pluginId,
        register(env) {
          env.registerInit({
            deps: { database: coreServices.database },
            async init({ database }) {
              const db = await database.getClient();
              clients.push(db);
              await db.schema.createTable(pluginId, table => table.text('id'));
              found.set(pluginId, [
                await db.raw('pragma journal_mode'),
                await db.raw('pragma synchronous'),
                await db('sqlite_master').pluck('name'),
              ]);
            },
          });
        },
      }),
    );
    const backend = await startTestBackend({
      features: [
        ...plugins,
        easedDatabase,
        mockServices.rootConfig.factory({
          data: {
            backend: {
              database: {
                client: 'better-sqlite3',
                connection: { directory: directory.resolve('databases') },
              },
            },
          },
        }),
      ],
    });
    await backend.stop();
    for (const db of clients) await db.destroy();
    for (const pluginId of ['first', 'second']) {
      expect(found.get(pluginId)).toEqual([
        [{ journal_mode: 'wal' }],
        [{ synchronous: 1 }],
        [pluginId],
      ]);
    }
  });
});
