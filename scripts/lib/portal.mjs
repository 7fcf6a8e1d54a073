/** The parts of a running portal: the built app, the simulated world, the backend. */
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import { startChild } from './children.mjs';
import { Failure } from './failure.mjs';
import { heapGrowth } from './heapGrowth.mjs';
import { rootDir, run } from './toolchain.mjs';

const nodeTransform = path.join(
  rootDir,
  'node_modules/@backstage/cli/config/nodeTransform.cjs',
);

function* sourceFiles(dir) {
  for (const entry of fs.readdirSync(dir, { withFileTypes: true })) {
    if (['node_modules', 'dist', 'dist-types'].includes(entry.name)) continue;
    const file = path.join(dir, entry.name);
    if (entry.isDirectory()) yield* sourceFiles(file);
    else yield file;
  }
}

/** Workspace folders that end up in the app's bundle. */
function bundledFolders() {
  const byName = new Map();
  for (const folder of ['packages', 'plugins']) {
    for (const name of fs.readdirSync(path.join(rootDir, folder))) {
      const dir = path.join(rootDir, folder, name);
      const manifest = path.join(dir, 'package.json');
      if (!fs.existsSync(manifest)) continue;
      const json = JSON.parse(fs.readFileSync(manifest, 'utf8'));
      byName.set(json.name, {
        dir,
        dependencies: Object.keys(json.dependencies ?? {}),
      });
    }
  }
  const found = new Set();
  const visit = name => {
    const workspace = byName.get(name);
    if (!workspace || found.has(workspace.dir)) return;
    found.add(workspace.dir);
    workspace.dependencies.forEach(visit);
  };
  visit('app');
  return [...found].sort();
}

function appFingerprint() {
  const hash = createHash('sha256');
  for (const file of ['yarn.lock', 'app-config.yaml'])
    hash.update(fs.readFileSync(path.join(rootDir, file)));
  for (const dir of bundledFolders()) {
    for (const file of [...sourceFiles(dir)].sort()) {
      hash.update(path.relative(rootDir, file)).update(fs.readFileSync(file));
    }
  }
  return hash.digest('hex');
}

const appStamp = path.join(rootDir, 'packages/app/dist/.worldscale-built');

/** Does what builds the app, and notes from which sources, unless they change meanwhile. */
export async function buildingApp(build) {
  const fingerprint = appFingerprint();
  await build();
  if (appFingerprint() === fingerprint) fs.writeFileSync(appStamp, fingerprint);
}

/** Builds the app for the browser, unless it was built from the same sources already. */
export async function ensureApp({ log = console.log } = {}) {
  if (
    fs.existsSync(appStamp) &&
    fs.readFileSync(appStamp, 'utf8') === appFingerprint()
  )
    return;
  log(
    'worldscale: building the app for the browser (about a minute, once per change) ...',
  );
  try {
    await buildingApp(() =>
      run(
        process.execPath,
        [
          path.join(rootDir, 'node_modules/@backstage/cli/bin/backstage-cli'),
          'package',
          'build',
        ],
        {
          cwd: path.join(rootDir, 'packages/app'),
          env: { ...process.env, NODE_ENV: 'production' },
        },
      ),
    );
  } catch (error) {
    throw new Failure(
      `The app could not be built.\n${error.output}`,
      'The lines above say why.',
    );
  }
}

function firstOf(promise, exited, what) {
  return Promise.race([
    promise,
    exited.then(({ lastLines }) => {
      throw new Failure(
        `${what} ended before it was ready.\n${lastLines
          .slice(-30)
          .join('\n')}`,
        'The lines above say why.',
      );
    }),
  ]);
}

/**
 * Starts the simulated world and waits until it answers.
 *
 * @param args command line of the simulator, as `npm run simulator -- --help` shows it
 */
export async function startSimulator({ args = [], onLine } = {}) {
  let ready;
  const isReady = new Promise(resolve => (ready = resolve));
  const child = startChild(
    process.execPath,
    [
      '--require',
      nodeTransform,
      path.join(rootDir, 'packages/simulator/src/main.ts'),
      ...args,
    ],
    {
      cwd: rootDir,
      env: process.env,
      onLine: line => {
        onLine?.(line);
        if (line.includes('simulator ready')) ready();
      },
    },
  );
  await firstOf(isReady, child.exited, 'The simulated world');
  return child;
}

/**
 * Asks a URL until it answers with 200.
 *
 * @throws Failure when `child` ends before, or the time is over, with its last lines
 */
export async function untilReady(url, { timeoutSeconds, child, what }) {
  const deadline = Date.now() + timeoutSeconds * 1000;
  const asking = (async () => {
    let last = 'no answer';
    while (Date.now() < deadline) {
      try {
        const response = await fetch(url);
        if (response.ok) return;
        last = `status ${response.status}`;
      } catch (error) {
        last = error.cause?.code ?? error.message;
      }
      await new Promise(resolve => setTimeout(resolve, 100));
    }
    throw new Failure(
      `${what} was not ready after ${timeoutSeconds} seconds (${last}).\n${child.lastLines
        .slice(-30)
        .join('\n')}`,
      'The lines above are the last that it printed.',
    );
  })();
  return firstOf(asking, child.exited, what);
}

/**
 * What the sample runs as. Not production, where its people cannot sign in; and not
 * development, where Backstage's backends send stack traces to the browser.
 */
const sampleEnvironment = { NODE_ENV: 'sample' };

/** Starts the backend from its sources and waits until it is ready; else it ends. */
export async function startBackend({
  configs = ['app-config.yaml'],
  baseUrl,
  onLine,
  timeoutSeconds = 180,
}) {
  const child = startChild(
    process.execPath,
    [
      ...heapGrowth,
      '--require',
      nodeTransform,
      path.join(rootDir, 'packages/backend/src/index.ts'),
      ...configs.flatMap(file => ['--config', path.resolve(rootDir, file)]),
    ],
    {
      cwd: path.join(rootDir, 'packages/backend'),
      env: { ...process.env, ...sampleEnvironment },
      onLine,
    },
  );
  try {
    await untilReady(`${baseUrl}/.backstage/health/v1/readiness`, {
      timeoutSeconds,
      child,
      what: 'The backend',
    });
  } catch (error) {
    await child.stop();
    throw error;
  }
  return child;
}
