import {
  defineSlos,
  formatPromDuration,
  readOpenSlo,
} from '@worldscale/backstage-plugin-slo-common';
import { sloFile } from '../__testUtils__/sloFile';
import { databases } from '../__testUtils__/startPortal';
import { KnownSlo } from '../definitions/Definitions';
import { ResultStore } from '../results/ResultStore';
import { Measuring } from './Measuring';

jest.setTimeout(60_000);

const nowMs = Date.parse('2026-11-20T20:00:30Z');
const signal = new AbortController().signal;

function known(
  name: string,
  more: Parameters<typeof sloFile>[1] = {},
): KnownSlo {
  const text = sloFile(name, { window: '28d', ...more });
  const [definition] = defineSlos([readOpenSlo(text, 'slo.yaml')]).slos;
  return {
    definition,
    file: {
      ...{ url: 'slo.yaml', entityRef: null, text, etag: null, readAtMs: 0 },
      ...{ checkedAtMs: 0, error: null, failingSinceMs: null },
    },
    entity: undefined,
    world: undefined,
    generations: ['g1'],
    hourOffsetMs: 0,
  };
}

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
      samples.push({
        atMs,
        value: isTotal && !question.query.includes('bad:slice') ? 1000 : 1,
      });
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
    prometheus: ReturnType<typeof recording>['prometheus'],
    mostDirect = 10,
  ) {
    const db = await databases.init('SQLITE_3');
    await db.migrate.latest({ directory: `${__dirname}/../../migrations` });
    const store = new ResultStore(db);
    return new Measuring({
      ...{ prometheus, store, mostDirect, now: () => nowMs, fillForMs: 1000 },
    });
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
      ]
        .map(name => `${name}{slo!=""}`)
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
      const round = await (await measuring(prometheus)).run([slo], signal);
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
      'its rules record nothing',
    );
  });

  it('adds calendar windows up from the slices that rules record', async () => {
    const slo = known('chat', {
      ...{ window: '1w' },
      calendar: { startTime: '2026-01-05 00:00:00', timeZone: 'Europe/Berlin' },
    });
    const { prometheus, ranges } = recording(['chat-availability'], loaded);
    const round = await (await measuring(prometheus)).run([slo], signal);
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
    const round = await (await measuring(prometheus)).run([slo], signal);
    const [reading] = round.readings.get('chat-availability')!;
    expect(reading.coverage).toBe(1);
    // Half of two days does not count; the first hour of the window is cut.
    expect(reading.figures!.minutes.allowed).toBeCloseTo(1.435, 1);
  });

  it('refuses more without rules than it may measure, and says so', async () => {
    const slos = [known('chat'), known('trade')];
    const { prometheus } = recording([], {});
    const round = await (await measuring(prometheus, 1)).run(slos, signal);
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
