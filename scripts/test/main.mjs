/**
 * `npm test`: everything that must hold, in the order in which it fails fastest. A step
 * that fails keeps no other one back.
 *
 *   npm test                     all of it
 *   npm test -- --only unit      one or more of: checks format lint types unit production e2e
 *   npm test -- --only unit plugins/scaling-common    further words go to Jest
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { spawn } from 'node:child_process';
import { endTogether } from '../lib/children.mjs';
import { findPeers } from '../lib/peers.mjs';
import { startPostgres } from '../lib/postgres.mjs';
import { buildProduction } from '../lib/productionBuild.mjs';
import { rootDir } from '../lib/toolchain.mjs';

const bin = name => path.join(rootDir, 'node_modules/.bin', name);

/**
 * What runs commands for a step. Their output is seen as it comes, or goes to `write`.
 * Each resolves to its exit code.
 */
function runner(write) {
  return (command, args, env = {}) =>
    new Promise(resolve => {
      const output = write ? 'pipe' : 'inherit';
      const child = spawn(command, args, {
        cwd: rootDir,
        env: { ...process.env, ...env },
        stdio: ['ignore', output, output],
        shell: process.platform === 'win32',
      });
      child.stdout?.on('data', write);
      child.stderr?.on('data', write);
      child.on('error', error => {
        console.error(String(error));
        resolve(1);
      });
      child.on('close', code => resolve(code ?? 1));
    });
}

/** A step that passes or fails as a whole. */
async function asOneTest(code) {
  return (await code) === 0
    ? { passed: 1, failed: 0 }
    : { passed: 0, failed: 1 };
}

const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'worldscale-test-'));

function readJson(file) {
  try {
    return JSON.parse(fs.readFileSync(file, 'utf8'));
  } catch {
    return undefined;
  }
}

/** Tests that Node's own runner runs: `scripts/<folder>/*.test.mjs`. */
async function nodeTests(folder, show, { filesAtOnce = 1, env } = {}) {
  const report = path.join(temporary, `${folder}.tap`);
  const code = await show(
    process.execPath,
    [
      '--test',
      `--test-concurrency=${filesAtOnce}`,
      '--test-reporter=spec',
      '--test-reporter-destination=stdout',
      '--test-reporter=tap',
      `--test-reporter-destination=${report}`,
      `scripts/${folder}/*.test.mjs`,
    ],
    env,
  );
  const tap = fs.existsSync(report) ? fs.readFileSync(report, 'utf8') : '';
  const count = word =>
    Number(new RegExp(`^# ${word} (\\d+)`, 'm').exec(tap)?.[1] ?? 0);
  const failed = count('fail') + count('cancelled');
  return {
    passed: count('pass'),
    failed: code === 0 ? failed : Math.max(1, failed),
    skipped: count('skipped'),
  };
}

const steps = {
  checks: show => nodeTests('checks', show),
  format: show =>
    asOneTest(show(bin('prettier'), ['--check', '--loglevel', 'warn', '.'])),
  lint: show =>
    asOneTest(
      show(bin('backstage-cli'), ['repo', 'lint', '--max-warnings', '0']),
    ),
  types: show =>
    asOneTest(show(bin('tsc'), ['--noEmit', '--incremental', 'false'])),

  async unit(show, words) {
    const postgres = await startPostgres();
    const report = path.join(temporary, 'jest.json');
    try {
      const code = await show(
        bin('backstage-cli'),
        [
          'repo',
          'test',
          '--watchAll=false',
          '--json',
          `--outputFile=${report}`,
          // On two cores: some tests wait for other programs, and for what is due.
          '--maxWorkers=3',
          ...words,
        ],
        {
          // The databases that tests run on; without this they would run on SQLite alone.
          BACKSTAGE_TEST_DATABASE_POSTGRES18_CONNECTION_STRING:
            postgres.connectionString,
          BACKSTAGE_TEST_DISABLE_DOCKER: '1',
        },
      );
      const result = readJson(report);
      if (!result) return { passed: 0, failed: 1 };
      const brokenSuites = result.numRuntimeErrorTestSuites;
      const failed = result.numFailedTests + brokenSuites;
      return {
        passed: result.numPassedTests,
        failed: code === 0 ? failed : Math.max(1, failed),
        skipped: result.numPendingTests,
      };
    } finally {
      await postgres.stop();
    }
  },

  async production(show) {
    // To build takes all cores, and the tests wait more than they work.
    const env = {};
    try {
      const { backendDir } = await buildProduction(
        'packages/backend',
        path.join(temporary, 'portal'),
      );
      env.WORLDSCALE_PRODUCTION_BUILD = backendDir;
    } catch (error) {
      // The tests that need it say so.
      console.error(error.message);
    }
    return nodeTests('production', show, { filesAtOnce: 2, env });
  },

  async e2e(show, words) {
    const report = path.join(temporary, 'e2e.json');
    const code = await show(
      process.execPath,
      ['scripts/test/e2e.mjs', ...words],
      {
        PLAYWRIGHT_JSON_OUTPUT_NAME: report,
      },
    );
    const stats = readJson(report)?.stats;
    if (!stats) return { passed: 0, failed: 1 };
    const failed = stats.unexpected;
    return {
      passed: stats.expected + stats.flaky,
      failed: code === 0 ? failed : Math.max(1, failed),
      skipped: stats.skipped,
    };
  },
};

