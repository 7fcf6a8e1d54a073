/** How far back results may be looked at; `window` is the SLO's own. */
export const historyRanges = [
  { id: 'window', title: 'Window' },
  { id: 'quarter', title: 'This quarter' },
  { id: 'lastQuarter', title: 'Last quarter' },
  { id: 'year', title: '12 months' },
] as const;
export type HistoryRangeId = (typeof historyRanges)[number]['id'];

/** First instant of a quarter of the reader's calendar, `n` quarters from now. */
function quarterStart(nowMs: number, n: number): number {
  const now = new Date(nowMs);
  const quarter = Math.floor(now.getMonth() / 3) + n;
  return new Date(now.getFullYear(), quarter * 3, 1).getTime();
}

/** The range at an instant (Unix milliseconds), as the backend wants it. */
export function historyRange(
  nowMs: number,
  id: Exclude<HistoryRangeId, 'window'>,
): { from: string; to: string } {
  const year = new Date(nowMs);
  year.setFullYear(year.getFullYear() - 1);
  const bounds = {
    quarter: [quarterStart(nowMs, 0), nowMs],
    lastQuarter: [quarterStart(nowMs, -1), quarterStart(nowMs, 0)],
    year: [year.getTime(), nowMs],
  }[id];
  const [from, to] = bounds.map(ms => new Date(ms).toISOString());
  return { from, to };
}
