/**
 * Starts a portal of its own with the simulated world, then runs the journeys against
 * it; and the same again for each further scenario that has journeys. Those of a
 * scenario stand in `e2e-tests/scenarios/<scenario>.test.ts`.
 */
import { spawn } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { findBrowser } from '../lib/browser.mjs';
import { endTogether, stopChildren } from '../lib/children.mjs';
import { freePort } from '../lib/ports.mjs';
import { startOwnWorld, writeOwnConfig } from '../lib/ownWorld.mjs';
import { ensureApp, startBackend } from '../lib/portal.mjs';
import { rootDir } from '../lib/toolchain.mjs';

/** Journeys do not wait as long as people do until a value is old. */
const usualPace = {
  watchSeconds: 20,
  oldAfterSeconds: 45,
  unknownAfterSeconds: 75,
};

/**
 * The scenarios with journeys: how long ago their anchor lies when these begin, in
 * minutes, whether a journey moves the world's clock, whether objectives are measured,
 * and how soon values grow old.
 */
const worlds = {
  ordinary: { anchorMinutesAgo: 0, hasObjectives: true, ...usualPace },
  // The expansion opened 80 minutes ago; the rush peaks after 90.
  'launch-day': { anchorMinutesAgo: 60, hasObjectives: false, ...usualPace },
  // Frankfurt is lost when its journey moves the clock to five minutes after the start.
  'region-loss': {
    ...{ anchorMinutesAgo: 0, isClockMovable: true, hasObjectives: false },
    ...{ watchSeconds: 8, oldAfterSeconds: 20, unknownAfterSeconds: 35 },
  },
};

/** Runs Playwright with the journeys of one scenario; resolves to its exit code. */
function playwright(scenario, args, { env = {}, stdio = 'inherit' } = {}) {
  return new Promise(resolve => {
    const child = spawn(
      process.execPath,
      [
        path.join(rootDir, 'node_modules/@playwright/test/cli.js'),
        'test',
        ...args,
      ],
      {
        cwd: rootDir,
        stdio,
        env: { ...process.env, WORLDSCALE_SCENARIO: scenario, ...env },
      },
    );
    child.on('close', exit => resolve(exit ?? 1));
  });
}

/** Whether any journey of a scenario is meant; to list them takes no portal. */
async function hasJourneys(scenario, args) {
  const code = await playwright(
    scenario,
    ['--list', '--reporter=list', ...args],
    { stdio: 'ignore' },
  );
  return code === 0;
}

async function runScenario(scenario, args, { folder, browser, report }) {
  const log = fs.createWriteStream(path.join(folder, `${scenario}.log`));
  const adminPort = await freePort();
  const world = worlds[scenario];
  const begunMs = Date.now();
  const { overlay } = await startOwnWorld({
    folder: path.join(folder, scenario, 'world'),
    scenario,
    anchor: new Date(begunMs - world.anchorMinutesAgo * 60_000).toISOString(),
    adminPort,
    isClockMovable: world.isClockMovable,
    withRules: world.hasObjectives,
    onLine: line => log.write(`simulator: ${line}\n`),
  });
  const own = path.join(folder, `app-config.${scenario}.yaml`);
  const baseUrl = writeOwnConfig({
    file: own,
    port: await freePort(),
    databaseDir: path.join(folder, scenario, 'sqlite'),
    slo: world.hasObjectives ? {} : { mostWithoutRules: 0 },
    lines: [
      `worldscale: { freshness: { oldAfter: { seconds: ${world.oldAfterSeconds} }, unknownAfter: { seconds: ${world.unknownAfterSeconds} } } }`,
      `scaling: { kubernetes: { watchSeconds: ${world.watchSeconds} } }`,
    ],
  });
  await startBackend({
    configs: ['app-config.yaml', overlay, own],
    baseUrl,
    onLine: line => log.write(`backend: ${line}\n`),
  });
  const tookSeconds = Math.round((Date.now() - begunMs) / 1000);
  console.log(`its portal was ready after ${tookSeconds} s`);
  const code = await playwright(scenario, args, {
    env: {
      PLAYWRIGHT_JSON_OUTPUT_NAME: report,
      WORLDSCALE_PORTAL_URL: baseUrl,
      WORLDSCALE_SIMULATOR_URL: `http://localhost:${adminPort}`,
      WORLDSCALE_BROWSER_PATH: browser.executablePath,
      WORLDSCALE_BROWSER_ARGS: JSON.stringify(browser.args),
    },
  });
  await stopChildren();
  log.end();
  return code;
}

/** One report for all scenarios, with their counts added up. */
function joinReports(files, target) {
  const stats = { expected: 0, unexpected: 0, flaky: 0, skipped: 0 };
  for (const file of files) {
    const report = JSON.parse(fs.readFileSync(file, 'utf8'));
    for (const key of Object.keys(stats)) stats[key] += report.stats[key];
  }
  fs.writeFileSync(target, JSON.stringify({ stats }));
}

async function main() {
  endTogether();
  const args = process.argv.slice(2);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'worldscale-e2e-'));
  const scenarios = [];
  for (const scenario of Object.keys(worlds)) {
    if (await hasJourneys(scenario, args)) scenarios.push(scenario);
  }
  if (scenarios.length === 0) throw new Error('No journey matches.');
  await ensureApp();
  const browser = await findBrowser();
  const reports = [];
  let code = 0;
  for (const scenario of scenarios) {
    console.log(`\nscenario ${scenario}`);
    const report = path.join(folder, `${scenario}.json`);
    const exit = await runScenario(scenario, args, {
      ...{ folder, browser, report },
    });
    code = code || exit;
    if (fs.existsSync(report)) reports.push(report);
    else code = code || 1;
  }
  const target = process.env.PLAYWRIGHT_JSON_OUTPUT_NAME;
  if (target) joinReports(reports, target);
  if (code === 0) fs.rmSync(folder, { recursive: true, force: true });
  else console.log(`The portal's logs are in ${folder}`);
  process.exit(code);
}

main().catch(async error => {
  console.error(error);
  await stopChildren();
  process.exit(1);
});
