/**
 * Who plays where and when: players online per world and region, a closed function
 * of the instant.
 *
 *   players = peak of the world in the region
 *             x (daily and weekly rhythm of the world x calendar x drift x noise
 *                + rush of a launch)
 *             - those whose region is lost + those who came over from a lost region
 *
 * The peaks of the regions are hours apart, so a region's own peak is larger than
 * its share of the world's peak: `spread` makes the sum over the regions reach
 * `peakPlayers` at the world's busiest hour.
 */
import { RegionSpec, WorldSpec } from '../lifeverse';
import { chance, hashText, mix, smoothNoise } from '../noise';
import { standardOffsetMs, zoneOffsetMs } from './localTime';
import { Character, characterOf } from './characters';
import { playingShare, ramp } from './rhythm';
import {
  DAY_MS,
  Incidents,
  launchRush,
  lostShare,
  movedShare,
} from './incidents';

const { floor, max } = Math;

const HOUR_MS = 3_600_000;
/** A Monday, 00:00 UTC: the week over which `spread` is found. */
const REFERENCE_WEEK_MS = Date.UTC(2026, 0, 5);

interface Place {
  region: RegionSpec;
  seed: number;
  /** Players at an ordinary Saturday evening's peak in this region. */
  peak: number;
  /** Share of the world's players that belongs here. */
  share: number;
}

interface Population {
  spec: WorldSpec;
  seed: number;
  character: Character;
  places: Map<string, Place>;
}

export class Demand {
  private readonly populations = new Map<string, Population>();

  constructor(
    worlds: readonly WorldSpec[],
    regions: readonly RegionSpec[],
    seed: number,
    readonly incidents: Incidents,
  ) {
    const spreads = new Map<string, number>();
    for (const spec of worlds) {
      const places = regions.filter(r => spec.regions.includes(r.name));
      const total = places.reduce((sum, r) => sum + r.share, 0);
      const worldSeed = mix(seed, hashText(spec.name));
      const own = characterOf(spec.name);
      const key = `${own ? spec.name : ''} ${spec.regions.join()}`;
      const spread =
        spreads.get(key) ??
        spreadOf(places, total, own ?? (local => playingShare(local)));
      spreads.set(key, spread);
      // Worlds without a character differ in how late their evening is.
      const lateMs = 0.8 * (chance(worldSeed, 1) - 0.5) * HOUR_MS;
      this.populations.set(spec.name, {
        spec,
        seed: worldSeed,
        character: own ?? (local => playingShare(local - lateMs)),
        places: new Map(
          places.map(region => [
            region.name,
            {
              region,
              seed: mix(worldSeed, hashText(region.name)),
              share: region.share / total,
              peak: (spec.peakPlayers * region.share * spread) / total,
            },
          ]),
        ),
      });
    }
  }

  /** Players at an ordinary Saturday evening's peak; 0 where the world is not. */
  peakOf(world: string, region: string): number {
    return this.populations.get(world)?.places.get(region)?.peak ?? 0;
  }

  /** Players online in one world and region at an instant (not rounded). */
  playersAt(world: string, region: string, atMs: number): number {
    const population = this.populations.get(world);
    const place = population?.places.get(region);
    if (!population || !place) return 0;
    let players = this.willingAt(population, place, atMs);
    for (const outage of this.incidents.outages) {
      if (outage.region === region) {
        players *= 1 - lostShare(outage, atMs);
      } else {
        const lost = population.places.get(outage.region);
        const moved = lost ? movedShare(outage, atMs) : 0;
        if (lost && moved > 0) {
          players +=
            (this.willingAt(population, lost, atMs) * moved * place.share) /
            (1 - lost.share);
        }
      }
    }
    return players;
  }

  /** Names of the worlds that a region runs. */
  worldsIn(region: string): string[] {
    return [...this.populations.values()]
      .filter(population => population.places.has(region))
      .map(population => population.spec.name);
  }

  /** Players of all worlds in one region. */
  playersInRegion(region: string, atMs: number): number {
    let players = 0;
    for (const world of this.populations.keys()) {
      players += this.playersAt(world, region, atMs);
    }
    return players;
  }

  /** Peak of all worlds in one region. */
  peakInRegion(region: string): number {
    let players = 0;
    for (const world of this.populations.keys()) {
      players += this.peakOf(world, region);
    }
    return players;
  }

  private willingAt(
    population: Population,
    place: Place,
    atMs: number,
  ): number {
    const local = atMs + zoneOffsetMs(place.region.timeZone, atMs);
    const share = population.character(local, atMs);
    const level =
      share * (1 + this.calendar(population, atMs)) * this.noise(place, atMs);
    let rush = 0;
    for (const launch of this.incidents.launches) {
      if (launch.world === population.spec.name) {
        // A launch is played at any hour, yet more in the evening.
        rush += launchRush(launch, atMs) * (0.45 + 0.55 * share);
      }
    }
    return place.peak * (level + rush);
  }

  /** In-game events: every second Wednesday and Saturday of a world, 17 to 22 UTC. */
  private calendar(population: Population, atMs: number): number {
    const day = floor(atMs / DAY_MS);
    const weekOfWorld = floor((day + 3) / 7) + (population.seed % 2);
    const ofWeek = (day + 3) % 7;
    if (weekOfWorld % 2 || (ofWeek !== 2 && ofWeek !== 5)) return 0;
    const hour = (atMs - day * DAY_MS) / HOUR_MS;
    const strength = 0.04 + 0.08 * chance(population.seed, day);
    return strength * ramp(hour, 16.75, 17.5) * (1 - ramp(hour, 21.5, 22.5));
  }

  private noise(place: Place, atMs: number): number {
    const hours = atMs / HOUR_MS;
    return (
      1 +
      0.03 * smoothNoise(place.seed, hours / 200) +
      0.015 * smoothNoise(place.seed ^ 1, hours / 3) +
      0.008 * smoothNoise(place.seed ^ 2, hours * 2.5) +
      0.004 * smoothNoise(place.seed ^ 3, hours * 20)
    );
  }
}

/** By how much regional peaks together exceed the peak of their sum. */
function spreadOf(
  places: RegionSpec[],
  totalShare: number,
  character: Character,
): number {
  let busiest = 0;
  const offsets = places.map(region =>
    standardOffsetMs(region.timeZone, REFERENCE_WEEK_MS),
  );
  for (let hour = 0; hour < 168; hour++) {
    const atMs = REFERENCE_WEEK_MS + hour * HOUR_MS;
    let sum = 0;
    places.forEach((region, i) => {
      sum += (region.share / totalShare) * character(atMs + offsets[i], atMs);
    });
    busiest = max(busiest, sum);
  }
  return busiest > 0 ? 1 / busiest : 1;
}
