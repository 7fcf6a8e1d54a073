import fc from 'fast-check';
import { windowSum } from './overTime';
import { extrapolatedRate } from './rate';

describe('windowSum', () => {
  it('is as exact as adding up the window alone', () => {
    const value = fc
      .tuple(fc.integer(), fc.integer({ min: -6, max: 6 }))
      .map(([digits, exponent]) => digits * 10 ** exponent);
    fc.assert(
      fc.property(
        fc.array(value, { minLength: 1, maxLength: 200 }),
        fc.nat(),
        fc.nat(),
        (values, a, b) => {
          const [from, to] = [a % values.length, b % values.length].sort(
            (x, y) => x - y,
          );
          const sum = windowSum(Float64Array.from(values))(from, to);
          const window = values.slice(from, to);
          const plain = window.reduce((x, y) => x + y, 0);
          const size = window.reduce((x, y) => x + Math.abs(y), 0);
          expect(Math.abs(sum - plain)).toBeLessThanOrEqual(1e-13 * size);
        },
      ),
    );
  });

  it('does not lose a small window behind a large sum', () => {
    const values = new Float64Array(100_000).fill(1e15);
    values[99_999] = 1e-3;
    expect(windowSum(values)(99_999, 100_000)).toBe(1e-3);
  });

  it('keeps what is no finite number in its window', () => {
    const sum = windowSum(Float64Array.of(1, Infinity, 2, NaN, 3));
    expect([sum(0, 1), sum(0, 2), sum(2, 3), sum(2, 5)]).toEqual([
      1,
      Infinity,
      2,
      NaN,
    ]);
  });
});

describe('extrapolatedRate', () => {
  const run = (values: number[]) => ({
    labels: {},
    timesMs: Float64Array.from(values, (_, i) => i * 10_000),
    values: Float64Array.from(values),
  });
  const increase = { isCounter: true, perSecond: false, dialect: 3 } as const;

  it('stretches to the ends of the window where samples are near them', () => {
    const f = extrapolatedRate(run([100, 110, 120, 130]), increase);
    expect(f({ from: 0, to: 4, startMs: -5000, endMs: 35_000 })).toBeCloseTo(
      40,
    );
  });

  it('stretches by half a distance only where they are far', () => {
    const f = extrapolatedRate(run([100, 110, 120, 130]), increase);
    expect(f({ from: 0, to: 4, startMs: -60_000, endMs: 90_000 })).toBeCloseTo(
      40,
    );
  });

  it('does not go below zero', () => {
    const f = extrapolatedRate(run([2, 12, 22, 32]), increase);
    expect(f({ from: 0, to: 4, startMs: -9000, endMs: 30_000 })).toBeCloseTo(
      32,
    );
  });

  it('counts a fall as a restart from zero', () => {
    const f = extrapolatedRate(run([50, 60, 5, 15]), increase);
    expect(f({ from: 0, to: 4, startMs: 0, endMs: 30_000 })).toBeCloseTo(25);
  });

  it('needs two samples', () => {
    const f = extrapolatedRate(run([1]), increase);
    expect(f({ from: 0, to: 1, startMs: -1000, endMs: 1000 })).toBeUndefined();
  });
});
