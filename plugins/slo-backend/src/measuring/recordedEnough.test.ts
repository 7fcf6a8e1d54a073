import { windowAt } from '@worldscale/backstage-plugin-slo-common';
import { PrometheusError } from '@worldscale/backstage-plugin-worlds-node';
import { knownSlo } from '../__testUtils__/knownSlo';
import { databases } from '../__testUtils__/startPortal';
import { KnownSlo } from '../definitions/Definitions';
import { RecordedHistory } from '../results/RecordedHistory';
import { ResultStore } from '../results/ResultStore';
import { Measuring } from './Measuring';
import { ObjectiveReading } from './ObjectiveReading';
import { isRecordedShort } from './recordedEnough';

jest.setTimeout(60_000);

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const startMs = Date.parse('2026-11-20T20:00:30Z');
const signal = new AbortController().signal;
const always = () => true;

/** Counters since 16 days, and rules that are loaded at some time, or removed. */
function youngWorld(slos: readonly KnownSlo[], rawFromMs: number) {
  const world = {
    nowMs: startMs,
    /** Undefined: no rules are loaded. */
    ruledFromMs: undefined as number | undefined,
    isRawSlow: false,
  };
  const ranges: string[] = [];
  const valueOf = (name: string): number | undefined => {
    const { nowMs, ruledFromMs } = world;
    if (ruledFromMs === undefined) return undefined;
    if (name === 'slo:objective:ratio') return 0.999;
    const length = /:(\d+)([mhd])$/.exec(name);
    if (!length) return undefined;
    const unitMs = { m: 60_000, h: hourMs, d: dayMs }[length[2]]!;
    const share = Math.min(
      1,
      (nowMs - ruledFromMs) / (Number(length[1]) * unitMs),
    );
    if (name.startsWith('slo:coverage:')) return share || undefined;
    if (name.startsWith('slo:bad_ratio:')) {
      return share >= 0.9 ? 0.001 : undefined;
    }
    return name.startsWith('slo:total_events:') ? 1000 : 1;
  };
  const query = async (text: string) => {
    const [name] = text.split('{');
    const value = valueOf(name);
    const result = slos.map(({ definition }) => ({
      labels: { slo: definition.name, slo_objective: '0' },
      samples: value === undefined ? [] : [{ atMs: world.nowMs, value }],
    }));
    return { result, warnings: [] };
  };
  const queryRange = async (question: {
    query: string;
    startMs: number;
    endMs: number;
    stepSeconds?: number;
  }) => {
    const { query: text } = question;
    ranges.push(text);
    const isRecorded = /\bslo:(bad|total):slice/.test(text);
    if (!isRecorded && world.isRawSlow) {
      throw new PrometheusError('no answer', { failure: 'timeout' });
    }
    const fromMs = isRecorded ? world.ruledFromMs ?? Infinity : rawFromMs;
    const isHour = text.includes('_over_time((') || text.includes('[59m');
    const isTotal = isRecorded
      ? text.includes('total:slice')
      : !text.includes('code=~');
    const each = isTotal ? 1000 : 1;
    const count = text.startsWith('count_over_time') ? 12 : 12 * each;
    const stepMs = (question.stepSeconds ?? 60) * 1000;
    const samples: { atMs: number; value: number }[] = [];
    for (let atMs = question.startMs; atMs <= question.endMs; atMs += stepMs) {
      if (atMs - (isHour ? hourMs : 300_000) < fromMs) continue;
      samples.push({ atMs, value: isHour ? count : each });
    }
    const result = slos.map(({ definition }) => ({
      labels: { slo: definition.name, slo_objective: '0' },
      samples,
    }));
    return { result, warnings: [], ...question, stepMs };
  };
  return { world, ranges, prometheus: { query, queryRange } };
}

