import {
  coreServices,
  createBackendPlugin,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import { Entity } from '@backstage/catalog-model';
import {
  catalogServiceRef,
  CatalogService,
} from '@backstage/plugin-catalog-node';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  AuthorizeResult,
  createPermission,
} from '@backstage/plugin-permission-common';
import { SummaryRow } from '@worldscale/backstage-plugin-worlds-common';
import {
  createDomainRouter,
  MemorySourceMonitor,
  MemorySummaryLedger,
} from '@worldscale/backstage-plugin-worlds-node';
import { RequestHandler, Router } from 'express';
import request from 'supertest';
import worldsPlugin from '.';

const at = () => new Date().toISOString();

function component(name: string, changes: Partial<Entity> = {}): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name },
    spec: { type: 'world-service', lifecycle: 'production' },
    relations: [
      { type: 'partOf', targetRef: 'system:default/aurora' },
      { type: 'ownedBy', targetRef: 'group:default/core' },
      { type: 'dependsOn', targetRef: 'resource:default/eu' },
    ],
    ...changes,
  };
}

const entities: Entity[] = [
  component('gate'),
  component('mail'),
  component('website', { spec: { type: 'website' } }),
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'System',
    metadata: { name: 'aurora', title: 'Aurora' },
    spec: { type: 'world' },
  },
  {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: { name: 'eu', title: 'Europe' },
    spec: { type: 'region' },
  },
];

function row(name: string, changes: Partial<SummaryRow> = {}): SummaryRow {
  return {
    entityRef: `component:default/${name}`,
    region: 'eu',
    state: 'healthy',
    reason: `${name} is fine`,
    values: { replicas: 3, price: 7 },
    observedAt: at(),
    ...changes,
  };
}

/** A domain whose answers a test can swap; it answers as real ones do. */
class FakeDomain {
  ledger = new MemorySummaryLedger();
  /** Answers instead of the domain, if set. */
  instead: RequestHandler | undefined;
  readonly monitor = new MemorySourceMonitor();

  readonly feature = createBackendPlugin({
    pluginId: 'scaling',
    register: env => {
      env.registerInit({
        deps: {
          catalog: catalogServiceRef,
          httpAuth: coreServices.httpAuth,
          httpRouter: coreServices.httpRouter,
          permissions: coreServices.permissions,
        },
        init: async ({ catalog, httpAuth, httpRouter, permissions }) => {
          const router = Router();
          router.use((req, res, next) =>
            this.instead ? this.instead(req, res, next) : next(),
          );
          router.use((req, res, next) =>
            createDomainRouter({
              ...{ httpAuth, permissions, catalog },
              domain: 'scaling',
              title: 'Scaling',
              columns: [
                { id: 'replicas', title: 'Replicas', type: 'number' },
                {
                  ...{ id: 'price', title: 'Price', type: 'money' },
                  permission: 'cost.read',
                },
              ],
              readPermission: createPermission({
                name: 'scaling.read',
                attributes: { action: 'read' },
              }),
              ledger: this.ledger,
              monitor: this.monitor,
              explainUnknowns: async () => [
                { region: 'eu', reason: 'fra is dark', since: null },
              ],
            })(req, res, next),
          );
          httpRouter.use(router);
        },
      });
    },
  });
}

