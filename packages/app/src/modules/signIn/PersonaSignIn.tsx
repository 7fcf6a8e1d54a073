import { Progress } from '@backstage/core-components';
import { isError } from '@backstage/errors';
import {
  configApiRef,
  discoveryApiRef,
  useApi,
} from '@backstage/frontend-plugin-api';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import Typography from '@material-ui/core/Typography';
import { useCallback, useEffect, useState } from 'react';
import { PersonaCards } from './PersonaCards';
import { PersonaIdentity, rememberedPersona } from './PersonaIdentity';
import { readPersonas } from './readPersonas';
import { SignInError } from './SignInError';
import { SignInFrame } from './SignInFrame';

/** Sign-in as one of the people of `auth.providers.personas`. */
export function PersonaSignIn({ onSignInSuccess }: SignInPageProps) {
  const discoveryApi = useApi(discoveryApiRef);
  const personas = readPersonas(useApi(configApiRef));
  const [remembered] = useState(rememberedPersona);
  const [pending, setPending] = useState(remembered);
  const [error, setError] = useState<Error>();

  const signIn = useCallback(
    async (id: string) => {
      setPending(id);
      setError(undefined);
      try {
        onSignInSuccess(await PersonaIdentity.signIn(id, { discoveryApi }));
      } catch (reason) {
        setError(isError(reason) ? reason : new Error(String(reason)));
        setPending(undefined);
      }
    },
    [discoveryApi, onSignInSuccess],
  );

  useEffect(() => {
    if (remembered) signIn(remembered);
    // Once, when the page opens: afterwards the visitor chooses.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  if (pending && pending === remembered && !error) return <Progress />;

  return (
    <SignInFrame>
      <Typography variant="h4" component="h1">
        Who are you today?
      </Typography>
      <Typography>
        This is a demonstration: choose one of these people, no password is
        needed.
      </Typography>
      {error && <SignInError error={error} />}
      {personas.length > 0 ? (
        <PersonaCards personas={personas} pending={pending} onChoose={signIn} />
      ) : (
        <SignInError
          error={
            new Error(
              'auth.providers.personas.people of app-config names nobody.',
            )
          }
        />
      )}
    </SignInFrame>
  );
}
