import assert from 'node:assert/strict';
import { spawn, spawnSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { inTurn } from '../lib/inTurn.mjs';
import { newsFilter, shortened, withoutColours } from '../lib/newsFilter.mjs';
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

test('two commands of one clone bring what is needed one after the other', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'worldscale-turn-'));
  const lock = path.join(folder, 'tools/bringing');
  // Each process appends its number twice, with a pause between.
  const script = `
    import fs from 'node:fs';
    import { setTimeout } from 'node:timers/promises';
    import { inTurn } from ${JSON.stringify(
      pathToFileURL(path.join(rootDir, 'scripts/lib/inTurn.mjs')).href,
    )};
    await inTurn(${JSON.stringify(lock)}, async () => {
      fs.appendFileSync(process.argv[1], process.pid + ' ');
      await setTimeout(100);
      fs.appendFileSync(process.argv[1], process.pid + ' ');
    });`;
  const log = path.join(folder, 'log');
  try {
    // Left behind by one that was killed.
    fs.mkdirSync(path.dirname(lock));
    fs.writeFileSync(lock, '999999999');
    const codes = await Promise.all(
      [1, 2, 3, 4].map(
        () =>
          new Promise(resolve => {
            spawn(
              process.execPath,
              ['--input-type=module', '--eval', script, log],
              { stdio: 'inherit' },
            ).on('close', resolve);
          }),
      ),
    );
    assert.deepEqual(codes, [0, 0, 0, 0]);
    const pids = fs.readFileSync(log, 'utf8').trim().split(' ');
    assert.equal(pids.length, 8);
    for (let i = 0; i < 8; i += 2) assert.equal(pids[i], pids[i + 1]);
    assert.equal(fs.existsSync(lock), false);
  } finally {
    fs.rmSync(folder, { recursive: true, force: true });
  }
});

test('a lock is given up where its work fails, and taken from who fell silent', async () => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'worldscale-turn-'));
  const lock = path.join(folder, 'bringing');
  try {
    await assert.rejects(
      inTurn(lock, async () => {
        throw new Error('no network');
      }),
      /no network/,
    );
    assert.equal(fs.existsSync(lock), false);
    // The number may belong to somebody else by now, who never says anything.
    fs.writeFileSync(lock, String(process.ppid));
    fs.utimesSync(lock, 0, 0);
    assert.equal(await inTurn(lock, async () => 'done'), 'done');
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

test('what fails for each entity in the same way is shown once in five minutes', () => {
  let nowMs = 0;
  const isNews = newsFilter({ now: () => nowMs });
  const shown = lines =>
    lines.filter(line => isNews(`2026-11-22T12:30:38.147Z ${line}`)).length;
  const names = ['aurora-gateway', 'basalt-shards', 'cinder'];
  const perEntity = [
    name =>
      `techdocs error Failed to build the docs page for entity component:default/${name}: Request failed with 500`,
    name =>
      `catalog warn Unable to read url, Error: http://localhost:7101/${name}/raw/${name}.yaml could not be read, 502`,
    name =>
      `catalog warn Processor threw an error for '${name}' location="url:http://localhost:7101/${name}"`,
    name =>
      `scaffolder error Task 2f0b1c9e-1d2c-4b6a-9f00-0a1b2c3d4e5f of ${name.length} steps failed`,
  ];
  for (const message of perEntity) assert.equal(shown(names.map(message)), 1);
  nowMs += 4 * 60_000;
  for (const message of perEntity) assert.equal(shown(names.map(message)), 0);
  nowMs += 60_000;
  for (const message of perEntity) assert.equal(shown(names.map(message)), 1);
});

test('the lines of a stack trace are not shown, nor more than a person can follow', () => {
  let nowMs = 0;
  const isNews = newsFilter({ now: () => nowMs });
  const at = '2026-11-22T12:30:38.147Z';
  assert.deepEqual(
    [
      `${at} catalog error It broke`,
      '    at Object.read (/srv/portal/read.js:10:3)',
      'caused by: Error: no answer',
      '  [cause]: Error: socket hang up {',
      "    code: 'ECONNRESET'",
      '  }',
    ].map(line => isNews(line)),
    [true, false, false, false, false, false],
  );
  const many = Array.from(
    { length: 26 * 26 },
    (_, i) =>
      `${at} catalog warn ${String.fromCharCode(
        97 + (i % 26),
      )} and ${String.fromCharCode(97 + Math.floor(i / 26))} broke`,
  );
  assert.equal(many.filter(line => isNews(line)).length, 29);
  nowMs += 60_000;
  assert.equal(many.filter(line => isNews(line)).length, 30);
});

test('a log that is no terminal gets no colours', () => {
  assert.equal(
    withoutColours('\u001b[31merror\u001b[39m It \u001b[1;4mbroke\u001b[0m'),
    'error It broke',
  );
});

test('a line that carries a whole answer is cut, any other is left as it is', () => {
  assert.equal(shortened(`\u001b[31m${'x'.repeat(4000)}`).length, 404);
  const usual = `\u001b[31m${'x'.repeat(400)}\u001b[39m`;
  assert.equal(shortened(usual), usual);
});

test('a scenario that is none is refused before anything is brought', () => {
  for (const script of ['scripts/start.mjs', 'scripts/start/main.mjs']) {
    const { status, stdout, stderr } = spawnSync(
      process.execPath,
      [path.join(rootDir, script), '--scenario', 'nonsense'],
      { encoding: 'utf8' },
    );
    assert.equal(status, 1);
    assert.equal(stdout, '');
    assert.match(
      stderr,
      /There is no scenario 'nonsense'[^]*ordinary, launch-day, region-loss, slow-leak, large/,
    );
  }
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
