import { Progress } from '@backstage/core-components';
import { configApiRef, useApi } from '@backstage/frontend-plugin-api';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import { lazy, Suspense } from 'react';
import { PersonaSignIn } from './PersonaSignIn';
import { SignInError } from './SignInError';
import { SignInFrame } from './SignInFrame';

const OidcSignIn = lazy(() =>
  import('./OidcSignIn').then(m => ({ default: m.OidcSignIn })),
);

/** Signs in as `app.signIn.provider` says; without it, with OIDC. */
export function SignInPage(props: SignInPageProps) {
  const provider =
    useApi(configApiRef).getOptionalString('app.signIn.provider') ?? 'oidc';
  switch (provider) {
    case 'personas':
      return <PersonaSignIn {...props} />;
    case 'oidc':
      return (
        <Suspense fallback={<Progress />}>
          <OidcSignIn {...props} />
        </Suspense>
      );
    default:
      return (
        <SignInFrame>
          <SignInError
            error={
              new Error(
                `app.signIn.provider of app-config is '${provider}'; it can be 'personas' or 'oidc'.`,
              )
            }
          />
        </SignInFrame>
      );
  }
}
