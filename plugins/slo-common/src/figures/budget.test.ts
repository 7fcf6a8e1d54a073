import fc from 'fast-check';
import { budgetingMethods } from '../openslo/schema';
import {
  questionOf,
  rules,
  slices,
  someCounts,
  targets,
  wholeOf,
} from '../__testUtils__/slices';
import { budgetOf, burnRates } from './budget';
import { burnDown } from './burnDown';
import { budgetUse } from './budgetUse';
import { measure } from './measurement';
import { sliceSeries } from './SliceSeries';
import { tallySlices } from './tally';

const dayMs = 86_400_000;
const minuteMs = 60_000;

/** A number of like slices. */
function like(n: number, bad: number, total: number): [number, number][] {
  return Array.from({ length: n }, () => [bad, total]);
}

describe('budgetOf', () => {
  it('is signed and never clamped', () => {
    // OpenObserve's example: 99.8 % against 99.9 % leaves -100 %.
    const { figures, measurement } = budgetOf(
      questionOf(slices(like(10, 2, 1000)), { target: 0.999 }),
    );
    expect(measurement).toMatchObject({
      state: 'known',
      sli: 0.998,
      coverage: 1,
    });
    expect(figures!.remaining).toBeCloseTo(-1, 12);
    expect(figures!.burnRate).toBeCloseTo(2, 12);
    expect(figures!.events).toMatchObject({ bad: 20, isEstimated: false });
    expect(figures!.events!.allowed).toBeCloseTo(10, 9);
    expect(figures!.events!.remaining).toBeCloseTo(-10, 9);
  });

  it('allows 5.04 minutes a week at 99.95 %', () => {
    // OpenSLO, examples/treat-low-traffic-as-equally-important: 5 min 2.4 s.
    const series = slices(like(7 * 1440, 0, 1));
    const { figures } = budgetOf(
      questionOf(series, {
        target: 0.9995,
        rule: { method: 'Timeslices', timeSliceTarget: 0.99 },
      }),
    );
    expect(figures!.minutes.allowed).toBeCloseTo(5.04, 9);
    expect(figures!.events).toBeUndefined();
  });

  it("reaches the limits of OpenSLO's example of an attack", () => {
    // examples/budgeting-method: 14 days, 99 % of requests good before, 1 % in the
    // attack, objective 95 %. Timeslices last 1008 minutes (16 h 48 min) of it;
    // RatioTimeslices 822.857 (the text says "about 13 h 45 min").
    const series = (attack: number) =>
      slices([...like(attack, 99, 100), ...like(14 * 1440 - attack, 1, 100)]);
    const left = (method: 'Timeslices' | 'RatioTimeslices', attack: number) =>
      budgetOf(
        questionOf(series(attack), {
          target: 0.95,
          rule: { method, timeSliceTarget: 0.95 },
        }),
      ).figures!.remaining;
    expect(left('Timeslices', 1008)).toBeCloseTo(0, 12);
    expect(left('Timeslices', 1009)).toBeLessThan(0);
    expect(left('RatioTimeslices', 822)).toBeGreaterThan(0);
    expect(left('RatioTimeslices', 823)).toBeLessThan(0);
  });

  it('takes excluded time out of the denominator', () => {
    // Datadog's example: an hour of 7 days, one day of them excluded, is 0.694 %.
    const series = slices([...like(60, 1, 1), ...like(7 * 1440 - 60, 0, 1)]);
    const excluded = [{ startMs: 5 * dayMs, endMs: 6 * dayMs }];
    const { measurement, tally, figures } = budgetOf(
      questionOf(series, { excluded }),
    );
    expect(tally).toMatchObject({ excluded: 1440, expected: 8640 });
    expect(measurement).toMatchObject({ badShare: 60 / 8640 });
    expect(figures!.minutes.allowed).toBeCloseTo(86.4, 9);
  });

  it('lets a calendar month begin with its whole budget, and spent budget stay spent', () => {
    // elastic/kibana#270381: 50 bad on the first day of 30, 1000 events a day, 99 %.
    const days = 30;
    const counts = [[50, 1000], ...like(days - 1, 0, 1000)] as [
      number,
      number,
    ][];
    const remaining = (day: number) => {
      const series = slices(counts.slice(0, day), dayMs);
      const window = {
        startMs: 0,
        endMs: days * dayMs,
        elapsedMs: day * dayMs,
      };
      return budgetOf(questionOf(series, { window })).figures!.remaining;
    };
    // Of 300 failures that the month allows 50 are used, on every day of it.
    for (const day of [1, 5, 30])
      expect(remaining(day)).toBeCloseTo(1 - 50 / 300, 12);
  });

  it('says what is not known, and why', () => {
    const reason = (...args: Parameters<typeof questionOf>) =>
      budgetOf(questionOf(...args)).measurement;
    const gaps = (n: number) => [
      ...like(10 - n, 0, 5),
      ...Array.from({ length: n }, () => null),
    ];
    expect(reason(slices(gaps(1)))).toMatchObject({
      state: 'known',
      coverage: 0.9,
    });
    expect(reason(slices(gaps(2)))).toEqual({
      state: 'unknown',
      reason: 'belowCoverage',
      coverage: 0.8,
    });
    expect(reason(slices(like(10, 0, 0)))).toEqual({
      state: 'unknown',
      reason: 'noTraffic',
      coverage: 1,
    });
    expect(reason(slices(gaps(0)), { isStale: true })).toMatchObject({
      reason: 'stale',
    });
    const excluded = [{ startMs: 0, endMs: dayMs }];
    expect(reason(slices(gaps(0)), { excluded })).toMatchObject({
      reason: 'empty',
    });
    expect(budgetOf(questionOf(slices(gaps(2)))).figures).toBeUndefined();
  });

  it('applies the target when it is read: another target keeps what was counted', () => {
    const series = slices(like(100, 1, 1000));
    const of = (target: number) => budgetOf(questionOf(series, { target }));
    expect(of(0.99).tally).toEqual(of(0.999).tally);
    expect(of(0.999).figures!.remaining).toBeCloseTo(0, 12);
    expect(of(0.99).figures!.remaining).toBeCloseTo(0.9, 12);
  });

  it('never gains budget by a failure', () => {
    const property = fc.property(
      someCounts,
      rules,
      targets,
      fc.nat(119),
      (counts, rule, target, at) => {
        const i = at % counts.length;
        const worse = counts.map((c, k) =>
          k === i && c && c[0] < c[1] ? ([c[0] + 1, c[1]] as const) : c,
        );
        const options = { rule, target, coverageFloor: 0 };
        const before = budgetOf(questionOf(slices(counts), options)).figures;
        const after = budgetOf(questionOf(slices(worse), options)).figures;
        expect(after === undefined).toBe(before === undefined);
        const gained = (after?.remaining ?? 0) - (before?.remaining ?? 0);
        expect(gained).toBeLessThanOrEqual(1e-12);
      },
    );
    fc.assert(property);
  });

  it('mirrors when good and bad are swapped, and neither side is always 0 or 100 %', () => {
    const linear = budgetingMethods.filter(m => m !== 'Timeslices');
    const property = fc.property(
      someCounts,
      fc.constantFrom(...linear),
      (counts, method) => {
        const series = slices(counts);
        const swapped = slices(
          counts.map(c => c && ([c[1] - c[0], c[1]] as const)),
        );
        const sli = (s: typeof series) =>
          measure(tallySlices(s, wholeOf(s), { method }), { coverageFloor: 0 });
        const [a, b] = [sli(series), sli(swapped)];
        expect(a.state).toBe(b.state);
        const areKnown = a.state === 'known' && b.state === 'known';
        expect(areKnown ? a.sli + b.sli : 1).toBeCloseTo(1, 9);
      },
    );
    fc.assert(property);
    const mixed = slices(like(5, 3, 10));
    expect(budgetOf(questionOf(mixed)).measurement).toMatchObject({ sli: 0.7 });
  });
});

