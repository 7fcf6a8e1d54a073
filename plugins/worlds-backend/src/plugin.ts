import {
  coreServices,
  createBackendPlugin,
  resolvePackagePath,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { signalsServiceRef } from '@backstage/plugin-signals-node';
import { worldsPermissions } from '@worldscale/backstage-plugin-worlds-common';
import {
  CatalogReading,
  DatabaseSourceMonitor,
  readFreshnessLimits,
} from '@worldscale/backstage-plugin-worlds-node';
import { createExplainUnknownsAction } from './actions/createExplainUnknownsAction';
import { createListServicesAction } from './actions/createListServicesAction';
import { FleetReader } from './fleet/FleetReader';
import { FleetService } from './fleet/FleetService';
import { VisionService } from './fleet/VisionService';
import { CATALOG_SOURCE, CatalogPull } from './ingest/CatalogPull';
import { FleetWriter } from './ingest/FleetWriter';
import { SummariesPull } from './ingest/SummariesPull';
import { readWorldsConfig } from './readWorldsConfig';
import { createRouter } from './router';
import { DiscoveredDomains } from './sources/DomainDirectory';
import {
  fleetSources,
  JoinedSourcesService,
} from './sources/JoinedSourcesService';
import { startPulls } from './startPulls';

/** The fleet: one row per world service and region, over all installed domains. */
export const worldsPlugin = createBackendPlugin({
  pluginId: 'worlds',
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
        logger: coreServices.logger,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        signals: signalsServiceRef,
      },
      async init({
        actionsRegistry,
        auth,
        catalog,
        database,
        discovery,
        httpAuth,
        httpRouter,
        logger,
        permissions,
        permissionsRegistry,
        scheduler,
        signals,
        ...deps
      }) {
        const config = readWorldsConfig(deps.config);
        const limits = readFreshnessLimits(deps.config);
        const now = () => new Date();
        const db = await database.getClient();
        if (!database.migrations?.skip) {
          await db.migrate.latest({
            directory: resolvePackagePath(
              '@worldscale/backstage-plugin-worlds-backend',
              'migrations',
            ),
          });
        }
        const monitor = new DatabaseSourceMonitor(db);
        await monitor.declare(fleetSources(CATALOG_SOURCE, config.domains));
        const writer = new FleetWriter(db);
        await writer.keepOnly(config.domains);
        const domains = new DiscoveredDomains({ discovery, auth });

        const reader = new FleetReader(db, limits);
        const visions = new VisionService({
          ...{ reader, permissions, auth, catalog, now },
        });
        const fleet = new FleetService({ reader, visions, monitor });
        const joined = new JoinedSourcesService({
          ...{ domains, monitor, catalog, domainIds: config.domains },
          regionTitles: async () =>
            (await reader.titles(now().getTime())).region,
        });
        permissionsRegistry.addPermissions(worldsPermissions);
        httpRouter.use(createRouter({ httpAuth, permissions, fleet, joined }));
        createListServicesAction(actionsRegistry, fleet);
        createExplainUnknownsAction(actionsRegistry, joined);

        await startPulls({
          ...{ config, scheduler, signals, logger },
          catalogPull: new CatalogPull({
            ...{ catalog, auth, writer, monitor, now },
            reading: new CatalogReading({ auth, discovery }),
          }),
          summariesPull: new SummariesPull({
            ...{ domains, auth, writer, monitor, now },
          }),
        });
      },
    });
  },
});
