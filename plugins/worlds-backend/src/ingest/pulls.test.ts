import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { ResponseError } from '@backstage/errors';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  DomainClient,
  FetchLike,
  fleetQuerySchema,
} from '@worldscale/backstage-plugin-worlds-common';
import {
  CatalogReading,
  MemorySourceMonitor,
} from '@worldscale/backstage-plugin-worlds-node';
import { migrate } from '../__testUtils__/migrate';
import { FleetReader } from '../fleet/FleetReader';
import { CatalogPull, describeService, isReadInWhole } from './CatalogPull';
import { FleetWriter } from './FleetWriter';
import { SummariesPull } from './SummariesPull';

// Each test has a database of its own, which takes seconds on a busy machine.
jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
const noonMs = Date.parse('2026-11-01T12:00:00Z');

type Answer = (url: URL, init?: { signal?: AbortSignal }) => unknown;

async function setup(answer: Answer) {
  let nowMs = noonMs;
  const db = await databases.init('SQLITE_3');
  await migrate(db);
  const writer = new FleetWriter(db);
  const monitor = new MemorySourceMonitor();
  await monitor.declare([
    { id: 'domain:weather', kind: 'domain', title: 'Weather' },
    { id: 'catalog', kind: 'catalog', title: 'Catalog' },
  ]);
  const asked: string[] = [];
  const fetch: FetchLike = async (url, init) => {
    const parsed = new URL(url);
    asked.push(parsed.search);
    return new Response(JSON.stringify(await answer(parsed, init)));
  };
  const pull = new SummariesPull({
    ...{ writer, monitor },
    auth: mockServices.auth(),
    now: () => new Date(nowMs),
    pageTimeoutMs: 1,
    domains: {
      client: async () =>
        new DomainClient({ baseUrl: 'http://weather', fetch }),
    },
  });
  const reader = new FleetReader(db, { oldAfterMs: 1e6, unknownAfterMs: 1e7 });
  return {
    ...{ asked, db, monitor, writer },
    pull: () => pull.run('weather'),
    pass: (ms: number) => (nowMs += ms),
    error: async () => {
      const sources = await monitor.snapshot();
      return sources.find(s => s.id === 'domain:weather')?.lastError;
    },
    domain: async () => (await reader.domains())[0],
    places: async () => {
      const [domain] = await reader.domains();
      const vision = {
        nowMs: noonMs,
        hidesDomains: false,
        domains: [
          {
            domain: 'weather',
            title: '',
            columns: [],
            confirmedAtMs: domain.confirmedAtMs,
            sources: domain.sources,
          },
        ],
      };
      const query = fleetQuerySchema.parse({ sort: 'service' });
      const { rows } = await reader.page(vision, query);
      return rows.map(r => `${r.name}@${r.region} ${r.state}`);
    },
  };
}

const service = (name: string) => ({
  ...{ entityRef: `component:default/${name}`, name, title: name },
  ...{ type: 'world-service', lifecycle: null, owner: null, world: null },
  regions: [],
});

const page = (names: string[], changes: object = {}) => ({
  ...{ domain: 'weather', title: 'Weather', epoch: 'e', full: true },
  ...{ generation: 3, columns: [], sources: [] },
  rows: names.map(name => ({
    entityRef: `component:default/${name}`,
    ...{ region: 'eu', state: 'healthy', reason: 'fine', values: {} },
    observedAt: new Date(noonMs).toISOString(),
  })),
  ...changes,
});

