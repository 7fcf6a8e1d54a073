/**
 * New services although the portal is killed. Tasks are held at every point at which
 * one can be broken off, by a forge that does not answer there; then the backend's
 * process is killed (SIGKILL), once more while it recovers, and started again. Each
 * task must end as if nothing had been, with one repository.
 */
import assert from 'node:assert/strict';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import process from 'node:process';
import { after, before, test } from 'node:test';
import { stopChildren } from '../lib/children.mjs';
import { startOwnWorld, writeOwnConfig } from '../lib/ownWorld.mjs';
import { startBackend } from '../lib/portal.mjs';
import { freePort } from '../lib/ports.mjs';
import { Person, until } from '../lib/scaffolding.mjs';

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'worldscale-kill-'));
let world;
let adminUrl;
let forgeUrl;
let prometheusUrl;
let baseUrl;
let configs;
let backend;
let mira;

async function start() {
  backend = await startBackend({
    configs,
    baseUrl,
  });
}

async function kill() {
  process.kill(backend.pid, 'SIGKILL');
  await backend.exited;
}

async function setFaults(faults) {
  const answer = await fetch(`${adminUrl}/faults/forge`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(faults),
  });
  assert.ok(answer.ok, await answer.text());
}

async function forge(route) {
  const answer = await fetch(`${forgeUrl}/api/v1${route}`);
  return { status: answer.status, body: await answer.json() };
}

/** Waits until the forge holds back a request of this kind. */
const untilHeld = (id, what) =>
  until(async () => (await mira.taskLog(id)).some(line => what.test(line)), {
    timeoutSeconds: 60,
    what: `${what} in the log of ${id}`,
  });

/** Starts a task that its fault holds. */
async function heldAt({ name, after: line, unlessAfter }, faults) {
  for (let attempt = 1; attempt <= 5; attempt++) {
    await setFaults(faults);
    const ownName = attempt === 1 ? name : `${name}-${attempt}`;
    const id = await mira.createService(ownName);
    await untilHeld(id, line);
    // The request that is held leaves in the same moment as the line.
    await new Promise(resolve => setTimeout(resolve, unlessAfter ? 3000 : 500));
    const log = unlessAfter ? await mira.taskLog(id) : [];
    if (!log.some(said => unlessAfter.test(said))) return { name: ownName, id };
  }
  throw new Error(`${name} was not held in five attempts`);
}

before(async () => {
  const adminPort = await freePort();
  world = await startOwnWorld({
    folder: path.join(folder, 'world'),
    adminPort,
    withRules: false,
  });
  adminUrl = `http://localhost:${adminPort}`;
  const { faces } = await (await fetch(adminUrl)).json();
  forgeUrl = faces.find(({ name }) => name === 'forge').url;
  prometheusUrl = faces.find(({ name }) => name === 'prometheus').url;
  const own = path.join(folder, 'own.yaml');
  baseUrl = writeOwnConfig({
    file: own,
    port: await freePort(),
    databaseDir: path.join(folder, 'sqlite'),
    slo: { mostWithoutRules: 0 },
    lines: [
      // What was killed is dead at once here, not after a quarter of a minute.
      'scaffolder: { taskRecovery: { staleTimeout: { seconds: 2 } } }',
    ],
  });
  configs = ['app-config.yaml', world.overlay, own];
  await start();
  mira = await until(
    async () => {
      const person = await Person.signIn(baseUrl, 'mira');
      await person.ask(
        '/api/catalog/entities/by-name/template/default/shard-service',
      );
      return person;
    },
    { timeoutSeconds: 240, what: 'the template in the catalog' },
  );
});

after(async () => {
  await stopChildren();
  fs.rmSync(folder, { recursive: true, force: true });
});

const git = name => `/lifeverse/${name}.git/git-receive-pack`;

/**
 * Where a task is held: the fault, and the line after which it is there. A fault
 * with a service's name in it stays; the others are for the first that comes along.
 * Actions give up on an answer after 15 seconds (a push after 30) and look what has
 * become of it, so those that would then go on come last.
 */
