import fc from 'fast-check';
import { rules, slices, someCounts, wholeOf } from '../__testUtils__/slices';
import { emptyTally, mergeTallies, tallySlices } from './tally';

describe('tallySlices', () => {
  it('counts by each method of OpenSLO', () => {
    // Four minutes: all good, one of ten bad, all bad, and nothing to serve.
    const series = slices([
      [0, 100],
      [1, 10],
      [5, 5],
      [0, 0],
    ]);
    const tally = (method: 'Occurrences' | 'Timeslices' | 'RatioTimeslices') =>
      tallySlices(series, wholeOf(series), { method, timeSliceTarget: 0.95 });
    expect(tally('Occurrences')).toMatchObject({
      bad: 6,
      of: 115,
      rated: 3,
      observed: 4,
    });
    expect(tally('Timeslices')).toMatchObject({ bad: 2, of: 3 });
    expect(tally('RatioTimeslices')).toMatchObject({ bad: 1.1, of: 3 });
  });

  it('counts a slice as good that just meets its target', () => {
    const rule = { method: 'Timeslices', timeSliceTarget: 0.95 } as const;
    const series = slices([
      [5, 100],
      [6, 100],
      [1, 20],
      [35, 700],
    ]);
    expect(tallySlices(series, wholeOf(series), rule).bad).toBe(1);
  });

  it('counts only slices that lie wholly within', () => {
    const series = slices([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
    const tally = tallySlices(
      series,
      { startMs: 30_000, endMs: 150_000 },
      { method: 'Occurrences' },
    );
    expect(tally).toMatchObject({ expected: 1, observed: 1, bad: 1 });
  });

  it('expects slices outside of the series, which nobody observed', () => {
    const series = slices([[0, 1]]);
    const tally = tallySlices(
      series,
      { startMs: -60_000, endMs: 180_000 },
      { method: 'Occurrences' },
    );
    expect(tally).toMatchObject({ expected: 4, observed: 1 });
  });

  it('takes what cannot be a count for not observed', () => {
    const series = slices([
      [-1, 5],
      [1, Infinity],
      [NaN, 5],
      [7, 5],
    ]);
    const tally = tallySlices(series, wholeOf(series), {
      method: 'Occurrences',
    });
    expect(tally).toMatchObject({ observed: 1, bad: 5, of: 5 });
  });

  it('joins in any grouping, and parts make the whole', () => {
    const property = fc.property(
      someCounts,
      rules.filter(r => r.method !== 'RatioTimeslices'),
      fc.array(fc.nat(120), { maxLength: 5 }),
      (counts, rule, cuts) => {
        const series = slices(counts);
        const { endMs } = wholeOf(series);
        const bounds = [
          0,
          ...cuts.map(c => Math.min(c * 60_000, endMs)),
          endMs,
        ].sort((a, b) => a - b);
        const parts = bounds
          .slice(1)
          .map((end, i) =>
            tallySlices(series, { startMs: bounds[i], endMs: end }, rule),
          );
        const whole = tallySlices(series, wholeOf(series), rule);
        expect(parts.reduce(mergeTallies, emptyTally)).toEqual(whole);
        expect(
          parts.reduceRight((a, b) => mergeTallies(b, a), emptyTally),
        ).toEqual(whole);
      },
    );
    fc.assert(property);
  });

  it('never counts a gap, neither as good nor as bad', () => {
    const property = fc.property(
      someCounts,
      rules,
      fc.nat(119),
      (counts, rule, at) => {
        const i = at % counts.length;
        const without = counts.map((c, k) => (k === i ? null : c));
        const rest = counts.filter((_, k) => k !== i);
        const gap = slices(without);
        const gone = slices(rest);
        const a = tallySlices(gap, wholeOf(gap), rule);
        const b = tallySlices(gone, wholeOf(gone), rule);
        expect({ ...a, expected: 0 }).toEqual({ ...b, expected: 0 });
        expect(a.expected).toBe(b.expected + 1);
      },
    );
    fc.assert(property);
  });

  it('leaves excluded slices out of everything', () => {
    const excluded = [{ startMs: 60_000, endMs: 180_000 }];
    const property = fc.property(someCounts, rules, (counts, rule) => {
      const series = slices(counts);
      const kept = slices(counts.filter((_, i) => i !== 1 && i !== 2));
      const tally = tallySlices(series, wholeOf(series), rule, excluded);
      expect({ ...tally, excluded: 0 }).toEqual(
        tallySlices(kept, wholeOf(kept), rule),
      );
      expect(tally.excluded + tally.expected).toBe(counts.length);
    });
    fc.assert(property);
  });
});
