/**
 * The production build, as an image holds it, on both databases: it starts from
 * app-config.production.yaml, refuses what it must, and fills its fleet.
 */
import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, test } from 'node:test';
import { startChild, stopChildren } from '../lib/children.mjs';
import { freePort } from '../lib/ports.mjs';
import { startOwnWorld, writeOwnConfig } from '../lib/ownWorld.mjs';
import { untilReady } from '../lib/portal.mjs';
import { startPostgres } from '../lib/postgres.mjs';
import {
  buildProduction,
  productionArguments,
} from '../lib/productionBuild.mjs';
import { rootDir } from '../lib/toolchain.mjs';

const workDir = fs.mkdtempSync(
  path.join(os.tmpdir(), 'worldscale-production-'),
);
const readerToken = randomBytes(24).toString('hex');
let world;
let backendDir;
let postgres;

before(async () => {
  // `npm test` has built it already.
  backendDir =
    process.env.WORLDSCALE_PRODUCTION_BUILD ??
    (await buildProduction('packages/backend', path.join(workDir, 'portal')))
      .backendDir;
  world = await startOwnWorld({
    folder: path.join(workDir, 'world'),
    withRules: false,
  });
  postgres = await startPostgres();
});

after(async () => {
  await stopChildren();
  await postgres?.stop();
  fs.rmSync(workDir, { recursive: true, force: true });
});

async function startPortal({ name, databaseDir }) {
  const port = await freePort();
  const own = path.join(workDir, `${name}.yaml`);
  const baseUrl = writeOwnConfig({
    file: own,
    port,
    databaseDir,
    slo: { mostWithoutRules: 0 },
    isSoon: true,
  });
  const access = path.join(workDir, `${name}-access.yaml`);
  fs.writeFileSync(
    access,
    [
      'backend:',
      '  csp: { upgrade-insecure-requests: false }',
      '  auth:',
      '    externalAccess:',
      `      - { type: static, options: { token: '${readerToken}', subject: reader } }`,
      '',
    ].join('\n'),
  );
  const child = startChild(
    process.execPath,
    [
      ...productionArguments,
      path.join(backendDir, 'dist/index.cjs.js'),
      '--config',
      path.join(rootDir, 'app-config.production.yaml'),
      '--config',
      world.overlay,
      '--config',
      own,
      '--config',
      access,
    ],
    {
      cwd: backendDir,
      env: {
        ...process.env,
        NODE_ENV: 'production',
        NODE_OPTIONS: '',
        WORLDSCALE_BASE_URL: baseUrl,
        POSTGRES_HOST: postgres.connection.host,
        POSTGRES_PORT: String(postgres.connection.port),
        POSTGRES_USER: postgres.connection.user,
        POSTGRES_PASSWORD: postgres.connection.password,
        OIDC_METADATA_URL:
          'http://127.0.0.1:9/.well-known/openid-configuration',
        OIDC_CLIENT_ID: 'worldscale',
        OIDC_CLIENT_SECRET: 'of-a-test',
        AUTH_SESSION_SECRET: 'of-a-test',
        FORGE_HOST: 'forge.example',
        FORGE_USER: 'portal',
        FORGE_TOKEN: 'of-a-test',
        CATALOG_URL: 'https://forge.example/catalog/all.yaml',
        KUBERNETES_FRA_URL: 'http://127.0.0.1:9',
        KUBERNETES_FRA_TOKEN: 'of-a-test',
        KUBERNETES_FRA_CA: 'of-a-test',
        KUBERNETES_IAD_URL: 'http://127.0.0.1:9',
        KUBERNETES_IAD_TOKEN: 'of-a-test',
        KUBERNETES_IAD_CA: 'of-a-test',
        TECHDOCS_DIR: path.join(workDir, `${name}-techdocs`),
      },
    },
  );
  await untilReady(`${baseUrl}/.backstage/health/v1/readiness`, {
    timeoutSeconds: 120,
    child,
    what: 'The production portal',
  });
  return { baseUrl, stop: () => child.stop() };
}

async function fleetTotal(baseUrl) {
  const response = await fetch(`${baseUrl}/api/worlds/fleet?limit=1`, {
    headers: { authorization: `Bearer ${readerToken}` },
  });
  return response.ok
    ? (await response.json()).total
    : `${response.status}: ${await response.text()}`;
}

const databases = {
  PostgreSQL: undefined,
  SQLite: path.join(workDir, 'sqlite'),
};

for (const [database, databaseDir] of Object.entries(databases)) {
  describe(`the production build on ${database}`, () => {
    let portal;
    before(async () => {
      portal = await startPortal({
        name: database,
        databaseDir,
      });
    });
    after(() => portal?.stop());

    test('serves the app', async () => {
      const response = await fetch(`${portal.baseUrl}/`);
      assert.equal(response.status, 200);
      const page = await response.text();
      assert.match(page, /<title>Worldscale/);
      assert.ok(!page.includes('of-a-test'), 'a secret is in the page');
    });

    for (const route of [
      '/api/catalog/entities',
      '/api/worlds/fleet',
      '/api/worlds/sources',
      '/api/scaling/summaries',
      '/api/scaling/sources',
    ]) {
      test(`asks who is there at ${route}`, async () => {
        assert.equal((await fetch(portal.baseUrl + route)).status, 401);
      });
    }

    test("does not let the sample's people in", async () => {
      const response = await fetch(
        `${portal.baseUrl}/api/auth/personas/refresh`,
        {
          method: 'POST',
          headers: {
            'content-type': 'application/json',
            'x-requested-with': 'XMLHttpRequest',
          },
          body: JSON.stringify({ persona: 'mira' }),
        },
      );
      assert.ok(
        [403, 404].includes(response.status),
        `status ${response.status}`,
      );
    });

    test('fills the fleet from the catalog and the clusters', async () => {
      const deadline = Date.now() + 180_000;
      let total;
      while (Date.now() < deadline) {
        total = await fleetTotal(portal.baseUrl);
        // 36 services of six worlds in 23 world-regions, 6 shared ones in five regions.
        if (typeof total === 'number' && total >= 160) break;
        await new Promise(resolve => setTimeout(resolve, 2_000));
      }
      assert.ok(total >= 160, `the fleet holds ${total} rows`);
    });

    test('builds docs that nobody has opened', async () => {
      const site =
        '/api/techdocs/static/docs/default/component/aurora-chat/index.html';
      const deadline = Date.now() + 120_000;
      let page = '';
      while (Date.now() < deadline && !page.includes('md-typeset')) {
        await new Promise(resolve => setTimeout(resolve, 2_000));
        const response = await fetch(portal.baseUrl + site, {
          headers: { authorization: `Bearer ${readerToken}` },
        });
        page = await response.text();
      }
      assert.match(page, /<h1 id="aurora-chat">/);
    });
  });
}