describe('burnRates', () => {
  it("gives the workbook's rates: 2 % of 30 days within an hour is 14.4", () => {
    const budgetShare = 0.02;
    const failuresAnHour = budgetShare * 30 * 24 * 60 * 0.001;
    const series = slices(like(60, failuresAnHour / 60, 1));
    const [hour] = burnRates(
      questionOf(series, { target: 0.999 }),
      60 * minuteMs,
      [60 * minuteMs],
    );
    expect(hour.burnRate).toBeCloseTo(14.4, 9);
  });

  it('knows each window by its own coverage', () => {
    const series = slices([
      ...Array.from({ length: 50 }, () => null),
      ...like(10, 1, 10),
    ]);
    const rates = burnRates(questionOf(series), 60 * minuteMs, [
      5 * minuteMs,
      60 * minuteMs,
    ]);
    expect(rates.map(r => r.burnRate && Math.round(r.burnRate))).toEqual([
      10,
      null,
    ]);
    expect(rates[1].measurement).toMatchObject({ reason: 'belowCoverage' });
  });
});

describe('burnDown', () => {
  it("draws OpenObserve's lines", () => {
    // burndownQuery.ts: (100/100, 0/100, 100/100) at 99 %, and 999/1000 at 99.9 %.
    const line = (counts: [number, number][], target: number) => {
      const question = questionOf(slices(counts), { target });
      return burnDown(question, budgetOf(question)).remaining.map(r =>
        Number((100 * r!).toFixed(2)),
      );
    };
    expect(
      line(
        [
          [0, 100],
          [100, 100],
          [0, 100],
        ],
        0.99,
      ),
    ).toEqual([100, -3233.33, -3233.33]);
    expect(line(like(4, 1, 1000), 0.999)).toEqual([75, 50, 25, 0]);
  });

  it('begins where observation begins and carries over later gaps', () => {
    const question = questionOf(slices([null, [0, 10], null, [1, 10]]), {
      coverageFloor: 0.5,
    });
    const { remaining, atMs } = burnDown(question, budgetOf(question));
    expect(remaining.slice(0, 3)).toEqual([null, 1, 1]);
    expect(atMs).toEqual([1, 2, 3, 4].map(n => n * minuteMs));
  });

  it('has no points where the budget is not known', () => {
    const question = questionOf(slices([null, null, [0, 1]]));
    expect(burnDown(question, budgetOf(question)).atMs).toEqual([]);
  });

  it('never rises and ends exactly on the tile, however many points it has', () => {
    const property = fc.property(
      someCounts,
      rules,
      targets,
      fc.integer({ min: 1, max: 200 }),
      fc.nat(200),
      (counts, rule, target, points, more) => {
        const series = slices(counts);
        const past = wholeOf(series);
        const window = { ...past, endMs: past.endMs + more * minuteMs };
        const excluded = [{ startMs: 3 * minuteMs, endMs: 7 * minuteMs }];
        const question = questionOf(series, {
          rule,
          target,
          window,
          excluded,
          coverageFloor: 0,
        });
        const budget = budgetOf(question);
        const { remaining } = burnDown(question, budget, points);
        expect(remaining.length).toBeLessThanOrEqual(points);
        if (!budget.figures) return;
        expect(remaining.at(-1)).toBe(budget.figures.remaining);
        const known = remaining.filter(r => r !== null);
        expect(known).toEqual([...known].sort((a, b) => b - a));
      },
    );
    fc.assert(property);
  });
});