/** In this order; those of one line take one core each, and run side by side. */
const order = [
  ['checks', 'format', 'lint', 'types'],
  ['unit'],
  ['production'],
  ['e2e'],
];

function readArguments() {
  const args = process.argv.slice(2);
  if (args[0] !== '--only') {
    if (args.length > 0)
      throw new Error(
        `npm test does not know '${args[0]}'; it knows --only ${Object.keys(
          steps,
        ).join(' | ')}`,
      );
    return { names: Object.keys(steps), words: [] };
  }
  const names = [];
  const words = args.slice(1);
  while (words.length > 0 && words[0] in steps) names.push(words.shift());
  if (names.length === 0)
    throw new Error(
      `--only wants one or more of: ${Object.keys(steps).join(' ')}`,
    );
  return { names, words };
}

/** Runs one step; beside others its output is kept together. */
async function runStep(name, words, isBeside) {
  const chunks = [];
  const show = runner(isBeside ? chunk => chunks.push(chunk) : undefined);
  if (!isBeside) console.log(`\n=== ${name}`);
  const started = Date.now();
  let result;
  try {
    result = await steps[name](show, words);
  } catch (error) {
    console.error(error);
    result = { passed: 0, failed: 1 };
  }
  const seconds = Math.round((Date.now() - started) / 1000);
  if (isBeside) {
    process.stdout.write(`\n=== ${name}\n${Buffer.concat(chunks)}`);
  }
  return { name, skipped: 0, ...result, seconds };
}

function lineOf({ name, passed, failed, skipped, seconds }) {
  const columns = [
    `${String(passed).padStart(5)} passed`,
    `${String(failed).padStart(4)} failed`,
    `${String(skipped).padStart(4)} skipped`,
    `${String(seconds).padStart(5)} s`,
  ];
  return `${name.padEnd(10)} ${columns.join(' ')}`;
}

async function main() {
  const { names, words } = readArguments();
  endTogether();
  const peers = findPeers();
  const absent = peers.filter(({ version }) => !version);
  for (const { name, version, for: purpose } of peers) {
    console.log(
      `optional peer ${name}: ${
        version ?? `not on this machine; skipped: ${purpose}`
      }`,
    );
  }
  const results = [];
  for (const line of order) {
    const meant = line.filter(name => names.includes(name));
    const isBeside = meant.length > 1;
    results.push(
      ...(await Promise.all(meant.map(name => runStep(name, words, isBeside)))),
    );
  }
  fs.rmSync(temporary, { recursive: true, force: true });
  const sum = key => results.reduce((total, result) => total + result[key], 0);
  console.log(`\n${results.map(lineOf).join('\n')}\n`);
  if (sum('skipped') > 0) {
    console.log(
      `${sum('skipped')} skipped${absent.length ? ', for want of:' : ''}`,
    );
    for (const { name, for: purpose } of absent) {
      console.log(`  ${name} (${purpose})`);
    }
  }
  console.log(`${sum('passed')} passed, ${sum('failed')} failed`);
  process.exit(sum('failed') > 0 || sum('passed') === 0 ? 1 : 0);
}

main().catch(error => {
  console.error(`worldscale: ${error.message}`);
  process.exit(1);
});
