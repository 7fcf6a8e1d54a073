import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { scaffolderActionsExtensionPoint } from '@backstage/plugin-scaffolder-node';
import { createAwaitServiceAction } from './catalog/createAwaitServiceAction';
import { createRegisterServiceAction } from './catalog/createRegisterServiceAction';
import { createPublishRepositoryAction } from './forge/createPublishRepositoryAction';
import { GiteaForge } from './forge/GiteaForge';
import { readForgeConfig } from './forge/readForgeConfig';
import { createPlanServiceAction } from './service/createPlanServiceAction';

/** Actions of the templates that make a world service. */
export const scaffolderModuleWorlds = createBackendModule({
  pluginId: 'scaffolder',
  moduleId: 'worlds',
  register(reg) {
    reg.registerInit({
      deps: {
        actions: scaffolderActionsExtensionPoint,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
      },
      async init({ actions, auth, catalog, config, discovery }) {
        // Read when an action runs, so that a portal without a forge starts.
        const forge = () => new GiteaForge(readForgeConfig(config));
        actions.addActions(
          createPlanServiceAction({ catalog, forge }),
          createPublishRepositoryAction({ forge, config }),
          createRegisterServiceAction({ catalog }),
          createAwaitServiceAction({ catalog, auth, discovery }),
        );
      },
    });
  },
});
