/**
 * A site of 1,000 pages, about 7 KB each: built, and built again after one page was
 * changed, against Debian's MkDocs with Material and the extensions that TechDocs sets
 * up, over the same files. Builds take turns with those of the peer, so that a change in
 * the machine's mood meets both.
 */
import { execFileSync, fork, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { rootDir } from '../scripts/lib/toolchain.mjs';
import { compilePackage } from './lib/compiledPackage.mjs';
import { writePages } from './lib/docsPages.mjs';
import { median } from './lib/statistics.mjs';

const pages = 1000;
const rounds = 2;

const mkdocsYml = `site_name: A thousand pages
theme:
  name: material
  font: false
plugins:
  - search
markdown_extensions:
  - abbr
  - admonition
  - attr_list
  - def_list
  - footnotes
  - md_in_html
  - tables
  - toc: { permalink: true }
  - pymdownx.betterem
  - pymdownx.caret
  - pymdownx.details
  - pymdownx.highlight: { pygments_lang_class: true }
  - pymdownx.magiclink
  - pymdownx.mark
  - pymdownx.snippets
  - pymdownx.superfences
  - pymdownx.tabbed: { alternate_style: true }
  - pymdownx.tasklist: { custom_checkbox: true }
  - pymdownx.tilde
`;

/** Where MkDocs with Material is, or undefined. */
function findMkDocs() {
  for (const command of ['/usr/bin/mkdocs', 'mkdocs']) {
    const found = spawnSync(command, ['--version'], { encoding: 'utf8' });
    const themes = spawnSync(command, ['build', '--help'], {
      encoding: 'utf8',
    });
    if (found.status === 0 && /material/.test(themes.stdout))
      return { command, version: found.stdout.trim() };
  }
  return undefined;
}

function buildWithMkDocs(command, inputDir, siteDir) {
  fs.rmSync(siteDir, { recursive: true, force: true });
  const started = process.hrtime.bigint();
  execFileSync(command, ['build', '--quiet', '--site-dir', siteDir], {
    cwd: inputDir,
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  return Number(process.hrtime.bigint() - started) / 1e9;
}

function startBuilder(moduleDir, inputDir, outputDir) {
  const child = fork(
    path.join(rootDir, 'benchmarks/lib/buildDocs.cjs'),
    [moduleDir, inputDir, outputDir],
    {
      cwd: rootDir,
      env: { ...process.env, NODE_PATH: path.join(rootDir, 'node_modules') },
    },
  );
  return {
    build: () =>
      new Promise((resolve, reject) => {
        child.once('message', resolve);
        child.once('exit', code =>
          reject(new Error(`The build ended with ${code}`)),
        );
        child.send('build');
      }),
    stop: () => child.send('stop'),
  };
}

export async function run({ workDir, log }) {
  const inputDir = path.join(workDir, 'docs-source');
  const { meanBytes, changePage } = writePages(inputDir, pages, mkdocsYml);
  log(`${pages} pages, ${(meanBytes / 1024).toFixed(1)} KB each`);
  const mkdocs = findMkDocs();
  log(
    mkdocs
      ? mkdocs.version
      : 'MkDocs with Material (Debian: mkdocs, mkdocs-material, python3-pymdownx) is not installed: nothing to compare with',
  );
  const seconds = { full: [], again: [], peerFull: [], peerAgain: [] };
  const modulesDir = path.join(workDir, 'docs-builder/node_modules');
  compilePackage('plugins/markdown-common', modulesDir);
  const moduleDir = compilePackage(
    'plugins/techdocs-backend-module-markdown',
    modulesDir,
  );
  let peakMegabytes = 0;
  let processes = 0;
  for (let round = 1; round <= rounds; round++) {
    // A new process each time: nothing is warm, nothing is cached.
    const builder = startBuilder(
      moduleDir,
      inputDir,
      path.join(workDir, 'docs-site'),
    );
    const full = await builder.build();
    changePage(round + 1);
    const again = await builder.build();
    builder.stop();
    if (full.pages !== pages || full.rendered !== pages || again.rendered !== 1)
      throw new Error(
        `Expected all and then one of ${pages} pages to be rendered, but it was ${full.rendered} of ${full.pages}, then ${again.rendered}`,
      );
    seconds.full.push(full.seconds);
    seconds.again.push(again.seconds);
    peakMegabytes = Math.max(peakMegabytes, again.peakMegabytes);
    processes += again.processes;
    log(
      `worldscale: ${full.seconds.toFixed(
        2,
      )} s, after one change ${again.seconds.toFixed(
        2,
      )} s, ${again.peakMegabytes.toFixed(0)} MB, ${again.warnings} warnings`,
    );
    if (!mkdocs) continue;
    const siteDir = path.join(workDir, 'docs-mkdocs');
    const peerFull = buildWithMkDocs(mkdocs.command, inputDir, siteDir);
    changePage(round + 11);
    const peerAgain = buildWithMkDocs(mkdocs.command, inputDir, siteDir);
    seconds.peerFull.push(peerFull);
    seconds.peerAgain.push(peerAgain);
    log(
      `mkdocs: ${peerFull.toFixed(2)} s, after one change ${peerAgain.toFixed(
        2,
      )} s`,
    );
  }
  const rows = [
    {
      name: 'docs: 1,000 pages, full build',
      value: median(seconds.full),
      unit: 's',
    },
    {
      name: 'docs: 1,000 pages, after one change',
      value: median(seconds.again),
      unit: 's',
    },
    {
      name: 'docs: peak memory of the builder',
      value: peakMegabytes,
      unit: 'MB',
      limit: 300,
    },
    {
      name: 'docs: processes started',
      value: processes,
      unit: 'processes',
      limit: 0,
    },
  ];
  if (!mkdocs) return rows;
  return [
    {
      name: 'docs: full build, worldscale / mkdocs',
      value: median(seconds.full) / median(seconds.peerFull),
      unit: 'times',
      limit: 0.1,
    },
    {
      name: 'docs: after one change, worldscale / mkdocs',
      value: median(seconds.again) / median(seconds.peerAgain),
      unit: 'times',
      limit: 0.1,
    },
    ...rows,
    {
      name: 'docs: 1,000 pages, full build, mkdocs',
      value: median(seconds.peerFull),
      unit: 's',
    },
    {
      name: 'docs: 1,000 pages, after one change, mkdocs',
      value: median(seconds.peerAgain),
      unit: 's',
    },
  ];
}
