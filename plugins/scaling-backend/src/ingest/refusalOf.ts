import { ClusterReadError } from '../sources/kubernetes/ClusterReadError';
import { ClusterInfo } from '../sources/kubernetes/KubernetesApi';

/** Authentication that takes the token of a signed-in user, which nobody is here. */
const USER_AUTH_PROVIDERS = ['oidc', 'google', 'aks'];

/** Why a cluster cannot be watched at all; undefined: it can. */
export function refusalOf({
  name,
  authProvider,
}: ClusterInfo): ClusterReadError | undefined {
  if (!USER_AUTH_PROVIDERS.includes(authProvider)) return undefined;
  return new ClusterReadError(
    `Cluster ${name} cannot be watched: its auth provider '${authProvider}' needs the token of a signed-in user. Give it one that works for the portal itself, for example serviceAccount`,
    { failure: 'failed' },
  );
}
