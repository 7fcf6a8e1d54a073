import { AskedCluster } from '@worldscale/backstage-plugin-scaling-common';
import {
  FreshnessLimits,
  SourceHealth,
  SummaryRow,
} from '@worldscale/backstage-plugin-worlds-common';
import {
  giveWay,
  portions,
  SourceMonitor,
  SummaryLedger,
} from '@worldscale/backstage-plugin-worlds-node';
import { CapacityReader, CapacityView } from '../capacity/CapacityReader';
import { ScalingStore, StoredPart } from '../ScalingStore';
import { CatalogReader } from '../sources/catalog/CatalogReader';
import {
  askedFor,
  ClusterStanding,
  isUntried,
  standingsOf,
} from './ClusterStanding';
import { explainUnlisted } from './explainUnlisted';
import {
  absenceOf,
  CATALOG_SOURCE,
  clustersByRegion,
  clusterSource,
  KUBERNETES_BACKEND_SOURCE,
  regionSource,
  summaryRowsOf,
} from './summaryRows';

export interface RowKeeperOptions {
  store: ScalingStore;
  ledger: SummaryLedger;
  monitor: SourceMonitor;
  catalog: CatalogReader;
  limits: FreshnessLimits;
  /** Undefined: capacity is not looked at. */
  capacities?: Pick<CapacityReader, 'load'>;
  now?: () => number;
}

/**
 * What is kept of a service in five regions, and the rows made of it, are some 100 kB
 * while they are in hand. So few are gone before V8 takes them for something that lasts,
 * and makes room for it.
 */
const SERVICES_AT_ONCE = 20;

/**
 * Keeps the rows that the fleet reads in step with what was read of clusters. Rows are
 * brought in step by one at a time: nobody writes what was read before another wrote.
 */
export class RowKeeper {
  readonly #options: RowKeeperOptions;
  #signature = '';
  #last: Promise<unknown> = Promise.resolve();

  constructor(options: RowKeeperOptions) {
    this.#options = options;
  }

  /** What is known of some services changed. */
  update(entityRefs: readonly string[]): Promise<void> {
    return this.#inTurn(() => this.#update(entityRefs));
  }

  async #update(entityRefs: readonly string[]): Promise<void> {
    const { ledger, catalog } = this.#options;
    const health = await this.#options.monitor.snapshot();
    const regions = [
      '',
      ...clustersByRegion(
        catalog.picture,
        this.#standings(health).map(({ name }) => name),
      ).keys(),
    ];
    for await (const some of portions(entityRefs, SERVICES_AT_ONCE)) {
      const rows = await this.#rowsOf(
        some.filter(ref => catalog.picture.services.has(ref)),
        health,
      );
      const kept = new Set(rows.map(row => `${row.entityRef}|${row.region}`));
      const gone = some.flatMap(entityRef =>
        regions
          .map(region => ({ entityRef, region }))
          .filter(key => !kept.has(`${key.entityRef}|${key.region}`)),
      );
      await ledger.upsert(rows);
      await ledger.remove(gone);
    }
  }

  /**
   * Brings all rows in step, if anything changed that concerns all: which services,
   * regions and clusters there are, and which clusters were never read.
   */
  sync(catalogChanged: boolean): Promise<boolean> {
    return this.#inTurn(() => this.#sync(catalogChanged));
  }

  async #sync(catalogChanged: boolean): Promise<boolean> {
    const { ledger, catalog } = this.#options;
    const health = await this.#options.monitor.snapshot();
    const standings = this.#standings(health);
    const signature = JSON.stringify([
      standings.map(signOf),
      clustersUnknownBecause(health),
    ]);
    if (!catalogChanged && signature === this.#signature) return false;
    const entityRefs = [...catalog.picture.services.keys()];
    const bySource = new Map<string, SummaryRow[]>([[CATALOG_SOURCE, []]]);
    for (const { name } of standings) bySource.set(clusterSource(name), []);
    for (const [region, clusters] of clustersByRegion(
      catalog.picture,
      standings.map(({ name }) => name),
    )) {
      bySource.set(regionSource(region, clusters), []);
    }
    for await (const some of portions(entityRefs, SERVICES_AT_ONCE)) {
      for (const row of await this.#rowsOf(some, health)) {
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
    const { catalog, monitor, now = Date.now } = this.#options;
    const health = await monitor.snapshot();
    if (!catalog.picture.services.has(entityRef)) {
      const source = health.find(({ id }) => id === CATALOG_SOURCE);
      return explainUnlisted(source, now());
    }
    return absenceOf(
      entityRef,
      catalog.picture,
      await this.askedFor(entityRef),
      clustersUnknownBecause(health),
    );
  }

  /** The clusters that are configured, and whether they tell about the service. */
  async askedFor(entityRef: string): Promise<AskedCluster[]> {
    const health = await this.#options.monitor.snapshot();
    return this.#askedFor(entityRef, this.#standings(health));
  }

  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#last.then(work);
    this.#last = mine.catch(() => {});
    return mine;
  }

  #standings(health: readonly SourceHealth[]): ClusterStanding[] {
    const { limits, now = Date.now } = this.#options;
    return standingsOf(health, now(), limits);
  }

  #askedFor(
    entityRef: string,
    standings: readonly ClusterStanding[],
  ): AskedCluster[] {
    const service = this.#options.catalog.picture.services.get(entityRef);
    return askedFor(service?.knownSinceMs ?? 0, standings);
  }

  async #rowsOf(
    entityRefs: readonly string[],
    health: readonly SourceHealth[],
  ): Promise<SummaryRow[]> {
    const { store, capacities } = this.#options;
    const parts = groupByEntity(await store.partsOf(entityRefs));
    const capacity = await capacities?.load(entityRefs);
    const rowsOf = this.#rowsFrom(health, capacity);
    const rows: SummaryRow[] = [];
    for (const entityRef of entityRefs) {
      await giveWay();
      rows.push(...rowsOf(entityRef, parts.get(entityRef) ?? []));
    }
    return rows;
  }

  /**
   * Rows of a service. While some cluster was not even tried (the first seconds) a
   * service that was not found yet has no row rather than one about to change.
   */
  #rowsFrom(
    health: readonly SourceHealth[],
    capacity: CapacityView | undefined,
  ): (entityRef: string, parts: readonly StoredPart[]) => SummaryRow[] {
    const { picture } = this.#options.catalog;
    const standings = this.#standings(health);
    const noneNamed = clustersUnknownBecause(health);
    const untried =
      standings.some(isUntried) || (standings.length === 0 && noneNamed === '');
    return (entityRef, parts) =>
      parts.length === 0 && untried
        ? []
        : summaryRowsOf(
            entityRef,
            picture,
            this.#askedFor(entityRef, standings),
            parts,
            noneNamed,
            capacity,
          );
  }
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

/** What of a cluster changes rows of services that it does not name. */
function signOf({ readAtMs, error, ...rest }: ClusterStanding) {
  return {
    ...rest,
    error,
    readAtMs: error ? readAtMs : readAtMs !== undefined,
  };
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
