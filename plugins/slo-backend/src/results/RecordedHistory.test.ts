/** @jest-environment node */
import { PrometheusError } from '@worldscale/backstage-plugin-worlds-node';
import { TestDatabases } from '@backstage/backend-test-utils';
import { knownSlo as known } from '../__testUtils__/knownSlo';
import { KnownSlo } from '../definitions/Definitions';
import { RecordedHistory } from './RecordedHistory';
import { ResultStore } from './ResultStore';

jest.setTimeout(60_000);

const databases = TestDatabases.create({ ids: ['SQLITE_3', 'POSTGRES_18'] });
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const startMs = Date.parse('2026-11-20T20:05:00Z');
const lastHourMs = Date.parse('2026-11-20T20:00:00Z');
const signal = new AbortController().signal;

type Slice = { bad?: number; total: number } | undefined;

/** A Prometheus that has recorded slices of five minutes, and sums them like one. */
function recordings(
  names: string[],
  sliceAt: (endMs: number, slo: string, region: string) => Slice,
  regions: string[] = [''],
) {
  const asked: { query: string; startMs: number; endMs: number }[] = [];
  const world = { sliceAt };
  const queryRange = async (question: {
    query: string;
    startMs: number;
    endMs: number;
    stepSeconds?: number;
  }) => {
    asked.push(question);
    const match =
      /^(sum|count)_over_time\((slo|slo_by_group):(bad|total):slice\{slo(!=""|=~"(.*)")\}\[59m59s999ms\]\)$/.exec(
        question.query,
      );
    if (!match) throw new Error(`unexpected question ${question.query}`);
    const [, operation, prefix, part, , wanted] = match;
    const chosen = wanted ? wanted.split('|') : names;
    const stepMs = (question.stepSeconds ?? 0) * 1000;
    const first = Math.ceil(question.startMs / stepMs) * stepMs;
    const result = [];
    for (const slo of names.filter(name => chosen.includes(name))) {
      for (const region of prefix === 'slo' ? [''] : regions.filter(Boolean)) {
        const samples = [];
        for (let atMs = first; atMs <= question.endMs; atMs += stepMs) {
          const values = Array.from({ length: 12 }, (_, i) =>
            world.sliceAt(atMs - i * 300_000, slo, region),
          ).flatMap(
            slice => (part === 'bad' ? slice?.bad : slice?.total) ?? [],
          );
          if (!values.length) continue;
          const sum = values.reduce((a, b) => a + b, 0);
          samples.push({
            atMs,
            value: operation === 'sum' ? sum : values.length,
          });
        }
        if (!samples.length) continue;
        const labels = { slo, slo_objective: '0', ...(region && { region }) };
        result.push({ labels, samples });
      }
    }
    return {
      result,
      warnings: [],
      startMs: first,
      endMs: question.endMs,
      stepMs,
    };
  };
  return { prometheus: { queryRange }, asked, world };
}

