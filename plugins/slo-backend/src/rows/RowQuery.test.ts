import { TestDatabases } from '@backstage/backend-test-utils';
import {
  sloListQuerySchema,
  SloRow,
} from '@worldscale/backstage-plugin-slo-common';
import { row } from '../__testUtils__/sloRow';
import { RowQuery } from './RowQuery';
import { RowStore } from './RowStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });

describe.each(databases.eachSupportedId())('rows on %p', id => {
  async function stores(rows: SloRow[]) {
    const db = await databases.init(id);
    await db.migrate.latest({ directory: `${__dirname}/../../migrations` });
    const store = new RowStore(db);
    const memory = { alerts: [], lastRemaining: null };
    await store.replace(rows.map(each => ({ row: each, memory })));
    const query = new RowQuery(db, store);
    const names = async (asked: object, visible?: string[]) => {
      const parsed = sloListQuerySchema.parse(asked);
      const found = await query.list(parsed, visible);
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
    const asked = sloListQuerySchema.parse({ state: 'breached', limit: 1 });
    const { total, facets } = await query.list(asked, undefined);
    expect(total).toBe(2);
    expect(
      Object.fromEntries(facets.state.map(f => [f.value, f.count])),
    ).toEqual({ breached: 2, atRisk: 1, unknown: 1, healthy: 1 });
    expect(facets.owner).toEqual(
      expect.arrayContaining([{ value: 'none', count: 1 }]),
    );
  });

  it('finds and counts all as unknown once the last round is too old', async () => {
    const { query } = await stores(fleet);
    const ask = async (asked: object) => {
      const { rows, total, facets } = await query.list(
        sloListQuerySchema.parse(asked),
        undefined,
        { isTooOld: true },
      );
      const states = facets.state.map(f => [f.value, f.count]);
      return { found: rows.length, total, states };
    };
    const states = [['unknown', 5]];
    expect(await ask({})).toEqual({ found: 5, total: 5, states });
    expect(await ask({ state: ['atRisk', 'unknown'] })).toEqual({
      ...{ found: 5, total: 5, states },
    });
    expect(await ask({ state: 'breached' })).toEqual({
      ...{ found: 0, total: 0, states },
    });
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

  it('shows a reader what they may see, and what belongs to nobody', async () => {
    const { query } = await stores([
      ...fleet,
      row('orphan', { remaining: 0.5, entityRef: null, world: null }),
    ]);
    const asked = sloListQuerySchema.parse({});
    const seen = await query.list(asked, ['component:default/worst']);
    expect(seen.rows.map(r => r.slo)).toEqual(['worst', 'orphan']);
    expect(seen.total).toBe(2);
    expect(seen.facets.world).toEqual([
      { value: 'none', count: 1 },
      { value: 'system:default/aurora', count: 1 },
    ]);
    expect((await query.list(asked, [])).total).toBe(1);
  });

  it('writes only what says something new', async () => {
    const { db } = await stores([]);
    const store = new RowStore(db);
    const at = Date.parse('2026-11-20T20:00:10Z');
    const round = (secondsLater: number, remaining: number) => {
      const observedAtMs = at + secondsLater * 1000;
      const windowEndMs = Math.floor(observedAtMs / 60_000) * 60_000;
      const iso = (ms: number) => new Date(ms).toISOString();
      const rows = ['calm', 'soon'].map((slo, i) => ({
        row: row(slo, {
          remaining: i ? remaining : 0.9,
          observedAt: iso(observedAtMs),
          window: {
            ...{ kind: 'rolling', duration: '28d', lengthMs: 2_419_200_000 },
            startAt: iso(windowEndMs - 2_419_200_000),
            ...{ endAt: iso(windowEndMs), timeZone: null },
          },
        }),
        memory: { alerts: [], lastRemaining: remaining },
      }));
      return { rows, times: { observedAtMs, windowEndMs } };
    };
    const write = async (
      { rows, times }: ReturnType<typeof round>,
      into = store,
    ) => {
      const result = await into.replace(rows, times);
      for (const { row: wanted } of rows) {
        const [found] = await into.ofSlo(wanted.slo);
        expect(found.row).toEqual(wanted);
      }
      return result.written;
    };
    expect(await write(round(0, 0.5))).toBe(2);
    expect(await write(round(20, 0.5))).toBe(0);
    expect(await write(round(60, 0.5))).toBe(0);
    expect(await write(round(80, 0.4))).toBe(2);
    // Another backend takes over, and then the first again.
    const other = new RowStore(db);
    expect(await write(round(100, 0.4), other)).toBe(0);
    expect(await write(round(120, 0.3), other)).toBe(2);
    expect(await write(round(140, 0.4))).toBe(2);
    expect((await store.replace([], round(160, 0.4).times)).removed).toBe(2);
    expect((await other.memories()).size).toBe(0);
  });
});
