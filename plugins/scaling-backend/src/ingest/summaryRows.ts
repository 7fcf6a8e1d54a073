import {
  AskedCluster,
  explainAbsence,
  explainUnreadCluster,
  isSelector,
  mergeRegion,
  RegionPicture,
} from '@worldscale/backstage-plugin-scaling-common';
import {
  SourceHealth,
  SummaryColumn,
  SummaryRow,
} from '@worldscale/backstage-plugin-worlds-common';
import { StoredPart } from '../ScalingStore';
import { CatalogPicture } from '../sources/catalog/CatalogPicture';

export const summaryColumns: SummaryColumn[] = [
  {
    id: 'ready',
    title: 'Ready',
    description: 'Replicas that can carry players',
    type: 'number',
    unit: 'replicas',
  },
  {
    id: 'desired',
    title: 'Desired',
    description: 'Replicas asked for',
    type: 'number',
    unit: 'replicas',
  },
  {
    id: 'max',
    title: 'Maximum',
    description: 'Most replicas that the autoscaler may ask for',
    type: 'number',
    unit: 'replicas',
  },
  {
    id: 'headroom',
    title: 'Headroom',
    description: 'Share of the maximum that is left',
    type: 'percent',
  },
  {
    id: 'demand',
    title: 'Demand',
    description:
      'Value of the metric that drives the autoscaler, as a share of its target',
    type: 'percent',
  },
  {
    id: 'metric',
    title: 'Driving metric',
    type: 'text',
  },
];

/** Source of what is said about services that have no workload. */
export const CATALOG_SOURCE = 'catalog';

/** Source that names the clusters. */
export const KUBERNETES_BACKEND_SOURCE = 'kubernetes-backend';

export function clusterSource(cluster: string): string {
  return `cluster:${cluster}`;
}

/** Which source confirms a region's rows: its cluster, or all of them together. */
export function regionSource(
  region: string,
  clusters: readonly string[],
): string {
  return clusters.length === 1
    ? clusterSource(clusters[0])
    : `region:${region}`;
}

/** The clusters without which a source of rows is not confirmed. */
export function sourcesBehind(
  source: string,
  monitored: readonly SourceHealth[],
  catalog: Pick<CatalogPicture, 'regionOf'>,
): SourceHealth[] {
  const region = /^region:(.*)$/.exec(source)?.[1];
  return monitored.filter(({ id, kind }) =>
    region === undefined
      ? id === source
      : kind === 'kubernetes' &&
        catalog.regionOf(id.slice(clusterSource('').length)) === region,
  );
}

/** Clusters by region, in order of name. */
export function clustersByRegion(
  catalog: CatalogPicture,
  clusters: readonly string[],
): Map<string, string[]> {
  const byRegion = new Map<string, string[]>();
  for (const cluster of [...clusters].sort()) {
    const region = catalog.regionOf(cluster);
    byRegion.set(region, [...(byRegion.get(region) ?? []), cluster]);
  }
  return byRegion;
}

/** What is known of a service in each region that it runs in. */
export function regionsOf(
  catalog: CatalogPicture,
  parts: readonly StoredPart[],
): Array<{ picture: RegionPicture; parts: StoredPart[] }> {
  const byRegion = new Map<string, StoredPart[]>();
  for (const part of parts) {
    const region = catalog.regionOf(part.cluster);
    byRegion.set(region, [...(byRegion.get(region) ?? []), part]);
  }
  return [...byRegion].map(([region, own]) => ({
    picture: mergeRegion(
      region,
      own.flatMap(part => part.workloads),
    ),
    parts: own,
  }));
}

/**
 * Why the service as a whole is unknown, if it has no workload anywhere.
 *
 * @param noneNamed why it is not known which clusters there are, if it is not
 */
export function absenceOf(
  entityRef: string,
  catalog: CatalogPicture,
  asked: readonly AskedCluster[],
  noneNamed?: string,
): string {
  const selector = catalog.services.get(entityRef)?.selector;
  if (!selector) {
    return 'Only components of type world-service or shard-service are watched.';
  }
  if (!isSelector(selector)) return selector.problem;
  if (asked.length === 0 && noneNamed !== undefined) {
    return noneNamed || 'Which clusters there are has not been asked yet.';
  }
  const { cluster, description, namespace } = selector;
  if (cluster && !asked.some(a => a.name === cluster)) {
    return `The entity names the cluster ${cluster}, which is not configured.`;
  }
  return explainAbsence(
    description,
    namespace,
    asked.filter(a => cluster === undefined || a.name === cluster),
  );
}

/**
 * Clusters of regions without a row that were never read, or not in whole: whether the
 * service runs there is unknown. Where the service says on which regions it depends, others do
 * not concern it.
 */
export function unreadFor(
  entityRef: string,
  catalog: CatalogPicture,
  asked: readonly AskedCluster[],
  knownRegions: ReadonlySet<string>,
): Array<{ region: string; cluster: AskedCluster; reason: string }> {
  const service = catalog.services.get(entityRef);
  if (!service || !isSelector(service.selector)) return [];
  const { cluster: only } = service.selector;
  return asked.flatMap(cluster => {
    const region = catalog.regionOf(cluster.name);
    const concerns =
      (cluster.read
        ? cluster.unreadable !== undefined
        : cluster.error !== undefined) &&
      !knownRegions.has(region) &&
      (only === undefined || only === cluster.name) &&
      (service.regions === undefined || service.regions.has(region));
    return concerns
      ? [{ region, cluster, reason: explainUnreadCluster(cluster) }]
      : [];
  });
}

/** Where the reason is explained: the tab, opened at the region. */
function pathOf(region: string): string {
  return region ? `scaling?region=${encodeURIComponent(region)}` : 'scaling';
}

/** All rows of a service, as the fleet shows them. */
export function summaryRowsOf(
  entityRef: string,
  catalog: CatalogPicture,
  asked: readonly AskedCluster[],
  parts: readonly StoredPart[],
  noneNamed?: string,
): SummaryRow[] {
  const unknownRow = (region: string, reason: string, source: string) => ({
    ...{ entityRef, region, reason, source, path: pathOf(region) },
    state: 'unknown' as const,
    values: {},
    observedAt: null,
  });
  const regions = regionsOf(catalog, parts);
  if (regions.length === 0) {
    const reason = absenceOf(entityRef, catalog, asked, noneNamed);
    return [unknownRow('', reason, CATALOG_SOURCE)];
  }
  const clusters = clustersByRegion(
    catalog,
    asked.map(a => a.name),
  );
  const known = new Set(regions.map(r => r.picture.region));
  return [
    ...regions.map(({ picture, parts: own }): SummaryRow => {
      const { region, metric } = picture;
      return {
        ...{ entityRef, region, path: pathOf(region) },
        state: picture.state,
        reason: picture.reason,
        values: {
          ready: picture.ready,
          desired: picture.desired,
          max: picture.max,
          headroom: picture.headroom?.percent ?? null,
          demand:
            metric?.ratio === null || metric?.ratio === undefined
              ? null
              : Math.round(metric.ratio * 100),
          metric: metric?.name ?? null,
        },
        observedAt: oldestOf(own.map(part => part.observedAt)),
        source: regionSource(region, clusters.get(region) ?? [own[0].cluster]),
      };
    }),
    ...unreadFor(entityRef, catalog, asked, known).map(
      ({ region, cluster, reason }) =>
        unknownRow(region, reason, clusterSource(cluster.name)),
    ),
  ];
}

export function oldestOf(instants: readonly string[]): string | null {
  return [...instants].sort()[0] ?? null;
}
