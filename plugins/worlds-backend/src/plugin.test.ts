import { mockCredentials } from '@backstage/backend-test-utils';
import { MemorySummaryLedger } from '@worldscale/backstage-plugin-worlds-node';
import { row, startPortal } from './__testUtils__/startPortal';

// Each test has a database of its own, which takes seconds on a busy machine.
jest.setTimeout(60_000);

describe('the fleet', () => {
  it('joins the catalog with what an installed domain reports', async () => {
    const { domain, get, pull, pullOther, readCatalog } = await startPortal();
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
    expect(map.body.cells).toEqual([[0, 0, 0, 3, 0]]);
    expect(map.body.observations).toMatchObject([{ freshness: 'fresh' }]);
    const states = await get(
      '/fleet/states?entityRef=Component:default/Gate&entityRef=component:website',
    );
    expect(states.body.services).toMatchObject([
      { name: 'gate', state: 'healthy', rows: 1, rowsInState: 1 },
    ]);
  });

  it('follows changes, removals and a reset of the domain', async () => {
    const { domain, pull, readCatalog, states } = await startPortal();
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
    const { domain, get, pull, readCatalog, states } = await startPortal();
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
    const { domain, get, pull, readCatalog, states } = await startPortal();
    await readCatalog();
    domain.instead = (_req, res) => {
      res.json({ domain: 'scaling', title: 'x', rows: [{ state: 'fine' }] });
    };
    await pull();
    expect(await states()).toEqual(['gate unknown', 'mail unknown']);
    const fleet = await get('/fleet');
    expect(fleet.body.unread).toEqual([
      { part: 'domain', title: 'Domain scaling', failing: true },
      { part: 'domain', title: 'Domain slo', failing: false },
    ]);
    const { body } = await get('/sources');
    const own = body.domains[0].sources.find(
      (s: { id: string }) => s.id === 'domain:scaling',
    );
    expect(own.lastError.message).toMatch(
      /\/api\/scaling\/summaries does not follow the contract: '.+'/,
    );
  });

  it('leaves out a domain that is not installed, without calling it a failure', async () => {
    const { get, pull, readCatalog } = await startPortal({
      withoutDomain: true,
    });
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
    const { domain, get, readCatalog } = await startPortal();
    await readCatalog();
    await domain.monitor.declare([
      { id: 'fra', kind: 'k', title: 'Frankfurt' },
    ]);
    const sources = await get('/sources');
    expect(sources.body.domains[0].sources).toContainEqual(
      expect.objectContaining({
        id: 'domain:scaling',
        title: 'Domain Scaling',
      }),
    );
    expect(sources.body.domains[1]).toMatchObject({
      title: 'Scaling',
      status: 'ok',
      sources: [{ id: 'fra', reachable: null }],
    });
    const unknowns = await get('/unknowns?entityRef=Component:gate');
    expect(unknowns.body.domains[1].unknowns).toMatchObject([
      { region: 'eu', regionTitle: 'Europe', reason: 'fra is dark' },
    ]);
    const strange = await get('/unknowns?entityRef=component:default/none');
    expect(strange.status).toBe(404);
  });
});

describe('what a reader may see', () => {
  it('neither holds nor sorts by a column that they may not see', async () => {
    const { domain, get, pull, readCatalog } = await startPortal({
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
    const { domain, get, pull, readCatalog, states } = await startPortal({
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
    const { get, readCatalog } = await startPortal({ visibleTo: ['mail'] });
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
    const { get, readCatalog } = await startPortal({
      denied: ['catalog.entity.read'],
    });
    await readCatalog();
    expect((await get('/fleet')).body.total).toBe(0);
  });

  it.each([
    ['/fleet', 'worlds.fleet.read'],
    ['/fleet/heatmap', 'worlds.fleet.read'],
    ['/fleet/services/component/default/gate', 'worlds.fleet.read'],
    ['/fleet/states?entityRef=component:gate', 'worlds.fleet.read'],
    ['/sources', 'worlds.sources.read'],
    ['/unknowns?entityRef=component:gate', 'worlds.fleet.read'],
  ])('refuses %s without %s', async (path, permission) => {
    const { get } = await startPortal({ denied: [permission] });
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
  ['/fleet/states', 'entityRef'],
  ['/fleet/states?entityRef=gate', 'entityRef'],
  [`/fleet/states?${'entityRef=component:a&'.repeat(101)}`, 'entityRef'],
  ['/unknowns', 'entityRef'],
  ['/unknowns?entityRef=gate', 'entityRef'],
])('answers %s with the name of what is wrong', async (path, parameter) => {
  const { get } = await startPortal();
  const res = await get(path);
  expect(res.status).toBe(400);
  expect(res.body.error.message).toContain(parameter);
});

describe('actions', () => {
  it('list what is not healthy, as the caller may see it', async () => {
    const { domain, pull, readCatalog, registry } = await startPortal();
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
    const { registry } = await startPortal();
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
