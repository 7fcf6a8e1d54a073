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
  scalingShardReadPermission,
  scalingStateReadPermission,
} from '@worldscale/backstage-plugin-scaling-common';
import { SHARD_SERVICE_TYPE } from '@worldscale/backstage-plugin-worlds-common';
import {
  catalogForCallers,
  createDomainRouter,
  DatabaseSourceMonitor,
  DatabaseSummaryLedger,
  easeSqlite,
  PrometheusClient,
  readFreshnessLimits,
  readPrometheusConfig,
  VisibleEntities,
  WatchedPrometheus,
} from '@worldscale/backstage-plugin-worlds-node';
import { registerExplainScalingChanges } from './actions/explainScalingChangesAction';
import { registerGetScalingState } from './actions/getScalingStateAction';
import { registerListScalingRisks } from './actions/listScalingRisksAction';
import { createRisksRouter } from './capacity/createRisksRouter';
import { openCapacity } from './capacity/openCapacity';
import { RisksService } from './capacity/RisksService';
import { ClusterLeases } from './ClusterLeases';
import { HistoryService } from './history/HistoryService';
import { ChangeSignals } from './ingest/ChangeSignals';
import { RowKeeper } from './ingest/RowKeeper';
import { ScalingIngest } from './ingest/ScalingIngest';
import { sourcesBehind, summaryColumns } from './ingest/summaryRows';
import { openLedger } from './ledger/openLedger';
import { createRouter } from './router';
import { ScalingService } from './ScalingService';
import { ScalingStore } from './ScalingStore';
import { createShardsRouter } from './shards/createShardsRouter';
import { ShardKeeper } from './shards/ShardKeeper';
import { ShardReader } from './shards/ShardReader';
import { ShardSignals } from './shards/ShardSignals';
import { ShardsService } from './shards/ShardsService';
import { ShardStore } from './shards/ShardStore';
import { CatalogReader } from './sources/catalog/CatalogReader';
import { LostDefinitionStore } from './sources/kubernetes/LostDefinitionStore';
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
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
      },
      async init(deps) {
        const { auth, discovery, logger } = deps;
        const { httpAuth, permissions } = deps;
        const entities = catalogForCallers(deps.catalog, auth);
        const db = await deps.database.getClient();
        await easeSqlite(db);
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
        const catalog = new CatalogReader({ catalog: deps.catalog, auth });
        const limits = readFreshnessLimits(deps.config);
        const definitions = new LostDefinitionStore(db);
        const shardStore = new ShardStore(db);
        const shards = new ShardsService({
          ...{ store: shardStore, monitor, catalog, limits },
          reader: new ShardReader(db),
          visible: new VisibleEntities({
            ...{ catalog: entities, permissions, auth, now: Date.now },
            permission: scalingShardReadPermission,
            filter: { kind: 'component', 'spec.type': SHARD_SERVICE_TYPE },
          }),
        });
        const metricsConfig = readPrometheusConfig(deps.config);
        const prometheus = metricsConfig && {
          config: metricsConfig,
          watched: new WatchedPrometheus({
            client: new PrometheusClient(metricsConfig),
            monitor,
          }),
        };
        const capacity = openCapacity({
          ...{ db, catalog, monitor, limits, prometheus, logger },
          config: deps.config,
        });
        const capacities = capacity.reader;
        const rows = new RowKeeper({
          ...{ store, ledger, monitor, catalog, limits, capacities },
        });
        const service = new ScalingService({
          ...{ store, monitor, catalog, rows, entities, permissions },
          ...{ limits, capacities },
        });
        const settings = deps.config.getOptionalConfig('scaling.kubernetes');
        const watchSeconds = settings?.getOptionalNumber('watchSeconds');
        const askAgainMs = watchSeconds && watchSeconds * 1000;
        const listSeconds = settings?.getOptionalNumber('listSeconds');
        const api = new BackstageKubernetesApi({
          ...{ discovery, auth },
          watchSeconds,
          pageSize: settings?.getOptionalNumber('pageSize'),
          listTimeoutMs: listSeconds && listSeconds * 1000,
        });
        const signals = new ChangeSignals({ signals: deps.signals, logger });
        const sizes = await openLedger({
          ...{ db, api, catalog, entities, permissions, httpAuth, monitor },
          ...{ prometheus, signals, logger, config: deps.config },
          metrics: deps.metrics,
          scheduler: deps.scheduler,
        });
        const shardSignals = new ShardSignals({
          ...{ signals: deps.signals, logger },
        });
        const inventory = capacity.ingest({
          ...{ api, askAgainMs, rows, signals, scheduler: deps.scheduler },
          sinks: [
            new ShardKeeper({
              store: shardStore,
              catalog,
              signals: shardSignals,
            }),
          ],
        });
        const ingest = new ScalingIngest({
          askAgainMs,
          prometheus: prometheus?.watched,
          companions: [sizes.companion, inventory.companion],
          leases: new ClusterLeases(db, randomUUID()),
          others: [shardStore, capacity.store, definitions],
          metrics: {
            changedServices: deps.metrics.createCounter('changed_services', {
              description: 'Services whose scaling changed, by cluster',
            }),
            failedReports: deps.metrics.createCounter('failed_reports', {
              description: 'Reports of clusters that could not be read',
            }),
          },
          ...{ api, catalog, store, monitor, rows, signals, logger },
          definitions,
        });

        registerGetScalingState({
          actionsRegistry: deps.actionsRegistry,
          service,
        });
        registerExplainScalingChanges({
          actionsRegistry: deps.actionsRegistry,
          ledger: sizes.service,
        });
        const risks = new RisksService({
          ...{ ledger, entities, permissions, limits },
        });
        registerListScalingRisks({
          actionsRegistry: deps.actionsRegistry,
          risks,
        });
        const history = new HistoryService({ service, monitor, prometheus });
        deps.httpRouter.use(createRouter({ httpAuth, service, history }));
        deps.httpRouter.use(createRisksRouter({ httpAuth, risks }));
        deps.httpRouter.use(createShardsRouter({ httpAuth, shards }));
        deps.httpRouter.use(sizes.router);
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
        deps.lifecycle.addStartupHook(async () => {
          ingest.start();
          await inventory.start();
        });
        deps.lifecycle.addShutdownHook(async () => {
          await ingest.stop();
          await inventory.stop();
          signals.stop();
          shardSignals.stop();
        });
      },
    });
  },
});
