import { BackstageCredentials } from '@backstage/backend-plugin-api';
import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { InputError, NotFoundError } from '@backstage/errors';
import {
  NO_VALUE,
  ShardDetail,
  ShardFilters,
  ShardHeat,
  ShardsQuery,
  ShardsResponse,
  ShardTrouble,
} from '@worldscale/backstage-plugin-scaling-common';
import {
  FreshnessLimits,
  SourceHealth,
} from '@worldscale/backstage-plugin-worlds-common';
import {
  ShortMemory,
  SourceMonitor,
  VisibleEntities,
} from '@worldscale/backstage-plugin-worlds-node';
import {
  CATALOG_SOURCE,
  clusterSource,
  KUBERNETES_BACKEND_SOURCE,
} from '../ingest/summaryRows';
import { CatalogReader } from '../sources/catalog/CatalogReader';
import {
  ClusterStand,
  describeShard,
  neverRead,
  standOf,
} from './describeShard';
import { packHeat } from './packHeat';
import { ShardReader, ShardView } from './ShardReader';
import { ShardStore } from './ShardStore';

/**
 * How long the health of clusters is kept: a page of shards must not cost more for the
 * few rows that say how old it is than for the shards themselves.
 */
const STANDS_KEPT_MS = 1_000;

export interface ShardsServiceOptions {
  reader: ShardReader;
  store: ShardStore;
  visible: Pick<VisibleEntities, 'all'>;
  monitor: Pick<SourceMonitor, 'snapshot'>;
  catalog: Pick<CatalogReader, 'picture'>;
  limits: FreshnessLimits;
  now?: () => number;
}

interface Sighting {
  view: ShardView;
  stands: ReadonlyMap<string, ClusterStand>;
  troubles: ShardTrouble[];
  /** Catalog and clusters were all read once. */
  isRead: boolean;
  nowMs: number;
}

/** What callers ask about shards; each sees those of services that they may see. */
export class ShardsService {
  readonly #options: ShardsServiceOptions;
  readonly #now: () => number;
  readonly #clusters = new ShortMemory<{
    clusters: Awaited<ReturnType<ShardStore['clusters']>>;
    health: SourceHealth[];
  }>(1);

  constructor(options: ShardsServiceOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** @throws InputError that names the filter that is wrong */
  async list(
    request: ShardsQuery,
    caller: BackstageCredentials,
  ): Promise<ShardsResponse> {
    const query = { ...request, ...canonical(request) };
    const sighting = await this.#look(caller);
    const { reader } = this.#options;
    const [{ rows, total }, facets] = await Promise.all([
      reader.page(sighting.view, query),
      query.facets
        ? reader.facets(sighting.view, query, region => this.#titleOf(region))
        : undefined,
    ]);
    const { stands, troubles, isRead, nowMs } = sighting;
    return {
      shards: rows.map(row =>
        describeShard(
          row,
          stands.get(row.cluster) ?? neverRead,
          this.#titleOf(row.region),
          nowMs,
        ),
      ),
      ...{ total, isRead, troubles: troublesWithin(troubles, query) },
      ...(facets && { facets }),
    };
  }

  async heat(
    request: ShardFilters,
    caller: BackstageCredentials,
  ): Promise<ShardHeat> {
    const filters = { ...request, ...canonical(request) };
    const { view, stands, troubles, isRead } = await this.#look(caller);
    const { rows, total } = await this.#options.reader.heat(view, filters);
    return packHeat(rows, {
      ...{ total, isRead, troubles: troublesWithin(troubles, filters) },
      standOf: cluster => stands.get(cluster) ?? neverRead,
      titleOf: region => this.#titleOf(region),
    });
  }

  /** @throws NotFoundError where it is gone or the caller may not see it */
  async shard(id: string, caller: BackstageCredentials): Promise<ShardDetail> {
    const { view, stands, nowMs } = await this.#look(caller);
    const { reader, store } = this.#options;
    const row = await reader.shard(view, id);
    if (!row) {
      throw new NotFoundError(
        `There is no shard '${id}' any more, or it never was`,
      );
    }
    const stand = stands.get(row.cluster) ?? neverRead;
    const title = this.#titleOf(row.region);
    return {
      shard: describeShard(row, stand, title, nowMs),
      members: await store.membersOf(id),
      trouble: stand.trouble ?? null,
    };
  }

  async #look(caller: BackstageCredentials): Promise<Sighting> {
    const { visible, catalog, limits } = this.#options;
    const nowMs = this.#now();
    const [services, { clusters, health }] = await Promise.all([
      visible.all(caller),
      this.#clustersAt(nowMs),
    ]);
    const stands = new Map(
      clusters.map(each => [
        each.cluster,
        standOf(
          each,
          health.find(({ id }) => id === clusterSource(each.cluster)),
          catalog.picture.regionOf(each.cluster),
          nowMs,
          limits,
        ),
      ]),
    );
    return {
      view: {
        services,
        lost: [...stands].flatMap(([cluster, { freshness }]) =>
          freshness === 'unknown' ? [cluster] : [],
        ),
      },
      stands,
      troubles: [...stands.values()].flatMap(({ trouble }) => trouble ?? []),
      isRead:
        [CATALOG_SOURCE, KUBERNETES_BACKEND_SOURCE].every(
          id => health.find(each => each.id === id)?.lastSuccessAt,
        ) &&
        [...stands.values()].every(({ observedAt }) => observedAt !== null),
      nowMs,
    };
  }

  async #clustersAt(nowMs: number) {
    const kept = this.#clusters.recall('', nowMs);
    if (kept) return kept;
    const { store, monitor } = this.#options;
    const [clusters, health] = await Promise.all([
      store.clusters(),
      monitor.snapshot(),
    ]);
    // A cluster that was never read is named as well: nothing of it is no news.
    const unread = health.flatMap(({ id, kind }) => {
      const cluster = id.slice(clusterSource('').length);
      return kind === 'kubernetes' &&
        !clusters.some(each => each.cluster === cluster)
        ? [{ cluster, confirmedAtMs: null, trouble: null }]
        : [];
    });
    const all = { clusters: [...clusters, ...unread], health };
    this.#clusters.keep('', all, nowMs + STANDS_KEPT_MS);
    return all;
  }

  #titleOf(region: string): string {
    return this.#options.catalog.picture.titleOf(region) ?? region;
  }
}

/** Those of clusters that the filters leave in. */
function troublesWithin(
  troubles: readonly ShardTrouble[],
  filters: ShardFilters,
): ShardTrouble[] {
  const isAmong = (wanted: readonly string[] | undefined, value: string) =>
    !wanted?.length || wanted.includes(value);
  return troubles.filter(
    ({ cluster, region }) =>
      isAmong(filters.cluster, cluster) && isAmong(filters.region, region),
  );
}

/** Filters with full references, as they are stored. */
function canonical(filters: ShardFilters): ShardFilters {
  const expected = {
    world: "a name or reference such as 'aurora' or 'system:default/aurora'",
    entityRef: "a reference such as 'component:default/aurora-gateway'",
  };
  const refs = (name: 'world' | 'entityRef', defaultKind?: string) =>
    filters[name]?.map(value => {
      if (name === 'world' && value === NO_VALUE) return value;
      try {
        return stringifyEntityRef(parseEntityRef(value, { defaultKind }));
      } catch {
        throw new InputError(
          `'${name}' is '${value}', which names no entity; expected is ${expected[name]}`,
        );
      }
    });
  return {
    ...filters,
    world: refs('world', 'system'),
    entityRef: refs('entityRef'),
  };
}