describe('budgetUse', () => {
  it('adds up to what the window consumed', () => {
    const property = fc.property(
      someCounts,
      rules,
      targets,
      (counts, rule, target) => {
        const series = slices(counts);
        const question = questionOf(series, { rule, target, coverageFloor: 0 });
        const budget = budgetOf(question);
        const tens = Array.from({ length: 12 }, (_, i) => ({
          startMs: i * 10 * minuteMs,
          endMs: (i + 1) * 10 * minuteMs,
        }));
        const use = budgetUse(question, budget, tens);
        const sum = use.reduce((total, u) => total + (u.consumed ?? 0), 0);
        expect(sum).toBeCloseTo(budget.figures?.consumed ?? 0, 9);
      },
    );
    fc.assert(property);
  });

  it('does not know a stretch that was hardly observed', () => {
    const series = slices([
      ...like(95, 0, 10),
      ...Array.from({ length: 5 }, () => null),
    ]);
    const question = questionOf(series);
    const [use] = budgetUse(question, budgetOf(question), [
      { startMs: 90 * minuteMs, endMs: 100 * minuteMs },
    ]);
    expect(use).toMatchObject({ consumed: null, coverage: 0.5 });
  });
});

describe('sliceSeries', () => {
  it('refuses what makes no grid', () => {
    expect(() => sliceSeries(0, 60, [1], [])).toThrow(
      '1 counts of bad events and 0 of all',
    );
    expect(() => sliceSeries(0, 0, [], [])).toThrow('make no grid');
    expect(() => sliceSeries(NaN, 1, [], [])).toThrow('make no grid');
  });
});
