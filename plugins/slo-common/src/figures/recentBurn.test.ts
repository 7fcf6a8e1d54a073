import { exhaustionBurnOf, lastHourBurnOf } from './recentBurn';

const hour = 3_600_000;
const burns = [
  { windowMs: hour, burnRate: 0.2 },
  { windowMs: 6 * hour, burnRate: 3.1 },
];

it('takes the last hour and no other window, and does not guess it', () => {
  expect(lastHourBurnOf({ burns })).toBe(0.2);
  expect(lastHourBurnOf({ burns: [{ windowMs: hour, burnRate: 0 }] })).toBe(0);
  expect(lastHourBurnOf({ burns: burns.slice(1) })).toBeNull();
});

it('finds the rate that the end of the budget was told from', () => {
  const exhaustion = { kind: 'at' as const, inMs: hour, basisMs: 6 * hour };
  expect(exhaustionBurnOf({ burns, figures: null, exhaustion })).toEqual({
    burnRate: 3.1,
    windowMs: 6 * hour,
  });
  expect(
    exhaustionBurnOf({ burns, figures: null, exhaustion: null }),
  ).toBeUndefined();
});
