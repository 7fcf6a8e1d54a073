import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { test } from 'node:test';
import ts from 'typescript';
import { rootDir } from '../lib/toolchain.mjs';
import { workspaces } from './importTable.mjs';

/** Files that belong to the repository: tracked, or new and not ignored. */
function files() {
  return execFileSync(
    'git',
    ['ls-files', '--cached', '--others', '--exclude-standard'],
    { cwd: rootDir, encoding: 'utf8' },
  )
    .split('\n')
    .filter(file => file && fs.existsSync(path.join(rootDir, file)));
}

test('every package says what it is, under which licence, at one version', () => {
  const problems = [];
  const { version } = JSON.parse(
    fs.readFileSync(path.join(rootDir, 'lerna.json'), 'utf8'),
  );
  for (const { folder, dir, manifest } of workspaces(rootDir)) {
    if (folder.startsWith('benchmarks/stock-')) continue;
    if (!fs.existsSync(path.join(dir, 'README.md')))
      problems.push(`${folder} has no README.md`);
    if (manifest.license !== 'Apache-2.0')
      problems.push(`${folder} is not under Apache-2.0`);
    if (manifest.version !== version)
      problems.push(
        `${folder} is at ${manifest.version}, the suite at ${version}`,
      );
    if (!manifest.private && !manifest.publishConfig?.access)
      problems.push(`${folder} is published without publishConfig.access`);
    if (
      manifest.configSchema &&
      !fs.existsSync(path.join(dir, manifest.configSchema))
    )
      problems.push(
        `${folder} names ${manifest.configSchema}, which is missing`,
      );
    for (const entry of manifest.files ?? []) {
      if (entry !== 'dist' && !fs.existsSync(path.join(dir, entry)))
        problems.push(`${folder} publishes ${entry}, which is missing`);
    }
  }
  assert.deepEqual(problems, []);
});

test('no source file is longer than 400 lines', () => {
  const long = files()
    .filter(
      file =>
        /\.(ts|tsx|mjs)$/.test(file) &&
        !/\.test\.|\.d\.ts$|\/generated\//.test(file),
    )
    .map(file => [
      file,
      fs.readFileSync(path.join(rootDir, file), 'utf8').split('\n').length,
    ])
    .filter(([, lines]) => lines > 400);
  assert.deepEqual(long, []);
});

/** Whether a file says `any` where a type belongs, or keeps its types from a check. */
function givesTypesUp(file) {
  const code = fs.readFileSync(path.join(rootDir, file), 'utf8');
  if (new RegExp(`@ts-${'ignore'}|@ts-${'nocheck'}`).test(code)) return true;
  if (!/\bany\b/.test(code)) return false;
  const isGivenUp = node =>
    node.kind === ts.SyntaxKind.AnyKeyword ||
    ts.forEachChild(node, child => isGivenUp(child) || undefined) === true;
  return isGivenUp(
    ts.createSourceFile(file, code, ts.ScriptTarget.Latest, true),
  );
}

test('no type is given up', () => {
  const found = files().filter(
    file => /\.tsx?$/.test(file) && givesTypesUp(file),
  );
  assert.deepEqual(found, []);
});

test('no path of one machine and no address of a package registry is in the repository', () => {
  const pattern = new RegExp(
    [
      `["'\`( ]/${'work'}/`,
      `/${'root'}/\\.`,
      `registry\\.${'npmjs'}\\.org`,
      `registry\\.${'yarnpkg'}\\.com`,
      `deb\\.${'debian'}\\.org`,
    ].join('|'),
  );
  const found = files().filter(file => {
    const buffer = fs.readFileSync(path.join(rootDir, file));
    return (
      buffer.length < 3_000_000 &&
      !buffer.includes(0) &&
      pattern.test(buffer.toString('utf8'))
    );
  });
  assert.deepEqual(found, []);
});

test('nothing that was left for later is in the code', () => {
  const found = files()
    .filter(
      file =>
        /\.(ts|tsx|mjs)$/.test(file) &&
        !file.startsWith('scripts/checks/') &&
        !file.startsWith('benchmarks/stock-'),
    )
    .flatMap(file =>
      fs
        .readFileSync(path.join(rootDir, file), 'utf8')
        .split('\n')
        .map((line, index) => [`${file}:${index + 1}`, line])
        .filter(([, line]) =>
          /\b(TODO|FIXME|XXX)\b|@ts-ignore|@ts-nocheck|\.only\(|\b(it|test|describe)\.skip\(\s*['"`]/.test(
            line,
          ),
        )
        .map(([at]) => at),
    );
  assert.deepEqual(found, []);
});
