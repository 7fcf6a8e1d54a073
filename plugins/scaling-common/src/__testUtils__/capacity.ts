import { regionCapacity } from '../capacity/regionCapacity';
import {
  defaultCapacitySettings,
  DemandReading,
} from '../capacity/capacityEvidence';
import { Growth } from '../capacity/growth';
import { WorkloadFacts } from '../capacity/workloadFacts';
import { WorkloadScaling } from '../contract';
import { explain } from './explain';

export function growth(perMinute: number, isFlat = false): Growth {
  return { perMinute, windowMinutes: 20, samples: 21, isFlat };
}

/** Facts of the Deployment `gateway`: three zones, room for 30, no quota. */
export function facts(changes: Partial<WorkloadFacts> = {}): WorkloadFacts {
  return {
    ...{ kind: 'Deployment', namespace: 'aurora', name: 'gateway' },
    zones: [
      { zone: 'a', ready: 2, total: 2 },
      { zone: 'b', ready: 2, total: 2 },
      { zone: 'c', ready: 1, total: 1 },
    ],
    room: ['a', 'b', 'c'].map(zone => ({ zone, pods: 10 })),
    nodeGrowth: { sources: [], unknown: null, notes: [] },
    quotas: [],
    ...{ whyNoZones: null, whyNoRoom: null, whyNoQuotas: null, notes: [] },
    starts: { p90Seconds: 40, samples: 12 },
    growth: growth(0, true),
    ...changes,
  };
}

export function players(changes: Partial<DemandReading> = {}): DemandReading {
  return {
    ...{ title: 'Players', unit: 'players', source: 'sum(players)' },
    ...{
      value: 5_000,
      growth: growth(100),
      observedAt: '2026-11-22T20:00:00Z',
    },
    ...{ freshness: 'fresh', problem: null },
    ...changes,
  };
}

/** Capacity of one Deployment at 70% of 70%, five of at most twelve replicas. */
export function capacityOf(
  options: {
    workloads?: WorkloadScaling[];
    facts?: WorkloadFacts | null;
    series?: DemandReading;
    declared?: { amount: number; unit: string };
  } = {},
) {
  const { workloads = [explain({ hpa: { cpu: 70 } })], facts: own = facts() } =
    options;
  return regionCapacity({
    workloads,
    factsOf: () => own ?? undefined,
    factsAt: own && '2026-11-22T20:00:00Z',
    series: options.series,
    declared: options.declared,
    settings: defaultCapacitySettings,
  });
}
