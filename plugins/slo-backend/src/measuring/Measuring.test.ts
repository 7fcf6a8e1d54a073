import { formatPromDuration } from '@worldscale/backstage-plugin-slo-common';
import {
  PrometheusError,
  WatchedPrometheus,
} from '@worldscale/backstage-plugin-worlds-node';
import { knownSlo as known } from '../__testUtils__/knownSlo';
import { databases } from '../__testUtils__/startPortal';
import { KnownSlo } from '../definitions/Definitions';
import { ResultStore } from '../results/ResultStore';
import { Measuring } from './Measuring';

jest.setTimeout(60_000);

const nowMs = Date.parse('2026-11-20T20:00:30Z');
const signal = new AbortController().signal;

/** A Prometheus that evaluates rules of some SLOs, with the same figures for all. */
function recording(slos: readonly string[], values: Record<string, number>) {
  const asked: string[] = [];
  const ranges: string[] = [];
  const query = async (text: string) => {
    asked.push(text);
    const [name] = text.split('{');
    const value = values[name];
    const result = slos.map(slo => ({
      labels: { __name__: name, slo, slo_objective: '0', slo_service: slo },
      samples: value === undefined ? [] : [{ atMs: nowMs, value }],
    }));
    return { result, warnings: [] };
  };
  const queryRange = async (question: {
    query: string;
    startMs: number;
    endMs: number;
    stepSeconds?: number;
  }) => {
    ranges.push(question.query);
    const stepMs = (question.stepSeconds ?? 60) * 1000;
    const samples = [];
    for (let atMs = question.startMs; atMs <= question.endMs; atMs += stepMs) {
      const isTotal =
        question.query.includes('total:slice') ||
        !question.query.includes('code=~');
      const value = isTotal && !question.query.includes('bad:slice') ? 1000 : 1;
      samples.push({ atMs, value: value * slicesOf(question.query) });
    }
    return {
      result: [{ labels: {}, samples }],
      warnings: [],
      ...question,
      stepMs,
    };
  };
  return { prometheus: { query, queryRange }, asked, ranges };
}

/** Of how many slices a query gives the sum; their number, if it counts them. */
function slicesOf(query: string): number {
  if (query.startsWith('count_over_time')) return 12 / 1000;
  return query.startsWith('sum_over_time') ? 12 : 1;
}

const loaded = {
  'slo:objective:ratio': 0.999,
  'slo:bad_ratio:5m': 0.0144,
  'slo:bad_ratio:1h': 0.002,
  'slo:bad_ratio:28d': 0.0005,
  'slo:coverage:28d': 0.95,
  'slo:bad_events:28d': 500,
  'slo:total_events:28d': 1_000_000,
};

