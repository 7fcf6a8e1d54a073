import { RegionSpec } from '../lifeverse';
import { standardOffsetMs } from '../demand/localTime';
import { quietHour } from '../demand/rhythm';

const DAY_MS = 86_400_000;

/**
 * Time is cut into blocks of one day per region. A block begins in the region's
 * quiet hour (five in the morning, standard time), when every autoscaler rests at
 * its minimum, so that what happened before does not matter any more.
 */
export class Blocks {
  private readonly phases = new Map<string, number>();

  constructor(readonly stepMs: number) {}

  indexOf(region: RegionSpec, atMs: number): number {
    return Math.floor((atMs - this.phaseOf(region)) / DAY_MS);
  }

  /** First instant of a block (Unix milliseconds). */
  startOf(region: RegionSpec, index: number): number {
    return index * DAY_MS + this.phaseOf(region);
  }

  get lengthMs(): number {
    return DAY_MS;
  }

  /** Start of the step that an instant lies in. */
  stepOf(atMs: number): number {
    return Math.floor(atMs / this.stepMs) * this.stepMs;
  }

  private phaseOf(region: RegionSpec): number {
    let phase = this.phases.get(region.name);
    if (phase === undefined) {
      // Standard offsets of a zone have not changed for years: any instant will do.
      const offsetMs = standardOffsetMs(region.timeZone, Date.UTC(2026, 0, 1));
      phase = (((quietHour * 3_600_000 - offsetMs) % DAY_MS) + DAY_MS) % DAY_MS;
      this.phases.set(region.name, phase);
    }
    return phase;
  }
}
