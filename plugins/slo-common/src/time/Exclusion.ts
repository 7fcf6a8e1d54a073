/*
 * Planned time that leaves the denominator: maintenance, tests, a world that is
 * closed at night. An exclusion may recur, in local time of its zone: "Sunday at
 * four" stays at four when the clocks change, and a start that a change of clocks
 * skips begins when the clocks have jumped. The rule is the part of RFC 5545
 * (RRULE) that maintenance needs; anything else of it is refused, not guessed.
 */
import { DateTime, IANAZone } from 'luxon';
import { z } from 'zod';
import { unknownFields } from '../openslo/unknownFields';
import { Interval, unionOf } from './Interval';
import { dateOfOccurrence, parseRecurrence } from './recurrence';

const localTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d)?$/;

function isLocalTime(text: string): boolean {
  return (
    localTime.test(text) && DateTime.fromISO(text, { zone: 'utc' }).isValid
  );
}

/** Longest single exclusion: more than that is a different promise. */
const longestMinutes = 31 * 24 * 60;

function textLike(expected: string, accepts: (text: string) => boolean) {
  const error = `expected ${expected}`;
  return z.string({ error }).refine(accepts, { error });
}

const filled = (expected: string) =>
  textLike(expected, text => text.trim() !== '');

function isInstant(text: string): boolean {
  return /(Z|[+-]\d\d:\d\d)$/.test(text) && DateTime.fromISO(text).isValid;
}

const fields = {
  /** First start, local: `2026-11-22T04:00`. */
  start: textLike('a local date and time like 2026-11-22T04:00', isLocalTime),
  timeZone: textLike(
    'a time zone of the IANA database, like Europe/Berlin',
    zone => IANAZone.isValidZone(zone),
  ).default('UTC'),
  durationMinutes: z
    .number({ error: 'expected a number of minutes' })
    .positive('expected a number of minutes above 0')
    .max(longestMinutes, `expected at most ${longestMinutes} minutes`),
  /** `FREQ=WEEKLY;BYDAY=SU`; once where it is missing. */
  rrule: z
    .string({ error: 'expected a rule like FREQ=WEEKLY;BYDAY=SU' })
    .transform((text, context) => {
      const rule = parseRecurrence(text);
      if (typeof rule !== 'string') return rule;
      context.addIssue({ code: 'custom', message: rule });
      return z.NEVER;
    })
    .optional(),
  reason: filled('a reason'),
  /** Who decided it. */
  by: filled('who decided it'),
  /** When it was decided. */
  decidedAt: textLike('an instant like 2026-11-20T09:00:00Z', isInstant),
};

export const exclusionSchema = z
  .strictObject(fields, {
    error: issue =>
      unknownFields(
        issue,
        Object.keys(fields),
        'expected fields like start: 2026-11-22T04:00',
      ),
  })
  .readonly();

/** Planned time that does not count, with who decided it and why. */
export type Exclusion = z.infer<typeof exclusionSchema>;

/** One stretch that an exclusion takes out. */
export interface ExcludedInterval extends Interval {
  exclusion: Exclusion;
  /** Decided only after it had begun: a reader should know. */
  isRetroactive: boolean;
}

/** Starts looked at before an exclusion is given up as endless: 30 years of days. */
const maxOccurrences = 11_000;

function nthStart(
  { rrule }: Exclusion,
  first: DateTime,
  n: number,
): DateTime | undefined {
  if (rrule) return dateOfOccurrence(rrule, first, n);
  return n === 0 ? first : undefined;
}

/** The stretches of an exclusion that touch an interval, in order. */
export function occurrencesWithin(
  exclusion: Exclusion,
  within: Interval,
): ExcludedInterval[] {
  const { start, timeZone, durationMinutes, decidedAt } = exclusion;
  const first = DateTime.fromISO(start, { zone: timeZone });
  const lengthMs = durationMinutes * 60_000;
  const decidedMs = DateTime.fromISO(decidedAt).toMillis();
  const found: ExcludedInterval[] = [];
  for (let n = 0; n < maxOccurrences; n++) {
    const at = nthStart(exclusion, first, n);
    if (!at) break;
    const startMs = at.toMillis();
    if (startMs >= within.endMs) break;
    const endMs = startMs + lengthMs;
    if (endMs <= within.startMs) continue;
    found.push({
      startMs,
      endMs,
      exclusion,
      isRetroactive: decidedMs > startMs,
    });
  }
  return found;
}

/** All stretches that exclusions take out of an interval, and their union cut to it. */
export function excludedWithin(
  exclusions: readonly Exclusion[],
  within: Interval,
): { intervals: ExcludedInterval[]; union: Interval[] } {
  const intervals = exclusions
    .flatMap(exclusion => occurrencesWithin(exclusion, within))
    .sort((a, b) => a.startMs - b.startMs);
  const cut = intervals.map(({ startMs, endMs }) => ({
    startMs: Math.max(startMs, within.startMs),
    endMs: Math.min(endMs, within.endMs),
  }));
  return { intervals, union: unionOf(cut) };
}
