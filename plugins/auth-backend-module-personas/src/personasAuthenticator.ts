import { LoggerService } from '@backstage/backend-plugin-api';
import { InputError, NotAllowedError } from '@backstage/errors';
import { createProxyAuthenticator } from '@backstage/plugin-auth-node';
import { Persona, readPersonas } from './personas';

const REFUSAL =
  'Sign-in as one of a list of people needs no password and is refused in ' +
  'production. Configure a real provider, for example auth.providers.oidc, ' +
  'and remove auth.providers.personas.';

/**
 * Trusts the choice that a visitor makes, if it is one of the people of the
 * configuration. `POST /api/auth/personas/refresh` with `{"persona": "<id>"}`
 * answers with a Backstage session.
 */
export function createPersonasAuthenticator(options: {
  logger: LoggerService;
  production: boolean;
}) {
  return createProxyAuthenticator({
    defaultProfileTransform: async (persona: Persona) => ({
      profile: { displayName: persona.title },
    }),
    initialize({ config }) {
      if (options.production) options.logger.error(REFUSAL);
      return options.production ? undefined : readPersonas(config);
    },
    async authenticate({ req }, personas: Persona[] | undefined) {
      if (!personas) throw new NotAllowedError(REFUSAL);
      const id: unknown = req.body?.persona;
      if (typeof id !== 'string') {
        throw new InputError(
          'The body must be JSON with the id of a person as "persona"',
        );
      }
      const persona = personas.find(candidate => candidate.id === id);
      if (!persona) {
        throw new NotAllowedError(
          `'${id}' is none of the people that may be chosen: ${personas
            .map(candidate => candidate.id)
            .join(', ')}`,
        );
      }
      return { result: persona };
    },
  });
}
