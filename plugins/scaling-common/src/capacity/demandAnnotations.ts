import {
  CAPACITY_PER_REPLICA_ANNOTATION,
  DEMAND_METRIC_ANNOTATION,
  DEMAND_UNIT_ANNOTATION,
} from '@worldscale/backstage-plugin-worlds-common';

/** What an entity says of its own demand. */
export interface DemandAnnotations {
  /** PromQL, or the name of a metric. */
  metric?: string;
  unit?: string;
  perReplica?: number;
  /** An annotation that cannot be used, as a sentence. */
  problem?: string;
}

export function readDemandAnnotations(
  annotations: Readonly<Record<string, string>> | undefined,
): DemandAnnotations {
  const text = (name: string) => annotations?.[name]?.trim() || undefined;
  const said = text(CAPACITY_PER_REPLICA_ANNOTATION);
  const perReplica = said === undefined ? undefined : Number(said);
  const isUsable =
    perReplica === undefined || (Number.isFinite(perReplica) && perReplica > 0);
  return {
    metric: text(DEMAND_METRIC_ANNOTATION),
    unit: text(DEMAND_UNIT_ANNOTATION),
    perReplica: isUsable ? perReplica : undefined,
    problem: isUsable
      ? undefined
      : `The annotation ${CAPACITY_PER_REPLICA_ANNOTATION} is “${said}”, which is no amount above 0.`,
  };
}