describe.each(databases.eachSupportedId())('RecordedHistory on %p', id => {
  async function setup(
    prometheus: ReturnType<typeof recordings>['prometheus'],
    keepDays = 30,
  ) {
    const db = await databases.init(id);
    await db.migrate.latest({ directory: `${__dirname}/../../migrations` });
    const store = new ResultStore(db);
    const clock = { nowMs: startMs };
    const make = () =>
      new RecordedHistory({
        ...{ prometheus, store, readBackMs: keepDays * dayMs },
        now: () => clock.nowMs,
      });
    const hoursOf = async (slo: KnownSlo, days: number, objective = '0') =>
      store.hours(
        { slo: slo.definition.name, objective, generation: slo.generations[0] },
        0,
        { startMs: lastHourMs - days * dayMs, endMs: clock.nowMs },
      );
    return { store, clock, make, hoursOf };
  }
  const always = () => true;

  it('keeps the hours of all SLOs with a few questions a day, however many there are', async () => {
    const names = Array.from({ length: 60 }, (_, i) => `s${i}`);
    const slos = names.map(name => known(name));
    const { prometheus, asked } = recordings(
      slos.map(s => s.definition.name),
      () => ({ bad: 1, total: 100 }),
    );
    const { make, hoursOf } = await setup(prometheus);
    expect(await make().run(slos, always, signal)).toBe(false);
    // Two days at once for late data, then 29 days; 3 questions each.
    expect(asked.length).toBeLessThanOrEqual(3 * 34);
    expect(asked.every(({ query }) => query.includes('{slo!=""}'))).toBe(true);
    const hours = await hoursOf(slos[59], 28);
    expect(hours.size).toBe(28 * 24);
    expect(hours.get(lastHourMs - hourMs)).toEqual({
      ...{ expected: 12, excluded: 0, observed: 12, rated: 12 },
      ...{ badEvents: 12, totalEvents: 1200, bad: 12, of: 1200 },
    });
  });

  it('reads the newest first, and goes on where it was broken off', async () => {
    const slo = known('chat');
    const { prometheus, asked } = recordings([slo.definition.name], () => ({
      bad: 0,
      total: 5,
    }));
    const { make, hoursOf } = await setup(prometheus);
    let pieces = 0;
    expect(await make().run([slo], () => ++pieces <= 2, signal)).toBe(true);
    expect(asked[0].endMs).toBeGreaterThan(lastHourMs);
    const some = await hoursOf(slo, 28);
    // The two late days, the rest of that day and the day before.
    expect(some.size).toBe(48 + 20 + 24);
    expect(Math.max(...some.keys())).toBe(lastHourMs - hourMs);
    asked.length = 0;
    // Another process takes over within the hour: only what it re-reads, and the past.
    expect(await make().run([slo], always, signal)).toBe(false);
    const starts = asked.map(each => each.startMs);
    expect(Math.min(...starts)).toBeLessThan(lastHourMs - 28 * dayMs);
    expect((await hoursOf(slo, 28)).size).toBe(28 * 24);
  });

  it('reads nothing between full hours, and the last ones again after each', async () => {
    const slo = known('chat');
    const { prometheus, asked, world } = recordings(
      [slo.definition.name],
      () => ({ bad: 0, total: 100 }),
    );
    const { make, clock, hoursOf } = await setup(prometheus, 3);
    const history = make();
    await history.run([slo], always, signal);
    asked.length = 0;
    clock.nowMs += 20 * 60_000;
    await history.run([slo], always, signal);
    expect(asked).toEqual([]);
    // Late data make hours of before worse.
    world.sliceAt = () => ({ bad: 7, total: 100 });
    clock.nowMs += hourMs;
    await history.run([slo], always, signal);
    expect(asked).toHaveLength(3);
    const hours = await hoursOf(slo, 1);
    expect(hours.get(lastHourMs)?.bad).toBe(84);
    expect(hours.get(lastHourMs - 5 * hourMs)?.bad).toBe(84);
    expect(hours.get(lastHourMs - 6 * hourMs)?.bad).toBe(0);
  });

  it('keeps what Prometheus has forgotten', async () => {
    const slo = known('chat');
    const { prometheus, world } = recordings([slo.definition.name], () => ({
      bad: 1,
      total: 10,
    }));
    const { make, hoursOf } = await setup(prometheus, 20);
    await make().run([slo], always, signal);
    world.sliceAt = () => undefined;
    await make().run([slo], always, signal);
    const hours = await hoursOf(slo, 19);
    expect(hours.size).toBe(19 * 24);
    expect(hours.get(lastHourMs - hourMs)?.badEvents).toBe(12);
  });

  it('leaves gaps as gaps, and counts slices of no traffic as observed', async () => {
    const slo = known('chat', { method: 'Timeslices' });
    const sliceAt = (endMs: number): Slice => {
      const minute = (endMs / 60_000) % 60;
      if (endMs <= lastHourMs - 2 * hourMs) return undefined;
      if (minute === 5) return undefined;
      return minute === 10
        ? { total: 0 }
        : { total: 9, bad: Number(minute === 15) };
    };
    const { prometheus } = recordings([slo.definition.name], sliceAt);
    const { make, hoursOf } = await setup(prometheus, 2);
    await make().run([slo], always, signal);
    const hours = await hoursOf(slo, 2);
    expect([...hours.keys()].sort()).toEqual([
      lastHourMs - 2 * hourMs,
      lastHourMs - hourMs,
    ]);
    expect(hours.get(lastHourMs - hourMs)).toEqual({
      ...{ expected: 12, excluded: 0, observed: 11, rated: 10 },
      ...{ badEvents: 1, totalEvents: 10, bad: 1, of: 10 },
    });
  });

  it('keeps history when the target changes, and begins anew when the query does', async () => {
    const before = known('chat', { target: 0.99 });
    const { name } = before.definition;
    const { prometheus, asked, world } = recordings([name], () => ({
      bad: 1,
      total: 10,
    }));
    const { store, make, clock, hoursOf } = await setup(prometheus, 5);
    const history = make();
    await history.run([before], always, signal);
    asked.length = 0;
    const stricter = known('chat', { target: 0.999 });
    expect(stricter.generations).toEqual(before.generations);
    await history.run([stricter], always, signal);
    expect(asked).toEqual([]);

    const other = known('chat', { codes: '[45]..' });
    expect(other.generations).not.toEqual(before.generations);
    clock.nowMs += 3 * hourMs;
    world.sliceAt = () => ({ bad: 5, total: 10 });
    await history.run([other], always, signal);
    // The rules of the new query have recorded nothing before it came.
    expect((await hoursOf(other, 5)).size).toBe(0);
    expect((await hoursOf(before, 4)).get(lastHourMs - hourMs)?.bad).toBe(12);
    clock.nowMs += 2 * hourMs;
    await history.run([other], always, signal);
    expect([...(await hoursOf(other, 5)).keys()]).toEqual([
      lastHourMs + 4 * hourMs,
    ]);
    const rows = await store.generations(name, '0');
    expect(rows.map(row => row.sinceMs)).toEqual([null, startMs + 3 * hourMs]);
  });

  it('asks for fewer hours at once where an answer is too large', async () => {
    const slo = known('chat');
    const { prometheus } = recordings([slo.definition.name], () => ({
      ...{ bad: 1, total: 10 },
    }));
    let refused = 0;
    const modest = {
      queryRange: async (
        question: Parameters<typeof prometheus.queryRange>[0],
      ) => {
        if (question.endMs - question.startMs > 6 * hourMs) {
          refused += 1;
          throw new PrometheusError('too much', { failure: 'tooLarge' });
        }
        return prometheus.queryRange(question);
      },
    };
    const { make, hoursOf } = await setup(modest, 3);
    expect(await make().run([slo], always, signal)).toBe(false);
    expect((await hoursOf(slo, 2)).size).toBe(48);
    expect(refused).toBe(2);
    const never = {
      queryRange: async () => {
        throw new PrometheusError('too much', { failure: 'tooLarge' });
      },
    };
    const { make: other } = await setup(never, 3);
    await expect(other().run([slo], always, signal)).rejects.toThrow(
      'too much',
    );
  });

  it('keeps each region of what is told apart', async () => {
    const slo = known('chat', {
      annotations: { 'worldscale.io/group-by': 'region' },
    });
    const { prometheus } = recordings(
      [slo.definition.name],
      (_, __, region) => ({ bad: region === 'b' ? 2 : 0, total: 10 }),
      ['', 'a', 'b'],
    );
    const { make, hoursOf } = await setup(prometheus, 3);
    await make().run([slo], always, signal);
    expect((await hoursOf(slo, 2, '0@a')).get(lastHourMs - dayMs)?.bad).toBe(0);
    expect((await hoursOf(slo, 2, '0@b')).get(lastHourMs - dayMs)?.bad).toBe(
      24,
    );
    expect((await hoursOf(slo, 2)).size).toBe(48);
  });
});
