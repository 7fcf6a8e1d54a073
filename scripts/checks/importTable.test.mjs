import assert from 'node:assert/strict';
import { test } from 'node:test';
import fs from 'node:fs';
import path from 'node:path';
import { rootDir } from '../lib/toolchain.mjs';
import {
  importsOf,
  importViolations,
  mayImport,
  sourcesOf,
  workspaces,
} from './importTable.mjs';

test('no package imports what the house does not allow', () => {
  assert.deepEqual(importViolations(rootDir), []);
});

test('the reader of imports sees every form of import', () => {
  const source = `
    import a from 'a';
    import {
      b,
    } from "b/sub";
    import 'c';
    export * from '@scope/d';
    export { e } from './e';
    const f = await import('f');
    const g = require('g');
    jest.mock('h');
    const text = 'from nowhere';
  `;
  assert.deepEqual(importsOf(source).sort(), [
    './e',
    '@scope/d',
    'a',
    'b/sub',
    'c',
    'f',
    'g',
    'h',
  ]);
});

test('the table says what the plan of the house says', () => {
  const allowed = [
    ['plugins/scaling-common', 'worlds-common'],
    ['plugins/scaling-backend', 'slo-common'],
    ['plugins/scaling-backend', 'worlds-node'],
    ['plugins/scaling', 'worlds-react'],
    ['plugins/permission-backend-module-worlds', 'cost-common'],
    ['packages/backend', 'scaling-backend'],
    ['packages/app', 'scaling'],
  ];
  const forbidden = [
    ['plugins/worlds-common', 'scaling-common'],
    ['plugins/scaling-common', 'slo-common'],
    ['plugins/scaling-backend', 'slo-backend'],
    ['plugins/scaling-backend', 'worlds-react'],
    ['plugins/scaling', 'slo'],
    ['plugins/scaling', 'slo-common'],
    ['plugins/scaling', 'worlds'],
    ['plugins/worlds-react', 'worlds-node'],
    ['packages/simulator', 'worlds-common'],
    ['packages/app', 'scaling-backend'],
    ['packages/cli', 'scaling-backend'],
    ['plugins/scaling-backend', 'simulator'],
  ];
  for (const [from, to] of allowed)
    assert.equal(mayImport(from, to), true, `${from} -> ${to}`);
  for (const [from, to] of forbidden)
    assert.equal(mayImport(from, to), false, `${from} -> ${to}`);
  assert.equal(
    mayImport('plugins/scaling-backend', 'simulator', { isTest: true }),
    true,
  );
});

test('the -common packages have no I/O, no clock and no randomness', () => {
  const found = [];
  for (const { folder, dir } of workspaces(rootDir)) {
    if (!folder.endsWith('-common')) continue;
    for (const file of sourcesOf(path.join(dir, 'src'))) {
      // Tests and what only they use may read files.
      if (/\.test\.tsx?$|[\\/]__testUtils__[\\/]/.test(file)) continue;
      const source = fs.readFileSync(file, 'utf8');
      const at = path.relative(rootDir, file);
      for (const name of importsOf(source)) {
        if (
          name.startsWith('node:') ||
          ['fs', 'path', 'http', 'https', 'crypto', 'child_process'].includes(
            name,
          )
        ) {
          found.push(`${at} imports ${name}`);
        }
      }
      for (const pattern of [
        /\bDate\.now\(/,
        /\bnew Date\(\s*\)/,
        /\bMath\.random\(/,
        /\bperformance\.now\(/,
        /\bsetTimeout\(/,
      ]) {
        if (pattern.test(source)) found.push(`${at} uses ${pattern.source}`);
      }
    }
  }
  assert.deepEqual(found, []);
});
