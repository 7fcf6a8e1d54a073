import { byReason, cut, joined, shareKnown, uncovered } from './gaps';

const span = { fromMs: 0, toMs: 100 };
const part = (fromMs: number, toMs: number) => ({ fromMs, toMs });

it('cuts a stretch to the span', () => {
  expect(cut({ ...part(-50, 30), reason: 'x' }, span)).toEqual({
    ...part(0, 30),
    reason: 'x',
  });
  expect(cut(part(100, 130), span)).toBeUndefined();
  expect(cut(part(-10, 0), span)).toBeUndefined();
});

it('joins what overlaps or touches, in whatever order it comes', () => {
  expect(joined([part(60, 70), part(0, 10), part(10, 20), part(5, 8)])).toEqual(
    [part(0, 20), part(60, 70)],
  );
});

it.each([
  [[], [part(0, 100)]],
  [[part(0, 100)], []],
  [
    [part(-10, 20), part(40, 60)],
    [part(20, 40), part(60, 100)],
  ],
  [[part(90, 200)], [part(0, 90)]],
  [[part(200, 300)], [part(0, 100)]],
])('finds what %j does not cover', (parts, rest) => {
  expect(uncovered(span, parts)).toEqual(rest);
});

it('says each reason once, with all of its stretches', () => {
  expect(
    byReason([
      { ...part(0, 10), reason: 'a' },
      { ...part(20, 30), reason: 'b' },
      { ...part(5, 15), reason: 'a' },
    ]),
  ).toEqual([
    { reason: 'a', parts: [part(0, 15)] },
    { reason: 'b', parts: [part(20, 30)] },
  ]);
});

it('counts only the past as known or unknown', () => {
  expect(shareKnown(span, [part(0, 25)], 50)).toBe(0.5);
  expect(shareKnown(span, [part(0, 50)], 50)).toBe(0);
  expect(shareKnown(span, [], 50)).toBe(1);
  expect(shareKnown(span, [part(0, 50)], -10)).toBe(1);
});
