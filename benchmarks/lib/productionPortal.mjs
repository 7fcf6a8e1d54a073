/** Starts backends that were built for production, ours and the stock one, on equal terms. */
import fs from 'node:fs';
import path from 'node:path';
import { execFileSync } from 'node:child_process';
import { startChild } from '../../scripts/lib/children.mjs';
import { freePort } from '../../scripts/lib/ports.mjs';
import { startSimulator, untilReady } from '../../scripts/lib/portal.mjs';
import { productionArguments } from '../../scripts/lib/productionBuild.mjs';
import { rootDir } from '../../scripts/lib/toolchain.mjs';

/** Starts the simulated world on free ports; `overlay` is the app-config that points to it. */
export async function startWorld(workDir, { scenario = 'ordinary' } = {}) {
  const folder = fs.mkdtempSync(path.join(workDir, `world-${scenario}-`));
  const overlay = path.join(folder, 'app-config.yaml');
  const child = await startSimulator({
    args: [
      '--scenario',
      scenario,
      '--seed',
      '1',
      '--admin-port',
      '0',
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
  });
  return { overlay, stop: () => child.stop() };
}

/** The part of app-config in which two runs differ: port, database folder, app package. */
export function runConfig({
  file,
  port,
  databaseDir,
  appPackage = 'app',
  extra = '',
}) {
  fs.mkdirSync(databaseDir, { recursive: true });
  const url = `http://localhost:${port}`;
  fs.writeFileSync(
    file,
    [
      `app: { baseUrl: '${url}', packageName: ${appPackage} }`,
      'backend:',
      `  baseUrl: '${url}'`,
      `  listen: { host: 127.0.0.1, port: ${port} }`,
      `  cors: { origin: '${url}' }`,
      `  database: { client: better-sqlite3, connection: { directory: '${databaseDir}' } }`,
      extra,
      '',
    ].join('\n'),
  );
}

/**
 * Starts a backend and waits until it is ready.
 *
 * @returns seconds from the start of the process to the first answer 200 of the
 * readiness path, and how to ask for its memory and to stop it
 */
export async function startProduction({
  backendDir,
  configs,
  port,
  env = {},
  onLine,
}) {
  const started = process.hrtime.bigint();
  const child = startChild(
    process.execPath,
    [
      ...productionArguments,
      path.join(backendDir, 'dist/index.cjs.js'),
      ...configs.flatMap(file => ['--config', file]),
    ],
    {
      cwd: backendDir,
      env: { ...process.env, NODE_ENV: 'production', NODE_OPTIONS: '', ...env },
      onLine,
    },
  );
  const baseUrl = `http://localhost:${port}`;
  await untilReady(`${baseUrl}/.backstage/health/v1/readiness`, {
    timeoutSeconds: 180,
    child,
    what: 'The backend',
  });
  const readySeconds = Number(process.hrtime.bigint() - started) / 1e9;
  return {
    baseUrl,
    readySeconds,
    residentMegabytes: () => residentMegabytes(child.pid),
    stop: () => child.stop(),
  };
}

function residentMegabytes(pid) {
  const status = `/proc/${pid}/status`;
  if (fs.existsSync(status)) {
    return (
      Number(/VmRSS:\s+(\d+) kB/.exec(fs.readFileSync(status, 'utf8'))[1]) /
      1024
    );
  }
  return (
    Number(
      execFileSync('ps', ['-o', 'rss=', '-p', String(pid)], {
        encoding: 'utf8',
      }),
    ) / 1024
  );
}

export { freePort };