async function setup(
  options: {
    denied?: string[];
    visibleTo?: string[];
    domains?: string[];
    withoutDomain?: boolean;
  } = {},
) {
  const { denied = [], visibleTo } = options;
  const domain = new FakeDomain();
  const scheduler = mockServices.scheduler();
  const registry = actionsRegistryServiceMock();
  const everything = catalogServiceMock({ entities });
  const catalog: CatalogService = Object.assign(
    Object.create(everything) as CatalogService,
    {
      // Like the real one: shows a user what they may see, and services everything.
      queryEntities: async (
        query: Parameters<CatalogService['queryEntities']>[0],
        { credentials }: Parameters<CatalogService['queryEntities']>[1],
      ) => {
        const answer = await everything.queryEntities(query);
        const { type } = credentials.principal as { type: string };
        if (!visibleTo || type === 'service') return answer;
        const items = answer.items.filter(e =>
          visibleTo.includes(e.metadata.name),
        );
        return { ...answer, items };
      },
      getEntityByRef: everything.getEntityByRef.bind(everything),
    },
  );
  const { server } = await startTestBackend({
    features: [
      worldsPlugin,
      ...(options.withoutDomain ? [] : [domain.feature]),
      mockServices.rootConfig.factory({
        data: { worlds: { domains: options.domains ?? ['scaling', 'slo'] } },
      }),
      createServiceFactory({
        service: coreServices.scheduler,
        deps: {},
        factory: () => scheduler,
      }),
      createServiceFactory({
        service: catalogServiceRef,
        deps: {},
        factory: () => catalog,
      }),
      createServiceFactory({
        service: actionsRegistryServiceRef,
        deps: {},
        factory: () => registry,
      }),
      mockServices.permissions.mock({
        authorize: async requests =>
          requests.map(({ permission: { name } }) => ({
            result: denied.includes(name)
              ? AuthorizeResult.DENY
              : AuthorizeResult.ALLOW,
          })),
        authorizeConditional: async requests =>
          requests.map(({ permission: { name } }) => {
            if (denied.includes(name)) return { result: AuthorizeResult.DENY };
            if (!visibleTo || name !== 'catalog.entity.read') {
              return { result: AuthorizeResult.ALLOW };
            }
            return {
              result: AuthorizeResult.CONDITIONAL,
              pluginId: 'catalog',
              resourceType: 'catalog-entity',
              conditions: {
                rule: 'IS_ENTITY_OWNER',
                resourceType: 'catalog-entity',
                params: {},
              },
            };
          }),
      }).factory,
    ],
  });
  const get = (path: string, token = mockCredentials.user.header()) =>
    request(server).get(`/api/worlds${path}`).set('Authorization', token);
  return {
    domain,
    registry,
    get,
    pull: () => scheduler.triggerTask('pull-scaling'),
    pullOther: () => scheduler.triggerTask('pull-slo'),
    readCatalog: () => scheduler.triggerTask('pull-catalog'),
    states: async () => {
      const { body } = await get('/fleet?sort=service');
      return body.rows.map(
        (r: { name: string; state: string }) => `${r.name} ${r.state}`,
      );
    },
  };
}

