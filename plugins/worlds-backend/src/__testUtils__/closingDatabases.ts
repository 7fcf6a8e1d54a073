import { mockServices, TestDatabases } from '@backstage/backend-test-utils';

/**
 * Databases in memory for backends of one test file, which end with it: of SQLite a
 * backend that stops closes none, and what is left keeps the test runner waiting.
 */
export function closingDatabases() {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  return async () =>
    mockServices.database.factory({ knex: await databases.init('SQLITE_3') });
}
