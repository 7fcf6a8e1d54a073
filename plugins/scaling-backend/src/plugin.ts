import { randomUUID } from 'node:crypto';
import {
  coreServices,
  createBackendPlugin,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import {
  actionsRegistryServiceRef,
  metricsServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import {
  scalingPermissions,
  scalingStateReadPermission,
} from '@worldscale/backstage-plugin-scaling-common';
import {
  createDomainRouter,
  DatabaseSourceMonitor,
  DatabaseSummaryLedger,
  PrometheusClient,
  readFreshnessLimits,
  readPrometheusConfig,
  WatchedPrometheus,
} from '@worldscale/backstage-plugin-worlds-node';
import { registerGetScalingState } from './actions/getScalingStateAction';
import { ClusterLeases } from './ClusterLeases';
import { HistoryService } from './history/HistoryService';
import { ChangeSignals } from './ingest/ChangeSignals';
import { RowKeeper } from './ingest/RowKeeper';
import { ScalingIngest } from './ingest/ScalingIngest';
import { sourcesBehind, summaryColumns } from './ingest/summaryRows';
import { createRouter } from './router';
import { ScalingService } from './ScalingService';
import { ScalingStore } from './ScalingStore';
import { createShardsRouter } from './shards/createShardsRouter';
import { ShardReader } from './shards/ShardReader';
import { ShardSight } from './shards/ShardSight';
import { ShardsService } from './shards/ShardsService';
import { ShardStore } from './shards/ShardStore';
import { CatalogReader } from './sources/catalog/CatalogReader';
import { BackstageKubernetesApi } from './sources/kubernetes/BackstageKubernetesApi';

/** Watches clusters and says how every world service is scaled. */
export const scalingPlugin = createBackendPlugin({
  pluginId: 'scaling',
  register(env) {
    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        discovery: coreServices.discovery,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        signals: signalsServiceRef,
      },
      async init(deps) {
        const { auth, catalog: entities, discovery, logger } = deps;
        const { httpAuth, permissions } = deps;
        const db = await deps.database.getClient();
        if (!deps.database.migrations?.skip) {
          await db.migrate.latest({
            directory: resolvePackagePath(
              '@worldscale/backstage-plugin-scaling-backend',
              'migrations',
            ),
          });
        }
        deps.permissionsRegistry.addPermissions(scalingPermissions);

        const store = new ScalingStore(db);
        const ledger = new DatabaseSummaryLedger(db);
        const monitor = new DatabaseSourceMonitor(db);
        const catalog = new CatalogReader({ catalog: entities, auth });
        const limits = readFreshnessLimits(deps.config);
        const rows = new RowKeeper({ store, ledger, monitor, catalog, limits });
        const service = new ScalingService({
          ...{ store, monitor, catalog, rows, entities, permissions },
          limits,
        });
        const shardStore = new ShardStore(db);
        const shards = new ShardsService({
          ...{ store: shardStore, monitor, catalog, limits },
          reader: new ShardReader(db),
          sight: new ShardSight({ permissions, auth, entities }),
        });
        const metricsConfig = readPrometheusConfig(deps.config);
        const prometheus = metricsConfig && {
          config: metricsConfig,
          watched: new WatchedPrometheus({
            client: new PrometheusClient(metricsConfig),
            monitor,
          }),
        };
        const settings = deps.config.getOptionalConfig('scaling.kubernetes');
        const watchSeconds = settings?.getOptionalNumber('watchSeconds');
        const listSeconds = settings?.getOptionalNumber('listSeconds');
        const ingest = new ScalingIngest({
          askAgainMs: watchSeconds && watchSeconds * 1000,
          prometheus: prometheus?.watched,
          api: new BackstageKubernetesApi({
            ...{ discovery, auth },
            watchSeconds,
            pageSize: settings?.getOptionalNumber('pageSize'),
            listTimeoutMs: listSeconds && listSeconds * 1000,
          }),
          leases: new ClusterLeases(db, randomUUID()),
          shards: shardStore,
          signals: new ChangeSignals({ signals: deps.signals, logger }),
          metrics: {
            changedServices: deps.metrics.createCounter('changed_services', {
              description: 'Services whose scaling changed, by cluster',
            }),
            failedReports: deps.metrics.createCounter('failed_reports', {
              description: 'Reports of clusters that could not be read',
            }),
          },
          ...{ catalog, store, monitor, rows, logger },
        });

        registerGetScalingState({
          actionsRegistry: deps.actionsRegistry,
          service,
        });
        const history = new HistoryService({ service, monitor, prometheus });
        deps.httpRouter.use(createRouter({ httpAuth, service, history }));
        deps.httpRouter.use(createShardsRouter({ httpAuth, shards }));
        deps.httpRouter.use(
          createDomainRouter({
            domain: 'scaling',
            title: 'Scaling',
            columns: summaryColumns,
            readPermission: scalingStateReadPermission,
            ...{ httpAuth, permissions, catalog: entities, ledger, monitor },
            sourcesBehind: (id, monitored) =>
              sourcesBehind(id, monitored, catalog.picture),
            explainUnknowns: entityRef => service.explainUnknowns(entityRef),
          }),
        );
        deps.lifecycle.addStartupHook(() => ingest.start());
        deps.lifecycle.addShutdownHook(() => ingest.stop());
      },
    });
  },
});
