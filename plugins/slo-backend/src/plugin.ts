import {
  coreServices,
  createBackendPlugin,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import {
  actionsRegistryServiceRef,
  metricsServiceRef,
} from '@backstage/backend-plugin-api/alpha';
import { ScmIntegrations } from '@backstage/integration';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import {
  sloObjectiveReadPermission,
  sloPermissions,
} from '@worldscale/backstage-plugin-slo-common';
import {
  catalogForCallers,
  createDomainRouter,
  DatabaseSourceMonitor,
  DatabaseSummaryLedger,
  easeSqlite,
  PROMETHEUS_SOURCE,
  PrometheusClient,
  readFreshnessLimits,
  readPrometheusConfig,
  VisibleEntities,
  WatchedPrometheus,
} from '@worldscale/backstage-plugin-worlds-node';
import { registerActions } from './actions/registerActions';
import { CatalogReader, entitiesWithSlos } from './definitions/CatalogReader';
import { Definitions } from './definitions/Definitions';
import { FileReading } from './definitions/FileReading';
import { FileStore } from './definitions/FileStore';
import { DetailService } from './detail/DetailService';
import { ElsewhereReading } from './elsewhere/ElsewhereReading';
import { Measuring } from './measuring/Measuring';
import { PolicyService } from './PolicyService';
import { readSloConfig } from './readSloConfig';
import { RecordedHistory } from './results/RecordedHistory';
import { ResultStore } from './results/ResultStore';
import { createRouter } from './router';
import { Rounds } from './Rounds';
import { SloService } from './SloService';
import { ChangeFlow } from './standing/ChangeFlow';
import { ChangeStore } from './standing/ChangeStore';
import { PolicyStore } from './standing/PolicyStore';
import { RowQuery } from './rows/RowQuery';
import { RowStore } from './rows/RowStore';
import { summaryColumns } from './summaryRows';
import { SummaryTeller } from './SummaryTeller';

/** Measures service level objectives and says whether services may be deployed. */
export const sloPlugin = createBackendPlugin({
  pluginId: 'slo',
  register(env) {
    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
        urlReader: coreServices.urlReader,
      },
      async init(deps) {
        const { auth, logger, permissions, httpAuth, scheduler } = deps;
        const db = await deps.database.getClient();
        await easeSqlite(db);
        if (!deps.database.migrations?.skip) {
          await db.migrate.latest({
            directory: resolvePackagePath(
              '@worldscale/backstage-plugin-slo-backend',
              'migrations',
            ),
          });
        }
        deps.permissionsRegistry.addPermissions(sloPermissions);
        const config = readSloConfig(deps.config);
        const limits = readFreshnessLimits(deps.config);
        const now = Date.now;

        const fileStore = new FileStore(db);
        const entities = catalogForCallers(deps.catalog, auth);
        const definitions = new Definitions(fileStore);
        const rows = new RowStore(db);
        const query = new RowQuery(db, rows);
        const results = new ResultStore(db);
        const policyStore = new PolicyStore(db);
        const changes = new ChangeStore(db);
        const ledger = new DatabaseSummaryLedger(db);
        const monitor = new DatabaseSourceMonitor(db);
        const catalog = new CatalogReader({
          ...{ catalog: deps.catalog, auth },
          integrations: ScmIntegrations.fromConfig(deps.config),
        });

        const metricsConfig = readPrometheusConfig(deps.config);
        const prometheus =
          metricsConfig &&
          new WatchedPrometheus({
            client: new PrometheusClient(metricsConfig),
            monitor,
          });
        const rounds = new Rounds({
          ...{ config, catalog, definitions, rows, results, changes },
          ...{ policies: policyStore, monitor, logger, now },
          summaries: new SummaryTeller(ledger, PROMETHEUS_SOURCE),
          files: new FileReading({
            ...{ urlReader: deps.urlReader, store: fileStore, now },
            configured: config.files,
            recheckAfterMs: config.recheckAfterMs,
          }),
          measuring:
            prometheus &&
            new Measuring({
              ...{ prometheus, store: results, now },
              mostDirect: config.mostDirect,
            }),
          elsewhere: prometheus && new ElsewhereReading({ prometheus, now }),
          history:
            prometheus &&
            new RecordedHistory({
              ...{ prometheus, store: results, now },
              readBackMs: config.readBackMs,
            }),
          flow: new ChangeFlow({
            ...{ changes, signals: deps.signals, logger },
            notifications: deps.notifications,
            picture: () => catalog.picture,
          }),
          prometheusTitle: metricsConfig?.title,
          metrics: {
            objectives: deps.metrics.createCounter('measured_slos', {
              description: 'SLOs that were measured, over all rounds',
            }),
            seconds: deps.metrics.createHistogram('round_seconds', {
              description: 'How long a round of measuring took',
            }),
          },
        });

        const policies = new PolicyService({
          ...{ catalog, definitions, rows, changes, permissions, limits, now },
          ...{ policies: policyStore, auditor: deps.auditor },
        });
        const service = new SloService({
          ...{ catalog, definitions, rows, query, changes, policies },
          ...{ monitor, limits, now },
          ...{ results, keepChangesMs: config.retention.changesMs },
          details: new DetailService({ definitions, rows, results, now }),
          visible: new VisibleEntities({
            ...{ catalog: entities, permissions, auth, now },
            permission: sloObjectiveReadPermission,
            filter: [...entitiesWithSlos],
          }),
        });
        registerActions({
          actionsRegistry: deps.actionsRegistry,
          ...{ service, policies },
        });
        deps.httpRouter.use(createRouter({ httpAuth, service, policies }));
        deps.httpRouter.use(
          createDomainRouter({
            ...{ domain: 'slo', title: 'Objectives' },
            columns: summaryColumns,
            readPermission: sloObjectiveReadPermission,
            ...{ httpAuth, permissions, catalog: entities },
            ...{ ledger, monitor },
            explainUnknowns: entityRef => service.explainUnknowns(entityRef),
          }),
        );

        await rounds.declareSources();
        // Whoever answers needs to know the catalog too, not only who measures.
        await scheduler.scheduleTask({
          ...{ ...config.readSchedule, id: 'look-at-catalog', scope: 'local' },
          fn: () => catalog.refresh(),
        });
        await scheduler.scheduleTask({
          ...{ ...config.readSchedule, id: 'read-files', scope: 'global' },
          fn: signal => rounds.readFiles(signal),
        });
        await scheduler.scheduleTask({
          ...{ ...config.measureSchedule, id: 'measure', scope: 'global' },
          fn: signal => rounds.measure(signal),
        });
      },
    });
  },
});
