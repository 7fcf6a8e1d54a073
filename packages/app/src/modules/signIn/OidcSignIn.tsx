import { OAuth2 } from '@backstage/core-app-api';
import { Progress, UserIdentity } from '@backstage/core-components';
import { isError } from '@backstage/errors';
import {
  configApiRef,
  discoveryApiRef,
  oauthRequestApiRef,
  useApi,
} from '@backstage/frontend-plugin-api';
import type { SignInPageProps } from '@backstage/plugin-app-react';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import LockIcon from '@material-ui/icons/LockOpen';
import { useCallback, useEffect, useState } from 'react';
import { useSearchParams } from 'react-router-dom';
import { SignInError } from './SignInError';
import { SignInFrame } from './SignInFrame';

/** Sign-in with the OIDC provider of `auth.providers.oidc`. */
export function OidcSignIn({ onSignInSuccess }: SignInPageProps) {
  const configApi = useApi(configApiRef);
  const discoveryApi = useApi(discoveryApiRef);
  const oauthRequestApi = useApi(oauthRequestApiRef);
  const title =
    configApi.getOptionalString('app.signIn.title') ?? 'your account';
  const [authApi] = useState(() =>
    OAuth2.create({
      configApi,
      discoveryApi,
      oauthRequestApi,
      environment: configApi.getOptionalString('auth.environment'),
      provider: { id: 'oidc', title, icon: LockIcon },
      defaultScopes: ['openid', 'profile', 'email'],
    }),
  );
  // The redirect flow comes back with its error in the address.
  const refused = useSearchParams()[0].get('error');
  const [error, setError] = useState(refused ? new Error(refused) : undefined);
  const [checking, setChecking] = useState(!refused);

  const signIn = useCallback(
    async (how: { optional: true } | { instantPopup: true }) => {
      setError(undefined);
      try {
        const response = await authApi.getBackstageIdentity(how);
        if (response) {
          onSignInSuccess(
            UserIdentity.create({
              identity: response.identity,
              authApi,
              profile: await authApi.getProfile(),
            }),
          );
          return;
        }
      } catch (reason) {
        const known = isError(reason) ? reason : new Error(String(reason));
        // Whoever closes the window has changed their mind.
        if (known.name !== 'PopupRejectedError') setError(known);
      }
      setChecking(false);
    },
    [authApi, onSignInSuccess],
  );

  useEffect(() => {
    if (!refused) signIn({ optional: true });
    // Once, when the page opens.
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, []);

  if (checking) return <Progress />;

  return (
    <SignInFrame>
      <Typography variant="h4" component="h1" gutterBottom>
        Sign in
      </Typography>
      <Button
        variant="contained"
        color="primary"
        size="large"
        onClick={() => signIn({ instantPopup: true })}
      >
        Sign in with {title}
      </Button>
      {error && <SignInError error={error} />}
    </SignInFrame>
  );
}