describe('Measuring', () => {
  async function measuring(
    prometheus: Pick<WatchedPrometheus, 'query' | 'queryRange'>,
    mostDirect = 10,
  ) {
    const db = await databases.init('SQLITE_3');
    await db.migrate.latest({ directory: `${__dirname}/../../migrations` });
    const store = new ResultStore(db);
    return new Measuring({
      ...{ prometheus, store, mostDirect, now: () => nowMs },
    });
  }

  /** A round after which nothing of the past is left to read. */
  async function wholly(all: Measuring, slos: KnownSlo[]) {
    await all.run(slos, signal);
    await all.fill(() => true, signal);
    return all.run(slos, signal);
  }

  it('asks once for each recorded series name and window, however many SLOs there are', async () => {
    const names = Array.from({ length: 300 }, (_, i) => `service-${i}`);
    const slos = names.map(name => known(name));
    const { prometheus, asked, ranges } = recording(
      slos.map(s => s.definition.name),
      loaded,
    );
    const round = await (await measuring(prometheus)).run(slos, signal);
    expect(round.readings.size).toBe(300);
    expect(new Set(asked).size).toBe(asked.length);
    const windows = [300, 3600, 21_600, 86_400, 259_200, 28 * 86_400];
    expect(asked.sort()).toEqual(
      [
        'slo:objective:ratio',
        ...windows.map(s => `slo:bad_ratio:${formatPromDuration(s * 1000)}`),
        ...['slo:bad_events:28d', 'slo:coverage:28d', 'slo:total_events:28d'],
        'slo:burn_rate:lesser',
      ]
        .map(name => `${name}{slo!=""}`)
        .concat('ALERTS{alertname="SloBudgetBurn",slo!=""}')
        .sort(),
    );
    expect(ranges).toEqual([]);
  });

  it('reads the budget from recorded events, and leaves unknown what is not recorded', async () => {
    const slo = known('chat');
    const { prometheus } = recording(['chat-availability'], loaded);
    const round = await (await measuring(prometheus)).run([slo], signal);
    const [reading] = round.readings.get('chat-availability')!;
    expect(reading).toMatchObject({
      ...{ measuredBy: 'recorded', coverage: 0.95, unknownReason: null },
      figures: { sli: 0.9995, events: { bad: 500, total: 1_000_000 } },
    });
    expect(reading.figures!.remaining).toBeCloseTo(0.5, 9);
    expect(reading.figures!.events!.remaining).toBeCloseTo(500, 6);
    const rates = reading.burns.map(
      b => b.burnRate && Number(b.burnRate.toFixed(6)),
    );
    expect(rates).toEqual([14.4, 2, null, null, null]);
  });

  it('says why a recorded SLO is not known', async () => {
    const reasonOf = async (values: Record<string, number | undefined>) => {
      const present = Object.entries({ ...loaded, ...values }).filter(
        (pair): pair is [string, number] => pair[1] !== undefined,
      );
      const slo = known('chat');
      const { prometheus } = recording(
        ['chat-availability'],
        Object.fromEntries(present),
      );
      // No queries of its own help it out.
      const round = await (await measuring(prometheus, 0)).run([slo], signal);
      const [{ figures, unknownReason }] =
        round.readings.get('chat-availability')!;
      expect(figures).toBeNull();
      return unknownReason;
    };
    const gone = { 'slo:bad_ratio:28d': undefined };
    expect(await reasonOf({ ...gone, 'slo:coverage:28d': 0.5 })).toBe(
      'too little of it was observed',
    );
    expect(await reasonOf({ ...gone, 'slo:total_events:28d': 0 })).toBe(
      'there was no traffic',
    );
    expect(await reasonOf({ ...gone, 'slo:coverage:28d': undefined })).toBe(
      'its rules have recorded no figures of its window so far',
    );
    expect(await reasonOf({ ...gone, 'slo:total_events:28d': undefined })).toBe(
      'its rules have recorded no figures of its window so far',
    );
    expect(await reasonOf(gone)).toBe(
      'its rules have recorded no figures of its window so far',
    );
  });

  it('tells no number of events where their sum is not recorded', async () => {
    for (const name of ['slo:total_events:28d', 'slo:bad_events:28d']) {
      const { [name]: _, ...values } = loaded as Record<string, number>;
      const { prometheus } = recording(['chat-availability'], values);
      const round = await (
        await measuring(prometheus)
      ).run([known('chat')], signal);
      const [{ figures }] = round.readings.get('chat-availability')!;
      expect(figures).toMatchObject({ sli: 0.9995, events: null });
      expect(figures!.remaining).toBeCloseTo(0.5, 9);
    }
  });

  // What the client makes of NaN and of the infinities.
  const noNumber = null;

  it('takes a value that is no number for one that is not there, in every series', async () => {
    for (const name of Object.keys(loaded).slice(1)) {
      const answers = recording(['chat-availability'], loaded);
      const broken: Pick<WatchedPrometheus, 'query' | 'queryRange'> = {
        ...answers.prometheus,
        query: async asked => {
          const found = await answers.prometheus.query(asked);
          if (!asked.startsWith(`${name}{`)) return found;
          return {
            ...found,
            result: found.result.map(each => ({
              ...each,
              samples: [{ atMs: nowMs, value: noNumber }],
            })),
          };
        },
      };
      const { [name]: _, ...without } = loaded as Record<string, number>;
      const absent = recording(['chat-availability'], without);
      const readings = await Promise.all(
        [broken, absent.prometheus].map(async each => {
          const round = await (
            await measuring(each)
          ).run([known('chat')], signal);
          return round.readings.get('chat-availability');
        }),
      );
      expect(readings[0]).toEqual(readings[1]);
    }
  });

  it('voids a round in which Prometheus stops to answer, and reads nothing into it', async () => {
    const slos = ['a', 'b', 'c', 'd'].map(name => known(name));
    const { prometheus } = recording([], {});
    const late = new PrometheusError('no answer within 20 s', {
      failure: 'timeout',
    });
    let answers = Infinity;
    const all = await measuring({
      ...prometheus,
      queryRange: async question => {
        answers -= 1;
        if (answers < 0) throw late;
        return prometheus.queryRange(question);
      },
    });
    answers = 4;
    await expect(all.run(slos, signal)).rejects.toBe(late);
    // One that is too heavy is said to be so, and the others are measured.
    answers = Infinity;
    const heavy = await measuring({
      ...prometheus,
      queryRange: async question => {
        if (question.query.includes('service="b"')) throw late;
        return prometheus.queryRange(question);
      },
    });
    const round = await heavy.run(slos, signal);
    const reasonOf = (name: string) =>
      round.readings.get(`${name}-availability`)?.[0].unknownReason;
    expect(reasonOf('b')).toBe('no answer within 20 s');
    expect(reasonOf('c')).toContain('its past is still being read (');
  });

  it('gives no figures from half of the recorded series', async () => {
    const { prometheus } = recording(['chat-availability'], loaded);
    let asked = 0;
    const half = await measuring({
      ...prometheus,
      query: async text => {
        asked += 1;
        if (asked > 5) {
          throw new PrometheusError('no answer', { failure: 'timeout' });
        }
        return prometheus.query(text);
      },
    });
    const before = new Set(['chat-availability']);
    await expect(half.run([known('chat')], signal, before)).rejects.toThrow(
      'no answer',
    );
  });

  it('begins with what burns now where long windows take too long', async () => {
    const { prometheus } = recording(['chat-availability'], loaded);
    const slow = await measuring({
      ...prometheus,
      query: async text => {
        if (/:28d|:3d|:1d/.test(text)) {
          throw new PrometheusError('no answer', { failure: 'timeout' });
        }
        return prometheus.query(text);
      },
    });
    const round = await slow.run([known('chat')], signal);
    const [reading] = round.readings.get('chat-availability')!;
    expect(reading).toMatchObject({
      ...{ figures: null, isFilling: true, measuredBy: 'recorded' },
      unknownReason: 'Prometheus has not told of its whole window yet',
    });
    expect(reading.burns[0].burnRate).toBeCloseTo(14.4, 9);
    // What was known before is not given up for that.
    const before = new Set(['chat-availability']);
    await expect(slow.run([known('chat')], signal, before)).rejects.toThrow(
      'no answer',
    );
  });

  it('bounds what one objective may bring, and names what was too much', async () => {
    const { prometheus } = recording([], {});
    const many = await measuring({
      ...prometheus,
      queryRange: async question => {
        const found = await prometheus.queryRange(question);
        if (question.query.includes('service="heap"')) {
          throw new PrometheusError('its answer is larger than 16 MiB', {
            failure: 'tooLarge',
          });
        }
        if (!question.query.includes('by (region)')) return found;
        const [{ samples }] = found.result;
        const result = Array.from({ length: 201 }, (_, i) => ({
          ...{ labels: { region: `player-${i}` }, samples },
        }));
        return { ...found, result };
      },
    });
    const annotations = { 'worldscale.io/group-by': 'region' };
    const { readings } = await many.run(
      [known('heap'), known('chat', { annotations }), known('trade')],
      signal,
    );
    const reasonOf = (name: string) =>
      readings.get(`${name}-availability`)?.[0].unknownReason;
    expect(reasonOf('heap')).toBe('its answer is larger than 16 MiB');
    expect(reasonOf('chat')).toBe(
      'its label region has 201 values; at most 200 are told apart',
    );
    expect(reasonOf('trade')).toContain('its past is still being read (');
  });

  it('reads the window first that lacks the least, and says how far it is', async () => {
    const { prometheus, ranges } = recording([], {});
    const all = await measuring(prometheus);
    const slos = [known('long'), known('short', { window: '7d' })];
    await all.run(slos, signal);
    ranges.length = 0;
    let looks = 3;
    await all.fill(() => {
      looks -= 1;
      return looks > 0;
    }, signal);
    expect(ranges.length).toBeGreaterThan(0);
    expect(ranges.filter(each => each.includes('service="long"'))).toEqual([]);
    const { readings } = await all.run(slos, signal);
    const sharesRead = slos.map(({ definition }) => {
      const { unknownReason } = readings.get(definition.name)![0];
      return Number(
        /\((\d+) % of its window so far\)/.exec(unknownReason!)![1],
      );
    });
    // Some six hours are read at once; of the short window, another day.
    expect(sharesRead[0]).toBeLessThan(3);
    expect(sharesRead[1]).toBeGreaterThan(15);
  });

  it('reads the past by the hour: few questions, and the same sums as by slices', async () => {
    const { prometheus, ranges } = recording([], {});
    const all = await measuring(prometheus);
    const slo = known('chat');
    const before = await all.run([slo], signal);
    const [first] = before.readings.get('chat-availability')!;
    expect(first).toMatchObject({ isFilling: true, figures: null });
    expect(first.burns.map(b => b.burnRate && Math.round(b.burnRate))).toEqual([
      ...[1, 1, 1, null, null],
    ]);
    ranges.length = 0;
    let pieces = 0;
    await all.fill(() => ++pieces <= 3, signal);
    const part = (await all.run([slo], signal)).readings;
    expect(part.get('chat-availability')![0].isFilling).toBe(true);
    expect(ranges).toHaveLength(2 * 3);
    await all.fill(() => true, signal);
    expect(ranges.length).toBeLessThan(20);
    expect(
      ranges.every(query => /_over_time\(.*\[3599s:5m\]/.test(query)),
    ).toBe(true);
    const after = (await all.run([slo], signal)).readings;
    const [whole] = after.get('chat-availability')!;
    expect(whole).toMatchObject({ isFilling: false, coverage: 1 });
    expect(whole.figures!.burnRate).toBeCloseTo(1, 9);
    const hours = 28 * 24 - 1;
    const slices = hours * 12 + 11;
    expect(whole.figures!.events!.total).toBe(slices * 1000);
    expect(await all.fill(() => true, signal)).toBe(false);
  });

  it('asks for less of the past where it was too much', async () => {
    const { prometheus } = recording([], {});
    const lengths: number[] = [];
    const all = await measuring({
      ...prometheus,
      queryRange: async question => {
        const hours = Math.round((question.endMs - question.startMs) / 3.6e6);
        if (question.query.includes('_over_time') && hours > 10) {
          lengths.push(hours);
          throw new PrometheusError('too many samples', {
            failure: 'question',
          });
        }
        return prometheus.queryRange(question);
      },
    });
    const slo = known('chat', { window: '2d' });
    await all.run([slo], signal);
    await all.fill(() => true, signal);
    expect(lengths.slice(0, 2)).toEqual([24, 12]);
    const { readings } = await all.run([slo], signal);
    expect(readings.get('chat-availability')![0].isFilling).toBe(false);
  });

  it('adds calendar windows up from the slices that rules record', async () => {
    const slo = known('chat', {
      ...{ window: '1w' },
      calendar: { startTime: '2026-01-05 00:00:00', timeZone: 'Europe/Berlin' },
    });
    const { prometheus, ranges } = recording(['chat-availability'], loaded);
    const round = await wholly(await measuring(prometheus), [slo]);
    const [reading] = round.readings.get('chat-availability')!;
    expect(ranges.every(query => query.startsWith('slo:'))).toBe(true);
    expect(reading).toMatchObject({ measuredBy: 'recorded', coverage: 1 });
    // Since Monday at midnight in Berlin, four days and 20 hours and 55 minutes ago.
    expect(reading.figures!.burnRate).toBeCloseTo(1, 9);
    const elapsed = (4 * 24 * 60 + 20 * 60 + 55) / (7 * 24 * 60);
    expect(reading.figures!.consumed).toBeCloseTo(elapsed, 9);
    expect(reading.figures!.events!.isEstimated).toBe(true);
  });

  it('takes planned time out, also where rules are loaded', async () => {
    const exclusions = JSON.stringify([
      {
        start: '2026-11-19T00:00',
        durationMinutes: 1440,
        reason: 'move',
        by: 'group:default/platform',
        decidedAt: '2026-11-01T09:00:00Z',
      },
    ]);
    const slo = known('chat', {
      window: '2d',
      annotations: { 'worldscale.io/exclusions': exclusions },
    });
    const { prometheus } = recording(['chat-availability'], loaded);
    const round = await wholly(await measuring(prometheus), [slo]);
    const [reading] = round.readings.get('chat-availability')!;
    expect(reading.coverage).toBe(1);
    // Half of two days does not count; the first hour of the window is cut.
    expect(reading.figures!.minutes.allowed).toBeCloseTo(1.435, 1);
  });

  it('refuses more without rules than it may measure, and says so', async () => {
    const slos = [known('chat'), known('trade')];
    const { prometheus } = recording([], {});
    const round = await wholly(await measuring(prometheus, 1), slos);
    const [first] = round.readings.get('chat-availability')!;
    const [second] = round.readings.get('trade-availability')!;
    expect(first.measuredBy).toBe('direct');
    expect(first.figures!.burnRate).toBeCloseTo(1, 9);
    expect(second.figures).toBeNull();
    expect(second.unknownReason).toContain(
      'at most 1 objectives are measured without rules',
    );
  });

  it('evaluates a new query itself until the window is over', async () => {
    const { prometheus, ranges } = recording(['chat-availability'], loaded);
    const all = await measuring(prometheus);
    await all.run([known('chat')], signal);
    expect(ranges).toEqual([]);
    const round = await all.run(
      [{ ...known('chat'), generations: ['g2'] }],
      signal,
    );
    expect(round.changed).toEqual(['chat-availability']);
    expect(ranges.length).toBeGreaterThan(0);
    expect(ranges.every(query => query.includes('http_requests_total'))).toBe(
      true,
    );
  });
});
