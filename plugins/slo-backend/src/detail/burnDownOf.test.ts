import {
  emptyTally,
  SloRow,
  Tally,
} from '@worldscale/backstage-plugin-slo-common';
import { row as sloRow } from '../__testUtils__/sloRow';
import { burnDownOf } from './burnDownOf';

const hourMs = 3_600_000;
const within = { startMs: 0, endMs: 28 * 24 * hourMs };

/** Hours of minutes with ten events each; in each hour some are bad. */
function hoursFrom(day: number, badOfHour: number, of = 600) {
  const hours = new Map<number, Tally>();
  for (let hour = day * 24; hour < 28 * 24; hour++) {
    hours.set(hour * hourMs, {
      ...emptyTally,
      ...{ expected: 60, observed: 60, rated: 60 },
      ...{ badEvents: badOfHour, totalEvents: of },
      ...{ bad: badOfHour, of },
    });
  }
  return hours;
}

/** 28 days of 600 events an hour, 2 of them bad; of the budget a third is used. */
const rowOf = (figures: Partial<NonNullable<SloRow['figures']>> = {}) =>
  sloRow('login', {
    coverage: 1,
    figures: {
      ...{
        sli: 1 - 2 / 600,
        remaining: 2 / 3,
        consumed: 1 / 3,
        burnRate: 1 / 3,
      },
      minutes: { allowed: 403.2, remaining: 268.8 },
      events: {
        ...{ allowed: 4032, bad: 1344, remaining: 2688, total: 403_200 },
        isEstimated: false,
      },
      ...figures,
    },
  });

const sumOfDays = (row: SloRow, hours: ReadonlyMap<number, Tally>) => {
  const { consumedOf } = burnDownOf(row, hours, within);
  return [...hours.values()].reduce((sum, each) => sum + consumedOf(each)!, 0);
};

describe('burnDownOf', () => {
  it('goes from the whole budget to the tile where all hours are known', () => {
    const { burnDown } = burnDownOf(rowOf(), hoursFrom(0, 2), within);
    expect(burnDown.remaining[0]).toBeCloseTo(1, 2);
    expect(burnDown.remaining.at(-1)).toBe(2 / 3);
    expect(burnDown.atMs.at(-1)).toBe(within.endMs);
    expect(sumOfDays(rowOf(), hoursFrom(0, 2))).toBeCloseTo(1 / 3, 6);
  });

  it('takes from a week only what the week took, where no hour before it is known', () => {
    const hours = hoursFrom(21, 2);
    const { burnDown } = burnDownOf(rowOf(), hours, within);
    // Three quarters of the third were used before anything is known.
    expect(burnDown.remaining[0]).toBeCloseTo(1 - 1 / 4, 2);
    expect(burnDown.remaining.at(-1)).toBe(2 / 3);
    expect(sumOfDays(rowOf(), hours)).toBeCloseTo(1 / 3 / 4, 6);
  });

  it('does so for slices too, of which the tile gives no number', () => {
    const row = rowOf({ sli: 1 - 2 / 60, events: null });
    const hours = hoursFrom(21, 2, 60);
    const { burnDown } = burnDownOf(row, hours, within);
    expect(burnDown.remaining[0]).toBeCloseTo(1 - 1 / 4, 2);
    expect(sumOfDays(row, hours)).toBeCloseTo(1 / 3 / 4, 6);
  });

  it('never rises, and is whole while nothing is bad', () => {
    const { burnDown } = burnDownOf(rowOf(), hoursFrom(10, 2), within);
    const known = burnDown.remaining as number[];
    known
      .slice(1)
      .forEach((left, i) => expect(left).toBeLessThanOrEqual(known[i]));
    const figures = { sli: 1, remaining: 1, consumed: 0, burnRate: 0 };
    const well = burnDownOf(
      rowOf({ ...figures, events: null }),
      hoursFrom(21, 0),
      within,
    );
    expect(new Set(well.burnDown.remaining)).toEqual(new Set([1]));
    expect(well.consumedOf(emptyTally)).toBe(0);
  });
});
