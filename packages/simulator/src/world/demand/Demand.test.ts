import fc from 'fast-check';
import { regions, worlds } from '../lifeverse';
import { Demand } from './Demand';
import { incidentsOf } from './incidents';
import { zoneOffsetMs } from './localTime';
import { playingShare, quietShare } from './rhythm';

const HOUR_MS = 3_600_000;
const ANCHOR_MS = Date.UTC(2026, 10, 20, 12);
const ordinary = () =>
  new Demand(worlds, regions, 1, incidentsOf('ordinary', ANCHOR_MS));

function playersOf(demand: Demand, atMs: number): number {
  return regions.reduce(
    (sum, region) => sum + demand.playersInRegion(region.name, atMs),
    0,
  );
}

describe('players', () => {
  it('peak at about 2.6 million in an ordinary week', () => {
    const demand = ordinary();
    let peak = 0;
    for (let hour = 0; hour < 168; hour++) {
      peak = Math.max(peak, playersOf(demand, ANCHOR_MS + hour * HOUR_MS));
    }
    expect(peak).toBeGreaterThan(2_400_000);
    expect(peak).toBeLessThan(3_000_000);
  });

  it('are most in the evening and fewest before dawn, in local time', () => {
    const demand = ordinary();
    for (const region of regions) {
      const byHour = Array.from({ length: 24 }, (_, hour) => {
        const utcMs = Date.UTC(2026, 10, 18, hour);
        const atMs = utcMs - zoneOffsetMs(region.timeZone, utcMs);
        return demand.playersAt('aurora', region.name, atMs);
      });
      // Two hours' slack: in-game events fall on other local hours in each region.
      const busiest = byHour.indexOf(Math.max(...byHour));
      expect([19, 20, 21, 22]).toContain(busiest);
      const quietest = byHour.indexOf(Math.min(...byHour));
      expect([3, 4, 5, 6]).toContain(quietest);
    }
  });

  it('are more on Saturday evening than on Tuesday evening', () => {
    const saturday = playingShare(Date.UTC(2026, 10, 21, 20));
    const tuesday = playingShare(Date.UTC(2026, 10, 17, 20));
    expect(saturday).toBeGreaterThan(tuesday + 0.05);
  });

  it('are none where a world is not run', () => {
    expect(ordinary().playersAt('skyreach', 'ap-tokyo', ANCHOR_MS)).toBe(0);
  });

  it('are the same for everybody who asks, in any order', () => {
    const instants = fc.integer({ min: 0, max: 90 * 24 * 60 });
    fc.assert(
      fc.property(fc.array(instants, { maxLength: 20 }), minutes => {
        const at = (demand: Demand, minute: number) =>
          demand.playersAt('ember', 'us-oregon', ANCHOR_MS - minute * 60_000);
        const forward = ordinary();
        const there = minutes.map(minute => at(forward, minute));
        const backward = ordinary();
        const back = [...minutes]
          .reverse()
          .map(minute => at(backward, minute))
          .reverse();
        expect(back).toEqual(there);
      }),
    );
  });

  it('change smoothly: never by more than 4 % in a minute', () => {
    const demand = ordinary();
    for (let minute = 0; minute < 7 * 24 * 60; minute++) {
      const atMs = ANCHOR_MS + minute * 60_000;
      const now = demand.playersAt('hollow', 'eu-frankfurt', atMs);
      const next = demand.playersAt('hollow', 'eu-frankfurt', atMs + 60_000);
      expect(Math.abs(next / now - 1)).toBeLessThan(0.04);
    }
  });
});

describe('the weekly rhythm', () => {
  it('never falls below the share that minimum sizes count on', () => {
    for (let minute = 0; minute < 7 * 24 * 60; minute += 5) {
      const share = playingShare(Date.UTC(2026, 10, 16) + minute * 60_000);
      expect(share).toBeGreaterThan(quietShare - 0.02);
      expect(share).toBeLessThan(1.02);
    }
  });
});

describe('local time', () => {
  it('knows daylight saving on the hour that it begins', () => {
    const change = Date.UTC(2026, 2, 29, 1);
    expect(zoneOffsetMs('Europe/Berlin', change - 1)).toBe(HOUR_MS);
    expect(zoneOffsetMs('Europe/Berlin', change)).toBe(2 * HOUR_MS);
    const back = Date.UTC(2026, 10, 1, 6);
    expect(zoneOffsetMs('America/New_York', back - 1)).toBe(-4 * HOUR_MS);
    expect(zoneOffsetMs('America/New_York', back)).toBe(-5 * HOUR_MS);
    expect(zoneOffsetMs('Asia/Tokyo', change)).toBe(9 * HOUR_MS);
  });
});

describe('a lost region', () => {
  const lost = new Demand(
    worlds,
    regions,
    1,
    incidentsOf('region-loss', ANCHOR_MS),
  );
  const during = ANCHOR_MS + 30 * 60_000;

  it('has no players, and three quarters of them play elsewhere', () => {
    expect(lost.playersInRegion('eu-frankfurt', during)).toBe(0);
    const usual = ordinary().playersInRegion('eu-frankfurt', during);
    const gained = playersOf(lost, during) - playersOf(ordinary(), during);
    expect(gained / usual).toBeCloseTo(-0.25, 2);
  });

  it('has its players back an hour later', () => {
    const later = ANCHOR_MS + 2 * HOUR_MS;
    expect(playersOf(lost, later)).toBeCloseTo(playersOf(ordinary(), later), 3);
  });
});

describe('a launch', () => {
  it('brings far more players to its world only', () => {
    const launch = new Demand(
      worlds,
      regions,
      1,
      incidentsOf('launch-day', ANCHOR_MS),
    );
    const rush = ANCHOR_MS + HOUR_MS;
    const ratio = (world: string) =>
      launch.playersAt(world, 'eu-frankfurt', rush) /
      ordinary().playersAt(world, 'eu-frankfurt', rush);
    expect(ratio('aurora')).toBeGreaterThan(1.6);
    expect(ratio('ember')).toBe(1);
  });
});
