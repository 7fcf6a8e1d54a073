import { TimeSpan } from './lane';

/** An instant as people write it where they are, to the second. */
export function momentText(atMs: number): string {
  return new Date(atMs).toLocaleString(undefined, {
    ...{ month: 'short', day: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit', second: '2-digit' },
  });
}

/** To the minute: `Nov 23, 01:06 AM`, or as it is usual there. */
export function minuteText(atMs: number): string {
  return new Date(atMs).toLocaleString(undefined, {
    ...{ month: 'short', day: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit' },
  });
}

/** To the minute with the year, for what may lie long ago: `Aug 14, 2026, 12:00 PM`. */
export function datedMinuteText(atMs: number): string {
  return new Date(atMs).toLocaleString(undefined, {
    ...{ year: 'numeric', month: 'short', day: 'numeric' },
    ...{ hour: '2-digit', minute: '2-digit' },
  });
}

export function spanText({ fromMs, toMs }: TimeSpan): string {
  const [from, to] = [minuteText(fromMs), minuteText(toMs)];
  return from === to ? from : `${from} to ${to}`;
}

/** A period; one that goes on says so. */
export function periodText(fromMs: number, toMs: number | null): string {
  return toMs === null
    ? `since ${momentText(fromMs)}`
    : `${momentText(fromMs)} to ${momentText(toMs)}`;
}

/** Time zone of all times, for example `Europe/Berlin`. */
export function timeZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone;
}

const DAY_MS = 86_400_000;

/** Label of a tick: the day at midnight and beyond a day's steps, else the time of day. */
export function tickText(date: Date, stepMs: number): string {
  const isMidnight = date.getHours() === 0 && date.getMinutes() === 0;
  return isMidnight || stepMs >= DAY_MS
    ? date.toLocaleDateString(undefined, { month: 'short', day: 'numeric' })
    : date.toLocaleTimeString(undefined, {
        ...{ hour: '2-digit', minute: '2-digit' },
      });
}
