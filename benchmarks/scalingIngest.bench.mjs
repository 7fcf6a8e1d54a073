/**
 * From the start of the backend to the first complete picture of how everything is
 * scaled: 10,000 rows of 2,000 services in five clusters, the catalog being known; then
 * to all that runs there, 30,000 pods and 10,000 game servers, of which the shards are
 * told; by how much resident memory grows from ready on, at its highest; and how long
 * a change in a cluster takes from a watch of our own until the API tells it.
 * Beside it the same collections listed and parsed by nothing but fetch and
 * JSON.parse, page by page, all clusters and collections at once, as the ingest does.
 */
import fs from 'node:fs';
import path from 'node:path';
import { parse } from 'yaml';
import { buildProduction } from '../scripts/lib/productionBuild.mjs';
import { rootDir } from '../scripts/lib/toolchain.mjs';
import { freePort } from '../scripts/lib/ports.mjs';
import { startOwnWorld, writeOwnConfig } from '../scripts/lib/ownWorld.mjs';
import { changeDelays } from './lib/changeDelays.mjs';
import { startProduction } from './lib/productionPortal.mjs';
import { withoutObjectives } from './lib/shardPortal.mjs';
import { signIn } from './lib/signIn.mjs';
import { pause, quantile } from './lib/statistics.mjs';

const rows = 10_000;
const pageSize = 500;

/** The scenario has about 10,000 at any hour. */
const shards = 9_500;
/** Until what was read is also stored, and facts were computed a second time. */
const settleSeconds = 30;

const changes = 12;

/** The collections that the ingest watches. */
const collections = [
  'apis/apps/v1/deployments',
  'apis/apps/v1/statefulsets',
  'apis/autoscaling/v2/horizontalpodautoscalers',
  'apis/argoproj.io/v1alpha1/rollouts',
  'apis/agones.dev/v1/fleets',
  'apis/autoscaling.agones.dev/v1/fleetautoscalers',
  'apis/keda.sh/v1alpha1/scaledobjects',
  'apis/policy/v1/poddisruptionbudgets',
  'api/v1/pods',
  'api/v1/nodes',
  'api/v1/resourcequotas',
  'apis/agones.dev/v1/gameservers',
];

/** Lists and parses one collection of one cluster; how many objects there are. */
async function listBare({ url, serviceAccountToken }, collection) {
  let next = '';
  let count = 0;
  do {
    const query = new URLSearchParams({ limit: String(pageSize) });
    if (next) query.set('continue', next);
    const response = await fetch(`${url}/${collection}?${query}`, {
      headers: { authorization: `Bearer ${serviceAccountToken}` },
    });
    if (!response.ok) throw new Error(`${collection}: ${response.status}`);
    const { items, metadata } = JSON.parse(await response.text());
    count += items.length;
    next = metadata.continue;
  } while (next);
  return count;
}

async function timeBare(clusters) {
  const started = process.hrtime.bigint();
  const counts = await Promise.all(
    clusters.flatMap(cluster =>
      collections.map(collection => listBare(cluster, collection)),
    ),
  );
  return {
    objects: counts.reduce((sum, count) => sum + count, 0),
    seconds: Number(process.hrtime.bigint() - started) / 1e9,
  };
}

