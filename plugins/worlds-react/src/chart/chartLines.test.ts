import { gapSpans, linePoints } from './chartLines';

const times = [0, 10, 20, 30, 40];
const values = [null, 1, 2, null, 3];

it('lets a step hold until the gap, and the gap until the next step', () => {
  expect(gapSpans(values, times, true)).toEqual([
    { fromMs: 0, toMs: 10 },
    { fromMs: 30, toMs: 40 },
  ]);
  expect(
    linePoints(values, times, true).map(({ atMs, value }) => [atMs, value]),
  ).toEqual([
    [0, null],
    [10, 1],
    [20, 2],
    [30, 2],
    [30, null],
    [40, 3],
  ]);
});

it('gives a sample the time half way to its neighbours, and no line beyond it', () => {
  expect(gapSpans(values, times)).toEqual([
    { fromMs: -5, toMs: 5 },
    { fromMs: 25, toMs: 35 },
  ]);
  expect(linePoints(values, times).map(({ value }) => value)).toEqual(values);
});
