import { growthOf } from './growth';

const MINUTE_MS = 60_000;
const samples = (values: number[]) =>
  values.map((value, i) => ({ atMs: i * MINUTE_MS, value }));

describe('growthOf', () => {
  it('is the slope of a straight line', () => {
    const growth = growthOf(samples([100, 110, 120, 130, 140, 150, 160]));
    expect(growth).toEqual({
      ...{ perMinute: 10, windowMinutes: 6, samples: 7, isFlat: false },
    });
  });

  it('does not mind up to 29 percent of values that are wrong', () => {
    const line = Array.from({ length: 21 }, (_, i) => 1_000 + 10 * i);
    for (const i of [2, 3, 9, 15, 19]) line[i] = i % 2 ? 90_000 : 0;
    expect(growthOf(samples(line))?.perMinute).toBeCloseTo(10, 0);
  });

  it('is the published example of Sen, 1968', () => {
    // Sen, JASA 63 (1968), section 6, as in R's `zyp` manual: slope 4.
    const t = [1, 2, 3, 4, 10, 12, 18];
    const x = [9, 15, 19, 20, 45, 55, 78];
    const growth = growthOf(
      t.map((at, i) => ({ atMs: at * MINUTE_MS, value: x[i] })),
    );
    expect(growth?.perMinute).toBe(4);
  });

  it('takes a little noise around a level for no growth', () => {
    const level = [500, 502, 499, 501, 500, 498, 501, 500];
    expect(growthOf(samples(level))?.isFlat).toBe(true);
    expect(growthOf(samples([0, 0, 0, 0, 0, 0]))?.isFlat).toBe(true);
  });

  it('is growth where it is steady, however small beside the level', () => {
    // 262 a minute of 383,470 are 4 % an hour, and 3,188 of room are gone in 12 minutes.
    const line = Array.from({ length: 21 }, (_, i) => 383_470 + 262 * i);
    expect(growthOf(samples(line))).toMatchObject({
      ...{ perMinute: 262, isFlat: false },
    });
    const noisy = line.map((value, i) => value + (i % 2 ? 300 : -300));
    expect(growthOf(samples(noisy))?.isFlat).toBe(false);
  });

  it('is none where chance may well have made it', () => {
    // All ten pairs rise: a score of 2.2.
    expect(growthOf(samples([1, 2, 3, 4, 5]))?.isFlat).toBe(false);
    // One pair falls: a score of 1.71.
    expect(growthOf(samples([1, 2, 3, 5, 4]))?.isFlat).toBe(true);
  });

  it('falls where the value falls', () => {
    expect(growthOf(samples([50, 40, 30, 20, 10]))?.perMinute).toBe(-10);
  });

  it('is not known from few samples or a short time', () => {
    expect(growthOf(samples([1, 2, 3, 4]))).toBeNull();
    const quick = [1, 2, 3, 4, 5, 6].map(value => ({
      ...{ atMs: value * 1_000, value },
    }));
    expect(growthOf(quick)).toBeNull();
    expect(growthOf([])).toBeNull();
  });

  it('leaves values out that are none', () => {
    const broken = samples([1, 2, NaN, 4, Infinity, 6, 7]);
    expect(growthOf(broken)).toMatchObject({ perMinute: 1, samples: 5 });
  });
});
