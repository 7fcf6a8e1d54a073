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

it('gives the likely day with its interval and what it rests on', () => {
  expect(forecastText(forecast, 28 * day)).toBe(
    `Forecast: about ${name(26)}; between ${name(24)} and ${name(
      30,
    )} (80 % sure, from 28 days).`,
  );
});

it('does not promise that a budget lasts where one end is beyond the window', () => {
  expect(
    forecastText({ ...forecast, likelyAt: null, latestAt: null }, 28 * day),
  ).toBe(
    `Forecast: not within 28 d; ${name(
      24,
    )} at the earliest, perhaps not within 28 d (80 % sure, from 28 days).`,
  );
  expect(
    forecastText(
      { ...forecast, earliestAt: null, likelyAt: null, latestAt: null },
      28 * day,
    ),
  ).toBe('Forecast: not within 28 d (80 % sure, from 28 days).');
});