const points = [
  {
    name: 'aurora-held-skeleton',
    fault: { kind: 'hang', path: '/lifeverse/lifeverse/archive', times: 1 },
    after: /^common: Beginning/,
    // Docs are built from the same archive; where they took the fault, it goes on.
    unlessAfter: /^common: Finished/,
  },
  {
    name: 'aurora-held-check',
    fault: { kind: 'hang', path: '/repos/lifeverse/aurora-held-check' },
    after: /^plan: .*Maximum/,
  },
  {
    name: 'aurora-held-push',
    fault: { kind: 'hang', method: 'POST', path: git('aurora-held-push') },
    after: /^publish: .*Pushing/,
  },
  {
    name: 'aurora-held-register',
    fault: {
      kind: 'hang',
      path: 'aurora-held-register/contents/catalog-info.yaml',
    },
    after: /^register: Beginning/,
  },
  {
    name: 'aurora-held-docs',
    fault: { kind: 'hang', path: '/repos/lifeverse/aurora-held-docs/archive' },
    after: /^await: .*is in the catalog/,
  },
  {
    name: 'aurora-held-pushed',
    fault: {
      kind: 'hang',
      afterwards: true,
      method: 'POST',
      path: git('aurora-held-pushed'),
    },
    after: /^publish: .*Pushing/,
  },
  {
    name: 'aurora-held-create',
    fault: { kind: 'hang', path: '/orgs/', times: 1 },
    after: /^publish: .*Creating/,
  },
  {
    name: 'aurora-held-created',
    fault: { kind: 'hang', afterwards: true, path: '/orgs/', times: 1 },
    after: /^publish: .*Creating/,
  },
];

test('every task goes on where the kill broke it off, and makes one repository', async () => {
  const tasks = [];
  for (const [index, point] of points.entries()) {
    const lasting = points.slice(0, index).filter(p => !p.fault.times);
    const faults = [...lasting, point].map(({ fault }) => fault);
    tasks.push(await heldAt(point, faults));
  }
  for (const { id, name } of tasks) {
    const { status } = await mira.ask(`/api/scaffolder/v2/tasks/${id}`);
    assert.equal(status, 'processing', `${name} is held`);
  }
  await kill();
  await setFaults([]);
  await start();
  // Recovery begins ten seconds after a start; this is in the middle of it.
  await until(
    async () =>
      (
        await Promise.all(tasks.map(({ id }) => mira.taskLog(id)))
      ).some(log =>
        log.some(line => line.includes('resuming from last known good state')),
      ),
    { timeoutSeconds: 180, what: 'the first task that goes on' },
  );
  await kill();
  await start();

  for (const { name, id } of tasks) {
    const { status, log } = await mira.untilEnded(id, 240);
    assert.equal(status, 'completed', `${name}:\n${log.join('\n')}`);
    const { body: found } = await forge(`/repos/search?q=${name}`);
    assert.equal(
      found.data.filter(repository => repository.name === name).length,
      1,
      `repositories of ${name}`,
    );
    const { body: commits } = await forge(`/repos/lifeverse/${name}/commits`);
    assert.equal(commits.length, 1, `commits of ${name}`);
    assert.match(commits[0].commit.message, new RegExp(`Portal-Task: ${id}`));
    for (const file of [
      'catalog-info.yaml',
      'deploy/eu-frankfurt/fleet.yaml',
    ]) {
      const { status: code } = await forge(
        `/repos/lifeverse/${name}/contents/${file}`,
      );
      assert.equal(code, 200, `${name}: ${file}`);
    }
    const entity = await mira.ask(
      `/api/catalog/entities/by-name/component/default/${name}`,
    );
    assert.equal(entity.metadata.name, name);
    const docs = await mira.ask(
      `/api/techdocs/metadata/techdocs/default/component/${name}`,
    );
    assert.ok(docs.files.includes('index.html'), `docs of ${name}`);
  }
  const locations = await mira.ask('/api/catalog/locations');
  const targets = locations.map(({ data }) => data.target);
  for (const { name } of tasks) {
    assert.equal(
      targets.filter(target => target.includes(`/${name}/`)).length,
      1,
      `locations of ${name}`,
    );
  }
});

