import { NotFoundError } from '@backstage/errors';
import {
  AskedCluster,
  explainAbsence,
  isSelector,
  joinCapacity,
  lastReadingOf,
  mergeRegion,
  RegionPicture,
} from '@worldscale/backstage-plugin-scaling-common';
import {
  SourceHealth,
  SummaryColumn,
  SummaryRow,
} from '@worldscale/backstage-plugin-worlds-common';
import { CapacityView } from '../capacity/CapacityReader';
import { StoredPart } from '../ScalingStore';
import { CatalogPicture } from '../sources/catalog/CatalogPicture';
import { capacityValues, limitValues } from './summaryValues';
import { UnreadRegion, unreadRegionsOf } from './unreadRegions';

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
    description:
      'Most replicas that the autoscaler may ask for, or the size that nothing changes',
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
    id: 'headroomMinutes',
    title: 'Headroom lasts',
    description:
      'Minutes until what binds first is reached, at the present growth',
    type: 'minutes',
    zero: 'none left',
  },
  {
    id: 'constraint',
    title: 'Binds first',
    description: 'The limit that is reached first',
    type: 'text',
  },
  {
    id: 'zoneLoss',
    title: 'Without its largest zone',
    description:
      'Whether the present demand is held when the largest zone is gone',
    type: 'text',
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

/**
 * Source of rows whose workloads cannot be read although their cluster can. Nothing
 * confirms it, so that they grow old since they were last read.
 */
function unreadSource(source: string): string {
  return `unread:${source}`;
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

/** A service's regions: where something of it is known, and where nothing is. */
export interface ServiceRegions {
  known: Array<{ picture: RegionPicture; parts: StoredPart[] }>;
  unread: UnreadRegion[];
}

export function regionsOf(
  entityRef: string,
  catalog: CatalogPicture,
  asked: readonly AskedCluster[],
  parts: readonly StoredPart[],
  capacity?: CapacityView,
): ServiceRegions {
  const unread = unreadRegionsOf(
    entityRef,
    catalog,
    asked,
    new Set(parts.map(part => part.cluster)),
  );
  const byRegion = new Map<string, StoredPart[]>();
  for (const part of parts) {
    const region = catalog.regionOf(part.cluster);
    byRegion.set(region, [...(byRegion.get(region) ?? []), part]);
  }
  const { regions: declared } = catalog.services.get(entityRef) ?? {};
  return {
    known: [...byRegion].map(([region, own]) => {
      const picture = mergeRegion(
        region,
        own.flatMap(part => part.workloads),
        unread.get(region)?.reason,
      );
      return {
        picture: capacity
          ? joinCapacity(
              picture,
              capacity.of(entityRef, region, picture.workloads),
            )
          : picture,
        parts: own,
      };
    }),
    // Nothing at all being known of the service is said once, not for every cluster.
    unread: [...unread.values()].filter(
      ({ region }) =>
        !byRegion.has(region) && (byRegion.size > 0 || declared !== undefined),
    ),
  };
}

/**
 * Why the service as a whole is unknown, if it has no workload anywhere.
 *
 * @param noneNamed why it is not known which clusters there are, if it is not
 * @throws NotFoundError where it is not among the services of the catalog
 */
export function absenceOf(
  entityRef: string,
  catalog: CatalogPicture,
  asked: readonly AskedCluster[],
  noneNamed?: string,
): string {
  const selector = catalog.services.get(entityRef)?.selector;
  if (!selector) {
    throw new NotFoundError(`'${entityRef}' is no service that is watched`);
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
  capacities?: CapacityView,
): SummaryRow[] {
  const unknownRow = (region: string, reason: string, source: string) => ({
    ...{ entityRef, region, reason, source, path: pathOf(region) },
    state: 'unknown' as const,
    values: {},
    observedAt: null,
  });
  const { known, unread } = regionsOf(
    entityRef,
    catalog,
    asked,
    parts,
    capacities,
  );
  if (known.length + unread.length === 0) {
    const reason = absenceOf(entityRef, catalog, asked, noneNamed);
    return [unknownRow('', reason, CATALOG_SOURCE)];
  }
  const clusters = clustersByRegion(
    catalog,
    asked.map(a => a.name),
  );
  return [
    ...known.map(({ picture, parts: own }): SummaryRow => {
      const { region, metric, capacity } = picture;
      const reading = lastReadingOf(picture.workloads);
      const source = regionSource(
        region,
        clusters.get(region) ?? [own[0].cluster],
      );
      return {
        ...{ entityRef, region, path: pathOf(region) },
        state: picture.state,
        reason: picture.reason,
        values: {
          ready: picture.ready,
          desired: picture.desired,
          ...limitValues(picture),
          demand:
            metric?.ratio === null || metric?.ratio === undefined
              ? null
              : Math.round(metric.ratio * 100),
          metric: metric?.name ?? null,
          ...capacityValues(capacity),
        },
        observedAt: reading
          ? reading.observedAt
          : oldestOf(own.map(part => part.observedAt)),
        source: reading ? unreadSource(source) : source,
      };
    }),
    ...unread.map(({ region, clusters: [cluster], reason }) =>
      unknownRow(
        region,
        reason,
        cluster === undefined ? CATALOG_SOURCE : clusterSource(cluster),
      ),
    ),
  ];
}

export function oldestOf(instants: readonly string[]): string | null {
  return [...instants].sort()[0] ?? null;
}
