/**
 * One page of the fleet board (50 rows, sorted and filtered, out of 2,000 services in
 * five regions) against the stock catalog's paged query over the same entities, both
 * asked of the same production build by the same signed-in person, in turns.
 */
import path from 'node:path';
import { buildProduction } from '../scripts/lib/productionBuild.mjs';
import { rootDir } from '../scripts/lib/toolchain.mjs';
import { freePort } from '../scripts/lib/ports.mjs';
import { startOwnWorld, writeOwnConfig } from '../scripts/lib/ownWorld.mjs';
import { startProduction } from './lib/productionPortal.mjs';
import { signIn } from './lib/signIn.mjs';
import { pause, quantile } from './lib/statistics.mjs';

const requests = 300;
const services = 2000;
const rows = 10_000;

export async function run({ workDir, log }) {
  const world = await startOwnWorld({
    folder: path.join(workDir, 'world'),
    scenario: 'large',
  });
  const { backendDir } = await buildProduction(
    'packages/backend',
    path.join(workDir, 'fleet'),
    { log },
  );
  const port = await freePort();
  const file = path.join(workDir, 'fleet.yaml');
  writeOwnConfig({
    file,
    port,
    databaseDir: path.join(workDir, 'fleet-sqlite'),
  });
  const portal = await startProduction({
    backendDir,
    configs: [path.join(rootDir, 'app-config.yaml'), world.overlay, file],
    port,
    // The sample's people cannot sign in where NODE_ENV says production.
    env: { NODE_ENV: 'development' },
  });
  let token = await signIn(portal.baseUrl);
  const ask = async pathAndQuery => {
    const started = process.hrtime.bigint();
    const response = await fetch(`${portal.baseUrl}${pathAndQuery}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const body = await response.json();
    const milliseconds = Number(process.hrtime.bigint() - started) / 1e6;
    if (!response.ok)
      throw new Error(
        `${pathAndQuery}: ${response.status} ${JSON.stringify(body)}`,
      );
    return { body, milliseconds };
  };

  const deadline = Date.now() + 900_000;
  for (;;) {
    token = await signIn(portal.baseUrl);
    const { body } = await ask('/api/worlds/fleet?limit=1');
    log(`${body.total} of ${rows} rows are in`);
    if (body.total >= rows) break;
    if (Date.now() > deadline)
      throw new Error(`Only ${body.total} rows after 15 minutes`);
    await pause(15);
  }
  // Let the catalog finish its first processing.
  await pause(30);
  token = await signIn(portal.baseUrl);

  const fleet =
    '/api/worlds/fleet?state=healthy&state=atRisk&state=breached&region=eu-frankfurt&region=us-virginia&sort=service&order=asc&limit=50&offset=200';
  const catalog =
    '/api/catalog/entities/by-query?limit=50&orderField=metadata.name,asc&offset=200' +
    '&filter=kind=component,spec.type=world-service&filter=kind=component,spec.type=shard-service';
  const first = await Promise.all([ask(fleet), ask(catalog)]);
  log(
    `the board's query finds ${first[0].body.total} rows, the catalog's ${first[1].body.totalItems} entities`,
  );
  if (first[1].body.totalItems < services)
    throw new Error(
      `The catalog holds only ${first[1].body.totalItems} services`,
    );
  const times = { fleet: [], catalog: [] };
  for (let i = 0; i < requests + 20; i++) {
    const board = await ask(fleet);
    const entities = await ask(catalog);
    if (i < 20) continue;
    times.fleet.push(board.milliseconds);
    times.catalog.push(entities.milliseconds);
  }
  await portal.stop();
  await world.stop();
  const p95 = {
    fleet: quantile(times.fleet, 0.95),
    catalog: quantile(times.catalog, 0.95),
  };
  return [
    {
      name: 'fleetApi: page of 50, p95, board / catalog query',
      value: p95.fleet / p95.catalog,
      unit: 'times',
      limit: 0.5,
    },
    { name: 'fleetApi: page of 50, p95, board', value: p95.fleet, unit: 'ms' },
    {
      name: 'fleetApi: page of 50, p95, catalog query',
      value: p95.catalog,
      unit: 'ms',
    },
    {
      name: 'fleetApi: page of 50, median, board',
      value: quantile(times.fleet, 0.5),
      unit: 'ms',
    },
    {
      name: 'fleetApi: page of 50, median, catalog query',
      value: quantile(times.catalog, 0.5),
      unit: 'ms',
    },
  ];
}
