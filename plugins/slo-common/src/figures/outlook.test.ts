import fc from 'fast-check';
import { exhaustionOf } from './exhaustion';
import { forecastExhaustion } from './forecast';
import { lowTrafficOf } from './lowTraffic';
import { nextBurnAlertState } from './burnAlertState';
import { compositeBurn, compositeRatio, compositeSlices } from './composite';
import { slices } from '../__testUtils__/slices';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;

const targetLeft = fc.double({ min: 0.01, max: 1, noNaN: true });

describe('exhaustionOf', () => {
  it('takes what is left, not the whole budget', () => {
    const windowMs = 30 * dayMs;
    const days = (remaining: number, burnRate: number) => {
      const found = exhaustionOf({ remaining, burnRate, windowMs });
      return found.kind === 'at' ? found.inMs / dayMs : found.kind;
    };
    // 30 days / 14.4 are 2.08 days (not hours, as some pages have it).
    expect(days(1, 14.4)).toBeCloseTo(2.0833, 4);
    expect(days(0.5, 14.4)).toBeCloseTo(1.0417, 4);
    expect(days(0, 14.4)).toBe('spent');
    expect(days(-0.74, 0.1)).toBe('spent');
    expect(days(0.5, 0)).toBe('never');
    expect(days(0.5, 1)).toBe(15);
  });

  it('does not let a rolling window run out that forgets faster than it burns', () => {
    const question = { remaining: 0.9, windowMs: 28 * dayMs };
    const kind = (burnRate: number) =>
      exhaustionOf({ ...question, burnRate }).kind;
    expect(kind(0.035)).toBe('afterWindow');
    expect(kind(0.89)).toBe('afterWindow');
    expect(kind(0.91)).toBe('at');
  });

  it('says when a calendar window ends before', () => {
    const question = { remaining: 0.5, burnRate: 1, windowMs: 30 * dayMs };
    expect(exhaustionOf({ ...question, leftMs: 10 * dayMs }).kind).toBe(
      'afterWindow',
    );
    expect(exhaustionOf({ ...question, leftMs: 20 * dayMs }).kind).toBe('at');
  });
});

describe('forecastExhaustion', () => {
  const of = (used: (number | null)[], remaining: number) =>
    forecastExhaustion({
      used,
      bucketMs: dayMs,
      remaining,
      horizonMs: 60 * dayMs,
    });

  it('is exact where every day is like the others', () => {
    const found = of(Array(10).fill(0.02), 0.5)!;
    for (const ms of [found.earliestMs, found.likelyMs, found.latestMs]) {
      expect(ms! / dayMs).toBeCloseTo(25, 6);
    }
    expect(found).toMatchObject({
      method: 'mean of past buckets',
      level: 0.8,
      basedOn: 10,
    });
  });

  it('agrees with the formula by hand', () => {
    // Mean 0.02, standard deviation 0.01 * sqrt(8/7); at h days: 0.02 h + z s sqrt(h + h²/8).
    const found = of([0.01, 0.03, 0.01, 0.03, 0.01, 0.03, 0.01, 0.03], 0.5)!;
    const h = found.earliestMs! / dayMs;
    const s = 0.01 * Math.sqrt(8 / 7);
    expect(0.02 * h + 1.281552 * s * Math.sqrt(h + h ** 2 / 8)).toBeCloseTo(
      0.5,
      9,
    );
    expect(found.likelyMs! / dayMs).toBeCloseTo(25, 6);
    expect(found.latestMs!).toBeGreaterThan(found.likelyMs!);
  });

  it('says nothing from less than a week, of a spent budget, or beyond its horizon', () => {
    expect(of(Array(6).fill(0.1), 0.5)).toBeUndefined();
    expect(of([...Array(6).fill(0.1), null, null], 0.5)).toBeUndefined();
    expect(of(Array(10).fill(0.1), 0)).toBeUndefined();
    expect(of(Array(10).fill(0), 0.5)).toMatchObject({ likelyMs: null });
    expect(of(Array(10).fill(0.001), 0.5)).toMatchObject({
      likelyMs: null,
      earliestMs: null,
    });
  });

  it('puts the likely day between the earliest and the latest', () => {
    const day = fc.double({ min: 0, max: 0.2, noNaN: true });
    const property = fc.property(
      fc.array(day, { minLength: 7, maxLength: 40 }),
      targetLeft,
      (used, remaining) => {
        const { earliestMs, likelyMs, latestMs } = of(used, remaining)!;
        const order = [earliestMs, likelyMs, latestMs].map(
          ms => ms ?? Infinity,
        );
        expect(order[0]).toBeLessThanOrEqual(order[1]);
        expect(order[1]).toBeLessThanOrEqual(order[2]);
      },
    );
    fc.assert(property);
  });
});

