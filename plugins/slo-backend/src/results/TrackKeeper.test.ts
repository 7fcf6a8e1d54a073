import { sliceSeries, Tally } from '@worldscale/backstage-plugin-slo-common';
import { TestDatabases } from '@backstage/backend-test-utils';
import { Track } from '../measuring/Track';
import { ResultStore } from './ResultStore';
import { TrackKeeper } from './TrackKeeper';

jest.setTimeout(60_000);

const databases = TestDatabases.create({
  ids: ['SQLITE_3', 'POSTGRES_18'],
});
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const nowMs = Date.parse('2026-11-20T20:01:30Z');
const watermarkMs = Date.parse('2026-11-20T20:00:00Z');
const signal = new AbortController().signal;

/** A track of five-minute slices with 100 events each, one of them bad. */
function steady(options: { knownFromMs?: number; bad?: number } = {}) {
  const { knownFromMs = -Infinity, bad = 1 } = options;
  const asked: [number, number][] = [];
  const track: Track = {
    ...{ slo: 'chat', objective: '0', place: '0', region: '' },
    ...{ generation: 'g1', target: 0.99, sliceMs: 300_000 },
    readBy: 'direct',
    rule: { method: 'Occurrences' },
    read: async ({ startMs, endMs }) => {
      asked.push([startMs, endMs]);
      const count = (endMs - startMs) / 300_000;
      const column = (value: number) =>
        Array.from({ length: count }, (_, i) =>
          startMs + i * 300_000 >= knownFromMs ? value : NaN,
        );
      return sliceSeries(startMs, 300_000, column(bad), column(100));
    },
  };
  return { track, asked };
}

describe.each(databases.eachSupportedId())('TrackKeeper on %p', id => {
  async function keeper() {
    const db = await databases.init(id);
    const directory = `${__dirname}/../../migrations`;
    await db.migrate.latest({ directory });
    const store = new ResultStore(db);
    const kept = new TrackKeeper(store);
    const keep = (track: Track, more: object = {}) =>
      kept.keep(track, {
        ...{
          offsetMs: 0,
          exclusions: [],
          neededFromMs: watermarkMs - 28 * dayMs,
        },
        ...{ nowMs, mayFill: () => true, signal, ...more },
      });
    const hoursOf = (days: number) =>
      store.hours({ slo: 'chat', objective: '0', generation: 'g1' }, 0, {
        ...{ startMs: watermarkMs - days * dayMs, endMs: watermarkMs },
      });
    return { db, directory, store, keep, hoursOf };
  }

  const sumOf = (hours: Map<number, Tally>, key: keyof Tally) =>
    [...hours.values()].reduce((sum, tally) => sum + tally[key], 0);

  it('reads the past once, week by week, and the last hours again and again', async () => {
    const { keep, hoursOf } = await keeper();
    const { track, asked } = steady();
    const { isFilling } = await keep(track);
    expect(isFilling).toBe(false);
    expect(asked[0]).toEqual([watermarkMs - 6 * hourMs, watermarkMs]);
    expect(Math.max(...asked.map(([a, b]) => b - a))).toBe(7 * dayMs);
    const hours = await hoursOf(28);
    expect(hours.size).toBe(28 * 24);
    expect(sumOf(hours, 'badEvents')).toBe(28 * 288);
    asked.length = 0;
    await keep(track, { nowMs: nowMs + 300_000 });
    expect(asked).toEqual([[watermarkMs - 6 * hourMs, watermarkMs + 300_000]]);
  });

  it('goes on where it was broken off', async () => {
    const { keep, hoursOf } = await keeper();
    let pieces = 0;
    const once = () => ++pieces <= 1;
    const first = await keep(steady().track, { mayFill: once });
    expect(first.isFilling).toBe(true);
    expect((await hoursOf(28)).size).toBe(6 + 7 * 24);
    const { track, asked } = steady();
    await keep(track);
    expect(asked).toHaveLength(1 + 3);
    expect((await hoursOf(28)).size).toBe(28 * 24);
  });

  it('catches up after it slept', async () => {
    const { keep, store } = await keeper();
    await keep(steady().track, { neededFromMs: watermarkMs - dayMs });
    const { track, asked } = steady();
    await keep(track, {
      nowMs: nowMs + 2 * dayMs,
      neededFromMs: watermarkMs + dayMs,
    });
    expect(asked).toEqual([[watermarkMs, watermarkMs + 2 * dayMs]]);
    const hours = await store.hours(track, 0, {
      startMs: watermarkMs - dayMs,
      endMs: watermarkMs + 2 * dayMs,
    });
    expect(hours.size).toBe(72);
  });

  it('takes late data, but not that Prometheus has forgotten', async () => {
    const { keep, hoursOf, store } = await keeper();
    await keep(steady().track, { neededFromMs: watermarkMs - 3 * dayMs });
    await keep(steady({ bad: 3 }).track, {
      neededFromMs: watermarkMs - 3 * dayMs,
    });
    expect(sumOf(await hoursOf(3), 'badEvents')).toBe((72 - 6) * 12 + 6 * 36);
    // All is read again, since what counts has changed; Prometheus knows one day.
    const exclusions = [
      {
        ...{ start: '2026-11-18T00:00', timeZone: 'UTC', durationMinutes: 1 },
        ...{
          reason: 'move',
          by: 'group:default/x',
          decidedAt: '2026-11-01T00:00:00Z',
        },
      },
    ];
    const young = steady({ knownFromMs: watermarkMs - dayMs, bad: 5 });
    await keep(young.track, {
      exclusions,
      neededFromMs: watermarkMs - 3 * dayMs,
    });
    const hours = await hoursOf(3);
    expect(sumOf(hours, 'observed')).toBe(3 * 288);
    expect(sumOf(hours, 'badEvents')).toBe(2 * 24 * 12 + 288 * 5);
    await store.retain({
      hours: watermarkMs - 2 * dayMs,
      days: watermarkMs - 10 * dayMs,
    });
    const days = await store.days(young.track, 0, {
      startMs: watermarkMs - 4 * dayMs,
      endMs: watermarkMs,
    });
    expect(days.map(d => [d.hours === null, d.sum.badEvents > 0])).toEqual([
      ...[
        [true, true],
        [false, true],
        [false, true],
        [false, true],
      ],
    ]);
  });

  it('is taken back without a trace', async () => {
    const { db, directory } = await keeper();
    await db.migrate.rollback({ directory }, true);
    expect(await db.schema.hasTable('slo_days')).toBe(false);
    expect(await db.schema.hasTable('summary_rows')).toBe(false);
  });
});
