import { createHash } from 'node:crypto';
import {
  formShard,
  SHARD_ID_LENGTH,
  SHARD_LABEL,
  ShardMember,
  shardPhases,
  memberOfGameServer,
  memberOfPod,
} from '@worldscale/backstage-plugin-scaling-common';
import { severityRank } from '@worldscale/backstage-plugin-worlds-common';
import { PlacedGameServer, PlacedPod } from '../inventory/InventorySink';
import { CatalogPicture } from '../sources/catalog/CatalogPicture';
import { ShardRow, WrittenShard } from './ShardRow';

/** A game server or pod with the shard that it belongs to. */
export interface Slice {
  uid: string;
  shard: string;
  entityRef: string;
  namespace: string;
  /** Of the shard. */
  name: string;
  workload: { kind: string; name: string } | undefined;
  member: ShardMember;
}

/** Undefined: it belongs to no shard service. */
export function sliceOfGameServer(
  cluster: string,
  server: PlacedGameServer,
  catalog: CatalogPicture,
): Slice | undefined {
  const member = memberOfGameServer(server, server.zone);
  return sliceOf(cluster, server, member, catalog);
}

export function sliceOfPod(
  cluster: string,
  pod: PlacedPod,
  catalog: CatalogPicture,
): Slice | undefined {
  return sliceOf(cluster, pod, memberOfPod(pod, pod.zone), catalog);
}

function sliceOf(
  cluster: string,
  object: PlacedGameServer | PlacedPod,
  member: ShardMember,
  catalog: CatalogPicture,
): Slice | undefined {
  // Where several claim it, the first counts: a shard is counted once.
  const [entityRef] = object.entityRefs
    .filter(ref => catalog.services.get(ref)?.runsShards)
    .sort();
  if (entityRef === undefined) return undefined;
  const { uid, namespace, workload } = object;
  const label = object.labels[SHARD_LABEL];
  const key = label
    ? ['label', entityRef, namespace, label]
    : [member.kind, namespace, object.name];
  return {
    ...{ uid, entityRef, namespace, workload, member },
    shard: shardId(cluster, key),
    name: label || object.name,
  };
}

function shardId(cluster: string, key: readonly string[]): string {
  return createHash('sha256')
    .update([cluster, ...key].join('\n'))
    .digest('base64url')
    .slice(0, SHARD_ID_LENGTH);
}

/**
 * A shard as it is written.
 *
 * @param slices at least one, all of the same shard
 */
export function writeShard(
  cluster: string,
  slices: readonly Slice[],
  catalog: CatalogPicture,
  nowMs: number,
): WrittenShard {
  const members = slices
    .map(({ member }) => member)
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  const [{ shard, entityRef, namespace, name, workload }] = slices;
  const service = catalog.services.get(entityRef);
  const world = service?.world ?? null;
  const formed = formShard(members, nowMs);
  const { startedAt } = formed;
  const said: Omit<ShardRow, 'fingerprint' | 'search'> = {
    id: shard,
    cluster,
    region: catalog.regionOf(cluster),
    entity_ref: entityRef,
    service_title: service?.title ?? entityRef,
    world,
    world_title: world && (catalog.titleOfWorld(world) ?? world),
    ...{ namespace, name },
    zone: formed.zone,
    node: formed.node,
    workload_kind: workload?.kind ?? null,
    workload_name: workload?.name ?? null,
    members: formed.members,
    phase: shardPhases.indexOf(formed.phase),
    state: severityRank(formed.state),
    reason: formed.reason,
    players: formed.players,
    capacity: formed.capacity,
    utilization: formed.utilizationPercent,
    version: formed.version,
    started_at_ms: startedAt === null ? null : Date.parse(startedAt),
    late_at_ms: formed.lateAtMs,
  };
  const search = [
    ...[name, entityRef, said.service_title, world, said.world_title],
    ...[said.region, cluster, said.zone, said.node, said.version],
    ...(members.length > 1 ? members.map(member => member.name) : []),
  ]
    .filter(text => text)
    .join('\n')
    .toLocaleLowerCase('en-US');
  const row = { ...said, search };
  const fingerprint = createHash('sha1')
    .update(JSON.stringify([row, members]))
    .digest('base64url');
  return { row: { ...row, fingerprint }, members };
}
