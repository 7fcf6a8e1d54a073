/** A portal and a simulated world of one's own, beside others on the same machine. */
import fs from 'node:fs';
import path from 'node:path';
import { compileRules } from './compileRules.mjs';
import { startSimulator } from './portal.mjs';
import { freePort } from './ports.mjs';
import { rootDir } from './toolchain.mjs';

/**
 * Starts the simulated world on free ports.
 *
 * @param folder where its repositories and its app-config are kept
 * @param anchor instant that the scenario is placed around (ISO 8601); default: now
 * @param isClockMovable whether its clock can be moved by its controls
 * @param withRules whether the rules of the sample's objectives are loaded, which keeps
 *   the simulated Prometheus busy for a while
 * @param rulesOf folders with objectives whose rules are loaded; default: all
 * @returns `overlay`, the app-config that points to it, and the process
 */
export async function startOwnWorld({
  folder,
  scenario = 'ordinary',
  anchor,
  isClockMovable = false,
  adminPort = 0,
  withRules = true,
  rulesOf,
  onLine,
}) {
  fs.mkdirSync(folder, { recursive: true });
  const overlay = path.join(folder, 'app-config.simulator.yaml');
  // Known before there is a forge: alerts lead to runbooks in it.
  const forgePort = await freePort();
  const forge = `http://localhost:${forgePort}`;
  const args = {
    scenario,
    seed: 1,
    ...(anchor && { anchor }),
    'admin-port': adminPort,
    'forge-port': forgePort,
    'prometheus-port': 0,
    'kubernetes-port': 0,
    catalog: path.join(rootDir, 'catalog'),
    data: path.join(folder, 'forge'),
    'write-config': overlay,
    ...(withRules && { rules: await compileRules(folder, forge, rulesOf) }),
  };
  const child = await startSimulator({
    args: [
      ...Object.entries(args).flatMap(([name, value]) => [
        `--${name}`,
        String(value),
      ]),
      ...(isClockMovable ? ['--movable-clock'] : []),
    ],
    onLine,
  });
  return { overlay, stop: () => child.stop() };
}

const every = seconds => ({
  initialDelay: { seconds },
  frequency: { seconds },
  timeout: { minutes: 5 },
});

/** What follows the catalog after half a minute or a minute. */
const soon = {
  worlds: { catalogSchedule: every(5) },
  techdocs: { markdown: { builds: { schedule: every(5) } } },
  search: {
    collators: {
      catalog: { schedule: every(20) },
      techdocs: { schedule: every(20) },
    },
  },
};

/**
 * Writes the part of app-config in which runs differ: port, database, app package.
 *
 * @param slo settings of objectives
 * @param isSoon whether docs, the fleet and search follow the catalog within seconds, for
 *   those who wait for it
 * @param databaseDir folder for SQLite's files; without one the database is left as it is
 * @returns the portal's address
 */
export function writeOwnConfig({
  file,
  port,
  databaseDir,
  appPackage = 'app',
  slo = {},
  isSoon = false,
  lines = [],
}) {
  const url = `http://localhost:${port}`;
  if (databaseDir) fs.mkdirSync(databaseDir, { recursive: true });
  const config = {
    app: { baseUrl: url, packageName: appPackage },
    backend: {
      baseUrl: url,
      listen: { host: '127.0.0.1', port },
      cors: { origin: url },
      ...(databaseDir && {
        database: {
          client: 'better-sqlite3',
          connection: { directory: databaseDir },
        },
      }),
    },
    // The past that is read besides keeps the simulated Prometheus busy.
    slo: { readBack: { days: 7 }, ...slo },
    ...(isSoon && soon),
    techdocs: {
      ...(isSoon && soon.techdocs),
      ...(databaseDir && {
        publisher: {
          local: {
            publishDirectory: path.join(path.dirname(databaseDir), 'techdocs'),
          },
        },
      }),
    },
  };
  // JSON is YAML.
  fs.writeFileSync(
    file,
    `${Object.entries(config)
      .map(([key, value]) => `${key}: ${JSON.stringify(value)}`)
      .concat(lines)
      .join('\n')}\n`,
  );
  return url;
}
