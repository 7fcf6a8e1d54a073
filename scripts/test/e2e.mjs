/**
 * Starts portals with simulated worlds, then runs the journeys against them. Most are of
 * the ordinary world and stand in `e2e-tests/*.test.ts`; those that need another one, or
 * break what others read, stand in a folder of that world's name.
 *
 * Journeys wait more than they work: for values to grow old, for sources to come back.
 * So two worlds run side by side, each with a portal and a browser of its own.
 */
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { findBrowser } from '../lib/browser.mjs';
import { endTogether, startChild, stopChildren } from '../lib/children.mjs';
import { freePort } from '../lib/ports.mjs';
import { startOwnWorld, writeOwnConfig } from '../lib/ownWorld.mjs';
import { ensureApp, startBackend } from '../lib/portal.mjs';
import { rootDir } from '../lib/toolchain.mjs';

/** Journeys do not wait as long as people do until a value is old. */
const usualPace = {
  watchSeconds: 20,
  measureSeconds: 20,
  oldAfterSeconds: 45,
  unknownAfterSeconds: 75,
};
/** Here they wait for little else; a busy machine still reads twice in the time. */
const quickPace = {
  watchSeconds: 12,
  measureSeconds: 10,
  oldAfterSeconds: 30,
  unknownAfterSeconds: 50,
};

/**
 * The worlds with journeys: their scenario, how long ago its anchor lies when these
 * begin, in minutes, whether a journey moves its clock, whether objectives are measured
 * (and where those are whose rules are loaded), and how soon values grow old.
 */
const worlds = {
  ordinary: { scenario: 'ordinary', hasObjectives: true, ...usualPace },
  // One source after the other fails and comes back.
  failing: {
    ...{ scenario: 'ordinary', hasObjectives: true, ...quickPace },
    rulesOf: ['catalog/slo', 'catalog/platform'],
  },
  // The expansion opened 80 minutes ago; the rush peaks after 90.
  'launch-day': { scenario: 'launch-day', anchorMinutesAgo: 60, ...usualPace },
  // Frankfurt is lost when its journey moves the clock to five minutes after the start.
  'region-loss': {
    scenario: 'region-loss',
    isClockMovable: true,
    ...quickPace,
  },
};

/** Those of one lane run one after the other, the lanes side by side. */
const lanes = [['ordinary'], ['failing', 'launch-day', 'region-loss']];

/** Runs Playwright with the journeys of one world; resolves to its exit code. */
async function playwright(world, args, { env = {}, onLine } = {}) {
  const cli = path.join(rootDir, 'node_modules/@playwright/test/cli.js');
  const child = startChild(process.execPath, [cli, 'test', ...args], {
    cwd: rootDir,
    env: { ...process.env, WORLDSCALE_JOURNEYS_OF: world, ...env },
    onLine,
  });
  return (await child.exited).code;
}

/** Whether any journey of a world is meant; to list them takes no portal. */
async function hasJourneys(world, args) {
  if (args.length === 0) return true;
  return (
    (await playwright(world, ['--list', '--reporter=list', ...args])) === 0
  );
}

/**
 * Starts a simulated world and a portal over it: their addresses, and how to end them.
 * Where one of them does not start, what was started ends.
 */
