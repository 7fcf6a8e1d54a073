import { ResponseError } from '@backstage/errors';
import { DomainClient } from './DomainClient';
import { ContractError, FetchLike, writeQuery } from './requestJson';
import { WorldsClient } from './WorldsClient';

function setup(answer: () => Response) {
  const urls: string[] = [];
  const fetch: FetchLike = async url => {
    urls.push(url);
    return answer();
  };
  return {
    urls,
    worlds: new WorldsClient({
      baseUrl: async () => 'http://b/api/worlds',
      fetch,
    }),
    domain: new DomainClient({ baseUrl: 'http://b/api/scaling', fetch }),
  };
}

const json =
  (body: unknown, status = 200) =>
  () =>
    new Response(JSON.stringify(body), {
      status,
      headers: { 'content-type': 'application/json' },
    });

it('writes queries with repeated and without undefined parameters', () => {
  expect(writeQuery({ a: ['x', 'y z'], b: undefined, c: 0, d: false })).toBe(
    '?a=x&a=y+z&c=0&d=false',
  );
  expect(writeQuery({ a: undefined, b: [] })).toBe('');
});

it('asks the worlds backend where it answers', async () => {
  const empty = { columns: [], rows: [], total: 0, unread: [] };
  const { urls, worlds } = setup(json(empty));
  expect(await worlds.fleet({ state: ['atRisk'], limit: 5 })).toEqual(empty);
  await worlds.service({ kind: 'component', namespace: 'a/b', name: 'x' });
  expect(urls).toEqual([
    'http://b/api/worlds/fleet?state=atRisk&limit=5',
    'http://b/api/worlds/fleet/services/component/a%2Fb/x',
  ]);
});

it('asks the other routes, too', async () => {
  const map = {
    services: [],
    worlds: [],
    regions: [],
    observations: [],
    cells: [],
    unread: [{ part: 'catalog', title: 'Catalog', failing: false }],
  };
  expect(await setup(json(map)).worlds.heatMap({ region: ['eu'] })).toEqual(
    map,
  );
  const states = setup(json({ services: [] }));
  await states.worlds.states(['component:default/a', 'component:default/b']);
  expect(states.urls).toEqual([
    'http://b/api/worlds/fleet/states?entityRef=component%3Adefault%2Fa&entityRef=component%3Adefault%2Fb',
  ]);
  const joined = { domains: [] };
  const { urls, worlds, domain } = setup(json(joined));
  await worlds.sources();
  await worlds.unknowns('component:default/x');
  expect(urls[1]).toBe(
    'http://b/api/worlds/unknowns?entityRef=component%3Adefault%2Fx',
  );
  await expect(domain.sources()).rejects.toThrow(ContractError);
  await expect(domain.unknowns('component:default/x')).rejects.toThrow(
    ContractError,
  );
});

it('carries the status and message of a refusal', async () => {
  const { worlds } = setup(
    json(
      {
        error: { name: 'NotAllowedError', message: 'no' },
        response: { statusCode: 403 },
      },
      403,
    ),
  );
  const error = await worlds.sources().catch(e => e);
  expect(error).toBeInstanceOf(ResponseError);
  expect(error.statusCode).toBe(403);
  expect(error.cause.message).toBe('no');
});

it('names the fields of an answer that does not follow the contract', async () => {
  const { domain } = setup(
    json({ domain: 'scaling', title: 'x', epoch: 1, rows: 'none' }),
  );
  await expect(domain.summaries({})).rejects.toThrow(
    /^\/api\/scaling\/summaries does not follow the contract: 'epoch': .+ and \d more$/,
  );
});

it('says that an answer is no JSON', async () => {
  const { worlds } = setup(() => new Response('<html>'));
  await expect(worlds.sources()).rejects.toThrow(
    '/api/worlds/sources answered something that is not JSON',
  );
});