describe('lowTrafficOf', () => {
  it("agrees with the workbook's example: burn rate 100, 7 failures, 13.9 % of the budget", () => {
    const found = lowTrafficOf({
      totalEvents: 10 * 720,
      windowMs: 30 * dayMs,
      target: 0.999,
      alerts: [
        { threshold: 14.4, longMs: hourMs },
        { threshold: 3, longMs: dayMs },
      ],
    })!;
    expect(found.burnRateOfOneFailure).toBeCloseTo(100, 9);
    expect(found.budgetOfOneFailure).toBeCloseTo(0.139, 3);
    expect(found.text).toBe(
      'Low traffic: about 10 events an hour; the budget allows 7 failures, and one failure alone fires 2 of 2 alerts.',
    );
  });

  it('says that not a single failure is allowed', () => {
    const found = lowTrafficOf({
      totalEvents: 500,
      windowMs: 28 * dayMs,
      target: 0.999,
      alerts: [],
    });
    expect(found!.text).toBe(
      'Low traffic: about 0.74 events an hour; the budget does not allow a single failure.',
    );
  });

  it('is silent where traffic is enough, and where nothing is known', () => {
    const alerts = [{ threshold: 14.4, longMs: hourMs }];
    const of = (totalEvents: number) =>
      lowTrafficOf({
        totalEvents,
        windowMs: 28 * dayMs,
        target: 0.999,
        alerts,
      });
    expect(of(1e7)).toBeUndefined();
    expect(of(0)).toBeUndefined();
    expect(of(NaN)).toBeUndefined();
  });
});

describe('nextBurnAlertState', () => {
  const now = {
    longBurnRate: 20,
    shortBurnRate: 15,
    threshold: 14.4,
    op: 'gte',
  } as const;

  it('is decided by the less severe window', () => {
    expect(nextBurnAlertState({ isFiring: false }, now)).toEqual({
      isFiring: true,
      burnRate: 15,
      isHeld: false,
    });
    expect(
      nextBurnAlertState({ isFiring: true }, { ...now, shortBurnRate: 2 })
        .isFiring,
    ).toBe(false);
    expect(
      nextBurnAlertState({ isFiring: false }, { ...now, shortBurnRate: 14.4 })
        .isFiring,
    ).toBe(true);
    expect(
      nextBurnAlertState(
        { isFiring: false },
        { ...now, shortBurnRate: 14.4, op: 'gt' },
      ).isFiring,
    ).toBe(false);
  });

  it('neither fires nor resolves while a window is not known', () => {
    const rate = fc.option(fc.double({ min: 0, max: 1000, noNaN: true }));
    const property = fc.property(
      fc.boolean(),
      rate,
      fc.boolean(),
      (isFiring, known, isLong) => {
        const state = nextBurnAlertState(
          { isFiring },
          {
            ...now,
            longBurnRate: isLong ? known : null,
            shortBurnRate: isLong ? null : known,
          },
        );
        expect(state).toEqual({ isFiring, burnRate: null, isHeld: true });
      },
    );
    fc.assert(property);
  });
});

describe('composites', () => {
  it('add up what burns, times the weights', () => {
    expect(
      compositeBurn([
        { burn: 2, weight: 1 },
        { burn: 3, weight: 0.5 },
      ]),
    ).toBe(3.5);
    expect(
      compositeBurn([
        { burn: 2, weight: 1 },
        { burn: null, weight: 1 },
      ]),
    ).toBeNull();
    expect(compositeBurn([])).toBeNull();
  });

  it('add up what is missing of ratio slices: 95 % and 95 % make 90 %', () => {
    const sli = (weight: number) =>
      compositeRatio([
        { sli: 0.95, weight: 1 },
        { sli: 0.95, weight },
      ]);
    expect(sli(1)).toBeCloseTo(0.9, 12);
    expect(sli(2)).toBeCloseTo(0.85, 12);
    expect(compositeRatio([{ sli: null, weight: 1 }])).toBeNull();
  });

  it('call a slice bad that was bad for any part, and one unknown that may have been', () => {
    const parts = [
      {
        series: slices([[0, 10], [9, 10], [0, 10], null, [0, 0], [9, 10]]),
        timeSliceTarget: 0.9,
      },
      {
        series: slices([[0, 10], [0, 10], null, null, [0, 0], null]),
        timeSliceTarget: 0.9,
      },
    ];
    const { bad, total } = compositeSlices(parts);
    expect([...total]).toEqual([1, 1, NaN, NaN, 0, 1]);
    expect([...bad]).toEqual([0, 1, NaN, NaN, 0, 1]);
  });

  it('refuse parts whose slices differ', () => {
    const part = (n: number) => ({
      series: slices(Array(n).fill([0, 1])),
      timeSliceTarget: 0.9,
    });
    expect(() => compositeSlices([part(1), part(2)])).toThrow(
      'different slices',
    );
    expect(() => compositeSlices([])).toThrow('needs parts');
  });
});