describe('a pull of a domain', () => {
  it('collects all pages before it writes, and goes on from there', async () => {
    const { asked, pull, places, writer } = await setup(url =>
      url.searchParams.has('cursor')
        ? page(['Mail'])
        : page(['gate'], { nextCursor: 'more' }),
    );
    await writer.applyCatalog([service('gate'), service('mail')], []);
    expect(await pull()).toBe(true);
    expect(await places()).toEqual(['gate@eu healthy', 'mail@eu healthy']);
    await pull();
    expect(asked).toEqual([
      '?limit=2000',
      '?cursor=more&limit=2000',
      '?epoch=e&since=3&limit=2000',
      '?cursor=more&limit=2000',
    ]);
  });

  it('writes nothing of a pull that fails half-way', async () => {
    const { error, pull, places, writer } = await setup(url => {
      if (url.searchParams.has('cursor')) throw new Error('connection reset');
      return page(['gate'], { nextCursor: 'more' });
    });
    await writer.applyCatalog([service('gate')], []);
    await writer.noteStatus('weather', 'ok');
    await pull();
    expect(await places()).toEqual(['gate@ unknown']);
    expect(await error()).toMatchObject({ message: 'connection reset' });
  });

  it('keeps in words what is wrong with a domain and with its sources', async () => {
    let fails = false;
    const fra = { id: 'fra', confirmedAt: new Date(noonMs).toISOString() };
    const error = { message: 'list pods', code: 'ECONNREFUSED' };
    const { domain, pull } = await setup(() => {
      if (fails) throw Object.assign(new Error('no'), { code: 'ECONNRESET' });
      return page([], { sources: [{ ...fra, title: 'Frankfurt', error }] });
    });
    await pull();
    expect((await domain()).record.trouble).toBeNull();
    expect((await domain()).sources.get('fra')).toEqual({
      title: 'Frankfurt',
      trouble: 'Frankfurt does not accept connections (ECONNREFUSED).',
    });
    fails = true;
    expect(await pull()).toBe(true);
    expect((await domain()).record.trouble).toBe(
      'Weather breaks off the connection (ECONNRESET).',
    );
    fails = false;
    await pull();
    expect((await domain()).record.trouble).toBeNull();
  });

  it('gives up a page that takes too long, and says so', async () => {
    const { error, pull } = await setup(
      (_, init) =>
        new Promise((_resolve, reject) =>
          init?.signal?.addEventListener('abort', () =>
            reject(init.signal?.reason),
          ),
        ),
    );
    expect(await pull()).toBe(true);
    expect((await error())?.message).toMatch(/timeout/);
    expect(await pull()).toBe(false);
  });

  it.each([
    [
      'another domain',
      () => page([], { domain: 'traffic' }),
      "'weather' answers as the domain 'traffic'",
    ],
    [
      'a reset between two pages',
      (url: URL) =>
        url.searchParams.has('cursor')
          ? page([], { epoch: 'f' })
          : page([], { nextCursor: 'more' }),
      "'weather' was reset while it was read",
    ],
    ['something else', () => 'hello', 'does not follow the contract'],
  ])('refuses an answer of %s', async (_, answer, message) => {
    const { error, pull } = await setup(answer);
    await pull();
    expect((await error())?.message).toContain(message);
  });

  it('asks a domain that is not installed again after a while only', async () => {
    const { asked, error, pass, pull } = await setup(async () => {
      throw await ResponseError.fromResponse(
        new Response('{}', { status: 404 }),
      );
    });
    expect(await pull()).toBe(true);
    await pull();
    expect(asked).toHaveLength(1);
    pass(60_000);
    expect(await pull()).toBe(false);
    expect(asked).toHaveLength(2);
    expect(await error()).toBeNull();
  });
});

