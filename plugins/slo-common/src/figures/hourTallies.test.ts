import fc from 'fast-check';
import { rules, slices, someCounts, wholeOf } from '../__testUtils__/slices';
import {
  hourMs,
  hourOffset,
  hourOf,
  hourTallies,
  sumHours,
} from './hourTallies';
import { sliceSeries } from './SliceSeries';
import { tallySlices } from './tally';

const everything = { startMs: -Infinity, endMs: Infinity };

describe('hourTallies', () => {
  it('add up to the whole, whatever the slices and the shift', () => {
    const property = fc.property(
      someCounts,
      rules,
      fc.constantFrom(1, 5, 7, 60, 90, 1440),
      fc.constantFrom(0, 15, 30, 45),
      (counts, rule, sliceMinutes, shiftMinutes) => {
        const series = slices(counts, sliceMinutes * 60_000);
        const excluded = [{ startMs: 3_600_000, endMs: 5_400_000 }];
        const hours = hourTallies(series, rule, {
          offsetMs: shiftMinutes * 60_000,
          excluded,
        });
        const whole = tallySlices(series, wholeOf(series), rule, excluded);
        const sum = sumHours(hours, everything);
        expect(sum.bad).toBeCloseTo(whole.bad, 9);
        expect({ ...sum, bad: 0 }).toEqual({ ...whole, bad: 0 });
      },
    );
    fc.assert(property);
  });

  it('give a slice to the hour in which it begins', () => {
    const series = slices(
      [
        [1, 10],
        [2, 10],
      ],
      90 * 60_000,
    );
    const hours = hourTallies(
      series,
      { method: 'Occurrences' },
      {
        offsetMs: 0,
        excluded: [],
      },
    );
    expect([...hours].map(([at, { bad }]) => [at / hourMs, bad])).toEqual([
      [0, 1],
      [1, 2],
    ]);
  });

  it('begin with the calendar window of a zone off the hour', () => {
    const midnightInKolkata = Date.parse('2026-11-01T00:00:00+05:30');
    const offsetMs = hourOffset(midnightInKolkata);
    expect(offsetMs).toBe(30 * 60_000);
    const series = sliceSeries(
      midnightInKolkata - hourMs,
      300_000,
      Array(24).fill(1),
      Array(24).fill(2),
    );
    const hours = hourTallies(
      series,
      { method: 'Occurrences' },
      { offsetMs, excluded: [] },
    );
    expect([...hours.keys()]).toEqual([
      midnightInKolkata - hourMs,
      midnightInKolkata,
    ]);
    const month = sumHours(hours, {
      startMs: midnightInKolkata,
      endMs: Infinity,
    });
    expect(month).toMatchObject({ bad: 12, of: 24, expected: 12 });
  });

  it('know the hour of instants before the epoch and after', () => {
    expect(hourOf(-1, 0)).toBe(-hourMs);
    expect(hourOf(hourMs, 0)).toBe(hourMs);
    expect(hourOf(hourMs, 1_800_000)).toBe(1_800_000);
  });
});
