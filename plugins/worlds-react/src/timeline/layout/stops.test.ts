import { LaneMark, LanePeriod } from '../lane';
import { stageScale } from './scale';
import { layoutStops, POINT_PX, stateOf, Stop, TRACKS_MAX } from './stops';

/** One pixel is one millisecond. */
const scale = stageScale({ fromMs: 0, toMs: 1000 }, 1060);

const mark = (id: string, atMs: number, more: object = {}): LaneMark => ({
  ...{ id, atMs, title: id, sentence: `${id} happened` },
  ...more,
});
const period = (
  id: string,
  fromMs: number,
  toMs: number | null,
): LanePeriod => ({ id, fromMs, toMs, title: id, sentence: `${id} lasted` });

const lay = (marks: LaneMark[], periods: LanePeriod[] = [], nowMs = 1000) =>
  layoutStops({ marks, periods }, scale, nowMs);
const idsOf = (stops: Stop[]) =>
  stops.map(({ items }) => items.map(({ id }) => id).join('+'));

it('leaves marks apart that have room, and makes one of those that touch', () => {
  const { stops } = lay([
    mark('c', 500),
    mark('a', 100),
    mark('b', 100 + POINT_PX - 1),
    mark('d', 500 + POINT_PX),
  ]);
  expect(idsOf(stops)).toEqual(['a+b', 'c', 'd']);
  expect(stops[0]).toMatchObject({ fromMs: 100, toMs: 125 });
});

it('never lets two points touch, however many marks there are', () => {
  const marks = Array.from({ length: 5000 }, (_, i) =>
    mark(`m${i}`, (i * i * 7919) % 1001),
  );
  const { stops } = lay(marks);
  expect(stops.flatMap(({ items }) => [...items])).toHaveLength(5000);
  expect(stops.length).toBeLessThanOrEqual(1000 / POINT_PX + 1);
  stops.slice(1).forEach((stop, i) => {
    expect(stop.x - stops[i].x).toBeGreaterThanOrEqual(POINT_PX);
  });
});

it('does not let a dense row of marks become one', () => {
  const { stops } = lay(
    Array.from({ length: 1001 }, (_, i) => mark(`m${i}`, i)),
  );
  expect(stops.length).toBeGreaterThan(30);
});

it('leaves out what lies outside of the span', () => {
  const { stops } = lay(
    [mark('before', -1), mark('first', 0), mark('last', 1000)],
    [period('over', -90, -1), period('later', 1001, null)],
  );
  expect(idsOf(stops)).toEqual(['first', 'last']);
});

it('draws periods as bars, in a track of their own where they overlap', () => {
  const { stops, tracks } = lay(
    [],
    [period('a', 0, 300), period('b', 200, 400), period('c', 350, 500)],
  );
  expect(stops.map(stop => stop.kind === 'bar' && stop.track)).toEqual([
    0, 1, 0,
  ]);
  expect(tracks).toBe(2);
});

it('cuts bars at the span, and says so', () => {
  const { stops } = lay(
    [],
    [period('a', -100, 200), period('b', 300, null)],
    600,
  );
  expect(stops).toMatchObject([
    { fromMs: 0, toMs: 200, isCutLeft: true, isCutRight: false },
    { fromMs: 300, toMs: 600, isCutLeft: false, isCutRight: true },
  ]);
});

it('makes points of periods that are too short to be seen, or too many at once', () => {
  const many = Array.from({ length: TRACKS_MAX + 2 }, (_, i) =>
    period(`p${i}`, 100 + i, 900),
  );
  const { stops, tracks } = lay([], [period('short', 10, 12), ...many]);
  expect(tracks).toBe(TRACKS_MAX);
  expect(idsOf(stops.filter(({ kind }) => kind === 'point'))).toEqual([
    'short',
    'p4+p5',
  ]);
});

it('takes the worst state of several, and none where none has one', () => {
  expect(
    stateOf([
      mark('a', 1, { state: 'healthy' }),
      mark('b', 1, { state: 'atRisk' }),
    ]),
  ).toBe('atRisk');
  expect(stateOf([mark('a', 1)])).toBeUndefined();
});

it('maps instants to pixels and back, within the span', () => {
  expect(scale.at(scale.x(250))).toBeCloseTo(250);
  expect(scale.at(-50)).toBe(0);
  expect(scale.at(5000)).toBe(1000);
});
