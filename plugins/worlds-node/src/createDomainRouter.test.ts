import {
  mockCredentials,
  mockErrorHandler,
  mockServices,
} from '@backstage/backend-test-utils';
import {
  AuthorizeResult,
  createPermission,
} from '@backstage/plugin-permission-common';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  SourceHealth,
  summariesResponseSchema,
} from '@worldscale/backstage-plugin-worlds-common';
import express from 'express';
import request from 'supertest';
import { createDomainRouter, DomainRouterOptions } from './createDomainRouter';
import { MemorySourceMonitor } from './sources/MemorySourceMonitor';
import { MemorySummaryLedger } from './summaries/MemorySummaryLedger';

const readPermission = createPermission({
  name: 'weather.read',
  attributes: { action: 'read' },
});
const noon = new Date('2026-11-01T12:00:00Z');

async function setup(
  result: AuthorizeResult.ALLOW | AuthorizeResult.DENY = AuthorizeResult.ALLOW,
  changes: Partial<DomainRouterOptions> = {},
) {
  const ledger = new MemorySummaryLedger({ epoch: 'first' });
  const monitor = new MemorySourceMonitor();
  await monitor.declare([{ id: 'sky', kind: 'eyes', title: 'The sky' }]);
  const row = {
    entityRef: 'component:default/rain',
    region: 'eu',
    state: 'unknown' as const,
    reason: 'clouds',
    values: {},
    observedAt: null,
  };
  await ledger.replace('sky', [row], noon);
  const router = createDomainRouter({
    domain: 'weather',
    title: 'Weather',
    columns: [{ id: 'rain', title: 'Rain', type: 'number' }],
    readPermission,
    httpAuth: mockServices.httpAuth(),
    permissions: mockServices.permissions.mock({
      authorize: async requests => requests.map(() => ({ result })),
    }),
    catalog: catalogServiceMock({
      entities: [
        {
          apiVersion: 'backstage.io/v1alpha1',
          kind: 'Component',
          metadata: { name: 'Rain' },
        },
      ],
    }),
    ledger,
    monitor,
    explainUnknowns: async entityRef => [
      { region: 'eu', reason: `no view of ${entityRef}`, since: null },
    ],
    ...changes,
  });
  return express().use(router).use(mockErrorHandler());
}

const asService = mockCredentials.service.header();
const asUser = mockCredentials.user.header();

it('answers summaries that follow the contract to another backend', async () => {
  const app = await setup();
  const res = await request(app)
    .get('/summaries?limit=10')
    .set('Authorization', asService);
  expect(res.status).toBe(200);
  expect(summariesResponseSchema.parse(res.body)).toMatchObject({
    domain: 'weather',
    permission: 'weather.read',
    epoch: 'first',
    full: true,
    rows: [{ entityRef: 'component:default/rain', source: 'sky' }],
  });
});

describe('sources of summaries', () => {
  const sourcesWith = async (changes?: Partial<DomainRouterOptions>) => {
    const res = await request(await setup(AuthorizeResult.ALLOW, changes))
      .get('/summaries')
      .set('Authorization', asService);
    return res.body.sources;
  };
  const watched = async (failing: string[]) => {
    const monitor = new MemorySourceMonitor();
    const ids = ['sky', 'sea'];
    await monitor.declare(
      ids.map(id => ({ id, kind: 'eyes', title: `The ${id}` })),
    );
    for (const id of ids) {
      await monitor.failed(id, { status: 403, message: 'no' }, noon);
      if (!failing.includes(id)) await monitor.succeeded(id, noon);
    }
    return monitor;
  };
  const confirmed = { id: 'sky', confirmedAt: noon.toISOString() };

  it('have their titles, and say why they cannot be read', async () => {
    expect(await sourcesWith({ monitor: await watched(['sky']) })).toEqual([
      { ...confirmed, title: 'The sky', error: { message: 'no', code: '403' } },
    ]);
  });

  it('say nothing of failures from which they recovered', async () => {
    expect(await sourcesWith({ monitor: await watched([]) })).toEqual([
      { ...confirmed, title: 'The sky' },
    ]);
  });

  it('name the one that fails of several behind them', async () => {
    const sourcesBehind = (_: string, monitored: SourceHealth[]) => monitored;
    const sea = { title: 'The sea', error: { message: 'no', code: '403' } };
    expect(
      await sourcesWith({ monitor: await watched(['sea']), sourcesBehind }),
    ).toEqual([{ ...confirmed, ...sea }]);
    expect(
      await sourcesWith({ monitor: await watched([]), sourcesBehind }),
    ).toEqual([confirmed]);
  });
});

it('does not answer summaries to people', async () => {
  const res = await request(await setup())
    .get('/summaries')
    .set('Authorization', asUser);
  expect(res.status).toBe(403);
});

it('names the parameter of a request that it cannot read', async () => {
  const res = await request(await setup())
    .get('/summaries?since=yesterday')
    .set('Authorization', asService);
  expect(res.status).toBe(400);
  expect(res.body.error.message).toContain("'since'");
});

it('counts the rows that depend on each source', async () => {
  const res = await request(await setup())
    .get('/sources')
    .set('Authorization', asUser);
  expect(res.body).toMatchObject({
    domain: 'weather',
    sources: [{ id: 'sky', reachable: null, rows: 1 }],
  });
});

it.each(['/sources', '/unknowns?entityRef=component:default/rain'])(
  'refuses %s to a reader without the permission, naming it',
  async path => {
    const res = await request(await setup(AuthorizeResult.DENY))
      .get(path)
      .set('Authorization', asUser);
    expect(res.status).toBe(403);
    expect(res.body.error.message).toContain("'weather.read'");
  },
);

it('explains what is unknown about an entity, whichever way it is written', async () => {
  const res = await request(await setup())
    .get('/unknowns?entityRef=Component:Rain')
    .set('Authorization', asUser);
  expect(res.body.unknowns).toEqual([
    { region: 'eu', reason: 'no view of component:default/rain', since: null },
  ]);
});

it.each([
  ['', 400],
  ['?entityRef=rain', 400],
  ['?entityRef=component:default/snow', 404],
])('answers /unknowns%s with %s', async (query, status) => {
  const res = await request(await setup())
    .get(`/unknowns${query}`)
    .set('Authorization', asUser);
  expect(res.status).toBe(status);
});
