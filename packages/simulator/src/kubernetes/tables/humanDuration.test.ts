import { humanDuration } from './humanDuration';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

it.each([
  [-5 * second, '<invalid>'],
  [-0.5 * second, '0s'],
  [0, '0s'],
  [119 * second, '119s'],
  [2 * minute, '2m'],
  [9 * minute + 5 * second, '9m5s'],
  [10 * minute + 5 * second, '10m'],
  [179 * minute, '179m'],
  [3 * hour, '3h'],
  [7 * hour + 59 * minute, '7h59m'],
  [8 * hour + 59 * minute, '8h'],
  [47 * hour, '47h'],
  [2 * day, '2d'],
  [7 * day + 23 * hour, '7d23h'],
  [8 * day + 23 * hour, '8d'],
  [2 * year - hour, '729d'],
  [2 * year, '2y'],
  [3 * year + 40 * day, '3y40d'],
  [9 * year + 40 * day, '9y'],
  [NaN, '<invalid>'],
])('prints %d ms as %s', (durationMs, text) => {
  expect(humanDuration(durationMs)).toBe(text);
});
