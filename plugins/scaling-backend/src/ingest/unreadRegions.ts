import {
  AskedCluster,
  explainUnreadClusters,
  isSelector,
  NO_CLUSTER_IN_REGION,
} from '@worldscale/backstage-plugin-scaling-common';
import { CatalogPicture } from '../sources/catalog/CatalogPicture';

/** A region of which some cluster does not tell whether the service runs there. */
export interface UnreadRegion {
  region: string;
  /** Clusters that do not tell; none: the region has no cluster. */
  clusters: string[];
  reason: string;
}

/**
 * Regions in which a service may run without its being known, by name of the region.
 * Where the service says on which regions it depends, others do not concern it.
 *
 * @param found clusters in which something of the service is known
 */
export function unreadRegionsOf(
  entityRef: string,
  catalog: CatalogPicture,
  asked: readonly AskedCluster[],
  found: ReadonlySet<string>,
): Map<string, UnreadRegion> {
  const unread = new Map<string, UnreadRegion>();
  const service = catalog.services.get(entityRef);
  if (!service || !isSelector(service.selector)) return unread;
  const { cluster: only } = service.selector;
  const silent = new Map<string, AskedCluster[]>();
  for (const cluster of asked) {
    const region = catalog.regionOf(cluster.name);
    const concerns =
      (!cluster.read || cluster.unreadable !== undefined) &&
      !found.has(cluster.name) &&
      (only === undefined || only === cluster.name) &&
      (service.regions === undefined || service.regions.has(region));
    if (concerns) silent.set(region, [...(silent.get(region) ?? []), cluster]);
  }
  for (const [region, clusters] of silent) {
    unread.set(region, {
      region,
      clusters: clusters.map(({ name }) => name),
      reason: explainUnreadClusters(clusters),
    });
  }
  // While it is not known which clusters there are, none is missing.
  if (asked.length === 0 || only !== undefined) return unread;
  const covered = new Set(asked.map(({ name }) => catalog.regionOf(name)));
  for (const region of service.regions ?? []) {
    if (covered.has(region)) continue;
    unread.set(region, { region, clusters: [], reason: NO_CLUSTER_IN_REGION });
  }
  return unread;
}