/** Rows that depend on a cluster, once all clusters were read. */
async function rowsIn(baseUrl, token) {
  const response = await fetch(`${baseUrl}/api/scaling/sources`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (!response.ok) return 0;
  const { sources } = await response.json();
  const clusters = sources.filter(({ kind }) => kind === 'kubernetes');
  if (clusters.length === 0 || clusters.some(({ reachable }) => !reachable))
    return 0;
  return clusters.reduce((sum, cluster) => sum + cluster.rows, 0);
}

/** Shards that are told of. */
async function shardsIn(baseUrl, token) {
  const response = await fetch(`${baseUrl}/api/scaling/shards?limit=1`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (!response.ok) return 0;
  return (await response.json()).total;
}

export async function run({ workDir, log }) {
  const world = await startOwnWorld({
    folder: path.join(workDir, 'world'),
    scenario: 'large',
    withRules: false,
  });
  const { kubernetes } = parse(fs.readFileSync(world.overlay, 'utf8'));
  const [{ clusters }] = kubernetes.clusterLocatorMethods;
  const { backendDir } = await buildProduction(
    'packages/backend',
    path.join(workDir, 'ingest'),
    { log },
  );
  const port = await freePort();
  const file = path.join(workDir, 'ingest.yaml');
  const databaseDir = path.join(workDir, 'ingest-sqlite');
  writeOwnConfig({ file, port, databaseDir, slo: withoutObjectives });
  const start = () =>
    startProduction({
      backendDir,
      configs: [path.join(rootDir, 'app-config.yaml'), world.overlay, file],
      port,
      // The sample's people cannot sign in where NODE_ENV says production.
      env: { NODE_ENV: 'development' },
    });

  const first = await start();
  const deadline = Date.now() + 900_000;
  for (;;) {
    const found = await rowsIn(first.baseUrl, await signIn(first.baseUrl));
    log(`${found} of ${rows} rows are in; waiting for the catalog`);
    if (found >= rows) break;
    if (Date.now() > deadline)
      throw new Error(`Only ${found} rows after 15 minutes`);
    await pause(15);
  }
  // Until the catalog has nothing left to process.
  await pause(30);
  await first.stop();
  for (const name of fs.readdirSync(databaseDir)) {
    if (name.startsWith('scaling.')) fs.rmSync(path.join(databaseDir, name));
  }

  const started = process.hrtime.bigint();
  const portal = await start();
  const readyMegabytes = portal.residentMegabytes();
  let mostMegabytes = readyMegabytes;
  const watching = setInterval(() => {
    mostMegabytes = Math.max(mostMegabytes, portal.residentMegabytes());
  }, 500);
  const token = await signIn(portal.baseUrl);
  let found = 0;
  while (found < rows) {
    if (Number(process.hrtime.bigint() - started) > 300e9)
      throw new Error(`Only ${found} rows after five minutes`);
    await pause(0.25);
    found = await rowsIn(portal.baseUrl, token);
  }
  const seconds = Number(process.hrtime.bigint() - started) / 1e9;
  log(`ready after ${portal.readySeconds.toFixed(1)} s, ${found} rows`);
  let told = 0;
  while (told < shards) {
    if (Number(process.hrtime.bigint() - started) > 300e9)
      throw new Error(`Only ${told} shards after five minutes`);
    await pause(0.25);
    told = await shardsIn(portal.baseUrl, token);
  }
  const shardSeconds = Number(process.hrtime.bigint() - started) / 1e9;
  await pause(settleSeconds);
  const delays = await changeDelays({
    cluster: clusters[0],
    count: changes,
    get: async route => {
      const response = await fetch(`${portal.baseUrl}${route}`, {
        headers: { authorization: `Bearer ${token}` },
      });
      if (!response.ok) throw new Error(`${route}: ${response.status}`);
      return response.json();
    },
  });
  clearInterval(watching);
  log(
    `${told} shards; ${readyMegabytes} MB when ready, at most ${mostMegabytes}`,
  );
  await portal.stop();

  const bare = await timeBare(clusters);
  log(`listed and parsed ${bare.objects} objects bare`);
  await world.stop();
  return [
    {
      name: 'scalingIngest: start to first complete picture',
      value: seconds,
      unit: 's',
      limit: 30,
    },
    {
      name: 'scalingIngest: start to 9,500 shards',
      value: shardSeconds,
      unit: 's',
    },
    {
      name: 'scalingIngest: change in a cluster to the API, slowest of 12',
      value: Math.max(...delays),
      unit: 's',
      limit: 2,
    },
    {
      name: 'scalingIngest: change in a cluster to the API, median',
      value: quantile(delays, 0.5),
      unit: 's',
    },
    {
      name: 'scalingIngest: growth of resident memory',
      value: mostMegabytes - readyMegabytes,
      unit: 'MB',
      limit: 400,
    },
    {
      name: 'scalingIngest: the same collections, listed and parsed bare',
      value: bare.seconds,
      unit: 's',
    },
  ];
}
