/**
 * The portal as it is deployed: the backend's bundle, unpacked, with its dependencies
 * beside it. In an image the dependencies come from `yarn workspaces focus`; here they
 * are links to those that are installed already, so that nothing is fetched.
 */
import fs from 'node:fs';
import path from 'node:path';
import * as tar from 'tar';
import { heapGrowth } from './heapGrowth.mjs';
import { buildingApp } from './portal.mjs';
import { rootDir, run } from './toolchain.mjs';

function workspaceFolders() {
  const byName = new Map();
  for (const parent of ['packages', 'plugins', 'benchmarks']) {
    for (const name of fs.readdirSync(path.join(rootDir, parent))) {
      const manifest = path.join(rootDir, parent, name, 'package.json');
      if (fs.existsSync(manifest)) {
        byName.set(
          JSON.parse(fs.readFileSync(manifest, 'utf8')).name,
          `${parent}/${name}`,
        );
      }
    }
  }
  return byName;
}

function linkModules(from, to, workspaces, targetDir) {
  fs.mkdirSync(to, { recursive: true });
  for (const entry of fs.readdirSync(from)) {
    if (entry.startsWith('.')) continue;
    if (entry.startsWith('@')) {
      linkScope(
        path.join(from, entry),
        path.join(to, entry),
        entry,
        workspaces,
        targetDir,
      );
    } else {
      linkOne(
        path.join(from, entry),
        path.join(to, entry),
        entry,
        workspaces,
        targetDir,
      );
    }
  }
}

function linkScope(from, to, scope, workspaces, targetDir) {
  fs.mkdirSync(to, { recursive: true });
  for (const entry of fs.readdirSync(from)) {
    linkOne(
      path.join(from, entry),
      path.join(to, entry),
      `${scope}/${entry}`,
      workspaces,
      targetDir,
    );
  }
}

function linkOne(from, to, name, workspaces, targetDir) {
  const folder = workspaces.get(name);
  if (!folder) {
    fs.symlinkSync(fs.realpathSync(from), to, 'junction');
    return;
  }
  // Ours come from the bundle; a workspace that is not in it must not be found at all.
  const bundled = path.join(targetDir, folder);
  if (fs.existsSync(bundled)) fs.symlinkSync(bundled, to, 'junction');
}

/**
 * Builds a backend for production and unpacks it.
 *
 * @param folder workspace folder of the backend, for example `packages/backend`
 * @param targetDir folder to unpack into; emptied first
 * @returns path of the folder to start `node` in, and the backend's folder in it
 */
export async function buildProduction(
  folder,
  targetDir,
  { log = () => {} } = {},
) {
  const dir = path.join(rootDir, folder);
  log(`building ${folder} for production ...`);
  const build = () =>
    run(
      process.execPath,
      [
        path.join(rootDir, 'node_modules/@backstage/cli/bin/backstage-cli'),
        'package',
        'build',
      ],
      { cwd: dir, env: { ...process.env, NODE_ENV: 'production' } },
    ).catch(error => {
      throw new Error(`${folder} could not be built:\n${error.output}`);
    });
  // The suite's backend builds the app with it.
  await (folder === 'packages/backend' ? buildingApp(build) : build());
  fs.rmSync(targetDir, { recursive: true, force: true });
  fs.mkdirSync(targetDir, { recursive: true });
  for (const archive of ['skeleton.tar.gz', 'bundle.tar.gz']) {
    await tar.extract({
      file: path.join(dir, 'dist', archive),
      cwd: targetDir,
    });
  }
  const workspaces = workspaceFolders();
  linkModules(
    path.join(rootDir, 'node_modules'),
    path.join(targetDir, 'node_modules'),
    workspaces,
    targetDir,
  );
  // Versions that a workspace has beside the common ones.
  for (const workspace of workspaces.values()) {
    const nested = path.join(rootDir, workspace, 'node_modules');
    if (
      fs.existsSync(nested) &&
      fs.existsSync(path.join(targetDir, workspace))
    ) {
      linkModules(
        nested,
        path.join(targetDir, workspace, 'node_modules'),
        workspaces,
        targetDir,
      );
    }
  }
  return { targetDir, backendDir: path.join(targetDir, folder) };
}

/** How `node` starts an unpacked build: modules are found by where their links stand. */
export const productionArguments = [
  ...heapGrowth,
  '--no-node-snapshot',
  '--preserve-symlinks',
  '--preserve-symlinks-main',
];
