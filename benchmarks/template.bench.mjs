/**
 * From the form's answers to a service that is registered, in the catalog, with its
 * docs built, on the embedded default. Beside it the least that this can take on the
 * same portal: one repository, one commit of the same files, one location, and waiting
 * for the entity; asked for directly, without a task, in turns.
 */
import fs from 'node:fs';
import path from 'node:path';
import { freePort } from '../scripts/lib/ports.mjs';
import { startOwnWorld, writeOwnConfig } from '../scripts/lib/ownWorld.mjs';
import { buildProduction } from '../scripts/lib/productionBuild.mjs';
import { Person, until } from '../scripts/lib/scaffolding.mjs';
import { rootDir } from '../scripts/lib/toolchain.mjs';
import { startProduction } from './lib/productionPortal.mjs';
import { signIn } from './lib/signIn.mjs';
import { quantile } from './lib/statistics.mjs';

const rounds = 6;
/** The first one warms up caches of both, and is not counted. */
const warmups = 1;

const seconds = started => Number(process.hrtime.bigint() - started) / 1e9;

/** What the template would do if it did nothing but the unavoidable. */
async function bare({ person, forgeUrl, name, files }) {
  const ask = async (route, body) => {
    const answer = await fetch(`${forgeUrl}/api/v1${route}`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        authorization: `Basic ${btoa('worldscale:simulated')}`,
      },
      body: JSON.stringify(body),
    });
    if (!answer.ok) throw new Error(`${route}: ${await answer.text()}`);
  };
  await ask('/orgs/lifeverse/repos', { name, default_branch: 'main' });
  await ask(`/repos/lifeverse/${name}/contents`, {
    message: 'Begin',
    files: files.map(([file, text]) => ({
      operation: 'create',
      path: file,
      content: Buffer.from(text).toString('base64'),
    })),
  });
  await person.ask('/api/catalog/locations', {
    method: 'POST',
    body: {
      type: 'url',
      target: `${forgeUrl}/lifeverse/${name}/src/branch/main/catalog-info.yaml`,
    },
  });
  await until(
    () => person.ask(`/api/catalog/entities/by-name/component/default/${name}`),
    { timeoutSeconds: 60, what: `${name} in the catalog` },
  );
}

/** Files of a repository that the template made, for another name. */
async function filesOf(forgeUrl, made, name) {
  const ask = async route =>
    (await fetch(`${forgeUrl}/api/v1/repos/lifeverse/${made}${route}`)).json();
  const { tree } = await ask('/git/trees/main?recursive=1');
  return Promise.all(
    tree
      .filter(({ type }) => type === 'blob')
      .map(async ({ path: file }) => {
        const { content } = await ask(`/contents/${file}`);
        const text = Buffer.from(content, 'base64').toString();
        return [file, text.replaceAll(made, name)];
      }),
  );
}

export async function run({ workDir, log }) {
  const world = await startOwnWorld({ folder: path.join(workDir, 'world') });
  const overlay = fs.readFileSync(world.overlay, 'utf8');
  const forgeUrl = /(http:\/\/[^/\s]+)\/lifeverse\/lifeverse\//.exec(
    overlay,
  )[1];
  const { backendDir } = await buildProduction(
    'packages/backend',
    path.join(workDir, 'template'),
    { log },
  );
  const port = await freePort();
  const file = path.join(workDir, 'template.yaml');
  writeOwnConfig({
    file,
    port,
    databaseDir: path.join(workDir, 'template-sqlite'),
  });
  const portal = await startProduction({
    backendDir,
    configs: [path.join(rootDir, 'app-config.yaml'), world.overlay, file],
    port,
    // The sample's people cannot sign in where NODE_ENV says production.
    env: { NODE_ENV: 'development' },
  });
  const person = new Person(portal.baseUrl, await signIn(portal.baseUrl));
  await until(
    () =>
      person.ask(
        '/api/catalog/entities/by-name/template/default/shard-service',
      ),
    { timeoutSeconds: 120, what: 'the template in the catalog' },
  );
  const times = { template: [], bare: [] };
  for (let round = 0; round < rounds + warmups; round++) {
    const name = `aurora-bench-${round}`;
    let started = process.hrtime.bigint();
    const task = await person.createService(name, {
      kind: round % 2 ? 'stateless-service' : 'stateful-shard',
      regions: ['eu-frankfurt', 'us-virginia', 'ap-tokyo'].map(
        region => `resource:default/${region}`,
      ),
    });
    const { status, log: lines } = await person.untilEnded(task, 120);
    const template = seconds(started);
    if (status !== 'completed') throw new Error(lines.join('\n'));
    if (!lines.some(line => line.includes('Its docs are built')))
      throw new Error(`no docs:\n${lines.join('\n')}`);

    const bareName = `aurora-bare-${round}`;
    const files = await filesOf(forgeUrl, name, bareName);
    started = process.hrtime.bigint();
    await bare({ person, forgeUrl, name: bareName, files });
    if (round < warmups) continue;
    times.template.push(template);
    times.bare.push(seconds(started));
  }
  await portal.stop();
  await world.stop();
  return [
    {
      name: 'template: form to registered service with docs, slowest',
      value: Math.max(...times.template),
      unit: 's',
      limit: 15,
    },
    {
      name: 'template: form to registered service with docs, median',
      value: quantile(times.template, 0.5),
      unit: 's',
    },
    {
      name: 'template: bare repository, commit, location and entity, median',
      value: quantile(times.bare, 0.5),
      unit: 's',
    },
  ];
}
