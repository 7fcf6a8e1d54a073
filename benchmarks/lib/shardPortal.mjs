/** A portal over the scenario `large`, once all of its shards are in. */
import path from 'node:path';
import { buildProduction } from '../../scripts/lib/productionBuild.mjs';
import { rootDir } from '../../scripts/lib/toolchain.mjs';
import { freePort } from '../../scripts/lib/ports.mjs';
import { startOwnWorld, writeOwnConfig } from '../../scripts/lib/ownWorld.mjs';
import { startProduction } from './productionPortal.mjs';
import { signIn } from './signIn.mjs';
import { pause } from './statistics.mjs';

/** Objectives are measured by a benchmark of their own. */
export const withoutObjectives = { mostWithoutRules: 0 };

/** The scenario has about 10,000 at any hour. */
const SHARDS_LEAST = 9_500;

const restSeconds = 15;
/** The catalog always processes some of its entities anew. */
const restShare = 0.4;
const patienceSeconds = 300;

/**
 * Until the portal has read its catalog, its clusters and the past for the first time:
 * people ask a portal that is at work, seldom one that has just been set up.
 */
async function untilAtRest(portal, log) {
  const deadline = Date.now() + patienceSeconds * 1000;
  for (;;) {
    const before = portal.cpuSeconds();
    await pause(restSeconds);
    const share = (portal.cpuSeconds() - before) / restSeconds;
    log(`the portal takes ${(100 * share).toFixed(0)} % of a core`);
    if (share <= restShare) return;
    if (Date.now() > deadline)
      throw new Error(`It is not at rest after ${patienceSeconds} s`);
  }
}

/**
 * @returns the portal, its database of scaling, a function that asks its API as a
 * signed-in engineer, and one that stops everything
 */
export async function startShardPortal({ workDir, log, name }) {
  const world = await startOwnWorld({
    folder: path.join(workDir, `${name}-world`),
    scenario: 'large',
    withRules: false,
  });
  const { backendDir } = await buildProduction(
    'packages/backend',
    path.join(workDir, name),
    { log },
  );
  const port = await freePort();
  const file = path.join(workDir, `${name}.yaml`);
  const databaseDir = path.join(workDir, `${name}-sqlite`);
  writeOwnConfig({ file, port, databaseDir, slo: withoutObjectives });
  const portal = await startProduction({
    backendDir,
    configs: [path.join(rootDir, 'app-config.yaml'), world.overlay, file],
    port,
    // The sample's people cannot sign in where NODE_ENV says production.
    env: { NODE_ENV: 'development' },
  });
  let token;
  const ask = async pathAndQuery => {
    const started = process.hrtime.bigint();
    const response = await fetch(`${portal.baseUrl}${pathAndQuery}`, {
      headers: { authorization: `Bearer ${token}` },
    });
    const text = await response.text();
    const milliseconds = Number(process.hrtime.bigint() - started) / 1e6;
    if (!response.ok)
      throw new Error(`${pathAndQuery}: ${response.status} ${text}`);
    return { body: JSON.parse(text), milliseconds };
  };
  const deadline = Date.now() + 900_000;
  for (;;) {
    token = await signIn(portal.baseUrl);
    const { body } = await ask('/api/scaling/shards?limit=1');
    log(`${body.total} of ${SHARDS_LEAST} shards are in`);
    if (body.total >= SHARDS_LEAST && body.isRead) break;
    if (Date.now() > deadline)
      throw new Error(`Only ${body.total} shards after 15 minutes`);
    await pause(10);
  }
  await untilAtRest(portal, log);
  token = await signIn(portal.baseUrl);
  return {
    baseUrl: portal.baseUrl,
    databaseFile: path.join(databaseDir, 'scaling.sqlite'),
    ask,
    async stop() {
      await portal.stop();
      await world.stop();
    },
  };
}
