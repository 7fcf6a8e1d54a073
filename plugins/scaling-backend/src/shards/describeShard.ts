import {
  Shard,
  shardPhases,
  ShardTrouble,
} from '@worldscale/backstage-plugin-scaling-common';
import {
  Freshness,
  freshnessAt,
  FreshnessLimits,
  SourceHealth,
  spellAge,
  statesBySeverity,
  tellTrouble,
} from '@worldscale/backstage-plugin-worlds-common';
import { ShardCluster, ShardRow } from './ShardRow';

/** How far what is stored of a cluster can be trusted at an instant. */
export interface ClusterStand {
  freshness: Freshness;
  /** ISO 8601; null: never read in whole. */
  observedAt: string | null;
  /** Where it is not fresh. */
  trouble?: ShardTrouble;
}

export const neverRead: ClusterStand = {
  freshness: 'unknown',
  observedAt: null,
};

/** How each cluster stands, with what keeps it from being fresh. */
export function standOf(
  { cluster, confirmedAtMs, trouble }: ShardCluster,
  health: SourceHealth | undefined,
  region: string,
  nowMs: number,
  limits: FreshnessLimits,
): ClusterStand {
  const observedAt =
    confirmedAtMs === null ? null : new Date(confirmedAtMs).toISOString();
  const freshness = freshnessAt(observedAt, nowMs, limits);
  if (freshness === 'fresh' && !trouble) return { freshness, observedAt };
  const failing =
    health?.reachable === false && health.lastError
      ? tellTrouble(health.title, health.lastError)
      : undefined;
  return {
    freshness,
    observedAt,
    trouble: {
      cluster,
      title: health?.title ?? `Cluster ${cluster}`,
      ...{ region, freshness, observedAt },
      reason: failing ?? trouble ?? sayAge(observedAt, nowMs),
    },
  };
}

function sayAge(observedAt: string | null, nowMs: number): string {
  return observedAt === null
    ? 'Its shards have not been read in whole yet'
    : `Its shards were last confirmed ${spellAge(
        nowMs - Date.parse(observedAt),
      )} ago`;
}

/** A row as a reader may see it now. */
export function describeShard(
  row: ShardRow,
  stand: ClusterStand,
  regionTitle: string | undefined,
  nowMs: number,
): Shard {
  const known = {
    phase: shardPhases[row.phase],
    state: statesBySeverity[row.state],
    reason: row.reason,
    players: numberOf(row.players),
    capacity: numberOf(row.capacity),
    utilizationPercent: row.utilization,
  };
  const isLost = stand.freshness === 'unknown';
  return {
    id: row.id,
    entityRef: row.entity_ref,
    entityTitle: row.service_title,
    world: row.world,
    worldTitle: row.world_title,
    region: row.region,
    regionTitle: regionTitle ?? row.region,
    cluster: row.cluster,
    zone: row.zone,
    node: row.node,
    namespace: row.namespace,
    name: row.name,
    workloadKind: row.workload_kind,
    workloadName: row.workload_name,
    members: row.members,
    ...(isLost ? unknownNow(stand, nowMs) : known),
    version: row.version,
    startedAt: isoOf(row.started_at_ms),
    observedAt: stand.observedAt,
    freshness: stand.freshness,
    lastKnown: isLost ? known : null,
  };
}

function unknownNow({ observedAt, trouble }: ClusterStand, nowMs: number) {
  const age =
    observedAt === null
      ? 'Never confirmed.'
      : `Last observed ${spellAge(nowMs - Date.parse(observedAt))} ago.`;
  const why = trouble ? `${trouble.reason.replace(/\.$/, '')}. ` : '';
  return {
    phase: 'unknown' as const,
    state: 'unknown' as const,
    reason: `${why}${age}`,
    players: null,
    capacity: null,
    utilizationPercent: null,
  };
}

function numberOf(value: number | string | null): number | null {
  return value === null ? null : Number(value);
}

function isoOf(ms: number | string | null): string | null {
  return ms === null ? null : new Date(Number(ms)).toISOString();
}
