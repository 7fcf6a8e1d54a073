import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import {
  giveWay,
  PROMETHEUS_SOURCE,
  SourceDescription,
  SourceMonitor,
  WatchedPrometheus,
} from '@worldscale/backstage-plugin-worlds-node';
import { ClusterLeases, RENEW_EVERY_MS } from '../ClusterLeases';
import { ScalingStore } from '../ScalingStore';
import { CatalogReader } from '../sources/catalog/CatalogReader';
import { backoffMs, wait } from '../sources/kubernetes/backoff';
import { deadline } from '../sources/kubernetes/deadline';
import { ServicePart } from '../sources/kubernetes/picture/ServicePart';
import { ClusterHealth } from '../sources/kubernetes/ClusterCondition';
import {
  ClusterSink,
  ClusterWatcher,
} from '../sources/kubernetes/ClusterWatcher';
import {
  ClusterInfo,
  KubernetesApi,
} from '../sources/kubernetes/KubernetesApi';
import { LostDefinitions } from '../sources/kubernetes/LostDefinitions';
import { LostDefinitionStore } from '../sources/kubernetes/LostDefinitionStore';
import { ChangeSignals } from './ChangeSignals';
import { ClusterCompanion, CompanionFactory } from './ClusterCompanion';
import { CATALOG_EVERY_MS } from './explainUnlisted';
import { NAMESAKE_KIND, tellNamesakes } from './namesakes';
import { refusalOf } from './refusalOf';
import { RowKeeper } from './RowKeeper';
import {
  CATALOG_SOURCE,
  clusterSource,
  KUBERNETES_BACKEND_SOURCE,
} from './summaryRows';

/**
 * Runs the watching. Four loops, each of which survives any failure of its own:
 *
 * - catalog: which services and regions there are;
 * - clusters: which clusters the Kubernetes backend names;
 * - leases: watch the clusters whose lease this backend holds, and no others;
 * - metrics: whether Prometheus answers, so that it is known before anyone asks.
 *
 * What a watcher finds goes into the store first, then into the fleet's rows, then a
 * signal says that something changed. All of it may happen twice without harm.
 */
export interface ScalingIngestOptions {
  api: KubernetesApi;
  catalog: CatalogReader;
  store: ScalingStore;
  /** What else is kept by cluster. */
  others: ReadonlyArray<Pick<ScalingStore, 'keepClusters'>>;
  definitions: LostDefinitionStore;
  leases: ClusterLeases;
  monitor: SourceMonitor;
  rows: RowKeeper;
  signals: ChangeSignals;
  metrics: IngestMetrics;
  /** Undefined: not configured. */
  prometheus?: Pick<WatchedPrometheus, 'title' | 'check'>;
  /** What else is looked at in every cluster. */
  companions?: readonly CompanionFactory[];
  logger: LoggerService;
  /** As of a CollectionWatcher. */
  askAgainMs?: number;
  now?: () => number;
}

/** What the ingest counts of its own work. */
export interface IngestMetrics {
  changedServices: Counter;
  failedReports: Counter;
}
interface Counter {
  add(value: number, attributes: { cluster: string }): void;
}

/** While the catalog fills (the first start), it is looked at more often. */
const CHANGING_CATALOG_EVERY_MS = 3_000;
/** All services are looked at in such a round, so it takes a fifth of the time at most. */
const REST_PER_ROUND = 4;
/** Half of the age at which a source counts as old: never so while all is well. */
const CLUSTERS_EVERY_MS = 30_000;
/** Beside what pages ask; its health is never older than a missed poll. */
const METRICS_EVERY_MS = 30_000;
const CLUSTERS_TIMEOUT_MS = 10_000;

/** Sources beside the clusters and Prometheus. */
const baseSources: SourceDescription[] = [
  { id: CATALOG_SOURCE, kind: 'catalog', title: 'Catalog' },
  {
    id: KUBERNETES_BACKEND_SOURCE,
    kind: 'kubernetes-backend',
    title: 'Kubernetes backend',
  },
];

export class ScalingIngest implements ClusterSink {
  readonly #options: ScalingIngestOptions;
  readonly #stop = new AbortController();
  readonly #watchers = new Map<string, ClusterWatcher>();
  readonly #companions = new Map<string, ClusterCompanion[]>();
  readonly #now: () => number;
  #clusters: ClusterInfo[] = [];
  /** By name, of clusters that share it. */
  #namesakeNotes: ReadonlyMap<string, string> = new Map();
  #running: Promise<unknown> = Promise.resolve();
  /** Sources beside the clusters themselves. */
  readonly #ownSources: SourceDescription[];

