/**
 * Start to ready, and resident memory, of the production backend against the stock 1.55
 * app's backend with the same core plugins, both reading the ordinary world, nobody
 * using either. They take turns, so that a change in the machine's mood meets both.
 */
import path from 'node:path';
import { buildProduction } from '../scripts/lib/productionBuild.mjs';
import { rootDir } from '../scripts/lib/toolchain.mjs';
import { freePort } from '../scripts/lib/ports.mjs';
import { startOwnWorld, writeOwnConfig } from '../scripts/lib/ownWorld.mjs';
import { startProduction } from './lib/productionPortal.mjs';
import { placeStockApp } from './lib/stockApp.mjs';
import { median, pause } from './lib/statistics.mjs';

const rounds = 2;
/** Long enough for the catalog and the first pictures of the clusters to be in. */
const settleSeconds = 45;

export async function run({ workDir, log }) {
  await placeStockApp();
  const world = await startOwnWorld({ folder: path.join(workDir, 'world') });
  const peers = {
    stock: {
      build: await buildProduction(
        'benchmarks/stock-backend',
        path.join(workDir, 'stock'),
        { log },
      ),
      base: path.join(rootDir, 'benchmarks/lib/stockConfig.yaml'),
      appPackage: 'stock-app',
    },
    worldscale: {
      build: await buildProduction(
        'packages/backend',
        path.join(workDir, 'worldscale'),
        { log },
      ),
      base: path.join(rootDir, 'app-config.yaml'),
      appPackage: 'app',
    },
  };
  const seconds = { stock: [], worldscale: [] };
  const megabytes = { stock: [], worldscale: [] };
  for (let round = 0; round <= rounds; round++) {
    for (const [name, peer] of Object.entries(peers)) {
      const port = await freePort();
      const file = path.join(workDir, `${name}.yaml`);
      writeOwnConfig({
        file,
        port,
        databaseDir: path.join(workDir, `${name}-sqlite`),
        appPackage: peer.appPackage,
      });
      const backend = await startProduction({
        backendDir: peer.build.backendDir,
        configs: [peer.base, world.overlay, file],
        port,
      });
      await pause(settleSeconds);
      const samples = [];
      for (let i = 0; i < 10; i++) {
        samples.push(backend.residentMegabytes());
        await pause(1);
      }
      await backend.stop();
      // The first round fills the databases.
      log(
        `${name}${
          round === 0 ? ' (filling, not counted)' : ''
        }: ready after ${backend.readySeconds.toFixed(2)} s, ${median(
          samples,
        ).toFixed(0)} MB`,
      );
      if (round > 0) {
        seconds[name].push(backend.readySeconds);
        megabytes[name].push(median(samples));
      }
    }
  }
  await world.stop();
  return [
    {
      name: 'start: start to ready, worldscale / stock',
      value: median(seconds.worldscale) / median(seconds.stock),
      unit: 'times',
      limit: 1.3,
    },
    {
      name: 'start: start to ready, worldscale',
      value: median(seconds.worldscale),
      unit: 's',
    },
    {
      name: 'start: start to ready, stock',
      value: median(seconds.stock),
      unit: 's',
    },
    {
      name: 'start: resident memory, worldscale / stock',
      value: median(megabytes.worldscale) / median(megabytes.stock),
      unit: 'times',
      limit: 1.3,
    },
    {
      name: 'start: resident memory, worldscale',
      value: median(megabytes.worldscale),
      unit: 'MB',
    },
    {
      name: 'start: resident memory, stock',
      value: median(megabytes.stock),
      unit: 'MB',
    },
  ];
}
