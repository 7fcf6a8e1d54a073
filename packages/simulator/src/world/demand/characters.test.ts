import { worlds } from '../lifeverse';
import { Character, characterOf, tideMs } from './characters';
import { playingShare } from './rhythm';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** A wall-clock instant of the week of Monday, 16 November 2026. */
const on = (day: number, hour: number) =>
  Date.UTC(2026, 10, 16) + day * DAY_MS + hour * HOUR_MS;
const [tuesday, wednesday, friday, saturday, sunday] = [1, 2, 4, 5, 6];

const named = (world: string): Character => characterOf(world)!;
/** Where players' clocks show UTC. */
const at = (world: string, day: number, hour: number) =>
  named(world)(on(day, hour), on(day, hour));

const week = Array.from({ length: 7 * 24 * 12 }, (_, i) => on(0, i / 12));

describe('every world of LifeVerse', () => {
  it.each(worlds.map(({ name }) => name))('%s has hours of its own', name => {
    const others = worlds.map(other => other.name).filter(o => o !== name);
    const distance = (other: Character) =>
      Math.max(
        ...week.map(ms => Math.abs(named(name)(ms, ms) - other(ms, ms))),
      );
    expect(distance(local => playingShare(local))).toBeGreaterThan(0.05);
    for (const other of others) {
      expect(distance(named(other))).toBeGreaterThan(0.05);
    }
  });

  it.each(worlds.map(({ name }) => name))(
    '%s is fullest at about its usual peak, and rests at five in the morning',
    name => {
      const shares = week.map(ms => named(name)(ms, ms));
      expect(Math.max(...shares)).toBeGreaterThan(0.93);
      expect(Math.max(...shares)).toBeLessThan(1.07);
      expect(Math.min(...shares)).toBeGreaterThan(0.1);
      // Below the least size that autoscalers have (0.42), at any hour of the world.
      for (let day = 0; day < 7; day++) {
        for (let hour = 0; hour < 24; hour++) {
          const share = named(name)(on(day, 5), on(day, hour));
          expect(share).toBeLessThan(0.4);
        }
      }
    },
  );

  it('is the usual rhythm where a world has no character', () => {
    expect(characterOf('amberbay')).toBeUndefined();
  });
});

describe('Aurora', () => {
  it('has a siege hour on Saturdays at 20:00 local time', () => {
    const climb = (day: number) =>
      at('aurora', day, 20.5) - at('aurora', day, 19.5);
    expect(climb(saturday)).toBeGreaterThan(climb(sunday) + 0.05);
    expect(climb(saturday)).toBeGreaterThan(climb(friday) + 0.05);
    expect(at('aurora', saturday, 20.5)).toBeGreaterThan(
      at('aurora', saturday, 22),
    );
  });
});

describe('Ember', () => {
  it('moves in waves of 18 minutes', () => {
    const shares = Array.from({ length: 18 }, (_, minute) =>
      at('ember', tuesday, 20 + minute / 60),
    );
    const swing = Math.max(...shares) / Math.min(...shares);
    expect(swing).toBeGreaterThan(1.05);
    const start = on(tuesday, 20);
    const [now, next, between] = [0, 18, 9].map(minutes => {
      const ms = start + (minutes + 4.5) * MINUTE_MS;
      return named('ember')(start, ms);
    });
    expect(next).toBeCloseTo(now, 6);
    expect(Math.abs(between - now)).toBeGreaterThan(0.025);
  });

  it('has tournaments on Saturdays from 16:00 local time', () => {
    const extra = (hour: number) =>
      at('ember', saturday, hour) / playingShare(on(saturday, hour));
    expect(extra(17)).toBeGreaterThan(extra(14) + 0.07);
    expect(at('ember', saturday, 17)).toBeGreaterThan(
      at('ember', sunday, 17) + 0.06,
    );
  });
});

describe('Tidefall', () => {
  it('sets sail within ten minutes at every turn of the tide', () => {
    expect(tideMs).toBe(372 * MINUTE_MS);
    const local = on(saturday, 20);
    const share = (minutes: number) =>
      named('tidefall')(local, Date.UTC(2026, 0, 1, 0, 24 + minutes));
    expect(share(10) / share(0)).toBeGreaterThan(1.12);
    expect(share(200)).toBeLessThan(share(10));
    expect(share(372 + 10)).toBeCloseTo(share(10), 6);
  });

  it('moves by 24 minutes or more from day to day', () => {
    // Four tides last 24 h 48 min.
    expect((4 * tideMs - DAY_MS) / MINUTE_MS).toBe(48);
  });

  it('has the fullest weekends', () => {
    const weekendGain = (world: string) =>
      at(world, saturday, 15) / at(world, wednesday, 15);
    expect(playingShare(on(saturday, 15), 1.1)).toBeGreaterThan(
      playingShare(on(saturday, 15)),
    );
    expect(weekendGain('tidefall')).toBeGreaterThan(weekendGain('meridian'));
  });
});

describe('Meridian', () => {
  it.each(['Tokyo', 'Frankfurt'])(
    'opens at 08:00 UTC and closes at 24:00 UTC for people in %s',
    place => {
      const offsetMs = (place === 'Tokyo' ? 9 : 1) * HOUR_MS;
      const share = (hour: number) => {
        const utc = on(tuesday, hour);
        return (
          named('meridian')(utc + offsetMs, utc) / playingShare(utc + offsetMs)
        );
      };
      expect(share(8.2) / share(7.95)).toBeGreaterThan(1.25);
      expect(share(12) / share(7)).toBeGreaterThan(1.15);
      expect(share(24.05) / share(23.5)).toBeLessThan(0.9);
    },
  );

  it('cares less about weekends than others do', () => {
    const gain = (world: string) =>
      at(world, saturday, 14) / at(world, tuesday, 14);
    for (const other of ['aurora', 'ember', 'tidefall']) {
      expect(gain('meridian')).toBeLessThan(gain(other));
    }
  });
});

describe('The Hollow', () => {
  const busiest = (world: string, day: number) =>
    Array.from({ length: 12 }, (_, i) => 18 + i / 2).reduce((best, hour) =>
      at(world, day, hour) > at(world, day, best) ? hour : best,
    );

  it('comes late in the evening', () => {
    expect(busiest('hollow', friday)).toBeGreaterThanOrEqual(22);
    expect(busiest('aurora', friday)).toBeLessThan(22);
  });

  it('has the steepest evening of all worlds', () => {
    const climb = (world: string) =>
      Math.max(
        ...[17, 18, 19, 20, 21].map(
          hour => at(world, wednesday, hour + 2) / at(world, wednesday, hour),
        ),
      );
    for (const { name } of worlds.filter(({ name: n }) => n !== 'hollow')) {
      expect(climb('hollow')).toBeGreaterThan(climb(name));
    }
  });
});

describe('Skyreach', () => {
  it('is full of children from 15:30 to 18:00 on school days', () => {
    const share = (hour: number) =>
      at('skyreach', wednesday, hour) / playingShare(on(wednesday, hour));
    expect(share(16.5)).toBeGreaterThan(1.3 * share(14));
    expect(at('skyreach', wednesday, 16.75)).toBeGreaterThan(
      at('skyreach', wednesday, 18.5),
    );
    const jump = (day: number) =>
      at('skyreach', day, 16.25) - at('skyreach', day, 15);
    expect(jump(saturday)).toBeLessThan(0.5 * jump(tuesday));
  });

  it('has its families early in the evening', () => {
    expect(at('skyreach', saturday, 19)).toBeGreaterThan(
      at('skyreach', saturday, 21.5),
    );
  });
});
