import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { newsFilter } from '../lib/newsFilter.mjs';
import { takeFolder } from '../lib/takeFolder.mjs';
import { rootDir } from '../lib/toolchain.mjs';

test('a second portal of the same folder is refused, and nothing of the first is lost', () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'worldscale-folder-'));
  try {
    takeFolder(folder);
    fs.writeFileSync(path.join(folder, 'state'), 'kept');
    assert.throws(
      () => takeFolder(folder, { fresh: true, pid: process.pid + 1 }),
      /running already \(process \d+\)/,
    );
    assert.equal(fs.readFileSync(path.join(folder, 'state'), 'utf8'), 'kept');
    // One that ended leaves its number behind, which hinders nobody.
    fs.writeFileSync(path.join(folder, 'pid'), '999999999');
    takeFolder(folder, { fresh: true });
    assert.equal(fs.existsSync(path.join(folder, 'state')), false);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
});

test('warnings are shown once, and lines that only speak of errors are not', () => {
  const isNews = newsFilter();
  const at = seconds => `2026-11-22T12:30:${seconds}.147Z`;
  assert.equal(
    isNews(`${at('38')} scaling warn Cannot list fleets in cluster fra`),
    true,
  );
  assert.equal(
    isNews(`${at('43')} scaling warn Cannot list fleets in cluster fra`),
    false,
  );
  assert.equal(
    isNews(`${at('43')} scaling warn Cannot list fleets in cluster gru`),
    true,
  );
  assert.equal(
    isNews(
      `\u001b[2m${at(
        '44',
      )}\u001b[22m \u001b[34mcatalog\u001b[39m \u001b[31merror\u001b[39m It broke`,
    ),
    true,
  );
  assert.equal(
    isNews(`${at('45')} catalog info finished with error count 0`),
    false,
  );
  assert.equal(
    isNews(
      '(Use `node --trace-deprecation ...` to show where the warning was created)',
    ),
    false,
  );
});

test('rule files that are not there, or that nobody would load, are refused at once', () => {
  const start = (...args) =>
    spawnSync(
      process.execPath,
      [path.join(rootDir, 'scripts/start/main.mjs'), ...args],
      { encoding: 'utf8' },
    );
  const missing = start('--rules', 'nowhere/rules.yaml');
  assert.equal(missing.status, 1);
  assert.match(missing.stderr, /There is no .*nowhere\/rules\.yaml/);
  const alone = start('--rules', 'http://localhost/a', '--no-simulator');
  assert.equal(alone.status, 1);
  assert.match(alone.stderr, /--rules is for the simulated Prometheus/);
  assert.match(start('--help').stdout, /--rules FILE/);
});
