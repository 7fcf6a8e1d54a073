import { sloRow } from './__testUtils__/sloFixture';
import {
  alertLook,
  budgetText,
  countText,
  burnText,
  exhaustionBasisText,
  exhaustionText,
  firingText,
  minutesText,
  periodName,
  periodText,
  sliText,
  targetText,
  windowText,
} from './wording';

const hour = 3_600_000;

it('never rounds an SLI up to its target', () => {
  expect(sliText(0.99899999, 0.999)).toBe('99.899 %');
  expect(sliText(0.999, 0.999)).toBe('99.900 %');
  expect(sliText(0.9999996, 0.999)).toBe('99.999 %');
  expect(sliText(1, 0.999)).toBe('100.000 %');
});

it('shows as many digits as the target needs', () => {
  expect(sliText(0.951234, 0.95)).toBe('95.12 %');
  expect(sliText(0.99991234, 0.9999)).toBe('99.9912 %');
  expect(targetText(0.9995)).toBe('99.95 %');
  expect(targetText(0.29)).toBe('29 %');
});

it('says unknown, never nought', () => {
  expect([
    sliText(null, 0.99),
    budgetText(null),
    burnText(null),
    exhaustionText(null),
    exhaustionText({ kind: 'at', inMs: null, basisMs: null }),
  ]).toEqual(Array(5).fill('unknown'));
  expect([budgetText(0), burnText(0)]).toEqual(['0 %', '0×']);
});

it('keeps the sign of a budget that is overspent', () => {
  expect(budgetText(-2.5)).toBe('-250 %');
  expect(minutesText(-4.84)).toBe('-4.8 min');
  expect(minutesText(804)).toBe('13.4 h');
});

it('counts in digits that can be read', () => {
  expect(
    [0.5, 1204, 9_999_999, 138_166_255, -404_692_597].map(countText),
  ).toEqual(['0.5', '1,204', '9,999,999', '138M', '-405M']);
});

it('gives burn rates in digits that can be compared with thresholds', () => {
  expect([0.004, 0.93, 13.44, 14.4, 1000].map(burnText)).toEqual([
    '<0.01×',
    '0.93×',
    '13.4×',
    '14.4×',
    '1000×',
  ]);
});

it('names windows in whole units', () => {
  expect([5 / 60, 1, 36, 72].map(h => windowText(h * hour))).toEqual([
    '5 min',
    '1 h',
    '36 h',
    '3 d',
  ]);
});

it('tells rolling windows from calendar periods', () => {
  const window = {
    ...{ kind: 'rolling' as const, duration: '28d', lengthMs: 28 * 24 * hour },
    ...{ startAt: null, endAt: null, timeZone: null },
  };
  expect(periodText({ window })).toBe('over the last 28 d');
  expect(
    periodText({
      window: {
        ...window,
        ...{ kind: 'calendar', duration: '1M', timeZone: 'Europe/Berlin' },
      },
    }),
  ).toBe('in this calendar month (Europe/Berlin)');
  const named = (duration: string) =>
    periodName({ window: { ...window, kind: 'calendar', duration } });
  expect(['1M', '1Q', '2w', 'P1M'].map(named)).toEqual([
    'calendar month',
    'calendar quarter',
    '2 calendar weeks',
    'calendar period of P1M',
  ]);
  expect(periodName({ window })).toBe('28 d');
});

it('says when the budget is gone', () => {
  const at = { inMs: 3.5 * hour, basisMs: hour };
  expect(exhaustionText({ kind: 'at', ...at })).toBe('in 3 hours');
  expect(exhaustionText({ kind: 'afterWindow', ...at }, 'calendar')).toBe(
    'not in this period',
  );
  expect(exhaustionText({ kind: 'afterWindow', ...at }, 'rolling')).toBe(
    'does not run out at this rate',
  );
  expect(exhaustionText({ kind: 'never', inMs: null, basisMs: null })).toBe(
    'nothing burns',
  );
});

it('names the rate that the end of the budget is told from', () => {
  const { figures } = sloRow();
  const steady = { kind: 'at' as const, inMs: 9 * 24 * hour, basisMs: null };
  expect(exhaustionBasisText(sloRow())).toBe('at 16.4×, as in the last 1 h');
  expect(exhaustionBasisText(sloRow({ figures, exhaustion: steady }))).toBe(
    'at 0.88×, the mean of the window',
  );
  expect(exhaustionBasisText(sloRow({ exhaustion: null }))).toBeUndefined();
});

it('counts alerts that fire by severity', () => {
  expect(firingText({})).toBeUndefined();
  expect(firingText({ page: 0 })).toBeUndefined();
  expect(firingText({ page: 1 })).toBe('1 page alert fires');
  expect(firingText({ page: 1, ticket: 2 })).toBe(
    '1 page and 2 ticket alerts fire',
  );
});

it('does not call an alert without data quiet and well', () => {
  expect(alertLook({ state: 'inactive', isHeld: true })).toEqual({
    state: 'unknown',
    word: 'Quiet, held',
  });
  expect(alertLook({ state: 'firing', isHeld: true }).state).toBe('breached');
});
