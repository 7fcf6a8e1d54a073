import { zoneOffsetMs } from '../demand/localTime';
import { bufferReplicas, BufferPolicy } from './fleetBuffer';

const { ceil, floor, max, min } = Math;

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** What game servers hold: a counter, or a list of names. */
export interface CapacityRule {
  type: 'Counter' | 'List';
  /** Name of the counter or list. */
  key: string;
  /** Capacity of one game server. */
  each: number;
  /** Players that fill one unit of it. */
  playersPerUnit: number;
  /** Share of the whole capacity that is to be free. */
  freePercent: number;
}

/** Policies of a FleetAutoscaler besides `Buffer`; the fleet's numbers stay those of a buffer. */
export type FleetRule =
  | CapacityRule
  /** Somebody else's service answers; here by the same arithmetic as a buffer. */
  | { type: 'Webhook'; service: string; path: string }
  /** A schedule for some hours of each day goes first, the buffer last. */
  | {
      type: 'Chain';
      id: string;
      timeZone: string;
      startHour: number;
      hours: number;
      buffer: BufferPolicy;
    };

export interface Fleet {
  replicas: number;
  allocated: number;
  /** Units of its counter or list in use, all of them on allocated game servers. */
  taken: number;
}

export interface FleetSize {
  replicas: number;
  limited: boolean;
}

/** Whether the first link of a chain applies at an instant. */
export function isOpen(
  rule: FleetRule & { type: 'Chain' },
  atMs: number,
): boolean {
  const localMs = atMs + zoneOffsetMs(rule.timeZone, atMs);
  const sinceMs = (localMs % DAY_MS) - rule.startHour * HOUR_MS;
  return sinceMs >= 0 && sinceMs < rule.hours * HOUR_MS;
}

/** The largest size that any part of a policy allows. */
export function largestOf(policy: BufferPolicy, rule?: FleetRule): number {
  return rule?.type === 'Chain'
    ? max(policy.maxReplicas, rule.buffer.maxReplicas)
    : policy.maxReplicas;
}

/** What stands in the policy of a counter or list. */
export function capacitySpec(rule: CapacityRule, policy: BufferPolicy) {
  const { minReplicas, maxReplicas } = policy;
  return {
    key: rule.key,
    bufferSize: `${rule.freePercent}%`,
    minCapacity: minReplicas * rule.each,
    maxCapacity: maxReplicas * rule.each,
  };
}

/**
 * Size after `applyCounterOrListPolicy` in pkg/fleetautoscalers of agones (1.60), for a
 * fleet whose game servers all have the same capacity: it grows by what the buffer
 * lacks, and shrinks by game servers that hold nobody, as long as the buffer stays.
 */
export function capacityReplicas(
  { replicas, allocated, taken }: Fleet,
  rule: CapacityRule,
  policy: BufferPolicy,
): FleetSize {
  const { each, freePercent } = rule;
  const { minCapacity, maxCapacity } = capacitySpec(rule, policy);
  const capacity = replicas * each;
  if (capacity < minCapacity) {
    return { replicas: ceil(minCapacity / each), limited: true };
  }
  const spare = ceil((taken * 100) / (100 - freePercent)) - taken;
  const available = capacity - taken;
  if (available < spare) {
    const wanted = replicas + ceil((spare - available) / each);
    const most = floor(maxCapacity / each);
    return { replicas: min(wanted, most), limited: wanted > most };
  }
  const fewest = max(1, ceil(minCapacity / each), allocated);
  const wanted = replicas - floor((available - spare) / each);
  return {
    replicas: max(wanted, fewest),
    limited: wanted * each < minCapacity,
  };
}

/**
 * Units by game server: fuller and emptier ones, `taken` together.
 *
 * @param weights of the game servers, above 0
 */
export function holdings(
  taken: number,
  each: number,
  weights: readonly number[],
): number[] {
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  const held = weights.map(weight =>
    min(each, floor((taken * weight) / total)),
  );
  let left = taken - held.reduce((sum, units) => sum + units, 0);
  for (let i = 0; i < held.length && left > 0; i++) {
    const more = min(left, each - held[i]);
    held[i] += more;
    left -= more;
  }
  return held;
}

/** What a FleetAutoscaler wants at an instant. */
export function fleetReplicas(
  fleet: Fleet,
  policy: BufferPolicy,
  rule: FleetRule | undefined,
  atMs: number,
): FleetSize {
  switch (rule?.type) {
    case 'Counter':
    case 'List':
      return capacityReplicas(fleet, rule, policy);
    case 'Chain':
      return bufferReplicas(
        fleet.allocated,
        isOpen(rule, atMs) ? rule.buffer : policy,
      );
    default:
      return bufferReplicas(fleet.allocated, policy);
  }
}
