import {
  LoggerService,
  RootConfigService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { tellTrouble } from '@worldscale/backstage-plugin-worlds-common';
import { FreshnessLimits } from '@worldscale/backstage-plugin-worlds-common';
import {
  PROMETHEUS_SOURCE,
  PrometheusConfig,
  SourceMonitor,
  WatchedPrometheus,
} from '@worldscale/backstage-plugin-worlds-node';
import { Knex } from 'knex';
import { CompanionFactory } from '../ingest/ClusterCompanion';
import { InventorySink } from '../inventory/InventorySink';
import { InventoryWatcher } from '../inventory/InventoryWatcher';
import { CatalogReader } from '../sources/catalog/CatalogReader';
import { KubernetesApi } from '../sources/kubernetes/KubernetesApi';
import { CapacityReader } from './CapacityReader';
import { CapacityStore } from './CapacityStore';
import { DemandReader } from './DemandReader';
import { DemandSources } from './DemandSources';
import { readCapacityConfig } from './readCapacityConfig';
import { RowRefresher, RowRefresherOptions } from './RowRefresher';

export interface CapacityOptions {
  db: Knex;
  config: RootConfigService;
  catalog: CatalogReader;
  monitor: Pick<SourceMonitor, 'snapshot'>;
  limits: FreshnessLimits;
  /** Undefined: not configured. */
  prometheus:
    | { watched: WatchedPrometheus; config: PrometheusConfig }
    | undefined;
  logger: LoggerService;
}

/** What keeps capacity up to date. */
export interface CapacityIngestOptions {
  api: KubernetesApi;
  /** As those of the clusters' workloads have it. */
  askAgainMs?: number;
  rows: RowRefresherOptions['rows'];
  signals: RowRefresherOptions['signals'];
  /** Told of what runs, in every cluster. */
  sinks: readonly InventorySink[];
  scheduler: SchedulerService;
}

export interface OpenCapacity {
  reader: CapacityReader;
  store: CapacityStore;
  /** Looks through a cluster; `start` and `stop` are of the backend as a whole. */
  ingest(options: CapacityIngestOptions): {
    companion: CompanionFactory;
    start(): Promise<void>;
    stop(): Promise<void>;
  };
}

/** Joins the parts by which capacity is read, kept and computed. */
export function openCapacity(options: CapacityOptions): OpenCapacity {
  const { catalog, prometheus, monitor, limits, logger } = options;
  const { demand, settings } = readCapacityConfig(options.config);
  const store = new CapacityStore(options.db);
  const sources = new DemandSources(demand, prometheus?.config.clusterLabel);
  const reader = new CapacityReader({
    ...{ store, catalog, sources, settings, limits },
    whyNoMetrics: async () => {
      if (!prometheus) {
        return 'no Prometheus is configured (worldscale.prometheus)';
      }
      const health = (await monitor.snapshot()).find(
        ({ id }) => id === PROMETHEUS_SOURCE,
      );
      return health?.reachable === false && health.lastError
        ? tellTrouble(health.title, health.lastError).replace(/\.$/, '')
        : undefined;
    },
  });
  return {
    ...{ reader, store },
    ingest: ({ api, askAgainMs, rows, signals, sinks, scheduler }) => {
      const refresher = new RowRefresher({ rows, signals, logger });
      const demandReader =
        prometheus &&
        new DemandReader({
          ...{ store, catalog, sources, prometheus, logger },
          changed: entityRefs => refresher.refresh(entityRefs),
        });
      return {
        companion: (cluster, earlier, definitions) =>
          new InventoryWatcher({
            ...{ cluster, earlier, api, askAgainMs, catalog, sinks, logger },
            definitions,
            facts: {
              facts: async (name, facts) => {
                await store.writeFacts(name, facts);
                refresher.refresh(facts.keys());
              },
              factsConfirmed: (name, at) => store.confirmFacts(name, at),
            },
          }),
        start: async () => {
          refresher.start();
          if (!demandReader) return;
          await scheduler.scheduleTask({
            id: 'read-demand',
            frequency: { seconds: 10 },
            timeout: { minutes: 2 },
            initialDelay: { seconds: 2 },
            scope: 'global',
            fn: signal => demandReader.readWhenDue(signal),
          });
        },
        stop: () => refresher.stop(),
      };
    },
  };
}
