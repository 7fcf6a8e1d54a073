import { ShardMember } from '@worldscale/backstage-plugin-scaling-common';

/** A row of the table `shards`. */
export interface ShardRow {
  id: string;
  cluster: string;
  region: string;
  entity_ref: string;
  service_title: string;
  world: string | null;
  world_title: string | null;
  namespace: string;
  name: string;
  zone: string | null;
  node: string | null;
  workload_kind: string | null;
  workload_name: string | null;
  members: number;
  /** Index into `shardPhases`. */
  phase: number;
  /** Index into `statesBySeverity`. */
  state: number;
  reason: string;
  /** PostgreSQL gives 64-bit integers as text. */
  players: number | string | null;
  capacity: number | string | null;
  utilization: number | null;
  version: string | null;
  started_at_ms: number | string | null;
  late_at_ms: number | string | null;
  search: string;
  fingerprint: string;
}

/** What tells whether a shard that is stored is still the same, and what it is of. */
export type KeptShard = Pick<ShardRow, 'fingerprint' | 'workload_kind'>;

/** A shard as it is written, with its game servers or pods. */
export interface WrittenShard {
  row: ShardRow;
  members: readonly ShardMember[];
}

/** What is known of a cluster's shards as a whole. */
export interface ShardCluster {
  cluster: string;
  /** Unix milliseconds; null: never read in whole. */
  confirmedAtMs: number | null;
  trouble: string | null;
}
