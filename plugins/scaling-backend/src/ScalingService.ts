import {
  BackstageCredentials,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { NotAllowedError, NotFoundError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import {
  ageRegion,
  ClusterReading,
  explainUnreadRegions,
  isSelector,
  isUnread,
  RegionPicture,
  RegionScaling,
  scalingStateReadPermission,
  ServiceRequest,
  ServiceScaling,
  WorkloadScaling,
} from '@worldscale/backstage-plugin-scaling-common';
import {
  FreshnessLimits,
  severityRank,
  SourceHealth,
  UnknownReason,
  tellTrouble,
} from '@worldscale/backstage-plugin-worlds-common';
import { SourceMonitor } from '@worldscale/backstage-plugin-worlds-node';
import { CapacityReader } from './capacity/CapacityReader';
import { RowKeeper } from './ingest/RowKeeper';
import { clusterSource, oldestOf, regionsOf } from './ingest/summaryRows';
import { UnreadRegion } from './ingest/unreadRegions';
import { unknownSince } from './ingest/unknownSince';
import { ScalingStore, StoredPart } from './ScalingStore';
import { mattersTo } from './mattersTo';
import { CatalogReader } from './sources/catalog/CatalogReader';

export interface ScalingServiceOptions {
  store: ScalingStore;
  monitor: SourceMonitor;
  catalog: CatalogReader;
  rows: RowKeeper;
  entities: Pick<CatalogService, 'getEntityByRef'>;
  permissions: PermissionsService;
  limits: FreshnessLimits;
  /** Undefined: capacity is not looked at. */
  capacities?: Pick<CapacityReader, 'load'>;
  now?: () => number;
}

/** What callers may ask, as themselves. */
export class ScalingService {
  readonly #options: ScalingServiceOptions;
  readonly #now: () => number;

  constructor(options: ScalingServiceOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** @throws as `readable` does */
  async getService(
    request: ServiceRequest,
    caller: BackstageCredentials,
  ): Promise<ServiceScaling> {
    return this.#describe(await this.readable(request, caller));
  }

  /**
   * Reference of an entity whose scaling the caller may read.
   *
   * @throws NotAllowedError without the permission
   * @throws NotFoundError where the entity does not exist or may not be seen
   */
  async readable(
    request: ServiceRequest,
    caller: BackstageCredentials,
  ): Promise<string> {
    const { permissions, entities } = this.#options;
    const [decision] = await permissions.authorize(
      [{ permission: scalingStateReadPermission }],
      { credentials: caller },
    );
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        `'${scalingStateReadPermission.name}' is needed`,
      );
    }
    const { kind, namespace, name } = request;
    const entityRef = stringifyEntityRef({ kind, namespace, name });
    const entity = await entities.getEntityByRef(entityRef, {
      credentials: caller,
    });
    if (!entity) throw new NotFoundError(`There is no entity '${entityRef}'`);
    return entityRef;
  }

  /** What runs of a service in a region, as last read. */
  async workloadsOf(
    entityRef: string,
    region: string,
  ): Promise<WorkloadScaling[]> {
    const { store, catalog } = this.#options;
    const parts = await store.partsOf([entityRef]);
    return parts
      .filter(part => catalog.picture.regionOf(part.cluster) === region)
      .flatMap(part => part.workloads);
  }

  /** For an entity that the caller may see: what about it is unknown, and why. */
  async explainUnknowns(entityRef: string): Promise<UnknownReason[]> {
    const service = await this.#describe(
      stringifyEntityRef(parseEntityRef(entityRef)),
    );
    if (service.regions.length === 0) {
      return [{ region: '', reason: service.reason, since: null }];
    }
    const health = await this.#options.monitor.snapshot();
    return service.regions
      .filter(region => region.state === 'unknown')
      .map(region => ({
        region: region.region,
        reason: region.reason,
        source: region.clusters[0]
          ? clusterSource(region.clusters[0])
          : undefined,
        since: unknownSince(region, health),
      }));
  }

  async #describe(entityRef: string): Promise<ServiceScaling> {
    const { store, monitor, catalog, rows } = this.#options;
    const picture = catalog.picture;
    const [parts, health, asked, capacity] = await Promise.all([
      store.partsOf([entityRef]),
      monitor.snapshot(),
      rows.askedFor(entityRef),
      this.#options.capacities?.load([entityRef]),
    ]);
    const { known, unread } = regionsOf(
      entityRef,
      picture,
      asked,
      parts,
      capacity,
    );
    const regions = [
      ...known.map(({ picture: region, parts: own }) =>
        this.#age(region, own, health),
      ),
      ...unread.map(unreadRegion),
    ]
      .map(region => ({
        ...region,
        regionTitle: picture.titleOf(region.region),
      }))
      .sort(
        (a, b) =>
          severityRank(a.state) - severityRank(b.state) ||
          a.region.localeCompare(b.region, 'en-US'),
      );
    const [worst] = regions;
    const workloads = regions.flatMap(region => region.workloads);
    const selector = picture.services.get(entityRef)?.selector;
    const only =
      selector && isSelector(selector) ? selector.cluster : undefined;
    return {
      entityRef,
      state: worst?.state ?? 'unknown',
      reason: await this.#reasonOf(entityRef, regions, known.length > 0),
      regions,
      clusters: health.flatMap(source =>
        source.kind === 'kubernetes' &&
        (only === undefined || source.id === clusterSource(only))
          ? [readingOf(source, workloads, name => picture.regionOf(name))]
          : [],
      ),
    };
  }

  /** Names the regions that are not known, where that alone keeps it from being well. */
  async #reasonOf(
    entityRef: string,
    regions: readonly RegionScaling[],
    isFound: boolean,
  ): Promise<string> {
    const [worst] = regions;
    if (!isFound) return this.#options.rows.absence(entityRef);
    if (worst.state !== 'unknown' || worst.workloads.length > 0) {
      return worst.reason;
    }
    return explainUnreadRegions(
      regions
        .filter(r => r.state === 'unknown' && r.workloads.length === 0)
        .map(({ region, regionTitle, reason }) => ({
          title: regionTitle ?? region,
          reason,
        })),
    );
  }

  #age(
    region: RegionPicture,
    parts: readonly StoredPart[],
    health: readonly SourceHealth[],
  ): RegionScaling {
    const { limits } = this.#options;
    const instants = new Map(
      parts.map(({ cluster, observedAt }) => {
        const confirmed = health.find(
          h => h.id === clusterSource(cluster),
        )?.lastSuccessAt;
        const isLater = confirmed && confirmed > observedAt;
        return [cluster, isLater ? confirmed : observedAt];
      }),
    );
    const workloads = region.workloads.map(workload =>
      isUnread(workload)
        ? workload
        : { ...workload, observedAt: instants.get(workload.cluster) ?? null },
    );
    const failing = parts
      .map(({ cluster }) => health.find(h => h.id === clusterSource(cluster)))
      .find(h => h?.reachable === false);
    return ageRegion(
      { ...region, workloads },
      oldestOf([...instants.values()]),
      this.#now(),
      limits,
      failing?.lastError
        ? tellTrouble(failing.title, failing.lastError)
        : undefined,
    );
  }
}

function readingOf(
  { id, title, reachable, lastSuccessAt, ...rest }: SourceHealth,
  workloads: readonly WorkloadScaling[],
  regionOf: (cluster: string) => string,
): ClusterReading {
  const name = id.slice(clusterSource('').length);
  return {
    name,
    title,
    region: regionOf(name),
    reachable,
    readAt: lastSuccessAt,
    error: reachable === false ? rest.lastError?.message ?? null : null,
    unreadable: reachable
      ? rest.unreadable
          .filter(({ part }) => mattersTo(workloads, part))
          .map(({ reason }) => reason)
      : [],
  };
}

function unreadRegion({
  region,
  clusters,
  reason,
}: UnreadRegion): RegionScaling {
  return {
    region,
    sizing: 'unknown',
    clusters,
    state: 'unknown',
    reason,
    current: null,
    desired: null,
    ready: null,
    updated: null,
    min: null,
    max: null,
    headroom: null,
    metric: null,
    autoscaler: null,
    workloads: [],
    observedAt: null,
    freshness: 'unknown',
    lastKnown: null,
  };
}
