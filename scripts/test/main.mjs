/**
 * `npm test`: everything that must hold, in the order in which it fails fastest.
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
import { rootDir } from '../lib/toolchain.mjs';

const bin = name => path.join(rootDir, 'node_modules/.bin', name);

function show(command, args, env = {}) {
  return new Promise(resolve => {
    const child = spawn(command, args, {
      cwd: rootDir,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'inherit', 'inherit'],
      shell: process.platform === 'win32',
    });
    child.on('error', error => {
      console.error(String(error));
      resolve(1);
    });
    child.on('close', code => resolve(code ?? 1));
  });
}

/** A step that passes or fails as a whole. */
async function asOneTest(command, args) {
  const code = await show(command, args);
  return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1 };
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
async function nodeTests(folder) {
  const report = path.join(temporary, `${folder}.tap`);
  const code = await show(process.execPath, [
    '--test',
    '--test-reporter=spec',
    '--test-reporter-destination=stdout',
    '--test-reporter=tap',
    `--test-reporter-destination=${report}`,
    `scripts/${folder}/*.test.mjs`,
  ]);
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
  checks: () => nodeTests('checks'),
  format: () =>
    asOneTest(bin('prettier'), ['--check', '--loglevel', 'warn', '.']),
  lint: () =>
    asOneTest(bin('backstage-cli'), ['repo', 'lint', '--max-warnings', '0']),
  types: () => asOneTest(bin('tsc'), ['--noEmit', '--incremental', 'false']),

  async unit(words) {
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
          '--maxWorkers=2',
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

  production: () => nodeTests('production'),

  async e2e(words) {
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

async function main() {
  const { names, words } = readArguments();
  endTogether();
  for (const peer of findPeers()) {
    console.log(
      peer.version
        ? `optional peer ${peer.name}: ${peer.version}`
        : `optional peer ${peer.name}: not on this machine; skipped: ${peer.for}`,
    );
  }
  const total = { passed: 0, failed: 0, skipped: 0 };
  const lines = [];
  for (const name of names) {
    console.log(`\n=== ${name}`);
    const started = Date.now();
    let result;
    try {
      result = await steps[name](words);
    } catch (error) {
      console.error(error);
      result = { passed: 0, failed: 1 };
    }
    for (const key of Object.keys(total)) total[key] += result[key] ?? 0;
    lines.push(
      `${name.padEnd(8)} ${String(result.passed).padStart(5)} passed ${String(
        result.failed,
      ).padStart(4)} failed ` +
        `${String(result.skipped ?? 0).padStart(4)} skipped ${String(
          Math.round((Date.now() - started) / 1000),
        ).padStart(5)} s`,
    );
  }
  fs.rmSync(temporary, { recursive: true, force: true });
  console.log(`\n${lines.join('\n')}\n`);
  console.log(
    `${total.passed} passed, ${total.failed} failed${
      total.skipped ? `, ${total.skipped} skipped` : ''
    }`,
  );
  process.exit(total.failed > 0 || total.passed === 0 ? 1 : 0);
}

main().catch(error => {
  console.error(`worldscale: ${error.message}`);
  process.exit(1);
});
