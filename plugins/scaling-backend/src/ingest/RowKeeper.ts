import { AskedCluster } from '@worldscale/backstage-plugin-scaling-common';
import {
  SourceHealth,
  SummaryRow,
} from '@worldscale/backstage-plugin-worlds-common';
import {
  SourceMonitor,
  SummaryLedger,
} from '@worldscale/backstage-plugin-worlds-node';
import { ScalingStore, StoredPart } from '../ScalingStore';
import { CatalogReader } from '../sources/catalog/CatalogReader';
import { collections, resourceName } from '../sources/kubernetes/collections';
import {
  absenceOf,
  CATALOG_SOURCE,
  clustersByRegion,
  clusterSource,
  KUBERNETES_BACKEND_SOURCE,
  regionSource,
  summaryRowsOf,
} from './summaryRows';

/** What must be read to know whether a service runs in a cluster. */
const workloadResources = new Set(
  collections.filter(({ role }) => role === 'workload').map(resourceName),
);

export interface RowKeeperOptions {
  store: ScalingStore;
  ledger: SummaryLedger;
  monitor: SourceMonitor;
  catalog: CatalogReader;
}

/** Keeps the rows that the fleet reads in step with what was read of clusters. */
export class RowKeeper {
  readonly #options: RowKeeperOptions;
  #signature = '';

  constructor(options: RowKeeperOptions) {
    this.#options = options;
  }

  /** What is known of some services changed. */
  async update(entityRefs: readonly string[]): Promise<void> {
    const { store, ledger, catalog } = this.#options;
    const health = await this.#options.monitor.snapshot();
    const asked = askedOf(health);
    const parts = groupByEntity(await store.partsOf(entityRefs));
    const known = entityRefs.filter(ref => catalog.picture.services.has(ref));
    const rows = known.flatMap(entityRef =>
      this.#rowsOf(entityRef, health, parts.get(entityRef) ?? []),
    );
    const kept = new Set(rows.map(row => `${row.entityRef}|${row.region}`));
    const regions = [
      '',
      ...clustersByRegion(
        catalog.picture,
        asked.map(a => a.name),
      ).keys(),
    ];
    const gone = entityRefs.flatMap(entityRef =>
      regions
        .map(region => ({ entityRef, region }))
        .filter(key => !kept.has(`${key.entityRef}|${key.region}`)),
    );
    await ledger.upsert(rows);
    await ledger.remove(gone);
  }

  /**
   * Brings all rows in step, if anything changed that concerns all: which services,
   * regions and clusters there are, and which clusters were never read.
   */
  async sync(catalogChanged: boolean): Promise<boolean> {
    const { store, ledger, catalog } = this.#options;
    const health = await this.#options.monitor.snapshot();
    const asked = askedOf(health);
    const signature = JSON.stringify([asked, clustersUnknownBecause(health)]);
    if (!catalogChanged && signature === this.#signature) return false;
    const entityRefs = [...catalog.picture.services.keys()];
    const parts = groupByEntity(await store.partsOf(entityRefs));
    const bySource = new Map<string, SummaryRow[]>([[CATALOG_SOURCE, []]]);
    for (const { name } of asked) bySource.set(clusterSource(name), []);
    for (const [region, clusters] of clustersByRegion(
      catalog.picture,
      asked.map(a => a.name),
    )) {
      bySource.set(regionSource(region, clusters), []);
    }
    for (const entityRef of entityRefs) {
      const own = parts.get(entityRef) ?? [];
      for (const row of this.#rowsOf(entityRef, health, own)) {
        const source = row.source ?? CATALOG_SOURCE;
        const rows = bySource.get(source) ?? [];
        rows.push(row);
        bySource.set(source, rows);
      }
    }
    for (const [source, rows] of bySource) await ledger.replace(source, rows);
    for (const source of (await ledger.countBySource()).keys()) {
      if (!bySource.has(source)) await ledger.forget(source);
    }
    this.#signature = signature;
    return true;
  }

  /** All rows of a cluster's region hold since the least of its clusters does. */
  async confirm(cluster: string): Promise<void> {
    const { ledger, catalog, monitor } = this.#options;
    const health = await monitor.snapshot();
    const names = health.flatMap(({ id, kind }) =>
      kind === 'kubernetes' ? [id.slice(clusterSource('').length)] : [],
    );
    const region = catalog.picture.regionOf(cluster);
    const clusters = clustersByRegion(catalog.picture, names).get(region) ?? [
      cluster,
    ];
    const instants = clusters.map(
      name => health.find(h => h.id === clusterSource(name))?.lastSuccessAt,
    );
    const times = instants.map(instant =>
      instant ? Date.parse(instant) : NaN,
    );
    const least = Math.min(...times);
    if (Number.isNaN(least)) return;
    await ledger.confirm(regionSource(region, clusters), new Date(least));
  }

  /** What is said from the catalog alone holds at `at`. */
  async confirmCatalog(at: Date): Promise<void> {
    await this.#options.ledger.confirm(CATALOG_SOURCE, at);
  }

  /** Why nothing is known about a service. */
  async absence(entityRef: string): Promise<string> {
    const health = await this.#options.monitor.snapshot();
    return absenceOf(
      entityRef,
      this.#options.catalog.picture,
      askedOf(health),
      clustersUnknownBecause(health),
    );
  }

  /** The clusters that are configured, and whether they were ever read. */
  async asked(): Promise<AskedCluster[]> {
    return askedOf(await this.#options.monitor.snapshot());
  }

  /**
   * Rows of a service. While some cluster was not even tried (the first seconds) a
   * service that was not found yet has no row rather than one about to change.
   */
  #rowsOf(
    entityRef: string,
    health: readonly SourceHealth[],
    parts: readonly StoredPart[],
  ): SummaryRow[] {
    const asked = askedOf(health);
    const noneNamed = clustersUnknownBecause(health);
    const untried =
      asked.some(cluster => !cluster.read && !cluster.error) ||
      (asked.length === 0 && noneNamed === '');
    if (parts.length === 0 && untried) return [];
    return summaryRowsOf(
      entityRef,
      this.#options.catalog.picture,
      asked,
      parts,
      noneNamed,
    );
  }
}

function askedOf(health: readonly SourceHealth[]): AskedCluster[] {
  return health.flatMap(({ id, kind, lastSuccessAt, lastError, unreadable }) =>
    kind === 'kubernetes'
      ? [
          {
            name: id.slice(clusterSource('').length),
            read: lastSuccessAt !== null,
            error: lastSuccessAt === null ? lastError?.message : undefined,
            unreadable:
              unreadable
                .filter(({ part }) => workloadResources.has(part))
                .map(({ reason }) => reason)
                .join('; ') || undefined,
          },
        ]
      : [],
  );
}

/**
 * Why it is not known which clusters there are; undefined: it is known, empty: not
 * tried yet.
 */
function clustersUnknownBecause(
  health: readonly SourceHealth[],
): string | undefined {
  const source = health.find(h => h.id === KUBERNETES_BACKEND_SOURCE);
  if (!source || source.lastSuccessAt !== null) return undefined;
  return source.lastError?.message ?? '';
}

function groupByEntity(
  parts: readonly StoredPart[],
): Map<string, StoredPart[]> {
  const grouped = new Map<string, StoredPart[]>();
  for (const part of parts) {
    grouped.set(part.entityRef, [...(grouped.get(part.entityRef) ?? []), part]);
  }
  return grouped;
}