describe('the fleet', () => {
  it('joins the catalog with what an installed domain reports', async () => {
    const { domain, get, pull, pullOther, readCatalog } = await setup();
    await domain.ledger.replace('fra', [row('gate')], new Date());
    await readCatalog();
    await pull();
    await pullOther();
    const res = await get('/fleet?world=aurora&sort=service&facets=true');
    expect(res.status).toBe(200);
    expect(res.body).toMatchObject({
      total: 2,
      columns: [{ id: 'scaling.replicas' }, { id: 'scaling.price' }],
      rows: [
        {
          entityRef: 'component:default/gate',
          worldTitle: 'Aurora',
          regionTitle: 'Europe',
          owner: 'group:default/core',
          state: 'healthy',
          values: { 'scaling.replicas': 3 },
        },
        {
          name: 'mail',
          state: 'unknown',
          reason: 'Nothing is reported about it in Europe (asked: Scaling).',
        },
      ],
      facets: { owner: [{ value: 'group:default/core', count: 2 }] },
    });
    const one = await get('/fleet/services/Component/default/Gate');
    expect(one.body.rows).toHaveLength(1);
    const none = await get('/fleet/services/component/default/website');
    expect(none.status).toBe(404);
    const map = await get('/fleet/heatmap?state=healthy');
    expect(map.body.cells).toEqual([[0, 0, 0, 3]]);
  });

  it('follows changes, removals and a reset of the domain', async () => {
    const { domain, pull, readCatalog, states } = await setup();
    await readCatalog();
    await domain.ledger.replace('fra', [row('gate'), row('mail')], new Date());
    await pull();
    expect(await states()).toEqual(['gate healthy', 'mail healthy']);
    await domain.ledger.replace('fra', [row('gate', { state: 'breached' })]);
    await pull();
    expect(await states()).toEqual(['gate breached', 'mail unknown']);
    domain.ledger = new MemorySummaryLedger();
    await domain.ledger.replace('fra', [row('mail')], new Date());
    await pull();
    expect(await states()).toEqual(['gate unknown', 'mail healthy']);
  });

  it('keeps what it has when a domain fails, and names what failed', async () => {
    const { domain, get, pull, readCatalog, states } = await setup();
    await readCatalog();
    await domain.ledger.replace('fra', [row('gate')], new Date());
    await pull();
    domain.instead = (_req, res) => {
      res.status(500).json({ error: { message: 'out of order' } });
    };
    await pull();
    expect(await states()).toEqual(['gate healthy', 'mail unknown']);
    const { body } = await get('/sources');
    expect(body.domains).toMatchObject([
      {
        domain: 'worlds',
        sources: expect.arrayContaining([
          expect.objectContaining({
            id: 'domain:scaling',
            reachable: false,
            lastError: expect.objectContaining({
              code: '500',
              message: expect.stringContaining('500'),
            }),
          }),
        ]),
      },
      { domain: 'scaling', status: 'failed' },
      { domain: 'slo', status: 'notInstalled' },
    ]);
    const unknowns = await get('/unknowns?entityRef=component:default/gate');
    expect(unknowns.body.domains[0].unknowns).toMatchObject([
      { source: 'domain:scaling', reason: expect.stringContaining('500') },
    ]);
  });

  it('names the field of an answer that does not follow the contract', async () => {
    const { domain, get, pull, readCatalog, states } = await setup();
    await readCatalog();
    domain.instead = (_req, res) => {
      res.json({ domain: 'scaling', title: 'x', rows: [{ state: 'fine' }] });
    };
    await pull();
    expect(await states()).toEqual(['gate unknown', 'mail unknown']);
    const { body } = await get('/sources');
    const own = body.domains[0].sources.find(
      (s: { id: string }) => s.id === 'domain:scaling',
    );
    expect(own.lastError.message).toMatch(
      /\/api\/scaling\/summaries does not follow the contract: '.+'/,
    );
  });

  it('leaves out a domain that is not installed, without calling it a failure', async () => {
    const { get, pull, readCatalog } = await setup({ withoutDomain: true });
    await readCatalog();
    await pull();
    const { body } = await get('/fleet');
    expect(body).toMatchObject({ total: 2, columns: [] });
    const sources = await get('/sources');
    expect(sources.body.domains).toMatchObject([
      { sources: [{ id: 'catalog', reachable: true }] },
      { domain: 'scaling', status: 'notInstalled' },
      { domain: 'slo', status: 'notInstalled' },
    ]);
  });

  it('joins sources and unknowns of the domains', async () => {
    const { domain, get } = await setup();
    await domain.monitor.declare([
      { id: 'fra', kind: 'k', title: 'Frankfurt' },
    ]);
    const sources = await get('/sources');
    expect(sources.body.domains[1]).toMatchObject({
      title: 'Scaling',
      status: 'ok',
      sources: [{ id: 'fra', reachable: null }],
    });
    const unknowns = await get('/unknowns?entityRef=Component:gate');
    expect(unknowns.body.domains[1].unknowns).toMatchObject([
      { region: 'eu', reason: 'fra is dark' },
    ]);
    const strange = await get('/unknowns?entityRef=component:default/none');
    expect(strange.status).toBe(404);
  });
});

