import fc from 'fast-check';
import { DateTime } from 'luxon';
import { TimeWindow } from '../definition/SloDefinition';
import { parseDuration } from '../openslo/duration';
import { localDays, previousWindow, windowAt } from './windowAt';

const at = Date.parse;
const hourMs = 3_600_000;

function calendar(
  duration: string,
  startTime: string,
  timeZone: string,
): TimeWindow {
  return {
    kind: 'calendar',
    duration: parseDuration(duration)!,
    startTime,
    timeZone,
  };
}

function bounds(window: TimeWindow, instant: string) {
  const found = windowAt(window, at(instant));
  return (
    found && [
      new Date(found.startMs).toISOString(),
      new Date(found.endMs).toISOString(),
    ]
  );
}

describe('windowAt', () => {
  it('lets a rolling window end at the instant', () => {
    const window: TimeWindow = {
      kind: 'rolling',
      duration: { count: 28, unit: 'd' },
    };
    const endMs = at('2026-11-22T13:00:00Z');
    const startMs = endMs - 28 * 24 * hourMs;
    expect(windowAt(window, endMs)).toEqual({
      startMs,
      endMs,
      elapsedMs: endMs - startMs,
    });
  });

  it('begins a calendar month at local midnight, on either side of a change of clocks', () => {
    const window = calendar('1M', '2026-01-01 00:00:00', 'Europe/Berlin');
    // Clocks went forward on 29 March 2026: 743 hours instead of 744.
    expect(bounds(window, '2026-03-15T12:00:00Z')).toEqual([
      '2026-02-28T23:00:00.000Z',
      '2026-03-31T22:00:00.000Z',
    ]);
    const march = windowAt(window, at('2026-03-15T12:00:00Z'))!;
    expect((march.endMs - march.startMs) / hourMs).toBe(743);
  });

  it('skips a start time on the day alone that lacks it', () => {
    // In the night to 29 March 2026 half past two did not come; it begins an hour later.
    const window = calendar('1d', '2026-03-29 02:30:00', 'Europe/Berlin');
    expect(bounds(window, '2026-03-29T12:00:00Z')).toEqual([
      '2026-03-29T01:30:00.000Z',
      '2026-03-30T00:30:00.000Z',
    ]);
    expect(bounds(window, '2026-04-02T12:00:00Z')).toEqual([
      '2026-04-02T00:30:00.000Z',
      '2026-04-03T00:30:00.000Z',
    ]);
  });

  it('counts quarters and years from months that others lack', () => {
    const quarter = calendar('1Q', '2025-11-30 00:00:00', 'UTC');
    expect(bounds(quarter, '2026-03-15T00:00:00Z')).toEqual([
      '2026-02-28T00:00:00.000Z',
      '2026-05-30T00:00:00.000Z',
    ]);
    const year = calendar('1Y', '2024-02-29 00:00:00', 'UTC');
    expect(bounds(year, '2025-12-01T00:00:00Z')).toEqual([
      '2025-02-28T00:00:00.000Z',
      '2026-02-28T00:00:00.000Z',
    ]);
    const weeks = calendar('2w', '2026-03-23 00:00:00', 'America/New_York');
    const two = windowAt(weeks, at('2026-10-30T12:00:00Z'))!;
    // Over the change of clocks on 1 November 2026.
    expect((two.endMs - two.startMs) / hourMs).toBe(14 * 24 + 1);
  });

  it('gives a day 23 and 25 hours when the clocks change', () => {
    const window = calendar('1d', '2026-01-01 00:00:00', 'America/New_York');
    const hours = (instant: string) => {
      const { startMs, endMs } = windowAt(window, at(instant))!;
      return (endMs - startMs) / hourMs;
    };
    expect(hours('2026-03-08T15:00:00Z')).toBe(23);
    expect(hours('2026-11-01T15:00:00Z')).toBe(25);
    expect(hours('2026-11-02T15:00:00Z')).toBe(24);
  });

  it('counts months from the anchor, so that the 31st comes back after February', () => {
    const window = calendar('1M', '2026-01-31 00:00:00', 'UTC');
    expect(bounds(window, '2026-03-15T00:00:00Z')).toEqual([
      '2026-02-28T00:00:00.000Z',
      '2026-03-31T00:00:00.000Z',
    ]);
  });

  it('knows quarters, years, leap years and hours', () => {
    const start = '2026-01-01 00:00:00';
    expect(
      bounds(calendar('1Q', start, 'UTC'), '2026-11-22T00:00:00Z'),
    ).toEqual(['2026-10-01T00:00:00.000Z', '2027-01-01T00:00:00.000Z']);
    expect(
      bounds(calendar('1M', start, 'UTC'), '2028-02-29T12:00:00Z'),
    ).toEqual(['2028-02-01T00:00:00.000Z', '2028-03-01T00:00:00.000Z']);
    expect(
      bounds(calendar('12h', start, 'UTC'), '2026-11-22T13:00:00Z'),
    ).toEqual(['2026-11-22T12:00:00.000Z', '2026-11-23T00:00:00.000Z']);
  });

  it('has no window before the first one begins', () => {
    const window = calendar('1w', '2026-01-05 00:00:00', 'UTC');
    expect(windowAt(window, at('2026-01-04T23:59:59Z'))).toBeUndefined();
    expect(previousWindow(window, at('2026-01-06T00:00:00Z'))).toBeUndefined();
    expect(previousWindow(window, at('2026-01-13T00:00:00Z'))).toMatchObject({
      startMs: at('2026-01-05T00:00:00Z'),
      elapsedMs: 7 * 24 * hourMs,
    });
  });

  it('refuses a zone that does not exist', () => {
    const window = calendar('1w', '2026-01-05 00:00:00', 'Mars/Olympus');
    expect(() => windowAt(window, 0)).toThrow('Mars/Olympus');
  });

  it('tiles time: each instant lies in one window, and windows touch', () => {
    const zones = [
      'UTC',
      'Europe/Berlin',
      'America/Sao_Paulo',
      'Asia/Kathmandu',
      'Australia/Lord_Howe',
    ];
    const property = fc.property(
      fc.constantFrom(...zones),
      fc.constantFrom('1h', '7h', '1d', '3d', '1w', '1M', '2M', '1Q', '1Y'),
      fc.integer({
        min: at('2024-03-01T00:00:00Z'),
        max: at('2031-01-01T00:00:00Z'),
      }),
      (zone, duration, instant) => {
        const window = calendar(duration, '2024-01-31 02:30:00', zone);
        const found = windowAt(window, instant)!;
        expect(found.startMs).toBeLessThanOrEqual(instant);
        expect(found.endMs).toBeGreaterThan(instant);
        expect(found.elapsedMs).toBe(instant - found.startMs);
        expect(windowAt(window, found.endMs)?.startMs).toBe(found.endMs);
        expect(windowAt(window, found.endMs - 1)?.startMs).toBe(found.startMs);
      },
    );
    fc.assert(property);
  });
});

describe('localDays', () => {
  it('cuts at local midnight, with a day of 25 hours in autumn', () => {
    const startMs = at('2026-10-24T10:00:00Z');
    const endMs = at('2026-10-27T10:00:00Z');
    const days = localDays({ startMs, endMs }, 'Europe/Berlin');
    expect(days.map(d => (d.endMs - d.startMs) / hourMs)).toEqual([
      12, 25, 24, 11,
    ]);
    const local = days.map(d =>
      DateTime.fromMillis(d.endMs, { zone: 'Europe/Berlin' }).toFormat(
        'dd HH:mm',
      ),
    );
    expect(local).toEqual(['25 00:00', '26 00:00', '27 00:00', '27 11:00']);
  });
});
