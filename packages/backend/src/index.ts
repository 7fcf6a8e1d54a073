import { createBackend } from '@backstage/backend-defaults';
import { rootHttpRouterServiceFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { authModuleGroupOwnership } from '@worldscale/backstage-plugin-auth-backend-module-personas';
import { requestsFirst } from '@worldscale/backstage-plugin-worlds-node';
import { easedDatabase } from './easedDatabase';
import { searchEngineLoader } from './searchEngineLoader';

const backend = createBackend();

backend.add(easedDatabase);
backend.add(
  rootHttpRouterServiceFactory({
    configure({ app, applyDefaults }) {
      app.use(requestsFirst);
      applyDefaults();
    },
  }),
);

// The app for the browser
backend.add(import('@backstage/plugin-app-backend'));
backend.add(import('@backstage/plugin-user-settings-backend'));

// Sign-in and permissions
backend.add(import('@backstage/plugin-auth-backend'));
backend.add(import('@backstage/plugin-auth-backend-module-oidc-provider'));
backend.add(
  import('@worldscale/backstage-plugin-auth-backend-module-personas'),
);
backend.add(authModuleGroupOwnership);
backend.add(import('@backstage/plugin-permission-backend'));
backend.add(
  import('@worldscale/backstage-plugin-permission-backend-module-worlds'),
);

// Catalog
backend.add(import('@backstage/plugin-catalog-backend'));
backend.add(
  import('@backstage/plugin-catalog-backend-module-scaffolder-entity-model'),
);
backend.add(import('@backstage/plugin-catalog-backend-module-logs'));
// What it could not read yet: shown with the sources, and to who waits to sign in
backend.add(import('@backstage/plugin-catalog-backend-module-unprocessed'));

// Templates
backend.add(import('@backstage/plugin-scaffolder-backend'));
backend.add(import('@backstage/plugin-scaffolder-backend-module-gitea'));
backend.add(
  import('@backstage/plugin-scaffolder-backend-module-notifications'),
);

backend.add(
  import('@backstage/plugin-scaffolder-backend-module-workspace-database'),
);
backend.add(
  import('@worldscale/backstage-plugin-scaffolder-backend-module-worlds'),
);

// Documentation and search
backend.add(import('@backstage/plugin-techdocs-backend'));
backend.add(
  import('@worldscale/backstage-plugin-techdocs-backend-module-markdown'),
);
backend.add(import('@backstage/plugin-search-backend'));
backend.add(searchEngineLoader);
backend.add(import('@backstage/plugin-search-backend-module-catalog'));
backend.add(import('@backstage/plugin-search-backend-module-techdocs'));

// Events, signals and notifications
backend.add(import('@backstage/plugin-events-backend'));
backend.add(import('@backstage/plugin-signals-backend'));
backend.add(import('@backstage/plugin-notifications-backend'));

// Clusters, and what runs in them
backend.add(import('@backstage/plugin-kubernetes-backend'));
backend.add(
  import('@worldscale/backstage-plugin-kubernetes-backend-module-worlds'),
);

// Worlds
backend.add(import('@worldscale/backstage-plugin-worlds-backend'));
backend.add(import('@worldscale/backstage-plugin-scaling-backend'));
backend.add(import('@worldscale/backstage-plugin-slo-backend'));

// What an MCP client may ask and do
backend.add(import('@backstage/plugin-mcp-actions-backend'));

backend.start();
