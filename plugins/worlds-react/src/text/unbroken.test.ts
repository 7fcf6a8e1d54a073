import { unbroken } from './unbroken';

it.each([
  ['overspent by 5.9 %.', 'overspent by 5.9\u00a0%.'],
  [
    'budget gone in 3 hours; last 6 h',
    'budget gone in 3\u00a0hours; last 6\u00a0h',
  ],
  ['1 of 3 replicas is down', '1 of 3 replicas is down'],
  ['at 12 half of them', 'at 12 half of them'],
])('keeps numbers and units together: %s', (sentence, text) => {
  expect(unbroken(sentence)).toBe(text);
});
