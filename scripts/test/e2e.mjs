/** Starts a portal of its own with the simulated world, then runs the journeys against it. */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { findBrowser } from '../lib/browser.mjs';
import { endTogether, stopChildren } from '../lib/children.mjs';
import { freePort } from '../lib/ports.mjs';
import { ensureApp, startBackend, startSimulator } from '../lib/portal.mjs';
import { rootDir } from '../lib/toolchain.mjs';

async function main() {
  endTogether();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'worldscale-e2e-'));
  const log = fs.createWriteStream(path.join(folder, 'portal.log'));
  await ensureApp();
  const overlay = path.join(folder, 'app-config.simulator.yaml');
  const adminPort = await freePort();
  await startSimulator({
    args: [
      '--scenario',
      'ordinary',
      '--seed',
      '1',
      '--admin-port',
      String(adminPort),
      '--forge-port',
      '0',
      '--prometheus-port',
      '0',
      '--kubernetes-port',
      '0',
      '--catalog',
      path.join(rootDir, 'catalog'),
      '--data',
      path.join(folder, 'forge'),
      '--write-config',
      overlay,
    ],
    onLine: line => log.write(`simulator: ${line}\n`),
  });
  const port = await freePort();
  const baseUrl = `http://localhost:${port}`;
  const own = path.join(folder, 'app-config.e2e.yaml');
  fs.writeFileSync(
    own,
    [
      `app: { baseUrl: '${baseUrl}' }`,
      'backend:',
      `  baseUrl: '${baseUrl}'`,
      `  listen: { host: 127.0.0.1, port: ${port} }`,
      `  cors: { origin: '${baseUrl}' }`,
      `  database: { client: better-sqlite3, connection: { directory: '${path.join(
        folder,
        'sqlite',
      )}' } }`,
      '',
    ].join('\n'),
  );
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
