import { row } from '../__testUtils__/sloRow';
import { forecastOf } from './forecastOf';

const dayMs = 86_400_000;
const startMs = Date.parse('2026-11-01T00:00:00Z');
const iso = (day: number) => new Date(startMs + day * dayMs).toISOString();

/** Days of the month that used 4 % of the budget each. */
const days = (count: number) =>
  Array.from({ length: count }, (_, i) => ({
    ...{ startAt: iso(i), endAt: iso(i + 1), consumed: 0.04 },
  }));

const window = (kind: 'calendar' | 'rolling', endAt: string) => ({
  ...{ kind, duration: kind === 'calendar' ? '1M' : '30d' },
  ...{ lengthMs: 30 * dayMs, startAt: iso(0), endAt, timeZone: 'UTC' },
});

describe('forecastOf', () => {
  it('does not look beyond the end of a calendar period', () => {
    const left = (remaining: number) =>
      forecastOf(
        row('chat', { remaining, window: window('calendar', iso(30)) }),
        ...([days(20), startMs + 20 * dayMs] as const),
      );
    // Ten days are left, in which 40 % go.
    expect(left(0.36)).toMatchObject({ basedOn: 20, likelyAt: iso(29) });
    expect(left(0.6)).toMatchObject({
      ...{ likelyAt: null, earliestAt: null, latestAt: null },
    });
  });

  it('looks as far as a rolling window is long', () => {
    const rolling = row('chat', {
      remaining: 0.6,
      window: window('rolling', iso(20)),
    });
    const found = forecastOf(rolling, days(20), startMs + 20 * dayMs);
    expect(found).toMatchObject({ likelyAt: iso(35) });
  });

  it('leaves out days that are cut, and says nothing of what is not known', () => {
    const cut = { startAt: iso(7), endAt: iso(7.5), consumed: 0.5 };
    const known = row('chat', {
      remaining: 0.6,
      window: window('rolling', iso(8)),
    });
    const at = startMs + 7.5 * dayMs;
    expect(forecastOf(known, [...days(7), cut], at)).toMatchObject({
      basedOn: 7,
    });
    expect(forecastOf(known, [...days(6), cut], at)).toBeNull();
    expect(forecastOf(row('chat'), days(20), at)).toBeNull();
  });
});
