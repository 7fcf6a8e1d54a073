import { FleetPolicy } from '../kubernetes/fleetPolicy';
import { MetricReading } from '../kubernetes/metricReading';
import { Workload } from '../kubernetes/workload';

type CapacityPolicy = FleetPolicy & { type: 'Counter' | 'List' };

/**
 * Limits of a policy that counts what game servers hold, in game servers: as many as
 * have that capacity together. Those that the Fleet makes now all have the same; null
 * where it does not say which.
 */
export function limitsInServers(
  { type, key, minCapacity, maxCapacity }: CapacityPolicy,
  { capacities }: Workload,
): { min: number | null; max: number | null } {
  const each = capacities?.[`${type}/${key}`]?.each?.capacity;
  if (!each) return { min: null, max: null };
  return {
    // The last game server of a Fleet stays (agones, applyCounterOrListPolicy).
    min:
      minCapacity === null ? null : Math.max(1, Math.ceil(minCapacity / each)),
    max: maxCapacity === null ? null : Math.floor(maxCapacity / each),
  };
}

/** What is free of a counter or list, against what is to be free. */
export function freeCapacityOf(
  { type, key, buffer }: CapacityPolicy,
  { capacities }: Workload,
): MetricReading[] {
  const {
    count = null,
    capacity = null,
    allocatedCount = null,
  } = capacities?.[`${type}/${key}`] ?? {};
  if (!buffer) return [];
  const free = count === null || capacity === null ? null : capacity - count;
  // A share is of what would be there with it (fleetDecision.ts).
  let wanted: number | null = null;
  if ('count' in buffer) wanted = buffer.count;
  else if (allocatedCount !== null) {
    wanted =
      Math.ceil((allocatedCount * 100) / (100 - buffer.percent)) -
      allocatedCount;
  }
  return [
    {
      source: 'Capacity',
      name: `free ${key}`,
      statistic: 'value',
      unit: 'count',
      current: free,
      target: wanted,
      ratio: free && wanted !== null ? wanted / free : null,
    },
  ];
}
