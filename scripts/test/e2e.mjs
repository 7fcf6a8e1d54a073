/** Starts a portal of its own with the simulated world, then runs the journeys against it. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { findBrowser } from '../lib/browser.mjs';
import { endTogether, stopChildren } from '../lib/children.mjs';
import { freePort } from '../lib/ports.mjs';
import { startOwnWorld, writeOwnConfig } from '../lib/ownWorld.mjs';
import { ensureApp, startBackend } from '../lib/portal.mjs';
import { rootDir } from '../lib/toolchain.mjs';

async function main() {
  endTogether();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'worldscale-e2e-'));
  const log = fs.createWriteStream(path.join(folder, 'portal.log'));
  await ensureApp();
  const adminPort = await freePort();
  const { overlay } = await startOwnWorld({
    folder: path.join(folder, 'world'),
    adminPort,
    onLine: line => log.write(`simulator: ${line}\n`),
  });
  const own = path.join(folder, 'app-config.e2e.yaml');
  const baseUrl = writeOwnConfig({
    file: own,
    port: await freePort(),
    databaseDir: path.join(folder, 'sqlite'),
    lines: [
      // Journeys do not wait as long as people do until a value is old.
      'worldscale: { freshness: { oldAfter: { seconds: 45 }, unknownAfter: { seconds: 75 } } }',
      'scaling: { kubernetes: { watchSeconds: 20 } }',
    ],
  });
  await startBackend({
    configs: ['app-config.yaml', overlay, own],
    baseUrl,
    env: { NODE_ENV: 'development' },
    onLine: line => log.write(`backend: ${line}\n`),
  });
  const browser = await findBrowser();
  const code = await new Promise(resolve => {
    const child = spawn(
      process.execPath,
      [
        path.join(rootDir, 'node_modules/@playwright/test/cli.js'),
        'test',
        ...process.argv.slice(2),
      ],
      {
        cwd: rootDir,
        stdio: 'inherit',
        env: {
          ...process.env,
          WORLDSCALE_PORTAL_URL: baseUrl,
          WORLDSCALE_SIMULATOR_URL: `http://localhost:${adminPort}`,
          WORLDSCALE_BROWSER_PATH: browser.executablePath,
          WORLDSCALE_BROWSER_ARGS: JSON.stringify(browser.args),
        },
      },
    );
    child.on('close', exit => resolve(exit ?? 1));
  });
  await stopChildren();
  log.end();
  if (code === 0) fs.rmSync(folder, { recursive: true, force: true });
  else console.log(`The portal's log is in ${folder}`);
  process.exit(code);
}

main().catch(async error => {
  console.error(error);
  await stopChildren();
  process.exit(1);
});
