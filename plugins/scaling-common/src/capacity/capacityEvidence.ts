import { Freshness } from '@worldscale/backstage-plugin-worlds-common';
import { WorkloadScaling } from '../contract';
import { Growth } from './growth';
import { WorkloadFacts } from './workloadFacts';

/** How long what is not measured takes; each with its reason where it is set. */
export interface CapacitySettings {
  /** From creation to ready, where no start was seen. */
  assumedStartSeconds: number;
  /** Until a new node takes pods. */
  nodeSeconds: number;
  /** Until a person has raised a limit. */
  personSeconds: number;
}

/**
 * A start that nobody has seen is taken to be as slow as what counts as slow
 * (`SLOW_START_MS`). A machine of a cloud is there in about two minutes; then it has to
 * join, and to pull images: five. Whoever is called answers within five minutes, and a
 * change that is looked at and applied takes ten.
 */
export const defaultCapacitySettings: CapacitySettings = {
  assumedStartSeconds: 120,
  nodeSeconds: 300,
  personSeconds: 900,
};

/** Demand of a service in a region by a recorded series. */
export interface DemandReading {
  title: string;
  unit: string;
  /** The PromQL that was asked. */
  source: string;
  value: number | null;
  growth: Growth | null;
  /** ISO 8601; null: never. */
  observedAt: string | null;
  freshness: Freshness;
  /** Why there is no value, as a sentence. */
  problem: string | null;
}

/** All that is known of a service in one region. */
export interface CapacityEvidence {
  workloads: readonly WorkloadScaling[];
  /** Facts of a workload; undefined: its cluster has not been looked through yet. */
  factsOf(workload: WorkloadScaling): WorkloadFacts | undefined;
  /** Since when all facts hold (ISO 8601); null: some are missing. */
  factsAt: string | null;
  /** Undefined: no series is named for this service. */
  series?: DemandReading;
  /** What one replica carries, where somebody says so. */
  declared?: { amount: number; unit: string };
  settings: CapacitySettings;
}
