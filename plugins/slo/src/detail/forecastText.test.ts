import { sloRow } from '../__testUtils__/sloFixture';
import { forecastText } from './forecastText';

const day = 86_400_000;
const at = (n: number) => new Date(2026, 10, n, 12).toISOString();
const forecast = {
  ...{ method: 'mean of past buckets', level: 0.8, basedOn: 28 },
  ...{ likelyAt: at(26), earliestAt: at(24), latestAt: at(30) },
};
const name = (n: number) =>
  new Date(2026, 10, n).toLocaleDateString(undefined, {
    ...{ month: 'short', day: 'numeric' },
  });
/** Whose budget is gone after so many days from the 22nd; null: it does not run out. */
const rowGoneIn = (days: number | null) =>
  sloRow({
    observedAt: at(22),
    exhaustion: {
      kind: days === null ? 'afterWindow' : 'at',
      ...{ inMs: (days ?? 100) * day, basisMs: day / 4 },
    },
  });

it('gives the interval and what it rests on', () => {
  expect(forecastText(forecast, rowGoneIn(5))).toBe(
    `Forecast: between ${name(24)} and ${name(30)} (80 % sure, from 28 days).`,
  );
});

it('calls the day of its figures today', () => {
  const today = { ...forecast, earliestAt: at(22) };
  expect(forecastText(today, rowGoneIn(5))).toBe(
    `Forecast: between today and ${name(30)} (80 % sure, from 28 days).`,
  );
  expect(forecastText({ ...today, latestAt: null }, rowGoneIn(5))).toMatch(
    /^Forecast: today at the earliest, perhaps not within 28 d/,
  );
  expect(forecastText({ ...today, latestAt: at(22) }, rowGoneIn(0))).toBe(
    'Forecast: today (80 % sure, from 28 days).',
  );
});

it('does not speak against the end that the rate of now gives', () => {
  expect(forecastText(forecast, rowGoneIn(1))).toBeUndefined();
  expect(forecastText(forecast, rowGoneIn(9))).toBeUndefined();
  expect(forecastText(forecast, rowGoneIn(null))).toBeUndefined();
  const never = { ...forecast, likelyAt: null, earliestAt: null };
  expect(
    forecastText({ ...never, latestAt: null }, rowGoneIn(7)),
  ).toBeUndefined();
});

it('does not promise that a budget lasts where one end is beyond the window', () => {
  const open = { ...forecast, likelyAt: null, latestAt: null };
  expect(forecastText(open, rowGoneIn(null))).toBe(
    `Forecast: ${name(
      24,
    )} at the earliest, perhaps not within 28 d (80 % sure, from 28 days).`,
  );
  expect(forecastText({ ...open, earliestAt: null }, rowGoneIn(null))).toBe(
    'Forecast: not within 28 d (80 % sure, from 28 days).',
  );
});

it('does not look beyond the end of a calendar period', () => {
  const row = rowGoneIn(null);
  const calendar = (endAt: string) => ({
    ...row,
    window: { ...row.window, kind: 'calendar' as const, endAt },
  });
  expect(forecastText(forecast, calendar(at(23)))).toBe(
    'Forecast: not in this period (80 % sure, from 28 days).',
  );
  expect(forecastText(forecast, calendar(at(25)))).toBe(
    `Forecast: ${name(
      24,
    )} at the earliest, perhaps not in this period (80 % sure, from 28 days).`,
  );
});
