/** How far back the history may be looked at. */
export const historyRanges = [
  { id: '6h', title: '6 hours', hours: 6 },
  { id: '24h', title: '24 hours', hours: 24 },
  { id: '7d', title: '7 days', hours: 7 * 24 },
  { id: '30d', title: '30 days', hours: 30 * 24 },
] as const;
export type HistoryRangeId = (typeof historyRanges)[number]['id'];

/** The range that an address names; a day where it names none. */
export function rangeIdOf(name: string | undefined): HistoryRangeId {
  return historyRanges.find(({ id }) => id === name)?.id ?? '24h';
}

const HOUR_MS = 3_600_000;

/** The range up to an instant (Unix milliseconds), as the backend wants it. */
export function rangeUpTo(
  nowMs: number,
  id: HistoryRangeId,
): { from: string; to: string } {
  const hours = historyRanges.find(range => range.id === id)?.hours ?? 24;
  return {
    from: new Date(nowMs - hours * HOUR_MS).toISOString(),
    to: new Date(nowMs).toISOString(),
  };
}
