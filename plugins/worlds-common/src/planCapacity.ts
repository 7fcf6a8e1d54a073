/*
 * How large a new service starts out: from players at the peak to the bounds of its
 * autoscaler in each region. The form shows every line of it to whoever asks for the
 * service, and the template writes the same numbers into the manifests, so both call
 * this function. It is a first size, to be corrected by what the service then does.
 */
import { ServiceKind } from './newService';

export interface CapacityRequest {
  kind: ServiceKind;
  /** Regions that the service runs in, at least one. */
  regions: number;
  /** Concurrent players at an ordinary evening's peak, all regions together. */
  peakPlayers: number;
  /** Players that one shard holds when full, or one pod carries at full load. */
  playersPerInstance: number;
}

/** One line of the arithmetic. */
export interface CapacityStep {
  name: 'perRegion' | 'atPeak' | 'buffer' | 'min' | 'max';
  title: string;
  /** The sum with its numbers, for example `ceil(2,500 / (200 × 0.8))`. */
  formula: string;
  result: number;
  reason: string;
}

/** The size in each region. */
export interface CapacityPlan {
  /** Shards or pods that the region's peak fills. */
  atPeak: number;
  /** Bounds of the autoscaler. */
  min: number;
  max: number;
  /** Shards that are ready beyond those in use; pods that make up for a zone. */
  buffer: number;
  steps: CapacityStep[];
}

/** A fleet or a deployment beyond this is to be split: every size change walks all. */
export const MOST_INSTANCES = 2000;
export const MOST_PLAYERS = 50_000_000;

/** Shards are not full when the world is: players leave gaps that friends do not fill. */
const SHARD_FILL = 0.8;
/** CPU utilisation that the HPA holds; also in the manifests. */
export const TARGET_UTILISATION = 0.7;
/** The emptiest hour of a day has about a fifth of the evening's players. */
const QUIET_SHARE = 0.2;
/** Ready shards beyond those in use, for who joins while the next ones start. */
const READY_SHARE = 0.1;
const LEAST_READY = 2;
/** Zones per region; one may be lost. */
const ZONES = 3;
/** An evening above the ordinary one. */
const LEAST_SURGE = 1.25;

const number = (value: number) =>
  value.toLocaleString('en-US', { maximumFractionDigits: 2 });

/** Rounded up, except for what binary fractions add: 8 / 0.8 is 10. */
const ceil = (value: number) => Math.ceil(Number(value.toFixed(6)));

/** What is wrong with a request, by the field concerned. */
export function capacityProblem(
  request: Pick<CapacityRequest, 'peakPlayers' | 'playersPerInstance'>,
):
  | { field: 'peakPlayers' | 'playersPerInstance'; message: string }
  | undefined {
  for (const field of ['peakPlayers', 'playersPerInstance'] as const) {
    const value: unknown = request[field];
    if (!Number.isInteger(value) || (value as number) < 1) {
      return { field, message: 'Must be a whole number of at least 1.' };
    }
    if ((value as number) > MOST_PLAYERS) {
      return { field, message: `Must be at most ${number(MOST_PLAYERS)}.` };
    }
  }
  return undefined;
}

/** When one of several regions is lost, the others take its players. */
function surgeOf(regions: number): { surge: number; reason: string } {
  const shift = regions > 1 ? regions / (regions - 1) : 1;
  return shift > LEAST_SURGE
    ? {
        surge: shift,
        reason: `when one of ${regions} regions is lost, the others take its players`,
      }
    : {
        surge: LEAST_SURGE,
        reason: 'a quarter more than an ordinary evening',
      };
}

/**
 * The size of a new service in each of its regions.
 *
 * @throws RangeError naming the field, where a number is not whole or out of bounds,
 * or where a region would need more than {@link MOST_INSTANCES}
 */
export function planCapacity(request: CapacityRequest): CapacityPlan {
  const problem = capacityProblem(request);
  if (problem) throw new RangeError(`${problem.field}: ${problem.message}`);
  const { kind, regions, peakPlayers, playersPerInstance } = request;
  if (!Number.isInteger(regions) || regions < 1) {
    throw new RangeError('regions: At least one region is needed.');
  }
  const isShard = kind === 'stateful-shard';
  const things = isShard ? 'shards' : 'pods';
  const load = isShard ? SHARD_FILL : TARGET_UTILISATION;
  const perRegion = ceil(peakPlayers / regions);
  const atPeak = ceil(perRegion / (playersPerInstance * load));
  const { surge, reason: surgeReason } = surgeOf(regions);
  const buffer = isShard
    ? Math.max(LEAST_READY, ceil(atPeak * READY_SHARE))
    : ceil(atPeak / (ZONES - 1));
  const quiet = ceil(atPeak * QUIET_SHARE);
  const min = isShard
    ? quiet + buffer
    : Math.max(ZONES, ceil((quiet * ZONES) / (ZONES - 1)));
  const max = Math.max(min, ceil(atPeak * surge) + buffer);
  if (max > MOST_INSTANCES) {
    throw new RangeError(
      `peakPlayers: A region would need up to ${number(
        max,
      )} ${things}; one service holds at most ${number(
        MOST_INSTANCES,
      )}. Let one of them hold more players, use more regions, or split the service.`,
    );
  }
  const steps: CapacityStep[] = [
    {
      name: 'perRegion',
      title: 'Players per region at the peak',
      formula: `${number(peakPlayers)} players / ${regions} ${
        regions === 1 ? 'region' : 'regions'
      }`,
      result: perRegion,
      reason: 'players are taken to be spread evenly',
    },
    {
      name: 'atPeak',
      title: `${isShard ? 'Shards' : 'Pods'} in use at the peak`,
      formula: `ceil(${number(perRegion)} / (${number(
        playersPerInstance,
      )} × ${load}))`,
      result: atPeak,
      reason: isShard
        ? 'a shard is four fifths full on average'
        : 'the autoscaler holds pods at 70 % of their CPU',
    },
    {
      name: 'buffer',
      title: isShard ? 'Ready shards in reserve' : 'Pods in reserve',
      formula: isShard
        ? `max(${LEAST_READY}, ceil(${number(atPeak)} × ${READY_SHARE}))`
        : `ceil(${number(atPeak)} / ${ZONES - 1})`,
      result: buffer,
      reason: isShard
        ? 'for players who join while further shards start'
        : 'two zones carry the peak when the third is lost',
    },
    {
      name: 'min',
      title: 'Minimum',
      formula: isShard
        ? `ceil(${number(atPeak)} × ${QUIET_SHARE}) + ${number(buffer)}`
        : `max(${ZONES}, ceil(${number(quiet)} × ${ZONES} / ${ZONES - 1}))`,
      result: min,
      reason: isShard
        ? 'the emptiest hour, and the reserve'
        : 'the emptiest hour without one zone; one pod per zone at least',
    },
    {
      name: 'max',
      title: 'Maximum',
      formula: `ceil(${number(atPeak)} × ${number(surge)}) + ${number(buffer)}`,
      result: max,
      reason: surgeReason,
    },
  ];
  return { atPeak, min, max, buffer, steps };
}
