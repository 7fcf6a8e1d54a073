import { TestDatabases } from '@backstage/backend-test-utils';
import {
  SloChange,
  sloListQuerySchema,
  SloRow,
} from '@worldscale/backstage-plugin-slo-common';
import { ChangeStore } from './ChangeStore';
import { PolicyStore } from './PolicyStore';
import { RowQuery } from './RowQuery';
import { RowStore } from './RowStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

function row(
  slo: string,
  more: Partial<SloRow> & { remaining?: number } = {},
): SloRow {
  const { remaining, ...rest } = more;
  return {
    ...{
      slo,
      objective: '0',
      region: '',
      displayName: slo,
      objectiveName: null,
    },
    ...{
      service: slo,
      serviceTitle: slo,
      entityRef: `component:default/${slo}`,
    },
    ...{
      world: 'system:default/aurora',
      worldTitle: 'Aurora',
      owner: 'group:default/a',
    },
    ...{ target: 0.999, method: 'Occurrences', isComposite: false },
    window: {
      ...{ kind: 'rolling', duration: '28d', lengthMs: 2_419_200_000 },
      ...{ startAt: null, endAt: null, timeZone: null },
    },
    ...{ playerJourney: null, runbookUrl: null, state: 'healthy', reason: '' },
    figures:
      remaining === undefined
        ? null
        : {
            ...{ sli: 0.9, remaining, consumed: 1 - remaining, burnRate: 1 },
            ...{ minutes: { allowed: 1, remaining: 1 }, events: null },
          },
    ...{ unknownReason: null, burns: [], coverage: 1, lowTraffic: null },
    exhaustion:
      remaining === undefined
        ? null
        : {
            kind: remaining <= 0 ? 'spent' : 'at',
            ...{ inMs: remaining <= 0 ? null : remaining * 1e9, basisMs: null },
          },
    ...{ firing: {}, measuredBy: 'recorded', observedAt: null },
    ...{ freshness: 'fresh', isDefinitionOld: false, decision: 'allow' },
    ...rest,
  };
}

describe.each(databases.eachSupportedId())('rows on %p', id => {
  async function stores(rows: SloRow[]) {
    const db = await databases.init(id);
    await db.migrate.latest({ directory: `${__dirname}/../../migrations` });
    const store = new RowStore(db);
    const memory = { alerts: [], lastRemaining: null };
    await store.replace(rows.map(each => ({ row: each, memory })));
    const query = new RowQuery(db);
    const names = async (asked: object, hidden: string[] = []) => {
      const parsed = sloListQuerySchema.parse(asked);
      const found = await query.list(parsed, new Set(hidden));
      return found.rows.map(r => r.slo);
    };
    return { db, store, query, names };
  }

  const fleet = [
    row('calm', { remaining: 0.9 }),
    row('soon', { remaining: 0.1, state: 'atRisk' }),
    row('spent', { remaining: -0.1, state: 'breached' }),
    row('worst', { remaining: -3, state: 'breached', owner: null }),
    row('dark', { state: 'unknown', world: null }),
    row('part', { remaining: -9, isComposite: true, state: 'breached' }),
    row('calm', { remaining: -9, region: 'eu-frankfurt', state: 'breached' }),
  ];

  it('puts what burns worst first, and leaves parts and regions out', async () => {
    const { names } = await stores(fleet);
    expect(await names({})).toEqual(['worst', 'spent', 'soon', 'dark', 'calm']);
    expect(await names({ order: 'desc' })).toEqual([
      'calm',
      'dark',
      'soon',
      'spent',
      'worst',
    ]);
  });

  it('sorts what is unknown last, either way', async () => {
    const { names } = await stores(fleet);
    expect(await names({ sort: 'remaining' })).toEqual([
      'worst',
      'spent',
      'soon',
      'calm',
      'dark',
    ]);
    expect(await names({ sort: 'remaining', order: 'desc' })).toEqual([
      'calm',
      'soon',
      'spent',
      'worst',
      'dark',
    ]);
  });

  it('filters, counts and pages', async () => {
    const { names, query } = await stores(fleet);
    expect(await names({ state: ['breached', 'unknown'] })).toEqual([
      'worst',
      'spent',
      'dark',
    ]);
    expect(await names({ owner: 'none' })).toEqual(['worst']);
    expect(
      await names({ world: ['none', 'aurora'], limit: 2, offset: 3 }),
    ).toEqual(['dark', 'calm']);
    expect(await names({ q: 'AURORA soon' })).toEqual(['soon']);
    expect(await names({ q: 'so_n' })).toEqual([]);
    expect(await names({}, ['component:default/worst'])).not.toContain('worst');
    const asked = sloListQuerySchema.parse({ state: 'breached', limit: 1 });
    const { total, facets } = await query.list(asked, new Set());
    expect(total).toBe(2);
    expect(
      Object.fromEntries(facets.state.map(f => [f.value, f.count])),
    ).toEqual({ breached: 2, atRisk: 1, unknown: 1, healthy: 1 });
    expect(facets.owner).toEqual(
      expect.arrayContaining([{ value: 'none', count: 1 }]),
    );
  });

  it('forgets what is no longer defined', async () => {
    const { store, names } = await stores(fleet);
    const [calm] = fleet;
    await store.replace([
      { row: calm, memory: { alerts: [], lastRemaining: 0.9 } },
    ]);
    expect(await names({})).toEqual(['calm']);
    expect((await store.memories()).get('calm\n0')).toEqual({
      alerts: [],
      lastRemaining: 0.9,
    });
  });

  it('hands each change out once, and keeps overrides beside decisions', async () => {
    const { db } = await stores([]);
    const changes = new ChangeStore(db);
    const at = '2026-11-20T20:00:00.000Z';
    const change: SloChange = {
      ...{ at, entityRef: 'component:default/a', slo: 'a', objective: '0' },
      ...{ kind: 'budgetSpent', severity: null, text: 'spent' },
    };
    await changes.add([change, { ...change, slo: 'b' }], true);
    await changes.add([{ ...change, slo: 'c' }], false);
    const taken = await Promise.all([
      changes.takeUntold(10),
      changes.takeUntold(10),
    ]);
    expect(
      taken
        .flat()
        .map(c => c.slo)
        .sort(),
    ).toEqual(['a', 'b']);
    const range = {
      fromMs: Date.parse(at),
      toMs: Date.parse(at) + 1,
      limit: 10,
    };
    expect((await changes.find(range)).map(c => c.slo)).toEqual([
      'c',
      'b',
      'a',
    ]);

    const policies = new PolicyStore(db);
    const ref = 'component:default/a';
    await policies.override(ref, {
      by: 'user:default/j',
      reason: 'fix',
      untilMs: 5,
    });
    expect(await policies.decisions()).toEqual(new Map());
    const decided = {
      entityRef: ref,
      decision: 'freeze',
      reasons: [],
      sinceMs: 3,
    } as const;
    await policies.decide([{ ...decided, reasons: [] }]);
    expect((await policies.decisions(ref)).get(ref)).toEqual(decided);
    expect((await policies.overrides(ref)).get(ref)).toEqual({
      by: 'user:default/j',
      reason: 'fix',
      untilMs: 5,
    });
  });
});