  constructor(options: ScalingIngestOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    const title = options.prometheus?.title;
    this.#ownSources = [
      ...baseSources,
      ...(title ? [{ id: PROMETHEUS_SOURCE, kind: 'prometheus', title }] : []),
    ];
  }

  start(): void {
    this.#running = this.#run();
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    let declared = false;
    for (let failures = 1; !declared && !signal.aborted; failures += 1) {
      declared = await this.#declareOwnSources();
      if (!declared) await wait(backoffMs(failures, Math.random), signal);
    }
    await Promise.all([
      this.#loop('read the catalog', () => this.#readCatalog()),
      this.#loop('list clusters', () => this.#readClusters()),
      this.#loop('renew leases', () => this.#renewLeases()),
      this.#loop('ask Prometheus', () => this.#checkMetrics()),
    ]);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    await Promise.all(
      [...this.#watchers.keys()].map(name => this.#leave(name)),
    );
    await this.#options.leases.release();
  }

  /** Beside the clusters known from before, whose health is kept. */
  async #declareOwnSources(): Promise<boolean> {
    const { monitor, logger } = this.#options;
    try {
      const known = await monitor.snapshot();
      const own = new Set(this.#ownSources.map(source => source.id));
      await monitor.declare([
        ...this.#ownSources,
        ...known.filter(
          source => !own.has(source.id) && source.id !== PROMETHEUS_SOURCE,
        ),
      ]);
      return true;
    } catch (error) {
      logger.warn(`Cannot note the sources: ${toError(error).message}`);
      return false;
    }
  }

  async parts(
    cluster: string,
    parts: ReadonlyMap<string, ServicePart | undefined>,
    at: Date,
  ): Promise<void> {
    const { store, rows, signals, metrics } = this.#options;
    metrics.changedServices.add(parts.size, { cluster });
    await store.writeParts(cluster, parts, at);
    await rows.update([...parts.keys()]);
    signals.changed(parts.keys());
    for (const companion of this.#companions.get(cluster) ?? []) {
      companion.parts(parts, at);
    }
  }

  async health(
    cluster: string,
    health: ClusterHealth,
    at: Date,
  ): Promise<void> {
    const { monitor, rows } = this.#options;
    const id = clusterSource(cluster);
    const shared = this.#namesakeNotes.get(cluster);
    const notes = shared ? [...health.notes, shared] : health.notes;
    for (const companion of this.#companions.get(cluster) ?? []) {
      companion.clusterHeld?.(health.error ? health.confirmedAtMs : undefined);
      if (health.answeredAtMs !== undefined) {
        companion.clusterAnswered?.(health.answeredAtMs);
      }
    }
    if (health.confirmedAtMs !== undefined) {
      await monitor.succeeded(id, new Date(health.confirmedAtMs), notes, [
        ...health.unreadable,
        ...(this.#companions.get(cluster) ?? []).flatMap(companion =>
          companion.unreadable(),
        ),
      ]);
    }
    if (health.error) {
      this.#options.metrics.failedReports.add(1, { cluster });
      await monitor.failed(id, health.error, at);
    }
    await rows.confirm(cluster);
    await rows.sync(false);
  }

  async #readCatalog(): Promise<number> {
    const { catalog, monitor, rows } = this.#options;
    const at = new Date(this.#now());
    let changed: boolean;
    try {
      changed = await catalog.refresh();
      await monitor.succeeded(CATALOG_SOURCE, at);
      await rows.confirmCatalog(at);
      if (changed) {
        for (const watcher of this.#watchers.values()) {
          await giveWay();
          watcher.useCatalog(catalog.picture);
        }
        for (const companion of [...this.#companions.values()].flat()) {
          companion.catalogChanged();
        }
      }
      await rows.sync(changed);
    } catch (error) {
      await monitor.failed(CATALOG_SOURCE, error, at);
      throw error;
    }
    const tookMs = this.#now() - at.getTime();
    return changed || catalog.picture.services.size === 0
      ? Math.max(CHANGING_CATALOG_EVERY_MS, REST_PER_ROUND * tookMs)
      : CATALOG_EVERY_MS;
  }

  async #readClusters(): Promise<number> {
    const { api, monitor, store, others } = this.#options;
    const at = new Date(this.#now());
    const whole = deadline(this.#stop.signal, CLUSTERS_TIMEOUT_MS);
    let listed: ClusterInfo[];
    try {
      listed = await api.listClusters(whole.signal);
    } catch (error) {
      await monitor.failed(KUBERNETES_BACKEND_SOURCE, error, at);
      throw error;
    } finally {
      whole.clear();
    }
    const { clusters, namesakes, notes } = tellNamesakes(listed);
    this.#namesakeNotes = notes;
    this.#clusters = clusters;
    await monitor.declare([
      ...this.#ownSources,
      ...this.#clusters.map(({ name, title }) => ({
        id: clusterSource(name),
        kind: 'kubernetes',
        title: `Cluster ${title}`,
      })),
      ...namesakes.map(({ id, title }) => ({ id, kind: NAMESAKE_KIND, title })),
    ]);
    await monitor.succeeded(KUBERNETES_BACKEND_SOURCE, at);
    for (const { id, error } of namesakes) await monitor.failed(id, error, at);
    for (const each of [store, ...others]) {
      await each.keepClusters(clusters.map(({ name }) => name));
    }
    for (const cluster of this.#clusters) {
      const refusal = refusalOf(cluster);
      if (refusal) {
        await monitor.failed(clusterSource(cluster.name), refusal, at);
      }
    }
    await this.#renewLeases();
    return CLUSTERS_EVERY_MS;
  }

  async #checkMetrics(): Promise<number> {
    await this.#options.prometheus?.check(this.#stop.signal);
    return METRICS_EVERY_MS;
  }

  async #renewLeases(): Promise<number> {
    const { leases, logger } = this.#options;
    const watchable = this.#clusters.filter(cluster => !refusalOf(cluster));
    for (const name of [...this.#watchers.keys()]) {
      if (!watchable.some(cluster => cluster.name === name)) {
        await this.#leave(name);
      }
    }
    for (const cluster of watchable) {
      if (this.#stop.signal.aborted) break;
      const held = await leases.acquire(cluster.name);
      const watcher = this.#watchers.get(cluster.name);
      if (held && !watcher) {
        await this.#watch(cluster);
      } else if (!held && watcher) {
        logger.warn(`Another backend watches cluster ${cluster.name} now`);
        await this.#leave(cluster.name);
      }
    }
    return RENEW_EVERY_MS;
  }

  async #watch(cluster: ClusterInfo): Promise<void> {
    const { api, askAgainMs, catalog, store, monitor, logger } = this.#options;
    const earlier = await store.partsOfCluster(cluster.name);
    const health = (await monitor.snapshot()).find(
      ({ id }) => id === clusterSource(cluster.name),
    );
    const definitions = new LostDefinitions({
      ...{ cluster: cluster.name, logger, now: this.#now },
      store: this.#options.definitions,
    });
    await definitions.recall();
    // Another round may have begun while the store was asked.
    if (this.#watchers.has(cluster.name) || this.#stop.signal.aborted) return;
    const companions = (this.#options.companions ?? []).map(make =>
      make(cluster, earlier, definitions),
    );
    const watcher = new ClusterWatcher({
      ...{ cluster, api, askAgainMs, logger, now: this.#now },
      catalog: catalog.picture,
      ...{ earlier, definitions },
      earlierReadAt: health?.lastSuccessAt,
      sink: this,
      observers: companions.flatMap(({ workloads }) => workloads ?? []),
    });
    this.#watchers.set(cluster.name, watcher);
    this.#companions.set(cluster.name, companions);
    watcher.start();
    for (const companion of companions) companion.start();
  }

  async #leave(name: string): Promise<void> {
    const watcher = this.#watchers.get(name);
    const companions = this.#companions.get(name) ?? [];
    this.#watchers.delete(name);
    this.#companions.delete(name);
    await Promise.all([
      watcher?.stop(),
      ...companions.map(companion => companion.stop()),
    ]);
  }

  /** Repeats work that says after how long it wants to be repeated. */
  async #loop(what: string, work: () => Promise<number>): Promise<void> {
    const { signal } = this.#stop;
    let failures = 0;
    while (!signal.aborted) {
      let waitMs: number;
      try {
        waitMs = await work();
        failures = 0;
      } catch (error) {
        if (signal.aborted) return;
        failures += 1;
        waitMs = backoffMs(failures, Math.random);
        this.#options.logger.warn(
          `Cannot ${what}, trying again in ${Math.round(waitMs / 1000)} s: ${
            toError(error).message
          }`,
        );
      }
      await wait(waitMs, signal);
    }
  }
}