test('of two people who make the same service at once, one does', async () => {
  const jonas = await Person.signIn(baseUrl, 'jonas');
  const name = 'aurora-wanted-twice';
  const ids = await Promise.all([
    mira.createService(name, { description: 'By Mira.' }),
    jonas.createService(name, { description: 'By Jonas.' }),
  ]);
  const ends = await Promise.all([
    mira.untilEnded(ids[0], 120),
    jonas.untilEnded(ids[1], 120),
  ]);
  const won = ends.findIndex(({ status }) => status === 'completed');
  const lost = 1 - won;
  assert.deepEqual(
    ends.map(({ status }) => status).sort(),
    ['completed', 'failed'],
    ends.flatMap(({ log }) => log).join('\n'),
  );
  const winner = ['user:default/mira.okafor', 'user:default/jonas.lindqvist'][
    won
  ];
  // Who loses is told who won, or, where the catalog knew it already, who owns it.
  assert.match(
    ends[lost].log.join('\n'),
    new RegExp(`name: (${winner} is making|component:default/${name} )`),
  );
  const { body } = await forge(`/repos/lifeverse/${name}/commits`);
  assert.equal(body.length, 1);
  assert.match(body[0].commit.message, new RegExp(`Portal-Task: ${ids[won]}`));
});

test('a task that failed for want of a forge goes on when it is run again', async () => {
  const name = 'aurora-tried-again';
  await setFaults([{ kind: 'status', code: 401, path: '/orgs/', times: 1 }]);
  const id = await mira.createService(name, { kind: 'stateless-service' });
  const first = await mira.untilEnded(id, 60);
  assert.equal(first.status, 'failed');
  assert.match(
    first.log.join('\n'),
    /refused the portal's credentials \(401\). See integrations.gitea/,
  );
  assert.ok(!first.log.join('\n').includes('simulated'), 'a secret is shown');
  await mira.ask(`/api/scaffolder/v2/tasks/${id}/retry`, {
    method: 'POST',
    body: {},
  });
  const again = await mira.untilEnded(id, 60);
  assert.equal(again.status, 'completed', again.log.join('\n'));
  const { status } = await forge(
    `/repos/lifeverse/${name}/contents/deploy/eu-frankfurt/deployment.yaml`,
  );
  assert.equal(status, 200);
});

test('its objectives count from its first requests on', async () => {
  const names = ['aurora-held-pushed', 'aurora-tried-again'];
  for (const [name, atLeast] of [
    [names[0], 2],
    [names[1], 4],
  ]) {
    const { body } = await forge(`/repos/lifeverse/${name}/contents/slo.yaml`);
    const text = Buffer.from(body.content, 'base64').toString();
    const queries = [...text.matchAll(/query: (.*)$/gm)].map(([, one]) => one);
    assert.equal(queries.length, atLeast, text);
    for (const query of queries) {
      await until(
        async () => {
          const answer = await fetch(
            `${prometheusUrl}/api/v1/query?query=${encodeURIComponent(query)}`,
          );
          const { status, data } = await answer.json();
          assert.equal(status, 'success');
          return data.result.length > 0;
        },
        { timeoutSeconds: 60, what: `samples of ${query}` },
      );
    }
  }
});

test('its objectives are in the portal within a minute', async () => {
  for (const [name, count] of [
    ['aurora-held-pushed', 1],
    ['aurora-tried-again', 2],
  ]) {
    const { files } = await until(
      async () => {
        const found = await mira.ask(
          `/api/slo/entities/component/default/${name}`,
        );
        const slos = new Set(found.rows.map(({ slo }) => slo));
        return slos.size === count && found;
      },
      { timeoutSeconds: 60, what: `${count} objectives of ${name}` },
    );
    const problems = files.flatMap(file => file.problems);
    assert.deepEqual(
      problems.filter(({ severity }) => severity === 'error'),
      [],
    );
  }
});

test('support may not make a service', async () => {
  const sofia = await Person.signIn(baseUrl, 'sofia');
  await assert.rejects(sofia.createService('aurora-by-support'), /40[34]/);
});
