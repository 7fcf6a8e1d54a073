import fc from 'fast-check';
import {
  Exclusion,
  excludedWithin,
  exclusionSchema,
  occurrencesWithin,
} from './Exclusion';
import { unionOf } from './Interval';

const at = Date.parse;

function exclusion(fields: Record<string, unknown> = {}): Exclusion {
  return exclusionSchema.parse({
    start: '2026-03-22T02:30',
    timeZone: 'Europe/Berlin',
    durationMinutes: 60,
    reason: 'maintenance',
    by: 'user:default/mira',
    decidedAt: '2026-03-01T09:00:00Z',
    ...fields,
  });
}

function starts(fields: Record<string, unknown>, from: string, to: string) {
  const within = { startMs: at(from), endMs: at(to) };
  return occurrencesWithin(exclusion(fields), within).map(({ startMs }) =>
    new Date(startMs).toISOString().slice(0, 16),
  );
}

describe('occurrencesWithin', () => {
  it('happens once without a rule', () => {
    expect(starts({}, '2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z')).toEqual([
      '2026-03-22T01:30',
    ]);
  });

  it('stays at the same local time when the clocks change', () => {
    const rrule = 'FREQ=WEEKLY;BYDAY=SU';
    // Half past two does not exist on 29 March: it begins when the clocks have jumped.
    expect(
      starts({ rrule }, '2026-03-20T00:00:00Z', '2026-04-13T00:00:00Z'),
    ).toEqual([
      '2026-03-22T01:30',
      '2026-03-29T01:30',
      '2026-04-05T00:30',
      '2026-04-12T00:30',
    ]);
  });

  it('knows intervals, weekdays, counts and ends', () => {
    const year = ['2026-01-01T00:00:00Z', '2027-01-01T00:00:00Z'] as const;
    expect(starts({ rrule: 'FREQ=DAILY;INTERVAL=2;COUNT=3' }, ...year)).toEqual(
      ['2026-03-22T01:30', '2026-03-24T01:30', '2026-03-26T01:30'],
    );
    expect(
      starts(
        { rrule: 'FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,SU;UNTIL=20260406' },
        ...year,
      ),
    ).toEqual(['2026-03-22T01:30', '2026-03-30T00:30', '2026-04-05T00:30']);
    expect(
      starts(
        {
          start: '2026-01-31T00:00',
          timeZone: 'UTC',
          rrule: 'FREQ=MONTHLY;COUNT=4',
        },
        ...year,
      ),
    ).toEqual([
      '2026-01-31T00:00',
      '2026-03-31T00:00',
      '2026-05-31T00:00',
      '2026-07-31T00:00',
    ]);
  });

  it('finds one that began before the interval and still lasts', () => {
    const within = {
      startMs: at('2026-03-22T02:00:00Z'),
      endMs: at('2026-03-22T03:00:00Z'),
    };
    expect(occurrencesWithin(exclusion(), within)).toHaveLength(1);
    const { union } = excludedWithin([exclusion()], within);
    expect(union).toEqual([
      { startMs: within.startMs, endMs: at('2026-03-22T02:30:00Z') },
    ]);
  });

  it('tells what was decided only afterwards', () => {
    const within = { startMs: 0, endMs: at('2027-01-01T00:00:00Z') };
    const late = exclusion({ decidedAt: '2026-03-22T01:31:00Z' });
    const { intervals } = excludedWithin([exclusion(), late], within);
    expect(intervals.map(i => i.isRetroactive)).toEqual([false, true]);
    expect(intervals[1].exclusion.by).toBe('user:default/mira');
  });

  it.each([
    'FREQ=HOURLY',
    'FREQ=MONTHLY;BYDAY=2TU',
    'INTERVAL=2',
    'FREQ=DAILY;INTERVAL=0',
    'FREQ=WEEKLY;BYDAY=XX',
    'FREQ=DAILY;BYHOUR=4',
    'FREQ=DAILY;COUNT=2;UNTIL=20260101',
    'FREQ=DAILY;FREQ=WEEKLY',
    'FREQ=DAILY;UNTIL=soon',
    'every sunday',
  ])('refuses what it does not understand: %s', rrule => {
    expect(() => exclusion({ rrule })).toThrow('expected FREQ=');
  });

  it.each([
    [{ start: '2026-03-22' }, 'expected a local date and time'],
    [{ start: '2026-03-22T25:00' }, 'expected a local date and time'],
    [{ timeZone: 'CEST+1' }, 'expected a time zone'],
    [{ durationMinutes: 0 }, 'above 0'],
    [{ durationMinutes: 50_000 }, 'at most'],
    [{ reason: ' ' }, 'expected a reason'],
    [{ by: '' }, 'expected who decided it'],
    [{ decidedAt: '2026-03-01T09:00' }, 'expected an instant'],
  ])('refuses %j', (fields, expected) => {
    expect(() => exclusion(fields)).toThrow(expected);
  });
});

describe('unionOf', () => {
  it('covers what its parts cover, once', () => {
    const interval = fc
      .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 10 }))
      .map(([startMs, length]) => ({ startMs, endMs: startMs + length }));
    fc.assert(
      fc.property(fc.array(interval), parts => {
        const union = unionOf(parts);
        for (let t = 0; t < 80; t++) {
          const covers = ({
            startMs,
            endMs,
          }: {
            startMs: number;
            endMs: number;
          }) => startMs <= t && t < endMs;
          expect(union.filter(covers).length).toBe(parts.some(covers) ? 1 : 0);
        }
      }),
    );
  });
});
