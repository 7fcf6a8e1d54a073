import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import {
  mockServices,
  startTestBackend,
  TestDatabases,
} from '@backstage/backend-test-utils';
import catalogPlugin from '@backstage/plugin-catalog-backend';
import catalogModuleUnprocessed from '@backstage/plugin-catalog-backend-module-unprocessed';
import { CatalogReading } from './CatalogReading';

// A catalog takes seconds to start on a busy machine.
jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

const head = 'apiVersion: backstage.io/v1alpha1\nkind:';

/** A catalog that reads files of a host that serves these. */
async function startCatalog(files: Record<string, string>) {
  const host = createServer((request, response) => {
    const text = files[request.url ?? ''];
    response.statusCode = text === undefined ? 503 : 200;
    response.end(text);
  });
  await new Promise<void>(done => {
    host.listen(0, 'localhost', done);
  });
  const address = `localhost:${(host.address() as AddressInfo).port}`;
  const backend = await startTestBackend({
    features: [
      catalogPlugin,
      catalogModuleUnprocessed,
      mockServices.database.factory({
        knex: await databases.init('SQLITE_3'),
      }),
      mockServices.rootConfig.factory({
        data: {
          backend: { reading: { allow: [{ host: address }] } },
          catalog: {
            processingInterval: { seconds: 1 },
            locations: [{ type: 'url', target: `http://${address}/all.yaml` }],
          },
        },
      }),
    ],
  });
  const baseUrl = `http://localhost:${backend.server.port()}/api/catalog`;
  return {
    address,
    reading: new CatalogReading({
      auth: mockServices.auth(),
      discovery: { getBaseUrl: async () => baseUrl },
    }),
    async stop() {
      await backend.stop();
      host.closeAllConnections();
      host.close();
    },
  };
}

const answering = (status: number, body: unknown) =>
  new CatalogReading({
    auth: mockServices.auth(),
    discovery: { getBaseUrl: async () => 'http://catalog' },
    fetch: async () => new Response(JSON.stringify(body), { status }),
  });

describe('CatalogReading', () => {
  it('names files that were broken at their first read, until they are mended', async () => {
    const files: Record<string, string> = {
      '/all.yaml': `${head} Location\nmetadata: { name: gateway }\nspec: { target: ./gateway.yaml }\n`,
      '/gateway.yaml': 'a: b: c',
    };
    const { reading, address, stop } = await startCatalog(files);
    try {
      await eventually(async () =>
        expect(await reading.unread()).toEqual({
          waiting: 0,
          unreadable: [
            {
              part: 'location:default/gateway',
              reason: expect.stringContaining(
                `location:default/gateway was never read: YAML error at url:http://${address}/gateway.yaml`,
              ),
              since: null,
            },
          ],
        }),
      );
      files[
        '/gateway.yaml'
      ] = `${head} Component\nmetadata: { name: gateway }\nspec: { type: service, lifecycle: production, owner: ops }\n`;
      await eventually(async () =>
        expect(await reading.unread()).toEqual({ waiting: 0, unreadable: [] }),
      );
    } finally {
      await stop();
    }
  });

  it('names the address of a host that does not answer', async () => {
    const { reading, address, stop } = await startCatalog({});
    try {
      await eventually(async () =>
        expect((await reading.unread())?.unreadable).toEqual([
          expect.objectContaining({
            reason: expect.stringMatching(
              `^http://${address}/all.yaml was never read: .*503`,
            ),
          }),
        ]),
      );
    } finally {
      await stop();
    }
  });

  it('counts what was found and not tried yet', async () => {
    const description = (name: string) => ({
      unprocessed_entity: { kind: 'Group', metadata: { name } },
    });
    await expect(
      answering(200, {
        entities: [
          { ...description('a'), errors: '' },
          { ...description('b'), errors: [] },
          description('c'),
        ],
      }).unread(),
    ).resolves.toEqual({ waiting: 3, unreadable: [] });
  });

  it('knows nothing where the catalog does not tell', async () => {
    await expect(answering(404, {}).unread()).resolves.toBeUndefined();
  });

  it('fails where the catalog refuses', async () => {
    await expect(answering(403, {}).unread()).rejects.toMatchObject({
      statusCode: 403,
    });
  });
});

/** Waits for what comes about by itself. */
async function eventually(check: () => Promise<void>) {
  for (let attempt = 0; ; attempt += 1) {
    try {
      await check();
      return;
    } catch (error) {
      if (attempt >= 200) throw error;
    }
    await new Promise(resolve => setTimeout(resolve, 100));
  }
}
