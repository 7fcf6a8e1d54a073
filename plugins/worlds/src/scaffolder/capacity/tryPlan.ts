import {
  CapacityPlan,
  planCapacity,
  ServiceKind,
} from '@worldscale/backstage-plugin-worlds-common';

export interface Capacity {
  peakPlayers?: number;
  playersPerInstance?: number;
}

export interface TriedPlan {
  kind: ServiceKind;
  /** Regions chosen so far; one where there is none yet. */
  regions: number;
  plan?: CapacityPlan;
  /** Why there is none; neither where something is not filled in yet. */
  problem?: string;
}

/** The plan that follows from what the form holds so far. */
export function tryPlan(capacity: Capacity, formData: unknown): TriedPlan {
  const answers = (formData ?? {}) as { kind?: ServiceKind; regions?: unknown };
  const kind = answers.kind ?? 'stateful-shard';
  const regions = Array.isArray(answers.regions)
    ? Math.max(1, answers.regions.length)
    : 1;
  const { peakPlayers, playersPerInstance } = capacity;
  if (peakPlayers === undefined || playersPerInstance === undefined) {
    return { kind, regions };
  }
  try {
    const request = { kind, regions, peakPlayers, playersPerInstance };
    return { kind, regions, plan: planCapacity(request) };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    return { kind, regions, problem: error.message };
  }
}