describe('what a reader may see', () => {
  it('neither holds nor sorts by a column that they may not see', async () => {
    const { domain, get, pull, readCatalog } = await setup({
      denied: ['cost.read'],
    });
    await domain.ledger.replace('fra', [row('gate')], new Date());
    await readCatalog();
    await pull();
    const { body } = await get('/fleet?sort=scaling.replicas');
    expect(body.columns).toMatchObject([{ id: 'scaling.replicas' }]);
    expect(JSON.stringify(body)).not.toContain('price');
    const hidden = await get('/fleet?sort=scaling.price');
    const missing = await get('/fleet?sort=scaling.nonsense');
    expect(hidden.status).toBe(400);
    expect(hidden.body.error.message.replace('price', 'nonsense')).toBe(
      missing.body.error.message,
    );
  });

  it('takes no state from a domain that they may not see', async () => {
    const { domain, get, pull, readCatalog, states } = await setup({
      denied: ['scaling.read'],
    });
    await domain.ledger.replace('fra', [row('gate')], new Date());
    await readCatalog();
    await pull();
    expect(await states()).toEqual(['gate unknown', 'mail unknown']);
    const { body } = await get('/sources');
    expect(body.domains[1]).toMatchObject({ status: 'denied', sources: [] });
  });

  it('holds only services that the catalog shows them', async () => {
    const { get, readCatalog } = await setup({ visibleTo: ['mail'] });
    await readCatalog();
    expect((await get('/fleet')).body).toMatchObject({
      total: 1,
      rows: [{ name: 'mail' }],
    });
    const gate = await get('/fleet/services/component/default/gate');
    expect(gate.status).toBe(404);
    const service = await get('/fleet', mockCredentials.service.header());
    expect(service.body.total).toBe(2);
  });

  it('holds nothing where the catalog shows nothing', async () => {
    const { get, readCatalog } = await setup({
      denied: ['catalog.entity.read'],
    });
    await readCatalog();
    expect((await get('/fleet')).body.total).toBe(0);
  });

  it.each([
    ['/fleet', 'worlds.fleet.read'],
    ['/fleet/heatmap', 'worlds.fleet.read'],
    ['/fleet/services/component/default/gate', 'worlds.fleet.read'],
    ['/sources', 'worlds.sources.read'],
    ['/unknowns?entityRef=component:gate', 'worlds.fleet.read'],
  ])('refuses %s without %s', async (path, permission) => {
    const { get } = await setup({ denied: [permission] });
    const res = await get(path);
    expect(res.status).toBe(403);
    expect(res.body.error.message).toContain(permission);
    const nobody = await get(path, mockCredentials.none.header());
    expect(nobody.status).toBe(401);
  });
});

it.each([
  ['/fleet?state=fine', 'state'],
  ['/fleet?limit=0', 'limit'],
  ['/fleet?limit=many', 'limit'],
  ['/fleet?offset=-1', 'offset'],
  ['/fleet?order=up', 'order'],
  ['/fleet?sort=scaling', 'sort'],
  ['/fleet?colour=red', 'colour'],
  ['/fleet?owner=group:', 'owner'],
  ['/fleet/heatmap?limit=3', 'limit'],
  ['/unknowns', 'entityRef'],
  ['/unknowns?entityRef=gate', 'entityRef'],
])('answers %s with the name of what is wrong', async (path, parameter) => {
  const { get } = await setup();
  const res = await get(path);
  expect(res.status).toBe(400);
  expect(res.body.error.message).toContain(parameter);
});

describe('actions', () => {
  it('list what is not healthy, as the caller may see it', async () => {
    const { domain, pull, readCatalog, registry } = await setup();
    await domain.ledger.replace(
      'fra',
      [row('gate', { state: 'atRisk' }), row('mail')],
      new Date(),
    );
    await readCatalog();
    await pull();
    const { output } = await registry.invoke({
      id: 'test:list-world-services-by-state',
      input: {},
      credentials: mockCredentials.user(),
    });
    expect(output).toMatchObject({
      total: 1,
      rows: [{ entityRef: 'component:default/gate', state: 'atRisk' }],
    });
  });

  it('explain what is unknown, and are marked as reading only', async () => {
    const { registry } = await setup();
    const { output } = await registry.invoke({
      id: 'test:explain-unknown-service-state',
      input: { entityRef: 'component:default/gate' },
      credentials: mockCredentials.user(),
    });
    expect(output).toMatchObject({ unknowns: [{ reason: 'fra is dark' }] });
    const { actions } = await registry.list();
    expect(actions.map(a => a.attributes.readOnly)).toEqual([true, true]);
  });
});
