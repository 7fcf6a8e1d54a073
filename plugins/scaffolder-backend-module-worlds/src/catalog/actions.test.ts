import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import { mockCredentials, mockServices } from '@backstage/backend-test-utils';
import {
  ConflictError,
  InputError,
  NotFoundError,
  ResponseError,
} from '@backstage/errors';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { createMockActionContext } from '@backstage/plugin-scaffolder-node-test-utils';
import { createAwaitServiceAction } from './createAwaitServiceAction';
import { createRegisterServiceAction } from './createRegisterServiceAction';

const repoContentsUrl = 'http://forge/lifeverse/aurora-auction/src/branch/main';
const target = `${repoContentsUrl}/catalog-info.yaml`;
const entityRef = 'component:default/aurora-auction';

function auction(origin = `url:${target}`): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: {
      name: 'aurora-auction',
      annotations: { 'backstage.io/managed-by-origin-location': origin },
    },
  };
}

function context<Input extends object>(input: Input) {
  return Object.assign(createMockActionContext({ input: input as never }), {
    getInitiatorCredentials: async () => mockCredentials.user(),
  });
}

describe('worlds:registerService', () => {
  const catalog = catalogServiceMock.mock();
  const action = createRegisterServiceAction({ catalog });
  const run = () =>
    action.handler(context({ repoContentsUrl, entityRef }) as never);
  const location = { id: '1', type: 'url', target, entityRef: '' };

  beforeEach(() => catalog.addLocation.mockReset());

  it('looks first, and refreshes what is registered already', async () => {
    catalog.addLocation.mockResolvedValue({ location, entities: [auction()] });
    await run();
    expect(catalog.addLocation.mock.calls.map(([request]) => request)).toEqual([
      { type: 'url', target, dryRun: true },
      { type: 'url', target, onConflict: 'refresh' },
    ]);
  });

  it('registers nothing that describes something else', async () => {
    const other = { ...auction(), metadata: { name: 'other' } };
    catalog.addLocation.mockResolvedValue({ location, entities: [other] });
    await expect(run()).rejects.toThrow(InputError);
    await expect(run()).rejects.toThrow(
      `${target} describes component:default/other, not ${entityRef}`,
    );
    catalog.addLocation.mockResolvedValue({ location, entities: [] });
    await expect(run()).rejects.toThrow(NotFoundError);
    expect(catalog.addLocation.mock.calls.every(([{ dryRun }]) => dryRun)).toBe(
      true,
    );
  });

  it('waits for a catalog that starts', async () => {
    const answer = (status: number) =>
      ResponseError.fromResponse(
        new Response('{}', { status }) as never,
      ) as Promise<Error>;
    catalog.addLocation
      .mockRejectedValueOnce(await answer(503))
      .mockResolvedValue({ location, entities: [auction()] });
    await run();
    expect(catalog.addLocation).toHaveBeenCalledTimes(3);
    catalog.addLocation.mockReset();
    catalog.addLocation.mockRejectedValue(await answer(403));
    await expect(run()).rejects.toBeInstanceOf(ResponseError);
    expect(catalog.addLocation).toHaveBeenCalledTimes(1);
  });

  it('waits for a forge that the catalog could not read', async () => {
    const message = 'Unable to read url, Error: 503 Service Unavailable';
    const unread = await ResponseError.fromResponse(
      new Response(
        JSON.stringify({
          error: { name: 'InputError', message },
          response: { statusCode: 400 },
        }),
        { status: 400, headers: { 'content-type': 'application/json' } },
      ) as never,
    );
    catalog.addLocation
      .mockRejectedValueOnce(unread)
      .mockResolvedValue({ location, entities: [auction()] });
    const ctx = context({ repoContentsUrl, entityRef });
    const warn = jest.spyOn(ctx.logger, 'warn');
    await action.handler(ctx as never);
    expect(catalog.addLocation).toHaveBeenCalledTimes(3);
    expect(warn).toHaveBeenCalledWith(
      `The catalog could not read it: ${message}. Again in 0.5 s.`,
    );
  });
});

describe('worlds:awaitService', () => {
  /** What TechDocs answers to sync, and whether it has a site then. */
  let events: string;
  let hasSite: boolean;
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (request.url?.includes('/sync/')) {
      response.writeHead(200, { 'content-type': 'text/event-stream' });
      response.end(events);
    } else {
      const isThere = !request.url?.includes('/metadata/') || hasSite;
      response.writeHead(isThere ? 200 : 404).end('{}');
    }
  });
  let base: string;

  beforeAll(async () => {
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    events =
      'event: log\ndata: "building"\n\nevent: finish\ndata: {"updated":true}\n\n';
    hasSite = true;
    asked.length = 0;
  });
  afterAll(() => new Promise(resolve => server.close(resolve)));

  const run = async (entity: Entity = auction()) => {
    const action = createAwaitServiceAction({
      catalog: catalogServiceMock({ entities: [entity] }),
      auth: mockServices.auth.mock({
        getPluginRequestToken: async () => ({ token: 'a-token' }),
        getOwnServiceCredentials: async () => mockCredentials.service(),
      }),
      discovery: mockServices.discovery.mock({
        getBaseUrl: async plugin => `${base}/${plugin}`,
      }),
    });
    const ctx = context({ entityRef, catalogInfoUrl: target });
    await action.handler(ctx as never);
    return (ctx.output as jest.Mock).mock.calls;
  };

  it('has docs built and the search index hastened', async () => {
    await expect(run()).resolves.toEqual([['docs', 'built']]);
    expect(asked).toEqual([
      'GET /techdocs/sync/default/component/aurora-auction',
      'GET /techdocs/metadata/techdocs/default/component/aurora-auction',
      'POST /search/.backstage/scheduler/v1/tasks/search_index_software_catalog/trigger',
      'POST /search/.backstage/scheduler/v1/tasks/search_index_techdocs/trigger',
    ]);
  });

  it.each([
    [
      'a build that fails',
      'event: error\ndata: "mkdocs.yml is broken"\n\n',
      'TechDocs failed: mkdocs.yml is broken.',
    ],
    [
      'an answer that breaks off',
      'event: log\ndata: "buil',
      'TechDocs broke off before the site was built.',
    ],
  ])('goes on after %s, and says so', async (_, sent, said) => {
    events = sent;
    await expect(run()).resolves.toEqual([['docs', said]]);
  });

  it('says where docs are built elsewhere', async () => {
    hasSite = false;
    const [[, said]] = await run();
    expect(said).toMatch(/another builder makes the docs here/);
  });

  it('does not take an entity of somebody else for the new one', async () => {
    await expect(run(auction('url:http://elsewhere'))).rejects.toThrow(
      ConflictError,
    );
  });
});
