import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  authProvidersExtensionPoint,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import { CatalogReading } from '@worldscale/backstage-plugin-worlds-node';
import { createPersonasAuthenticator } from './personasAuthenticator';
import { signInAsPersona } from './signInAsPersona';

/** Enough for a catalog that has just begun to know people and groups; a longer wait is told, not sat out. */
const PATIENCE_MS = 2_000;

/** Adds the sign-in provider `personas` to the auth backend. */
export const authModulePersonas = createBackendModule({
  pluginId: 'auth',
  moduleId: 'personas',
  register(reg) {
    reg.registerInit({
      deps: {
        providers: authProvidersExtensionPoint,
        auth: coreServices.auth,
        config: coreServices.rootConfig,
        discovery: coreServices.discovery,
        logger: coreServices.logger,
      },
      async init({ providers, auth, config, discovery, logger }) {
        const production =
          process.env.NODE_ENV === 'production' ||
          config.getOptionalString('auth.environment') === 'production';
        const reading = new CatalogReading({ auth, discovery });
        providers.registerProvider({
          providerId: 'personas',
          factory: createProxyAuthProviderFactory({
            authenticator: createPersonasAuthenticator({ logger, production }),
            signInResolver: signInAsPersona({
              patienceMs: PATIENCE_MS,
              unread: () =>
                reading.unread().catch(error => {
                  logger.warn('Could not ask what the catalog has read', error);
                  throw error;
                }),
            }),
          }),
        });
      },
    });
  },
});
