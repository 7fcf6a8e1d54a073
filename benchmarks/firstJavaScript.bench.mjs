/**
 * The JavaScript that a browser loads, cold, until the sign-in page stands: ours against
 * the stock app, both as production builds served by their own backends. Bytes are those
 * of the scripts themselves (decoded) and of the same scripts under gzip.
 */
import path from 'node:path';
import zlib from 'node:zlib';
import { chromium } from 'playwright-core';
import { findBrowser } from '../scripts/lib/browser.mjs';
import { buildProduction } from '../scripts/lib/productionBuild.mjs';
import { rootDir } from '../scripts/lib/toolchain.mjs';
import { freePort } from '../scripts/lib/ports.mjs';
import { startOwnWorld, writeOwnConfig } from '../scripts/lib/ownWorld.mjs';
import { startProduction } from './lib/productionPortal.mjs';
import { placeStockApp } from './lib/stockApp.mjs';

async function scriptsOf(browser, baseUrl, signInButton) {
  const context = await browser.newContext();
  const page = await context.newPage();
  const bodies = [];
  page.on('response', response => {
    if (response.request().resourceType() === 'script')
      bodies.push(response.body());
  });
  await page.goto(baseUrl);
  await page
    .getByRole('button', { name: signInButton })
    .first()
    .waitFor({ timeout: 60_000 });
  const scripts = await Promise.all(bodies);
  await context.close();
  return {
    kilobytes: scripts.reduce((sum, body) => sum + body.length, 0) / 1000,
    gzippedKilobytes:
      scripts.reduce((sum, body) => sum + zlib.gzipSync(body).length, 0) / 1000,
    count: scripts.length,
  };
}

export async function run({ workDir, log }) {
  await placeStockApp();
  const world = await startOwnWorld({ folder: path.join(workDir, 'world') });
  const { executablePath, args } = await findBrowser();
  const browser = await chromium.launch({
    executablePath,
    args,
    headless: true,
  });
  const measured = {};
  const peers = [
    [
      'stock',
      'benchmarks/stock-backend',
      'benchmarks/lib/stockConfig.yaml',
      'stock-app',
      /enter/i,
    ],
    [
      'worldscale',
      'packages/backend',
      'app-config.yaml',
      'app',
      /sign in|continue/i,
    ],
  ];
  try {
    for (const [name, folder, config, appPackage, button] of peers) {
      const build = await buildProduction(folder, path.join(workDir, name), {
        log,
      });
      const port = await freePort();
      const file = path.join(workDir, `${name}-js.yaml`);
      writeOwnConfig({
        file,
        port,
        databaseDir: path.join(workDir, `${name}-js-sqlite`),
        appPackage,
      });
      const backend = await startProduction({
        backendDir: build.backendDir,
        configs: [path.join(rootDir, config), world.overlay, file],
        port,
        // The sign-in page of the embedded default is the one compared.
        env: { NODE_ENV: 'development' },
      });
      measured[name] = await scriptsOf(browser, backend.baseUrl, button);
      log(
        `${name}: ${measured[name].count} scripts, ${measured[
          name
        ].kilobytes.toFixed(0)} kB, ${measured[name].gzippedKilobytes.toFixed(
          0,
        )} kB under gzip`,
      );
      await backend.stop();
    }
  } finally {
    await browser.close();
    await world.stop();
  }
  const { stock, worldscale } = measured;
  return [
    {
      name: 'firstJavaScript: gzipped, worldscale / stock',
      value: worldscale.gzippedKilobytes / stock.gzippedKilobytes,
      unit: 'times',
      limit: 1.2,
    },
    {
      name: 'firstJavaScript: decoded, worldscale / stock',
      value: worldscale.kilobytes / stock.kilobytes,
      unit: 'times',
      limit: 1.2,
    },
    {
      name: 'firstJavaScript: gzipped, worldscale',
      value: worldscale.gzippedKilobytes,
      unit: 'kB',
    },
    {
      name: 'firstJavaScript: gzipped, stock',
      value: stock.gzippedKilobytes,
      unit: 'kB',
    },
  ];
}
