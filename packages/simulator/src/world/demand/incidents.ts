/**
 * What a scenario does to players and regions. All instants are relative to the
 * anchor (usually the start of the simulator), so that whoever starts it sees the
 * story begin, and each scenario also has an earlier, smaller occurrence in the
 * last 90 days, so that there is history to learn from.
 *
 * - `launch-day`: Aurora's expansion opens 20 minutes before the anchor: 15 % more
 *   players from three hours before, then a rush that peaks 90 minutes in and fades
 *   over a week. Season starts 28 and 63 days earlier had 55 % and 40 % of it.
 * - `region-loss`: eu-frankfurt is lost 5 minutes after the anchor, for 45 minutes.
 *   Nine days earlier us-oregon was lost for 20 minutes.
 * - `slow-leak`: aurora-presence leaks memory since the version that rolled out two
 *   days before the anchor (see `workloads/faults.ts`). Forty days earlier a leak of
 *   the same kind lasted for three days. Since the day before the anchor people hold
 *   the size of aurora-chat in Frankfurt, and a trigger of telemetry-ingest in Virginia
 *   cannot be read (both scaled by KEDA).
 * - `ordinary` and `large`: nothing but the worlds' own calendar.
 */
import { ScenarioName } from '../scenarioNames';
import { ramp } from './rhythm';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
export const DAY_MS = 24 * HOUR_MS;

/** A region that is gone: its cluster does not answer and serves nobody. */
export interface Outage {
  region: string;
  startMs: number;
  endMs: number;
}

/** A launch that brings additional players to one world. */
export interface Launch {
  world: string;
  atMs: number;
  /** Additional players at the height of the rush, as a share of the usual peak. */
  strength: number;
}

export interface Leak {
  service: string;
  startMs: number;
  endMs: number;
}

/** A ScaledObject of KEDA that does not follow demand. */
export interface KedaHold {
  service: string;
  region: string;
  /** Paused by an annotation, or its trigger cannot be read. */
  how: 'paused' | 'fallback';
  startMs: number;
}

export interface Incidents {
  outages: Outage[];
  launches: Launch[];
  leaks: Leak[];
  kedaHolds: KedaHold[];
}

export function incidentsOf(
  scenario: ScenarioName,
  anchorMs: number,
): Incidents {
  const none: Incidents = {
    ...{ outages: [], launches: [], leaks: [], kedaHolds: [] },
  };
  switch (scenario) {
    case 'launch-day':
      return {
        ...none,
        launches: [
          { ago: 63 * DAY_MS, strength: 0.4 },
          { ago: 28 * DAY_MS, strength: 0.55 },
          { ago: 20 * MINUTE_MS, strength: 1 },
        ].map(({ ago, strength }) => ({
          world: 'aurora',
          atMs: anchorMs - ago,
          strength,
        })),
      };
    case 'region-loss':
      return {
        ...none,
        outages: [
          {
            region: 'us-oregon',
            startMs: anchorMs - 9 * DAY_MS,
            endMs: anchorMs - 9 * DAY_MS + 20 * MINUTE_MS,
          },
          {
            region: 'eu-frankfurt',
            startMs: anchorMs + 5 * MINUTE_MS,
            endMs: anchorMs + 50 * MINUTE_MS,
          },
        ],
      };
    case 'slow-leak':
      return {
        ...none,
        leaks: [
          {
            service: 'aurora-presence',
            startMs: anchorMs - 40 * DAY_MS,
            endMs: anchorMs - 37 * DAY_MS,
          },
          {
            service: 'aurora-presence',
            startMs: anchorMs - 2 * DAY_MS,
            endMs: Number.POSITIVE_INFINITY,
          },
        ],
        kedaHolds: [
          {
            ...{ service: 'aurora-chat', region: 'eu-frankfurt' },
            ...{ how: 'paused', startMs: anchorMs - DAY_MS },
          },
          {
            ...{ service: 'telemetry-ingest', region: 'us-virginia' },
            ...{ how: 'fallback', startMs: anchorMs - DAY_MS },
          },
        ],
      };
    default:
      return none;
  }
}

/** Additional players of a launch, as a share of the usual peak. */
export function launchRush(launch: Launch, atMs: number): number {
  const hours = (atMs - launch.atMs) / HOUR_MS;
  if (hours < -3 || hours > 24 * 10) return 0;
  if (hours < 0) return 0.15 * launch.strength * ramp(hours, -3, 0);
  const rush = 0.15 + 0.75 * ramp(hours, 0, 1.5);
  const left =
    1 -
    0.5 * ramp(hours, 1.5, 26) -
    0.3 * ramp(hours, 26, 5 * 24) -
    0.2 * ramp(hours, 5 * 24, 10 * 24);
  return launch.strength * rush * left;
}

/** Share of a region's own players that it does not serve (0 to 1). */
export function lostShare(outage: Outage, atMs: number): number {
  if (atMs < outage.startMs) return 0;
  if (atMs < outage.endMs) return 1;
  // Pods need some minutes to come back, then players return over a quarter hour.
  return (
    1 - ramp(atMs, outage.endMs + 3 * MINUTE_MS, outage.endMs + 18 * MINUTE_MS)
  );
}

/** Share of the lost players that plays in another region meanwhile. */
export function movedShare(outage: Outage, atMs: number): number {
  const moved =
    0.75 *
    ramp(atMs, outage.startMs + MINUTE_MS, outage.startMs + 10 * MINUTE_MS);
  return moved * lostShare(outage, atMs);
}

export function isOut(
  outages: Outage[],
  region: string,
  atMs: number,
): boolean {
  for (const outage of outages) {
    if (outage.region !== region) continue;
    if (atMs >= outage.startMs && atMs < outage.endMs) return true;
  }
  return false;
}
