/** Words of the catalog that all domains share. */

/** Annotation of a region (Resource): comma-separated names of its clusters. */
export const CLUSTERS_ANNOTATION = 'worldscale.io/clusters';

/**
 * Annotations of a service: the PromQL (or the name of a metric) that tells its demand,
 * what that is counted in (`players`), and how much of it one replica carries.
 */
export const DEMAND_METRIC_ANNOTATION = 'worldscale.io/demand-metric';
export const DEMAND_UNIT_ANNOTATION = 'worldscale.io/demand-unit';
export const CAPACITY_PER_REPLICA_ANNOTATION =
  'worldscale.io/capacity-per-replica';

/** `spec.type` of a System that is a world. */
export const WORLD_TYPE = 'world';

/** `spec.type` of a Resource that is a region. */
export const REGION_TYPE = 'region';

/** `spec.type` of a Component whose replicas are shards of a world. */
export const SHARD_SERVICE_TYPE = 'shard-service';

/** `spec.type` of Components that the fleet shows. */
export const worldServiceTypes: readonly string[] = [
  'world-service',
  SHARD_SERVICE_TYPE,
];

interface EntityLike {
  kind: string;
  spec?: { type?: unknown };
}

/** Whether an entity is a world service (shard services included). */
export function isWorldService(entity: EntityLike): boolean {
  return worldServiceTypes.includes(typeOfComponent(entity));
}

/** Whether the replicas of an entity are shards of a world. */
export function isShardService(entity: EntityLike): boolean {
  return typeOfComponent(entity) === SHARD_SERVICE_TYPE;
}

function typeOfComponent({ kind, spec }: EntityLike): string {
  return kind.toLocaleLowerCase('en-US') === 'component' &&
    typeof spec?.type === 'string'
    ? spec.type.toLocaleLowerCase('en-US')
    : '';
}

/** Signal channel that says "the fleet changed", and nothing else. */
export const FLEET_SIGNAL = 'worlds:fleet';
