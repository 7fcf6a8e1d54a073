import { DateTime } from 'luxon';

const weekdays = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];

/** The part of RFC 5545's RRULE that is understood. */
export interface Recurrence {
  frequency: 'DAILY' | 'WEEKLY' | 'MONTHLY';
  interval: number;
  /** ISO weekdays, Monday is 1; only for weeks. */
  weekdays: number[];
  count?: number;
  /** Last instant that may start, as written: local, or UTC with a Z. */
  until?: string;
}

const understood =
  'expected FREQ=DAILY, WEEKLY or MONTHLY with INTERVAL, BYDAY (weeks, like MO,SU), COUNT or UNTIL';

function wholeNumber(text: string): number | undefined {
  return /^[1-9]\d{0,4}$/.test(text) ? Number(text) : undefined;
}

/** The rule, or the sentence that says what is wrong with it. */
export function parseRecurrence(text: string): Recurrence | string {
  const rule: Recurrence = { frequency: 'DAILY', interval: 1, weekdays: [] };
  const seen = new Set<string>();
  for (const part of text.replace(/^RRULE:/, '').split(';')) {
    const [, name, value] = /^([A-Z]+)=(.+)$/.exec(part.trim()) ?? [];
    if (!name || seen.has(name)) return `${understood}, found "${part}"`;
    seen.add(name);
    const wrong = `${understood}, found "${name}=${value}"`;
    if (name === 'FREQ') {
      const known = (['DAILY', 'WEEKLY', 'MONTHLY'] as const).find(
        f => f === value,
      );
      if (!known) return wrong;
      rule.frequency = known;
    } else if (name === 'INTERVAL' || name === 'COUNT') {
      const number = wholeNumber(value);
      if (!number) return wrong;
      rule[name === 'COUNT' ? 'count' : 'interval'] = number;
    } else if (name === 'BYDAY') {
      rule.weekdays = value.split(',').map(day => weekdays.indexOf(day) + 1);
      if (rule.weekdays.includes(0)) return wrong;
      rule.weekdays = [...new Set(rule.weekdays)].sort((a, b) => a - b);
    } else if (name === 'UNTIL') {
      if (!DateTime.fromISO(value).isValid) return wrong;
      rule.until = value;
    } else return wrong;
  }
  if (!seen.has('FREQ')) return `${understood}, found no FREQ`;
  if (rule.weekdays.length && rule.frequency !== 'WEEKLY') {
    return `${understood}, found BYDAY without FREQ=WEEKLY`;
  }
  if (rule.count && rule.until) return `${understood}, found COUNT and UNTIL`;
  return rule;
}

/** The n-th start (from 0) of what first starts at a given local time; undefined after the last. */
export function dateOfOccurrence(
  rule: Recurrence,
  first: DateTime,
  n: number,
): DateTime | undefined {
  if (rule.count !== undefined && n >= rule.count) return undefined;
  const at = plain(rule, first, n);
  if (!at || rule.until === undefined) return at;
  const until = DateTime.fromISO(rule.until, { zone: first.zone });
  // A date alone means the whole day.
  const last = rule.until.includes('T') ? until : until.endOf('day');
  return at <= last ? at : undefined;
}

function plain(
  { frequency, interval, weekdays: days }: Recurrence,
  first: DateTime,
  n: number,
): DateTime | undefined {
  if (frequency === 'DAILY') return first.plus({ days: n * interval });
  if (frequency === 'MONTHLY') return monthly(first, interval, n);
  if (!days.length) return first.plus({ weeks: n * interval });
  // Starts of the first week before the first start do not count.
  const monday = first.minus({ days: first.weekday - 1 });
  const skipped = days.filter(day => day < first.weekday).length;
  const week = Math.floor((n + skipped) / days.length);
  const day = days[(n + skipped) % days.length];
  return monday.plus({ weeks: week * interval, days: day - 1 });
}

/** Months that lack the day are passed over (RFC 5545, 3.3.10). */
function monthly(
  first: DateTime,
  interval: number,
  n: number,
): DateTime | undefined {
  let found = 0;
  // The 29th of February, every twelve months, comes at least every eight years.
  for (let month = 0; month <= (n + 1) * 96; month++) {
    const at = first.plus({ months: month * interval });
    if (at.day !== first.day) continue;
    if (found === n) return at;
    found += 1;
  }
  return undefined;
}