describe('reading the catalog', () => {
  const component: Entity = {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name: 'Gate', title: 'The Gate' },
    spec: { type: 'World-Service', lifecycle: 'beta' },
    relations: [
      { type: 'partOf', targetRef: 'system:default/platform' },
      { type: 'partOf', targetRef: 'system:default/aurora' },
      { type: 'ownedBy', targetRef: 'Group:default/Core' },
      { type: 'dependsOn', targetRef: 'resource:default/eu' },
      { type: 'dependsOn', targetRef: 'resource:default/database' },
    ],
  };

  it('takes world, owner and regions from relations that lead to such', () => {
    expect(
      describeService(
        component,
        new Set(['system:default/aurora']),
        new Set(['resource:default/eu']),
      ),
    ).toEqual({
      entityRef: 'component:default/gate',
      name: 'Gate',
      title: 'The Gate',
      type: 'world-service',
      lifecycle: 'beta',
      owner: 'group:default/core',
      world: 'system:default/aurora',
      regions: ['eu'],
    });
  });

  it('makes do with an entity that says nothing', () => {
    const bare = {
      ...component,
      metadata: { name: 'x' },
      spec: {},
      relations: undefined,
    };
    expect(describeService(bare, new Set(), new Set())).toMatchObject({
      title: 'x',
      type: '',
      owner: null,
      world: null,
      regions: [],
    });
  });

  it('reads page by page and counts what changed', async () => {
    const { db, monitor, writer } = await setup(() => page([]));
    const entities = Array.from({ length: 1203 }, (_, i) => ({
      ...component,
      metadata: { name: `s${i}` },
    }));
    const pull = new CatalogPull({
      ...{ writer, monitor },
      catalog: catalogServiceMock({ entities }),
      auth: mockServices.auth(),
      reading: { unread: async () => undefined },
      now: () => new Date(noonMs),
    });
    expect(await pull.run()).toBe(1203);
    expect(await pull.run()).toBe(0);
    expect(await db('fleet_rows')).toHaveLength(1203);
  });

  it('keeps what it has when the catalog fails, and notes the failure', async () => {
    const { db, monitor, writer } = await setup(() => page([]));
    await writer.applyCatalog([service('gate')], []);
    const pull = new CatalogPull({
      ...{ writer, monitor },
      catalog: catalogServiceMock.mock({
        queryEntities: async () => {
          throw new Error('catalog is down');
        },
      }),
      auth: mockServices.auth(),
      reading: { unread: async () => undefined },
      now: () => new Date(noonMs),
    });
    expect(await pull.run()).toBe(0);
    expect(await db('fleet_rows')).toHaveLength(1);
    expect(await monitor.snapshot()).toMatchObject([
      {
        id: 'catalog',
        reachable: false,
        lastError: { message: 'catalog is down' },
      },
      {},
    ]);
  });

  describe('beside what it has', () => {
    async function sourceAfter(
      reading: CatalogReading['unread'],
      entities: Entity[] = [],
    ) {
      const { monitor, writer } = await setup(() => page([]));
      const pull = new CatalogPull({
        ...{ writer, monitor },
        catalog: catalogServiceMock({ entities }),
        auth: mockServices.auth(),
        reading: { unread: reading },
        now: () => new Date(noonMs),
      });
      await pull.run();
      const sources = await monitor.snapshot();
      return sources.find(({ id }) => id === 'catalog');
    }

    const part = (i: number) => ({
      part: `location:default/l${i}`,
      reason: `l${i} was never read: YAML error`,
      since: null,
    });

    it('shows what the catalog could not read, and counts what is too long to show', async () => {
      const unreadable = Array.from({ length: 23 }, (_, i) => part(i));
      expect(
        await sourceAfter(async () => ({ waiting: 7, unreadable })),
      ).toMatchObject({
        reachable: true,
        unreadable: [
          {
            code: 'WAITING',
            reason: '7 entities are still to be read for the first time',
          },
          ...unreadable.slice(0, 20),
        ],
        notes: ['3 more cannot be read.'],
        lastError: { message: 'l0 was never read: YAML error' },
      });
    });

    it('shows nothing of a catalog that is read, and of one that does not tell', async () => {
      const healthy = { reachable: true, unreadable: [], notes: [] };
      expect(
        await sourceAfter(async () => ({ waiting: 0, unreadable: [] })),
      ).toMatchObject(healthy);
      expect(await sourceAfter(async () => undefined)).toMatchObject(healthy);
    });

    it('shows before that what it can no longer read', async () => {
      const status = {
        ...{ type: 'backstage.io/catalog-processing', level: 'error' },
        message: 'fetch failed.',
      };
      const location = {
        ...{ apiVersion: 'backstage.io/v1alpha1', kind: 'Location' },
        metadata: { name: 'a' },
        spec: { target: 'http://localhost:7101/a.yaml' },
        status: { items: [status] },
      };
      const unreadable = [part(0)];
      const reading = async () => ({ waiting: 0, unreadable });
      expect(await sourceAfter(reading, [location])).toMatchObject({
        reachable: true,
        unreadable: [{ part: 'locations of http://localhost:7101' }, part(0)],
      });
    });

    it('tells a catalog that is still being read from one that is read', async () => {
      const unreadable = [part(0)];
      const after = async (reading: CatalogReading['unread']) =>
        isReadInWhole(await sourceAfter(reading));
      expect(await after(async () => ({ waiting: 1, unreadable }))).toBe(false);
      expect(await after(async () => ({ waiting: 0, unreadable }))).toBe(true);
      expect(await after(async () => undefined)).toBe(true);
      expect(isReadInWhole(undefined)).toBe(false);
    });

    it('keeps no wait as an error', async () => {
      expect(
        await sourceAfter(async () => ({ waiting: 1, unreadable: [] })),
      ).toMatchObject({
        unreadable: [
          { code: 'WAITING', reason: expect.stringMatching(/^1 e/) },
        ],
        lastError: null,
      });
    });

    it('tells that it could not be asked, and is then not taken for read', async () => {
      const source = await sourceAfter(async () => {
        throw new Error('no answer');
      });
      expect(source).toMatchObject({
        reachable: true,
        unreadable: [
          {
            code: 'NOT_TOLD',
            reason: 'what the catalog cannot read is not known: no answer',
          },
        ],
      });
      expect(isReadInWhole(source)).toBe(false);
    });
  });
});
