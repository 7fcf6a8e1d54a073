/*
 * Where the objects of a repository go. A folder that is called like a region or its
 * cluster (`deploy/eu-frankfurt/`, `deploy/fra/`) holds what is for that region alone.
 * Anywhere else an object may name its region itself, by the label or annotation
 * `topology.kubernetes.io/region` or by its pods' node selector. A workload that names
 * none runs in the regions of the world whose name its namespace has, else everywhere.
 */
import { RegionSpec, WorldSpec } from '../lifeverse';
import { workloadKinds } from './kinds';
import { fleetSpec, Manifest, workloadSpec } from './manifest';

const REGION_LABEL = 'topology.kubernetes.io/region';

/** A manifest that may be applied, and where and since when. */
export interface Placed {
  title: string;
  manifest: Manifest;
  /** Undefined: wherever the workloads of the repository are. */
  region?: RegionSpec;
  sinceMs: number;
  file?: string;
}

interface Surroundings {
  readonly regions: readonly RegionSpec[];
  readonly worlds: readonly WorldSpec[];
}

function podNodeSelector(manifest: Manifest) {
  if (!workloadKinds.includes(manifest.kind)) return undefined;
  const { template } =
    manifest.kind === 'Fleet'
      ? fleetSpec.parse(manifest.spec).template.spec
      : workloadSpec.parse(manifest.spec);
  return template.spec.nodeSelector;
}

/**
 * The region that an object is for; undefined where neither folder nor object names
 * one.
 *
 * @returns a text where that cannot be: no such region, or one too many
 */
export function regionOf(
  { regions }: Surroundings,
  manifest: Manifest,
  file: string | undefined,
): RegionSpec | string | undefined {
  const folders = file?.split('/').slice(0, -1) ?? [];
  const [ofFolder] = folders.flatMap(
    folder =>
      regions.find(({ name, cluster }) => [name, cluster].includes(folder)) ??
      [],
  );
  const named =
    manifest.metadata.labels?.[REGION_LABEL] ??
    manifest.metadata.annotations?.[REGION_LABEL] ??
    podNodeSelector(manifest)?.[REGION_LABEL];
  if (named === undefined) return ofFolder;
  const own = regions.find(({ name }) => name === named);
  if (!own) {
    return `region '${named}' does not exist. Known regions: ${regions
      .map(({ name }) => name)
      .join(', ')}`;
  }
  return ofFolder && ofFolder !== own
    ? `it names region '${named}' and lies in the folder of '${ofFolder.name}'`
    : own;
}

/** Where a workload runs that names no region. */
export function usualRegions(
  { regions, worlds }: Surroundings,
  namespace: string | undefined,
): readonly RegionSpec[] {
  const world = worlds.find(({ name }) => name === namespace);
  return world
    ? regions.filter(({ name }) => world.regions.includes(name))
    : regions;
}
