import {
  clampSpan,
  LONGEST_SPAN_MS,
  readRange,
  shifted,
  SHORTEST_SPAN_MS,
  spanOf,
  TimelineRange,
  writeRange,
  zoomed,
} from './range';

const noon = Date.parse('2026-11-22T12:00:00Z');
const hour = 3_600_000;

it('moves a preset along with the present, and lets a span stand still', () => {
  expect(spanOf({ preset: '6h' }, noon)).toEqual({
    fromMs: noon - 6 * hour,
    toMs: noon,
  });
  const span = { fromMs: noon - 2 * hour, toMs: noon - hour };
  expect(spanOf(span, noon)).toEqual(span);
});

it.each<TimelineRange>([
  { preset: '1h' },
  { preset: '30d' },
  { fromMs: noon - hour, toMs: noon },
])('reads from an address what it wrote there: %j', range => {
  const params = writeRange(new URLSearchParams('tab=x&range=7d'), range);
  expect(params.get('tab')).toBe('x');
  expect(readRange(params)).toEqual({ range });
});

it('shows a day where the address does not say, and says nothing of it', () => {
  expect(readRange(new URLSearchParams())).toEqual({
    range: { preset: '24h' },
    problem: undefined,
  });
});

it.each([
  ['range=2h', "'2h'"],
  ['from=yesterday&to=2026-11-22T12:00:00Z', "'yesterday'"],
  ['to=2026-11-22T12:00:00Z', "from ''"],
  ['from=2026-11-22T12:00:00Z&to=2026-11-22T11:00:00Z', 'not a span'],
  ['from=2020-11-22T12:00:00Z&to=2026-11-22T11:00:00Z', '92 days'],
])('says what of an address it cannot read: %s', (query, part) => {
  const { range, problem } = readRange(new URLSearchParams(query));
  expect(range).toEqual({ preset: '24h' });
  expect(problem).toContain(part);
});

it('keeps spans between the shortest and the longest, and out of the future', () => {
  const short = clampSpan({ fromMs: noon - 10, toMs: noon }, noon);
  expect(short.toMs - short.fromMs).toBe(SHORTEST_SPAN_MS);
  expect(short.toMs).toBe(noon);
  const long = clampSpan(
    { fromMs: noon - 2160 * hour, toMs: noon + 720 * hour },
    noon,
  );
  expect(long).toEqual({ fromMs: noon - LONGEST_SPAN_MS, toMs: noon });
});

it('looks closer around an instant, which stays where it is', () => {
  const span = { fromMs: noon - 4 * hour, toMs: noon };
  const closer = zoomed(span, 0.5, noon - hour);
  expect(closer).toEqual({ fromMs: noon - 2.5 * hour, toMs: noon - hour / 2 });
  expect(zoomed(closer, 2, noon - hour)).toEqual(span);
});

it('moves by a share of itself', () => {
  const span = { fromMs: noon - 4 * hour, toMs: noon };
  expect(shifted(span, -0.5)).toEqual({
    fromMs: noon - 6 * hour,
    toMs: noon - 2 * hour,
  });
});
