import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';

/** Fresh databases with the tables of this plugin, on everything that it supports. */
export function migratedDatabases() {
  const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
  return {
    ids: databases.eachSupportedId(),
    async open(id: TestDatabaseId): Promise<Knex> {
      const db = await databases.init(id);
      await db.migrate.latest({
        directory: resolvePackagePath(
          '@worldscale/backstage-plugin-scaling-backend',
          'migrations',
        ),
      });
      return db;
    },
  };
}
