import { historyRange } from './historyRanges';

const local = (...parts: [number, number, number]) =>
  new Date(...parts).toISOString();

it('begins quarters where the calendar does', () => {
  const now = new Date(2026, 10, 22, 12).getTime();
  expect(historyRange(now, 'quarter')).toEqual({
    from: local(2026, 9, 1),
    to: new Date(now).toISOString(),
  });
  expect(historyRange(now, 'lastQuarter')).toEqual({
    from: local(2026, 6, 1),
    to: local(2026, 9, 1),
  });
});

it('finds the last quarter of the year before', () => {
  const now = new Date(2026, 0, 1).getTime();
  expect(historyRange(now, 'lastQuarter')).toEqual({
    from: local(2025, 9, 1),
    to: local(2026, 0, 1),
  });
});

it('takes twelve months to the same day', () => {
  const now = new Date(2026, 10, 22).getTime();
  expect(historyRange(now, 'year').from).toBe(local(2025, 10, 22));
});