async function setup(
  slos: readonly KnownSlo[],
  options: { rawDays?: number; mostDirect?: number } = {},
) {
  const { rawDays = 16, mostDirect = 10 } = options;
  const young = youngWorld(slos, startMs - rawDays * dayMs);
  const db = await databases.init('SQLITE_3');
  await db.migrate.latest({ directory: `${__dirname}/../../migrations` });
  const store = new ResultStore(db);
  const now = () => young.world.nowMs;
  const { prometheus } = young;
  const make = () => new Measuring({ prometheus, store, mostDirect, now });
  const history = () =>
    new RecordedHistory({ prometheus, store, now, readBackMs: 30 * dayMs });
  return { ...young, make, history };
}

async function readingOf(
  measuring: Measuring,
  slo: KnownSlo,
): Promise<ObjectiveReading> {
  const { readings } = await measuring.run([slo], signal);
  return readings.get(slo.definition.name)![0];
}

const week = (name = 'chat') => knownSlo(name, { window: '7d' });

describe('An SLO whose rules are young', () => {
  it('stays known when its rules are loaded, and goes over to them once, when they cover its window', async () => {
    const slo = week();
    const { world, make } = await setup([slo]);
    const all = make();
    await readingOf(all, slo);
    await all.fill(always, signal);
    const before = await readingOf(all, slo);
    expect(before).toMatchObject({ measuredBy: 'direct', unknownReason: null });
    expect(before.figures!.burnRate).toBeCloseTo(1, 9);
    const told: string[] = [];
    world.ruledFromMs = world.nowMs;
    for (let at = 2 / 60; at < 7 * 24; at += 12) {
      world.nowMs = world.ruledFromMs + at * hourMs;
      const reading = await readingOf(all, slo);
      expect(reading.figures!.burnRate).toBeCloseTo(1, 9);
      expect(reading.coverage).toBeGreaterThanOrEqual(0.9);
      const unknown = reading.burns.filter(b => b.burnRate === null);
      expect(unknown).toEqual([]);
      told.push(reading.measuredBy!);
    }
    // 6.3 of 7 days are the floor, and a little more lets it go over.
    expect(told).toEqual([
      ...Array.from({ length: 13 }, () => 'untilRecorded'),
      'recorded',
    ]);
  });

  it('reads the past that no rule has recorded, where rules were there before the portal', async () => {
    const slo = week();
    const { world, make, history } = await setup([slo]);
    world.ruledFromMs = startMs - hourMs;
    const all = make();
    const first = await readingOf(all, slo);
    expect(first).toMatchObject({ figures: null, isFilling: true });
    expect(first.unknownReason).toContain('its past is still being read (');
    // The hours of what is recorded are read first, and there are none.
    await history().run([slo], always, signal);
    expect(await all.fill(always, signal)).toBe(true);
    const reading = await readingOf(all, slo);
    expect(reading).toMatchObject({
      ...{ measuredBy: 'untilRecorded', isFilling: false },
      coverage: 1,
    });
    expect(reading.figures!.burnRate).toBeCloseTo(1, 9);
    // And without the rules nothing is lost.
    world.ruledFromMs = undefined;
    world.nowMs += 10 * 60_000;
    expect(await readingOf(make(), slo)).toMatchObject({
      ...{ measuredBy: 'direct', isFilling: false, unknownReason: null },
    });
  });

  it('reads the past by its queries after its rules were removed, whatever was looked for before', async () => {
    const slo = week();
    const { world, make, history } = await setup([slo]);
    world.ruledFromMs = startMs - hourMs;
    await history().run([slo], always, signal);
    world.ruledFromMs = undefined;
    const all = make();
    expect(await readingOf(all, slo)).toMatchObject({ isFilling: true });
    await all.fill(always, signal);
    expect(await readingOf(all, slo)).toMatchObject({
      ...{ measuredBy: 'direct', coverage: 1, unknownReason: null },
    });
  });

  it('does so for calendar windows, too', async () => {
    const slo = knownSlo('shop', {
      window: '1w',
      calendar: { startTime: '2026-01-05 00:00:00', timeZone: 'UTC' },
    });
    const { world, ranges, make } = await setup([slo]);
    world.ruledFromMs = startMs - 600_000;
    const all = make();
    await readingOf(all, slo);
    await all.fill(always, signal);
    const reading = await readingOf(all, slo);
    expect(reading).toMatchObject({ measuredBy: 'untilRecorded', coverage: 1 });
    expect(reading.figures!.burnRate).toBeCloseTo(1, 9);
    const known = reading.burns.filter(b => b.burnRate !== null);
    expect(known).toHaveLength(reading.burns.length);
    // The last hours are recorded now, and the portal has those before.
    world.nowMs += 8 * hourMs;
    const later = await readingOf(all, slo);
    expect(later.measuredBy).toBe('recorded');
    expect(later.coverage).toBeGreaterThan(0.99);
    expect(later.figures!.burnRate).toBeCloseTo(1, 9);
    ranges.length = 0;
    world.nowMs += hourMs;
    await readingOf(all, slo);
    expect(ranges.length).toBeGreaterThan(0);
    expect(ranges.filter(each => !each.startsWith('slo:'))).toEqual([]);
  });

  it('is measured by its queries only as far as their number allows, what was known first', async () => {
    const slos = Array.from({ length: 20 }, (_, i) => week(`s${i}`));
    const { world, make } = await setup(slos, { mostDirect: 3 });
    world.ruledFromMs = startMs - hourMs;
    const all = make();
    const known = new Set(['s7', 's15'].map(name => `${name}-availability`));
    const { readings } = await all.run(slos, signal, known);
    const meanwhile = [...readings].filter(
      ([, [reading]]) => reading.measuredBy === 'untilRecorded',
    );
    expect(meanwhile.map(([name]) => name).sort()).toEqual([
      ...['s0-availability', 's15-availability', 's7-availability'],
    ]);
    expect(readings.get('s1-availability')![0].unknownReason).toBe(
      'too little of it was observed',
    );
  });

  it('tells what is recorded where its queries take too long or find nothing', async () => {
    const slos = [week('a'), week('b'), week('c')];
    const { world, make, ranges } = await setup(slos);
    world.ruledFromMs = startMs - dayMs;
    world.isRawSlow = true;
    const { readings } = await make().run(slos, signal);
    const [reading] = readings.get('a-availability')!;
    expect(reading).toMatchObject({
      ...{ measuredBy: 'recorded', figures: null },
      unknownReason: 'too little of it was observed',
    });
    expect(reading.burns[0].burnRate).not.toBeNull();
    // Two in a row are enough.
    expect(ranges).toHaveLength(2);

    const bare = await setup([slos[0]], { rawDays: -1 });
    bare.world.ruledFromMs = startMs - dayMs;
    const all = bare.make();
    await readingOf(all, slos[0]);
    await all.fill(always, signal);
    expect(await readingOf(all, slos[0])).toMatchObject({
      ...{ measuredBy: 'recorded', figures: null },
      unknownReason: 'too little of it was observed',
    });
  });

  it('does not change to and fro where what is recorded lies about the floor', () => {
    const slo = week();
    const isShort = (coverage: number | null, is: boolean, lately = 1) =>
      isRecordedShort(
        slo,
        [
          {
            ...{ slo: 's', objective: '0', region: '', target: 0.99 },
            ...{
              window: windowAt(slo.definition.window, startMs),
              coverage,
              burns: [],
            },
            ...{ figures: null, unknownReason: '', isFilling: false },
            measuredBy: 'recorded',
          },
        ],
        {
          isDirect: () => ({ is, isFilling: false }),
          recordedLately: () => lately,
        },
      );
    expect([isShort(0.89, false), isShort(0.905, false)]).toEqual([
      ...[true, false],
    ]);
    expect([isShort(0.905, true), isShort(0.92, true)]).toEqual([true, false]);
    expect([isShort(null, false), isShort(1, false, 0.5)]).toEqual([
      ...[true, true],
    ]);
  });
});
