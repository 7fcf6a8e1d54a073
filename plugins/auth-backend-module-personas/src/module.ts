import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import {
  authProvidersExtensionPoint,
  createProxyAuthProviderFactory,
} from '@backstage/plugin-auth-node';
import { createPersonasAuthenticator } from './personasAuthenticator';
import { signInAsPersona } from './signInAsPersona';

/** A first start reads a catalog of some hundred entities in a few seconds. */
const PATIENCE_MS = 15_000;

/** Adds the sign-in provider `personas` to the auth backend. */
export const authModulePersonas = createBackendModule({
  pluginId: 'auth',
  moduleId: 'personas',
  register(reg) {
    reg.registerInit({
      deps: {
        providers: authProvidersExtensionPoint,
        config: coreServices.rootConfig,
        logger: coreServices.logger,
      },
      async init({ providers, config, logger }) {
        const production =
          process.env.NODE_ENV === 'production' ||
          config.getOptionalString('auth.environment') === 'production';
        providers.registerProvider({
          providerId: 'personas',
          factory: createProxyAuthProviderFactory({
            authenticator: createPersonasAuthenticator({ logger, production }),
            signInResolver: signInAsPersona({ patienceMs: PATIENCE_MS }),
          }),
        });
      },
    });
  },
});
