/** The steps of `npm test`: what each runs, and how its tests are counted. */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { spawn } from 'node:child_process';
import { startPostgres } from '../lib/postgres.mjs';
import { buildProduction } from '../lib/productionBuild.mjs';
import { rootDir } from '../lib/toolchain.mjs';

const bin = name => path.join(rootDir, 'node_modules/.bin', name);

/**
 * What runs commands for a step. Their output is seen as it comes, or goes to `write`.
 * Each resolves to its exit code.
 */
export function runner(write) {
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

/** For reports and builds; whoever runs steps removes it. */
export const temporary = fs.mkdtempSync(
  path.join(os.tmpdir(), 'worldscale-test-'),
);

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

/** Each resolves to `{ passed, failed, skipped? }`; `words` are for the tests' own runner. */
export const steps = {
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
