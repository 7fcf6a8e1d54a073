/**
 * `npm run release -- --dry-run`         what would be published, checked by packing it
 * `npm run release -- patch|minor|major` Lerna: one version for all, tag, publish
 */
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import * as tar from 'tar';
import { rootDir, run } from '../lib/toolchain.mjs';
import { contentProblems } from './contents.mjs';

const bin = name => path.join(rootDir, 'node_modules/.bin', name);
const pass = chunk => process.stdout.write(chunk);

function publishable() {
  return JSON.parse(
    execFileSync(bin('lerna'), ['ls', '--json', '--loglevel=error'], {
      cwd: rootDir,
      encoding: 'utf8',
    }),
  );
}

async function build() {
  console.log('worldscale: types ...');
  await run(bin('tsc'), ['--emitDeclarationOnly', '--incremental', 'false'], {
    onOutput: pass,
  });
  console.log('worldscale: packages ...');
  await run(bin('backstage-cli'), ['repo', 'build'], { onOutput: pass });
}

/** Packs a package as publishing would, and says what is wrong with the result. */
async function checkPacked({ name, version, location }, folder) {
  const file = path.join(folder, `${name.replace(/[@/]/g, '-').slice(1)}.tgz`);
  await run('yarn', ['workspace', name, 'pack', '--out', file], {}).catch(
    error => {
      throw new Error(`${name} cannot be packed:\n${error.output}`);
    },
  );
  const target = file.replace(/\.tgz$/, '');
  fs.mkdirSync(target);
  await tar.extract({ file, cwd: target });
  const root = path.join(target, 'package');
  const { files, problems } = contentProblems(root, { name, version });
  const kilobytes = (fs.statSync(file).size / 1000).toFixed(0);
  console.log(
    `${name}@${version}  ${files} files, ${kilobytes} kB  (${path.relative(
      rootDir,
      location,
    )})`,
  );
  for (const problem of problems) console.log(`    ${problem}`);
  return problems.length;
}

async function main() {
  const [word, ...rest] = process.argv.slice(2);
  if (
    rest.length > 0 ||
    !['--dry-run', 'patch', 'minor', 'major'].includes(word)
  ) {
    throw new Error('release wants one word: --dry-run, patch, minor or major');
  }
  await build();
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'worldscale-release-'));
  let problems = 0;
  try {
    for (const item of publishable())
      problems += await checkPacked(item, folder);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
  if (problems > 0)
    throw new Error(
      `${problems} problems in the packages' contents: nothing was published`,
    );
  if (word === '--dry-run') {
    console.log(
      '\nAll packages are fit to be published. Nothing was published.',
    );
    return;
  }
  await run(bin('lerna'), ['version', word, '--yes'], { onOutput: pass });
  await run(bin('lerna'), ['publish', 'from-package', '--yes'], {
    onOutput: pass,
  });
}

main().catch(error => {
  console.error(
    `worldscale: ${error.message}${error.output ? `\n${error.output}` : ''}`,
  );
  process.exit(1);
});
