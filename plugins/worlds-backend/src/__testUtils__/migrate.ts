import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { Knex } from 'knex';

/** Brings a test's database to the newest tables, or back to none. */
export async function migrate(db: Knex, direction: 'up' | 'down' = 'up') {
  const directory = resolvePackagePath(
    '@worldscale/backstage-plugin-worlds-backend',
    'migrations',
  );
  if (direction === 'up') await db.migrate.latest({ directory });
  else await db.migrate.rollback({ directory }, true);
}
