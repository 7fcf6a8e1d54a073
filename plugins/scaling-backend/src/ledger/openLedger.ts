import {
  HttpAuthService,
  LoggerService,
  PermissionsService,
  RootConfigService,
  SchedulerService,
} from '@backstage/backend-plugin-api';
import { MetricsService } from '@backstage/backend-plugin-api/alpha';
import {
  CallersCatalog,
  PrometheusConfig,
  SourceMonitor,
  WatchedPrometheus,
} from '@worldscale/backstage-plugin-worlds-node';
import { Router } from 'express';
import { Knex } from 'knex';
import { ChangeSignals } from '../ingest/ChangeSignals';
import { CompanionFactory } from '../ingest/ClusterCompanion';
import { CatalogReader } from '../sources/catalog/CatalogReader';
import { KubernetesApi } from '../sources/kubernetes/KubernetesApi';
import { Announcements } from './observing/Announcements';
import { ClusterLedger } from './observing/ClusterLedger';
import { createLedgerRouter } from './answers/createLedgerRouter';
import { LedgerExtents } from './answers/LedgerExtents';
import { LedgerReader } from './answers/LedgerReader';
import { VersionReader } from './answers/VersionReader';
import { LedgerRetention } from './recording/LedgerRetention';
import { LedgerService } from './answers/LedgerService';
import { LedgerSpans } from './past/LedgerSpans';
import { LedgerStore } from './recording/LedgerStore';
import { PastSizes } from './past/PastSizes';
import { readLedgerConfig } from './readLedgerConfig';

export interface LedgerEnvironment {
  db: Knex;
  config: RootConfigService;
  api: KubernetesApi;
  catalog: CatalogReader;
  entities: CallersCatalog;
  permissions: PermissionsService;
  httpAuth: HttpAuthService;
  monitor: SourceMonitor;
  /** Undefined: not configured. */
  prometheus:
    | { watched: WatchedPrometheus; config: PrometheusConfig }
    | undefined;
  signals: ChangeSignals;
  metrics: MetricsService;
  scheduler: SchedulerService;
  logger: LoggerService;
}

export interface Ledger {
  service: LedgerService;
  router: Router;
  /** Keeps the ledger of a cluster while this backend watches it. */
  companion: CompanionFactory;
}

/** Puts the parts of the ledger together. */
export async function openLedger(env: LedgerEnvironment): Promise<Ledger> {
  const { db, catalog, entities, permissions, monitor, prometheus } = env;
  const { retentionMs, backfillMs } = readLedgerConfig(env.config);
  const counter = env.metrics.createCounter('ledger_changes', {
    description: 'Changes of size that were recorded, by source and actor',
  });
  const store = new LedgerStore(db, backfillMs);
  const past =
    prometheus &&
    new PastSizes({
      spans: new LedgerSpans(db),
      prometheus: prometheus.watched,
      config: prometheus.config,
      recorded: n => counter.add(n, { source: 'backfilled', actor: 'unknown' }),
    });
  const reader = new LedgerReader(db);
  const extents = new LedgerExtents({
    ...{ reader, monitor, backfillMs, retentionMs },
    hasPrometheus: prometheus !== undefined,
  });
  const service = new LedgerService({
    ...{ reader, extents, catalog, entities, permissions },
    versions: new VersionReader(db),
  });
  await new LedgerRetention(db, retentionMs).schedule(env.scheduler);
  return {
    service,
    router: createLedgerRouter({ httpAuth: env.httpAuth, ledger: service }),
    companion: ({ name }) =>
      new ClusterLedger({
        cluster: name,
        ...{ catalog, store, logger: env.logger },
        announcements: new Announcements({ api: env.api, cluster: name }),
        askPast: past && ((cluster, signal) => past.ask(cluster, signal)),
        changed: refs => env.signals.changed(refs),
        recorded: (n, actor) => counter.add(n, { source: 'observed', actor }),
      }),
  };
}
