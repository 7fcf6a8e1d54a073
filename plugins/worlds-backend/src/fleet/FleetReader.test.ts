import { TestDatabases } from '@backstage/backend-test-utils';
import { FleetQuery } from '@worldscale/backstage-plugin-worlds-common';
import { Fleet, iso, noonMs, pull, row, service } from '../__testUtils__/Fleet';
import { migrate } from '../__testUtils__/migrate';

// Each test has a database of its own, which takes seconds on a busy machine.
jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const minutes = (n: number) => n * 60_000;
const places = (rows: Array<{ name: string; region: string }>) =>
  rows.map(r => `${r.name}@${r.region}`);

describe.each(databases.eachSupportedId())('fleet on %s', id => {
  it('shows a service that no domain knows as unknown, with the reason', async () => {
    const fleet = await Fleet.on(databases, id);
    await fleet.writer.applyCatalog([service('gate'), service('mail')], []);
    expect((await fleet.ask()).rows).toMatchObject([
      {
        name: 'gate',
        region: '',
        state: 'unknown',
        reason: 'No domain that could tell has answered yet.',
        observedAt: null,
      },
      { name: 'mail' },
    ]);
    await fleet.writer.applySummaries(
      pull('scaling', { rows: [row('mail', 'eu')] }),
    );
    const { rows } = await fleet.ask();
    expect(places(rows)).toEqual(['gate@', 'mail@eu']);
    expect(rows[0].reason).toBe(
      'Nothing is reported about it (asked: scaling).',
    );
  });

  it('shows every region that the catalog names, before anybody reports', async () => {
    const fleet = await Fleet.on(databases, id);
    const gate = service('gate', { regions: ['ap', 'eu'] });
    await fleet.writer.applyCatalog(
      [gate],
      [{ kind: 'region', value: 'eu', title: 'Europe' }],
    );
    await fleet.writer.applySummaries(
      pull('scaling', { rows: [row('gate', 'us')] }),
    );
    expect(places((await fleet.ask({ sort: 'region' })).rows)).toEqual([
      'gate@ap',
      'gate@eu',
      'gate@us',
    ]);
    await fleet.writer.applyCatalog([service('gate', { regions: ['ap'] })], []);
    expect(places((await fleet.ask({ sort: 'region' })).rows)).toEqual([
      'gate@ap',
      'gate@us',
    ]);
  });

  it('keeps a service when its last report is removed, and drops it with the catalog', async () => {
    const fleet = await Fleet.on(databases, id);
    await fleet.writer.applyCatalog([service('gate')], []);
    const rows = [row('gate', 'eu'), row('gate', 'us')];
    await fleet.writer.applySummaries(pull('scaling', { rows }));
    const removed = rows.map(r => ({ ...r, removed: true as const }));
    await fleet.writer.applySummaries(
      pull('scaling', { rows: removed, full: false, generation: 2 }),
    );
    expect(places((await fleet.ask()).rows)).toEqual(['gate@']);
    expect(await fleet.writer.pulled('scaling')).toEqual({
      epoch: 'e',
      since: 2,
    });
    await fleet.writer.applyCatalog([], []);
    expect((await fleet.ask()).rows).toEqual([]);
    expect(await fleet.db('fleet_rows')).toEqual([]);
  });

  it('waits with what domains report until the catalog knows the service', async () => {
    const fleet = await Fleet.on(databases, id);
    await fleet.writer.applySummaries(
      pull('scaling', { rows: [row('gate', 'eu', { state: 'breached' })] }),
    );
    expect((await fleet.ask()).total).toBe(0);
    await fleet.writer.applyCatalog([service('gate', { title: 'Gate' })], []);
    expect((await fleet.ask()).rows).toMatchObject([
      { title: 'Gate', region: 'eu', state: 'breached' },
    ]);
  });

  it('drops what a full answer no longer names, of this domain alone', async () => {
    const fleet = await Fleet.on(databases, id);
    await fleet.writer.applyCatalog([service('gate')], []);
    await fleet.writer.applySummaries(
      pull('scaling', { rows: [row('gate', 'eu'), row('gate', 'us')] }),
    );
    await fleet.writer.applySummaries(
      pull('slo', { rows: [row('gate', 'ap')] }),
    );
    await fleet.writer.applySummaries(
      pull('scaling', { rows: [row('gate', 'us')], epoch: 'f' }),
    );
    expect(places((await fleet.ask({ sort: 'region' })).rows)).toEqual([
      'gate@ap',
      'gate@us',
    ]);
  });

  it('counts a state that nobody confirms as unknown, in filters as in rows', async () => {
    const fleet = await Fleet.on(databases, id);
    await fleet.writer.applyCatalog([service('a'), service('b')], []);
    await fleet.writer.applySummaries(
      pull('scaling', {
        rows: [
          row('a', 'eu', { source: 'fra', values: { replicas: 3 } }),
          row('b', 'eu', { source: 'iad', values: { replicas: 9 } }),
        ],
        sources: [
          { id: 'fra', confirmedAt: iso(noonMs + minutes(9)) },
          { id: 'iad', confirmedAt: iso(noonMs) },
        ],
      }),
    );
    const nowMs = noonMs + minutes(10);
    const later = await fleet.vision({ nowMs });
    expect((await fleet.ask({ state: ['unknown'] }, later)).rows).toMatchObject(
      [
        {
          name: 'b',
          state: 'unknown',
          freshness: 'unknown',
          observedAt: iso(noonMs),
          reason:
            'Not confirmed by iad since 2026-11-01 12:00:00 UTC. Last known: healthy. b is fine',
          values: { 'scaling.replicas': null },
        },
      ],
    );
    const healthy = await fleet.ask({ state: ['healthy'] }, later);
    expect(healthy).toMatchObject({
      total: 1,
      rows: [
        { name: 'a', freshness: 'fresh', observedAt: iso(noonMs + minutes(9)) },
      ],
    });
    const sort = { sort: 'scaling.replicas', order: 'desc' as const };
    expect(places((await fleet.ask(sort, later)).rows)).toEqual([
      'a@eu',
      'b@eu',
    ]);
    expect(places((await fleet.ask(sort)).rows)).toEqual(['b@eu', 'a@eu']);
    const facets = await fleet.reader.facets(later, {});
    expect(facets.state).toEqual([
      { value: 'unknown', count: 1 },
      { value: 'healthy', count: 1 },
    ]);
  });

  it('says old before it says unknown', async () => {
    const fleet = await Fleet.on(databases, id);
    await fleet.writer.applyCatalog([service('a')], []);
    await fleet.writer.applySummaries(
      pull('scaling', { rows: [row('a', 'eu')] }),
    );
    const later = await fleet.vision({ nowMs: noonMs + minutes(2) });
    expect((await fleet.ask({}, later)).rows).toMatchObject([
      { state: 'healthy', freshness: 'old' },
    ]);
  });

  it('takes the worst state over the domains that the reader may see', async () => {
    const fleet = await Fleet.on(databases, id);
    await fleet.writer.applyCatalog([service('a')], []);
    await fleet.writer.applySummaries(
      pull('scaling', { rows: [row('a', 'eu', { path: 'scaling' })] }),
    );
    const broke = { state: 'breached' as const, reason: 'too dear' };
    await fleet.writer.applySummaries(
      pull('cost', { rows: [row('a', 'eu', broke), row('a', '', broke)] }),
    );
    expect((await fleet.ask({ state: ['breached'] })).total).toBe(2);
    const support = await fleet.vision({}, ['cost']);
    expect((await fleet.ask({}, support)).rows).toMatchObject([
      {
        region: 'eu',
        state: 'healthy',
        reason: 'a is fine',
        path: 'scaling',
      },
    ]);
    const rows = await fleet.reader.service(support, 'component:default/a');
    expect(rows).toMatchObject([{ cells: [{ domain: 'scaling' }] }]);
    expect((await fleet.ask({ state: ['breached'] }, support)).total).toBe(0);
  });

  it('shows one row of a service that only hidden domains know', async () => {
    const fleet = await Fleet.on(databases, id);
    await fleet.writer.applyCatalog([service('a')], []);
    await fleet.writer.applySummaries(
      pull('cost', { rows: [row('a', 'eu'), row('a', 'us')] }),
    );
    const support = await fleet.vision({}, ['cost']);
    expect(await fleet.ask({}, support)).toMatchObject({
      total: 1,
      rows: [{ state: 'unknown', values: {} }],
    });
  });

  it('filters, counts and searches', async () => {
    const fleet = await Fleet.on(databases, id);
    await fleet.writer.applyCatalog(
      [
        service('gate', { title: 'Aurora Gate', regions: ['eu', 'us'] }),
        service('mail', {
          world: null,
          owner: null,
          lifecycle: 'experimental',
          regions: ['eu'],
        }),
        service('100%_odd', { type: 'shard-service', regions: ['us'] }),
      ],
      [{ kind: 'world', value: 'system:default/aurora', title: 'Aurora' }],
    );
    const found = async (query: Partial<FleetQuery>) =>
      places((await fleet.ask({ sort: 'service', ...query })).rows);
    expect(await found({ world: ['none'] })).toEqual(['mail@eu']);
    expect(
      await found({ world: ['system:default/aurora'], region: ['us'] }),
    ).toEqual(['100%_odd@us', 'gate@us']);
    expect(await found({ owner: ['none', 'group:default/core'] })).toHaveLength(
      4,
    );
    expect(await found({ lifecycle: ['experimental'] })).toEqual(['mail@eu']);
    expect(await found({ type: ['shard-service'] })).toEqual(['100%_odd@us']);
    expect(await found({ q: 'GATE aurora us' })).toEqual(['gate@us']);
    expect(await found({ q: '%_' })).toEqual(['100%_odd@us']);
    expect(await found({ q: "'; drop table fleet_rows; --" })).toEqual([]);
    expect(await found({ order: 'desc' })).toEqual([
      'mail@eu',
      'gate@eu',
      'gate@us',
      '100%_odd@us',
    ]);
    const facets = await fleet.reader.facets(await fleet.vision(), {
      region: ['us'],
    });
    expect(facets.region).toEqual([
      { value: 'eu', count: 2 },
      { value: 'us', count: 2 },
    ]);
    expect(facets.world).toEqual([
      { value: 'system:default/aurora', title: 'Aurora', count: 2 },
    ]);
  });

  it('turns pages without losing or repeating a row, and sorts unknown last', async () => {
    const fleet = await Fleet.on(databases, id);
    const names = Array.from({ length: 12 }, (_, i) => `s${i}`);
    await fleet.writer.applyCatalog(
      names.map(n => service(n)),
      [],
    );
    await fleet.writer.applySummaries(
      pull('scaling', {
        rows: names.map((n, i) =>
          row(n, 'eu', {
            values: i % 3 ? { replicas: i % 5, owner: `o${i % 2}` } : {},
          }),
        ),
      }),
    );
    for (const sort of [
      'scaling.replicas',
      'scaling.owner',
      'state',
      'world',
    ]) {
      for (const order of ['asc', 'desc'] as const) {
        const seen: string[] = [];
        for (let offset = 0; offset < 12; offset += 5) {
          const page = await fleet.ask({ sort, order, limit: 5, offset });
          expect(page.total).toBe(12);
          seen.push(...page.rows.map(r => r.name));
        }
        expect(new Set(seen).size).toBe(12);
      }
    }
    const { rows } = await fleet.ask({
      sort: 'scaling.replicas',
      order: 'desc',
    });
    const values = rows.map(r => r.values['scaling.replicas']);
    expect(values).toEqual(
      [4, 3, 2, 2, 1, 1, 0, 0, null, null, null, null].sort(
        (a, b) => (b ?? -1) - (a ?? -1),
      ),
    );
  });

  it('sorts words in a column of numbers after the largest of them', async () => {
    const fleet = await Fleet.on(databases, id);
    const values = { few: 3, many: 900, endless: 'not growing', lost: null };
    const names = Object.keys(values) as (keyof typeof values)[];
    await fleet.writer.applyCatalog(
      names.map(name => service(name)),
      [],
    );
    const rows = names.map(name =>
      row(name, 'eu', { values: { replicas: values[name] } }),
    );
    await fleet.writer.applySummaries(pull('scaling', { rows }));
    const sorted = async (order: 'asc' | 'desc') => {
      const page = await fleet.ask({ sort: 'scaling.replicas', order });
      return page.rows.map(({ name }) => name);
    };
    expect(await sorted('asc')).toEqual(['few', 'many', 'endless', 'lost']);
    expect(await sorted('desc')).toEqual(['endless', 'many', 'few', 'lost']);
  });

  it('holds only entities that the catalog shows the reader, in totals too', async () => {
    const fleet = await Fleet.on(databases, id);
    await fleet.writer.applyCatalog([service('a'), service('b')], []);
    const entityRefs = ['component:default/b'];
    const vision = await fleet.vision({ entityRefs });
    expect(await fleet.ask({}, vision)).toMatchObject({
      total: 1,
      rows: [{ name: 'b' }],
    });
    expect((await fleet.reader.facets(vision, {})).state).toEqual([
      { value: 'unknown', count: 1 },
    ]);
    const nothing = await fleet.vision({ entityRefs: [] });
    expect((await fleet.ask({}, nothing)).total).toBe(0);
  });

  it('draws the heat map with the same states as the board', async () => {
    const fleet = await Fleet.on(databases, id);
    await fleet.writer.applyCatalog(
      [service('a'), service('b', { world: null })],
      [{ kind: 'region', value: 'eu', title: 'Europe' }],
    );
    await fleet.writer.applySummaries(
      pull('scaling', {
        rows: [row('a', 'eu', { state: 'atRisk' }), row('a', 'us')],
      }),
    );
    const map = await fleet.reader.heatMap(await fleet.vision(), {});
    const read = map.cells.map(([s, w, r, state]) => [
      map.services[s].title,
      map.worlds[w].title,
      map.regions[r].title,
      state,
    ]);
    expect(read).toEqual(
      expect.arrayContaining([
        ['a', 'system:default/aurora', 'Europe', 1],
        ['a', 'system:default/aurora', 'us', 3],
        ['b', 'Shared by all worlds', 'No region', 2],
      ]),
    );
    expect(read).toHaveLength(3);
  });

  it('forgets domains that are no longer asked for', async () => {
    const fleet = await Fleet.on(databases, id);
    await fleet.writer.applyCatalog([service('a')], []);
    await fleet.writer.applySummaries(
      pull('scaling', { rows: [row('a', 'eu')] }),
    );
    await fleet.writer.keepOnly(['slo']);
    expect(places((await fleet.ask()).rows)).toEqual(['a@']);
    expect(await fleet.writer.pulled('scaling')).toBeUndefined();
  });

  it('migrates up and down', async () => {
    const fleet = await Fleet.on(databases, id);
    await migrate(fleet.db, 'down');
    expect(await fleet.db.schema.hasTable('fleet_rows')).toBe(false);
    await migrate(fleet.db);
    expect(await fleet.db.schema.hasTable('source_health')).toBe(true);
  });
});
