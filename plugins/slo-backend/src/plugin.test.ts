/**
 * The plugin over the simulated world, whose Prometheus knows no rules.
 *
 * @jest-environment node
 */
import { mockCredentials } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { SloDetail, SloRow } from '@worldscale/backstage-plugin-slo-common';
// Tests may run the simulator: docs/decisions/0003.
// eslint-disable-next-line @backstage/no-mixed-plugin-imports
import { ManualClock, Simulator, startSimulator } from '@worldscale/simulator';
import { sloFile } from './__testUtils__/sloFile';
import {
  PortalOptions,
  service,
  startPortal,
  TestRepository,
  urlOf,
  world,
} from './__testUtils__/startPortal';

jest.setTimeout(120_000);

const startMs = Date.parse('2026-11-20T20:00:10Z');
const hourMs = 3_600_000;

describe('the SLO backend', () => {
  let simulator: Simulator;
  let clock: ManualClock;
  const stops: (() => Promise<void>)[] = [];

  beforeAll(async () => {
    clock = new ManualClock(startMs);
    simulator = await startSimulator({ clock, tickMs: 0 });
  });
  afterAll(() => simulator.close());
  beforeEach(() => {
    jest.spyOn(Date, 'now').mockImplementation(() => clock.now());
  });
  afterEach(async () => {
    for (const stop of stops.splice(0)) await stop();
    simulator.faults.set('prometheus', []);
    jest.restoreAllMocks();
  });

  const gatewayFile = 'worlds/aurora/gateway/slo.yaml';
  const chatFile = 'worlds/aurora/chat/slo.yaml';

  async function portal(options: Partial<PortalOptions> = {}) {
    const repository = new TestRepository();
    repository.files.set(
      gatewayFile,
      sloFile('aurora-gateway', {
        annotations: { 'worldscale.io/player-journey': 'log in to Aurora' },
      }),
    );
    repository.files.set(
      chatFile,
      sloFile('aurora-chat', {
        annotations: {
          'worldscale.io/group-by': 'region',
          'worldscale.io/player-journey': 'chat in Aurora',
        },
      }),
    );
    const started = await startPortal({
      entities: [
        service('aurora-gateway', 'worlds/aurora/gateway', { world: 'aurora' }),
        service('aurora-chat', 'worlds/aurora/chat', { world: 'aurora' }),
        world('aurora'),
      ],
      prometheusUrl: simulator.urls.prometheus,
      repository,
      ...options,
    });
    stops.push(started.stop);
    const rowOf = async (slo: string): Promise<SloRow> => {
      const { body } = await started.get('/slos');
      const found = body.rows.find((row: SloRow) => row.slo === slo);
      if (!found) throw new Error(`no row of ${slo}`);
      return found;
    };
    return { ...started, rowOf };
  }

  async function increaseOf(selector: string, range: string, atMs: number) {
    const query = new URLSearchParams({
      query: `sum(increase(http_requests_total{${selector}}[${range}]))`,
      time: String(atMs / 1000),
    });
    const answer = await fetch(
      `${simulator.urls.prometheus}/api/v1/query?${query}`,
    );
    return Number((await answer.json()).data.result[0].value[1]);
  }

  it('measures what lies beside services, and agrees with Prometheus over the same window', async () => {
    const { round, rowOf } = await portal();
    await round();
    const row = await rowOf('aurora-gateway-availability');
    expect(row).toMatchObject({
      entityRef: 'component:default/aurora-gateway',
      world: 'system:default/aurora',
      owner: 'group:default/world-aurora',
      measuredBy: 'direct',
      coverage: 1,
      freshness: 'fresh',
      playerJourney: 'log in to Aurora',
    });
    // The window ends with the last whole slice, and begins with the first whole hour.
    const endMs = Date.parse('2026-11-20T19:55:00Z');
    const name = 'service="aurora-gateway"';
    const bad = await increaseOf(`${name},code=~"5.."`, '1435m', endMs);
    const total = await increaseOf(name, '1435m', endMs);
    expect(bad).toBeGreaterThan(0);
    expect(row.figures!.events!.total / total).toBeCloseTo(1, 3);
    expect(row.figures!.consumed / (bad / total / 0.001)).toBeCloseTo(1, 2);
    expect(row.burns.map(b => b.windowMs / hourMs)).toEqual([1 / 12, 1, 6, 24]);
  });

  it('draws a burn-down that never rises and ends on the tile', async () => {
    const { round, get } = await portal();
    await round();
    const { body } = await get('/slos/aurora-gateway-availability');
    const [{ row, burnDown, days, alerts }] = (body as SloDetail).objectives;
    expect(burnDown.remaining).toHaveLength(24);
    expect(burnDown.remaining.at(-1)).toBe(row.figures!.remaining);
    const known = burnDown.remaining.filter(r => r !== null);
    expect(known).toEqual([...known].sort((a, b) => b - a));
    const used = days.reduce((sum, day) => sum + (day.consumed ?? 0), 0);
    expect(used).toBeCloseTo(row.figures!.consumed, 9);
    expect(alerts).toMatchObject([
      { severity: 'page', threshold: 14.4, state: 'inactive', isHeld: false },
    ]);
    expect(body.definition).toMatchObject({ areRulesLoaded: false, line: 7 });
    expect(body.definition.text).toMatch(/^apiVersion: openslo\/v1\nkind: SLO/);
    expect(body.definition.rules).toContain('record: "slo:bad_ratio:1d"');
  });

  it('tells regions apart, and tells the fleet of each', async () => {
    const { round, get } = await portal();
    await round();
    const { body } = await get('/slos/aurora-chat-availability');
    const [{ row, regions }] = (body as SloDetail).objectives;
    expect(regions.map(r => r.region).sort()).toEqual([
      'ap-tokyo',
      'eu-frankfurt',
      'sa-saopaulo',
      'us-oregon',
      'us-virginia',
    ]);
    // No entity of these regions is in the catalog: they are called by their names.
    expect(regions.map(r => r.regionTitle)).toEqual(regions.map(r => r.region));
    expect(row.regionTitle).toBeUndefined();
    const sum = regions.reduce((n, r) => n + r.figures!.events!.total, 0);
    expect(sum / row.figures!.events!.total).toBeCloseTo(1, 9);
    const summaries = await get('/summaries').set(
      'Authorization',
      mockCredentials.service.header(),
    );
    expect(summaries.body.columns.map((c: { id: string }) => c.id)).toEqual([
      ...['sli', 'budgetRemaining', 'burnRate', 'exhaustion', 'policy'],
    ]);
    const told = summaries.body.rows.map(
      (r: { entityRef: string; region: string }) =>
        `${r.entityRef} ${r.region}`.replace('component:default/', ''),
    );
    expect(told.sort()).toEqual([
      'aurora-chat ap-tokyo',
      'aurora-chat eu-frankfurt',
      'aurora-chat sa-saopaulo',
      'aurora-chat us-oregon',
      'aurora-chat us-virginia',
      'aurora-gateway ',
    ]);
    const list = await get('/slos');
    expect(list.body.total).toBe(2);
  });

  it('adds the journeys of a world up', async () => {
    const { round, get, rowOf } = await portal();
    await round();
    const { body, status } = await get('/worlds/default/aurora');
    expect(status).toBe(200);
    expect(body.title).toBe('AURORA');
    expect(body.journeys.map((j: { journey: string }) => j.journey)).toEqual([
      'chat in Aurora',
      'log in to Aurora',
    ]);
    const gateway = await rowOf('aurora-gateway-availability');
    const chat = await rowOf('aurora-chat-availability');
    const mean = (gateway.figures!.remaining + chat.figures!.remaining) / 2;
    expect(body.composite.remaining).toBeCloseTo(mean, 9);
  });

  it('names file, line and field of what is wrong, and goes on with all other files', async () => {
    const { round, get, repository, rowOf } = await portal();
    const broken = sloFile('aurora-chat').replace(
      'target: 0.999',
      'target: 99.9',
    );
    repository.files.set(chatFile, broken);
    const sound = repository.files.get(gatewayFile);
    const slip =
      'apiVersion: openslo/v1\nkind: SLO\nmetadata: { name: UPPER }\n';
    repository.files.set(gatewayFile, [sound, slip, slip].join('---\n'));
    await round();
    await rowOf('aurora-gateway-availability');
    const { body } = await get('/entities/component/default/aurora-chat');
    expect(body).toMatchObject({
      state: 'unknown',
      reason: 'Its file of objectives holds errors.',
      rows: [],
      policy: null,
    });
    expect(body.files[0].problems).toMatchObject([
      {
        severity: 'error',
        file: urlOf(chatFile),
        line: broken.split('\n').findIndex(l => l.includes('99.9')) + 1,
        field: 'spec.objectives[0].target',
      },
    ]);
    const unknowns = await get(
      '/unknowns?entityRef=component:default/aurora-chat',
    );
    expect(unknowns.body.unknowns[0].reason).toContain(urlOf(chatFile));
    expect((await get('/slos')).body).toMatchObject({
      ...{ total: 1, brokenFiles: 2, brokenDefinitions: 3 },
    });
  });

  it('counts files that it can never read among the broken', async () => {
    const local = service('aurora-gateway', 'worlds/aurora/gateway');
    local.metadata.annotations!['backstage.io/managed-by-location'] =
      'file:/etc/catalog/gateway/catalog-info.yaml';
    const repository = new TestRepository();
    repository.files.set(chatFile, new Error('403 Forbidden'));
    const { round, get } = await portal({
      ...{
        repository,
        entities: [local, service('aurora-chat', 'worlds/aurora/chat')],
      },
    });
    await round();
    expect((await get('/slos')).body).toMatchObject({
      ...{ total: 0, brokenFiles: 2, unreadableFiles: 2, isReading: false },
      brokenDefinitions: 0,
    });
    const { body } = await get('/entities/component/default/aurora-gateway');
    expect(body.reason).toMatch(
      /^Its file of objectives cannot be read: .*'file'/,
    );
  });

  it('keeps the last definition of a file that cannot be read, and says that it is old', async () => {
    const { round, get, repository, rowOf } = await portal();
    await round();
    repository.files.set(gatewayFile, new Error('the forge is down'));
    clock.advance(20_000);
    await round();
    expect(await rowOf('aurora-gateway-availability')).toMatchObject({
      isDefinitionOld: true,
      state: 'healthy',
    });
    const { body } = await get('/entities/component/default/aurora-gateway');
    expect(body.files[0]).toMatchObject({ error: 'the forge is down' });
    expect(body.files[0].failingSince).toBe(
      new Date(clock.now()).toISOString(),
    );
    const sources = await get('/sources');
    const files = sources.body.sources.find(
      (s: { id: string }) => s.id === 'files',
    );
    expect(files.unreadable[0].reason).toContain('the forge is down');
  });

  it('does not take the part of a window that it has read for the whole', async () => {
    const entities = [service('aurora-gateway', 'worlds/aurora/gateway')];
    const repository = new TestRepository();
    repository.files.set(
      gatewayFile,
      sloFile('aurora-gateway', { window: '28d' }),
    );
    const { round, rowOf } = await portal({ entities, repository });
    // Each look at the clock takes long, so that there is time for nothing.
    let looks = 0;
    jest.spyOn(Date, 'now').mockImplementation(() => {
      looks += 1;
      return clock.now() + looks * 2_000;
    });
    await round();
    const row = await rowOf('aurora-gateway-availability');
    expect(row).toMatchObject({
      figures: null,
      state: 'unknown',
      unknownReason: expect.stringMatching(
        /^its past is still being read \(\d+ % of its window so far\)$/,
      ),
    });
    expect(row.coverage).toBeLessThan(0.9);
    jest.spyOn(Date, 'now').mockImplementation(() => clock.now());
    await round();
    const whole = await rowOf('aurora-gateway-availability');
    expect(whole.coverage).toBeGreaterThan(0.9);
    expect(whole.figures!.minutes.allowed).toBeCloseTo(28 * 1440 * 0.001, 0);
  });

  it('begins a new generation with another query, and keeps history with another target', async () => {
    const { round, get, repository, rowOf } = await portal();
    const firstLookAt = new Date(
      Math.floor(clock.now() / 60_000) * 60_000,
    ).toISOString();
    await round();
    const before = await rowOf('aurora-gateway-availability');
    clock.advance(20_000);
    repository.files.set(
      gatewayFile,
      sloFile('aurora-gateway', { target: 0.99 }),
    );
    await round();
    const after = await rowOf('aurora-gateway-availability');
    expect(after.figures!.events!.total).toBe(before.figures!.events!.total);
    expect(after.figures!.consumed * 10).toBeCloseTo(
      before.figures!.consumed,
      9,
    );
    repository.files.set(
      gatewayFile,
      sloFile('aurora-gateway', { codes: '503' }),
    );
    clock.advance(20_000);
    await round();
    const { body } = await get('/slos/aurora-gateway-availability');
    expect(body.objectives[0].generations).toHaveLength(2);
    expect(body.objectives[0].generations[1].since).not.toBeNull();
    const query = `slo=aurora-gateway-availability&from=2026-11-20T00:00:00Z&to=2026-11-21T00:00:00Z`;
    const changes = await get(`/changes?${query}`);
    expect(changes.body.changes.map((c: { kind: string }) => c.kind)).toEqual([
      'generationStarted',
    ]);
    // It was first looked at when this test began; no change before is not known.
    expect(changes.body.knownSince).toBe(firstLookAt);
  });

  it('says what it does not know while Prometheus is down, and does not forget', async () => {
    const { round, rowOf, get } = await portal();
    await round();
    simulator.faults.set('prometheus', [{ kind: 'status', code: 503 }]);
    clock.advance(90_000);
    await round();
    expect(await rowOf('aurora-gateway-availability')).toMatchObject({
      freshness: 'old',
      state: 'healthy',
    });
    clock.advance(300_000);
    await round();
    const row = await rowOf('aurora-gateway-availability');
    expect(row).toMatchObject({ freshness: 'unknown', state: 'unknown' });
    expect(row.reason).toContain('Prometheus was last read at');
    const policy = await get(
      '/entities/component/default/aurora-gateway/policy',
    );
    expect(policy.body).toMatchObject({
      decision: 'slowDown',
      mayDeploy: true,
    });
    expect(policy.body.reasons[0].text).toContain('is not known');
    simulator.faults.set('prometheus', []);
    await round();
    expect(await rowOf('aurora-gateway-availability')).toMatchObject({
      freshness: 'fresh',
      state: 'healthy',
    });
  });

  it('keeps results by the hour and by the day', async () => {
    const { round, get } = await portal();
    await round();
    const range = 'from=2026-11-20T10:00:00Z&to=2026-11-20T12:00:00Z';
    const { body } = await get(
      `/slos/aurora-gateway-availability/history?${range}&by=hour`,
    );
    expect(body.results).toMatchObject([
      { startAt: '2026-11-20T10:00:00.000Z', coverage: 1 },
      { startAt: '2026-11-20T11:00:00.000Z', coverage: 1 },
    ]);
    const total = await increaseOf(
      'service="aurora-gateway"',
      '2h',
      Date.parse('2026-11-20T12:00:00Z'),
    );
    expect(body.total.totalEvents / total).toBeCloseTo(1, 3);
    const wrong = await get(
      '/slos/aurora-gateway-availability/history?from=x&to=y',
    );
    expect(wrong.status).toBe(400);
    expect(wrong.body.error.message).toContain("'from'");
  });

  it('does not take time that nobody observed for covered', async () => {
    const { round, get } = await portal();
    await round();
    const history = async (from: string, to: string) =>
      (
        await get(
          `/slos/aurora-gateway-availability/history?from=${from}&to=${to}`,
        )
      ).body;
    const year = await history('2025-11-21T00:00:00Z', '2026-11-21T00:00:00Z');
    expect(year.results.length).toBeGreaterThan(0);
    expect(year.results.length).toBeLessThan(60);
    expect(year.total.coverage).toBeGreaterThan(0);
    expect(year.total.coverage).toBeLessThanOrEqual(year.results.length / 364);
    expect(year.total).toMatchObject({ sli: null, consumed: null });
    expect(year.knownSince).toBe(year.results[0].startAt);
    // What is still to come is not held against it.
    const today = await history('2026-11-20T00:00:00Z', '2027-11-20T00:00:00Z');
    expect(today.total.coverage).toBeGreaterThan(0.9);
    expect(today.total.sli).not.toBeNull();
    const before = await history(
      '2024-11-01T00:00:00Z',
      '2024-12-01T00:00:00Z',
    );
    expect(before).toMatchObject({
      knownSince: null,
      total: { coverage: 0, sli: null },
      results: [],
    });
  });

  it('serves rules for Prometheus, of all services or of one', async () => {
    const { round, get } = await portal();
    await round();
    const one = await get('/rules?service=aurora-chat');
    expect(one.type).toBe('application/yaml');
    expect(one.text).toContain('slo-aurora-chat-availability-windows');
    expect(one.text).not.toContain('aurora-gateway');
    expect((await get('/rules')).text).toContain('aurora-gateway');
    expect((await get('/rules?service=nobody')).status).toBe(404);
  });

  it('does not call a list empty that nobody has measured yet', async () => {
    const { run, round, get } = await portal();
    const isReading = async () => (await get('/slos')).body.isReading;
    expect(await isReading()).toBe(true);
    await run('look-at-catalog');
    await run('read-files');
    expect((await get('/slos')).body).toMatchObject({ total: 2 });
    await round();
    expect(await isReading()).toBe(false);
    expect((await get('/slos?q=nothing+like+it')).body).toMatchObject({
      ...{ total: 0, isReading: false },
    });
  });

  it('lists what is new before it has any figure, and measures it in the next round', async () => {
    const newFile = 'worlds/aurora/mail/slo.yaml';
    const entities = [
      service('aurora-gateway', 'worlds/aurora/gateway', { world: 'aurora' }),
      service('aurora-mail', 'worlds/aurora/mail', { world: 'aurora' }),
      world('aurora'),
    ];
    const repository = new TestRepository();
    repository.files.set(
      gatewayFile,
      sloFile('aurora-gateway', { window: '28d' }),
    );
    const { round, run, get, rowOf } = await portal({ entities, repository });
    await round();
    // Prometheus is silent: no round comes to its end.
    simulator.faults.set('prometheus', [{ kind: 'status', code: 503 }]);
    repository.files.set(newFile, sloFile('aurora-mail', { window: '28d' }));
    clock.advance(20_000);
    await round();
    const expected = {
      ...{ state: 'unknown', figures: null, observedAt: null },
      reason: 'Not known, because it has not been measured yet.',
    };
    expect(await rowOf('aurora-mail-availability')).toMatchObject(expected);
    const tab = await get('/entities/component/default/aurora-mail');
    expect(tab.body.rows).toMatchObject([expected]);
    expect(tab.body.policy).toMatchObject({ mayDeploy: true });
    expect((await get('/slos/aurora-mail-availability')).status).toBe(200);
    expect(await rowOf('aurora-gateway-availability')).toMatchObject({
      state: 'healthy',
    });
    simulator.faults.set('prometheus', []);
    await run('measure');
    const row = await rowOf('aurora-mail-availability');
    expect(row.observedAt).not.toBeNull();
    expect(row.unknownReason).toContain('Prometheus has no data');
  });

  it('filters, sorts and pages', async () => {
    const { round, get } = await portal();
    await round();
    const names = async (query: string) =>
      (await get(`/slos?${query}`)).body.rows.map((r: SloRow) => r.slo);
    expect(await names('q=LOG+in')).toEqual(['aurora-gateway-availability']);
    expect(await names('q=100%25')).toEqual([]);
    expect(await names('world=aurora&sort=name&order=desc&limit=1')).toEqual([
      'aurora-gateway-availability',
    ]);
    expect(await names('sort=name&offset=1')).toEqual([
      'aurora-gateway-availability',
    ]);
    expect(await names('world=none')).toEqual([]);
    expect(await names('owner=world-aurora&state=healthy')).toHaveLength(2);
    expect(await names('owner=group:default/nobody')).toEqual([]);
    const { body } = await get('/slos?state=breached');
    expect(body.facets.state).toEqual([{ value: 'healthy', count: 2 }]);
    expect((await get('/slos?sort=size')).status).toBe(400);
  });

  it('shows nothing of entities that the caller may not see', async () => {
    const hidden = ['component:default/aurora-chat'];
    const { round, get } = await portal({ hidden });
    await round();
    const { body } = await get('/slos');
    expect(body.rows.map((r: SloRow) => r.slo)).toEqual([
      'aurora-gateway-availability',
    ]);
    expect(body.facets.world).toMatchObject([{ count: 1 }]);
    for (const path of [
      '/slos/aurora-chat-availability',
      '/slos/aurora-chat-availability/history?from=2026-11-20T10:00:00Z&to=2026-11-20T12:00:00Z',
      '/entities/component/default/aurora-chat',
      '/entities/component/default/aurora-chat/policy',
    ]) {
      expect([path, (await get(path)).status]).toEqual([path, 404]);
    }
    expect((await get('/rules')).text).not.toContain('aurora-chat');
    const world_ = await get('/worlds/default/aurora');
    expect(world_.body.journeys).toHaveLength(1);
  });

  it('answers nobody without permission', async () => {
    const { get, post } = await portal({ permission: AuthorizeResult.DENY });
    const entity = '/entities/component/default/aurora-chat';
    for (const path of [
      '/slos',
      '/slos/x',
      '/rules',
      entity,
      `${entity}/policy`,
      '/worlds/default/aurora',
      '/changes?from=2026-11-20T10:00:00Z&to=2026-11-20T12:00:00Z',
      '/sources',
    ]) {
      expect([path, (await get(path)).status]).toEqual([path, 403]);
    }
    const given = await post(`${entity}/policy/override`, {
      reason: 'x',
      hours: 1,
    });
    expect(given.status).toBe(403);
    const nobody = await get('/slos').set(
      'Authorization',
      mockCredentials.none.header(),
    );
    expect(nobody.status).toBe(401);
  });

  it('freezes what has spent its budget, until somebody lifts it', async () => {
    const { round, get, post, rowOf, repository, actions, sent } =
      await portal();
    await round();
    // All but 4xx count as bad: everything fails.
    repository.files.set(
      gatewayFile,
      sloFile('aurora-gateway', {
        codes: '[25]..',
        annotations: { 'worldscale.io/player-journey': 'log in to Aurora' },
      }),
    );
    clock.advance(20_000);
    await round();
    clock.advance(180_000);
    await round();
    const path = '/entities/component/default/aurora-gateway/policy';
    const frozen = await get(path);
    expect(frozen.body).toMatchObject({ decision: 'freeze', mayDeploy: false });
    expect((await get(`${path}?change=security`)).body.mayDeploy).toBe(true);
    expect((await get(`${path}?change=SECURITY`)).body.mayDeploy).toBe(true);
    expect((await get(`${path}?change=Feature`)).body.mayDeploy).toBe(false);
    const slip = await get(`${path}?change=secruity`);
    expect(slip.status).toBe(400);
    expect(slip.body.error.message).toMatch(
      /'change': expected one of .*feature, .*security; found 'secruity'/,
    );
    const told = sent.map(({ recipients, payload }) => [
      recipients,
      payload.severity,
      payload.title,
    ]);
    expect(told).toEqual(
      expect.arrayContaining([
        [
          { type: 'entity', entityRef: 'group:default/world-aurora' },
          'critical',
          expect.stringMatching(/players fail to log in to Aurora/),
        ],
        [
          { type: 'entity', entityRef: 'group:default/world-aurora' },
          'normal',
          expect.stringMatching(/must not be deployed/),
        ],
      ]),
    );
    expect(sent.map(({ payload }) => payload.link)).toEqual(
      expect.arrayContaining([
        '/slos/aurora-gateway-availability',
        '/catalog/default/component/aurora-gateway/slos',
      ]),
    );
    expect(await rowOf('aurora-gateway-availability')).toMatchObject({
      decision: 'freeze',
      decidedBy: { slo: 'aurora-gateway-availability' },
    });
    const count = sent.length;
    clock.advance(20_000);
    await round();
    expect(sent).toHaveLength(count);

    // Neither silence nor a slip of the pen in the file loosens it.
    const held = async (why: string) => {
      const { body } = await get(path);
      expect(body).toMatchObject({ decision: 'freeze', mayDeploy: false });
      expect(body.since).toBe(frozen.body.since);
      expect(body.reasons[0].text).toMatch(/was frozen since .* not known now/);
      expect(body.reasons[0].text).toContain(why);
    };
    simulator.faults.set('prometheus', [{ kind: 'status', code: 503 }]);
    clock.advance(400_000);
    await round();
    await held('Prometheus was last read at');
    const { troubles } = (await get('/slos')).body;
    expect(troubles).toEqual([
      {
        text: expect.stringMatching(/Prometheus .*503 Service Unavailable/),
        lastSuccessAt: expect.stringMatching(/^2026-/),
      },
    ]);
    const page = await get('/slos/aurora-gateway-availability');
    expect(page.body.policy).toMatchObject({ decision: 'freeze' });
    simulator.faults.set('prometheus', []);
    const readable = repository.files.get(gatewayFile)!;
    repository.files.set(gatewayFile, 'kind: [');
    clock.advance(20_000);
    await round();
    await held('the file that defines it holds errors');
    repository.files.set(gatewayFile, readable);
    clock.advance(20_000);
    await round();
    expect((await get(path)).body.reasons[0].text).toContain('overspent');
    // With the definition its alert was gone: it burns still, and takes the old one's place.
    const anew = sent.slice(count).map(({ payload }) => payload.scope);
    expect(anew).toEqual(['alertFired:aurora-gateway-availability']);
    expect(sent.slice(0, count).map(({ payload }) => payload.scope)).toContain(
      anew[0],
    );

    const answer = await actions.invoke({
      ...{ id: 'test:may-deploy', credentials: mockCredentials.user() },
      input: { entityRef: 'component:default/aurora-gateway' },
    });
    expect(answer.output).toMatchObject({
      decision: 'freeze',
      mayDeploy: false,
    });
    const lifted = await post(`${path}/override`, {
      reason: 'the fix',
      hours: 2,
    });
    expect(lifted.body).toMatchObject({
      decision: 'slowDown',
      mayDeploy: true,
      override: { by: 'user:default/mock', reason: 'the fix' },
    });
    const tooLong = await post(`${path}/override`, {
      reason: 'x',
      hours: 1000,
    });
    expect(tooLong.status).toBe(400);
    clock.advance(2 * hourMs + 1);
    expect((await get(path)).body.override).toBeNull();
  });

  it('tells clients of the actions registry what burns', async () => {
    const { round, actions } = await portal();
    await round();
    const list = await actions.invoke({
      ...{ id: 'test:list-burning-slos', credentials: mockCredentials.user() },
      input: { world: 'aurora' },
    });
    expect(list.output).toMatchObject({ total: 2 });
    const one = await actions.invoke({
      ...{ id: 'test:get-slo-state', credentials: mockCredentials.user() },
      input: { slo: 'aurora-gateway-availability' },
    });
    expect(one.output).toMatchObject({
      objectives: [{ state: 'healthy', target: 0.999 }],
    });
  });
});
