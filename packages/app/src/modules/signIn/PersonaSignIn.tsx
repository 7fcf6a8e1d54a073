import { Progress } from '@backstage/core-components';
import {
  configApiRef,
  discoveryApiRef,
  useApi,
} from '@backstage/frontend-plugin-api';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import Typography from '@material-ui/core/Typography';
import { useState } from 'react';
import { PersonaCards } from './PersonaCards';
import {
  forgetPersona,
  PersonaIdentity,
  rememberedPersona,
} from './PersonaIdentity';
import { readPersonas } from './readPersonas';
import { SignInError } from './SignInError';
import { SignInFrame } from './SignInFrame';
import { SignInWait } from './SignInWait';
import { useSignIn } from './useSignIn';

/** Sign-in as one of the people of `auth.providers.personas`. */
export function PersonaSignIn({ onSignInSuccess }: SignInPageProps) {
  const discoveryApi = useApi(discoveryApiRef);
  const personas = readPersonas(useApi(configApiRef));
  const [remembered] = useState(() => rememberedPersona());
  const { pending, notReady, error, start, stop } = useSignIn({
    initial: remembered,
    signIn: id => PersonaIdentity.signIn(id, { discoveryApi }),
    onSuccess: onSignInSuccess,
  });
  const stopWaiting = () => {
    forgetPersona();
    stop();
  };

  // Whoever was here before is let in without seeing the page, if that works at once.
  if (pending && pending === remembered && !notReady) return <Progress />;

  const titleOf = (id: string) =>
    personas.find(persona => persona.id === id)?.title ?? id;
  const wait = pending
    ? { who: titleOf(pending), reason: notReady }
    : undefined;

  return (
    <SignInFrame>
      <Typography variant="h4" component="h1">
        Who are you today?
      </Typography>
      <Typography>
        This is a demonstration: choose one of these people, no password is
        needed.
      </Typography>
      <SignInWait wait={wait} onStop={stopWaiting} />
      {error && <SignInError error={error} />}
      {personas.length > 0 ? (
        <PersonaCards personas={personas} pending={pending} onChoose={start} />
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
