/** Words of the catalog that all domains share. */

/** Annotation of a region (Resource): comma-separated names of its clusters. */
export const CLUSTERS_ANNOTATION = 'worldscale.io/clusters';

/** `spec.type` of a System that is a world. */
export const WORLD_TYPE = 'world';

/** `spec.type` of a Resource that is a region. */
export const REGION_TYPE = 'region';

/** `spec.type` of Components that the fleet shows. */
export const worldServiceTypes: readonly string[] = [
  'world-service',
  'shard-service',
];

interface EntityLike {
  kind: string;
  spec?: { type?: unknown };
}

/** Whether an entity is a world service (shard services included). */
export function isWorldService(entity: EntityLike): boolean {
  return (
    entity.kind.toLocaleLowerCase('en-US') === 'component' &&
    typeof entity.spec?.type === 'string' &&
    worldServiceTypes.includes(entity.spec.type.toLocaleLowerCase('en-US'))
  );
}

/** Signal channel that says "the fleet changed", and nothing else. */
export const FLEET_SIGNAL = 'worlds:fleet';