async function startPortalOf(name, folder) {
  const world = worlds[name];
  const log = fs.createWriteStream(path.join(folder, `${name}.log`));
  const started = [{ stop: () => log.end() }];
  const stop = async () => {
    for (const each of started.toReversed()) await each.stop();
  };
  try {
    const adminPort = await freePort();
    const anchorMs = Date.now() - (world.anchorMinutesAgo ?? 0) * 60_000;
    const simulated = await startOwnWorld({
      folder: path.join(folder, name, 'world'),
      scenario: world.scenario,
      anchor: new Date(anchorMs).toISOString(),
      adminPort,
      isClockMovable: world.isClockMovable,
      withRules: world.hasObjectives ?? false,
      rulesOf: world.rulesOf,
      onLine: line => log.write(`simulator: ${line}\n`),
    });
    started.push(simulated);
    const own = path.join(folder, `app-config.${name}.yaml`);
    const baseUrl = writeOwnConfig({
      file: own,
      port: await freePort(),
      databaseDir: path.join(folder, name, 'sqlite'),
      slo: {
        // What no rules record is asked for at great length.
        ...((world.rulesOf || !world.hasObjectives) && { mostWithoutRules: 0 }),
        measureSchedule: {
          frequency: { seconds: world.measureSeconds },
          timeout: { minutes: 5 },
          initialDelay: { seconds: 12 },
        },
      },
      isSoon: true,
      lines: [
        `worldscale: { freshness: { oldAfter: { seconds: ${world.oldAfterSeconds} }, unknownAfter: { seconds: ${world.unknownAfterSeconds} } } }`,
        `scaling: { kubernetes: { watchSeconds: ${world.watchSeconds} } }`,
      ],
    });
    const portal = await startBackend({
      configs: ['app-config.yaml', simulated.overlay, own],
      baseUrl,
      onLine: line => log.write(`backend: ${line}\n`),
    });
    started.push(portal);
    return { baseUrl, controls: `http://localhost:${adminPort}`, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Runs the journeys of one world against its portal; resolves to the exit code. */
async function runWorld(name, args, { folder, browser, report }) {
  const say = line => console.log(`${name.padEnd(11)} ${line}`);
  const begunMs = Date.now();
  const portal = await startPortalOf(name, folder);
  const tookSeconds = Math.round((Date.now() - begunMs) / 1000);
  say(`its portal was ready after ${tookSeconds} s`);
  try {
    return await playwright(name, args, {
      onLine: say,
      env: {
        PLAYWRIGHT_JSON_OUTPUT_NAME: report,
        WORLDSCALE_PORTAL_URL: portal.baseUrl,
        WORLDSCALE_SIMULATOR_URL: portal.controls,
        WORLDSCALE_BROWSER_PATH: browser.executablePath,
        WORLDSCALE_BROWSER_ARGS: JSON.stringify(browser.args),
      },
    });
  } finally {
    await portal.stop();
  }
}

/** Runs worlds one after the other; one that fails does not keep the others back. */
async function runLane(names, args, { folder, browser }) {
  const results = [];
  for (const name of names) {
    const report = path.join(folder, `${name}.json`);
    let code = 1;
    try {
      code = await runWorld(name, args, { folder, browser, report });
    } catch (error) {
      console.error(`${name}: ${error.stack ?? error}`);
    }
    const hasReport = fs.existsSync(report);
    results.push({
      code: hasReport ? code : code || 1,
      reports: hasReport ? [report] : [],
    });
  }
  return results;
}

/** One report for all worlds, with their counts added up. */
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
  const meant = [];
  for (const lane of lanes) {
    const names = [];
    for (const name of lane) {
      if (await hasJourneys(name, args)) names.push(name);
    }
    if (names.length > 0) meant.push(names);
  }
  if (meant.length === 0) throw new Error('No journey matches.');
  await ensureApp();
  const browser = await findBrowser();
  const results = (
    await Promise.all(
      meant.map(names => runLane(names, args, { folder, browser })),
    )
  ).flat();
  const code = results.find(result => result.code)?.code ?? 0;
  const target = process.env.PLAYWRIGHT_JSON_OUTPUT_NAME;
  if (target)
    joinReports(
      results.flatMap(({ reports }) => reports),
      target,
    );
  if (code === 0) fs.rmSync(folder, { recursive: true, force: true });
  else console.log(`The portals' logs are in ${folder}`);
  await stopChildren();
  process.exit(code);
}

main().catch(async error => {
  console.error(error);
  await stopChildren();
  process.exit(1);
});
