import { ClusterReadError } from './ClusterReadError';
import { resourceName, WatchedResource } from './collections';
import { ClusterInfo } from './KubernetesApi';

/** What brings the definitions of a group. */
const PRODUCTS: Readonly<Record<string, string>> = {
  'agones.dev': 'Agones',
  'autoscaling.agones.dev': 'Agones',
  'argoproj.io': 'Argo Rollouts',
  'keda.sh': 'KEDA',
};

type Named = Pick<ClusterInfo, 'name' | 'title'>;

/** `Oregon's cluster`. */
export function placeOf({ name, title }: Named): string {
  return title === name ? `cluster ${name}` : `${title}'s cluster`;
}

/** Why nothing of a kind is known where its definition was not found. */
export function describeAbsent(
  cluster: Named,
  { group }: Pick<WatchedResource, 'group'>,
): string {
  return `${PRODUCTS[group] ?? group} is not installed in ${placeOf(
    cluster,
  )}, or its definitions cannot be read`;
}

/**
 * What cannot be read of a cluster, why, and what mends it, as the end of a sentence:
 * `the autoscalers of Frankfurt may not be read: 403 Forbidden; grant list and watch
 * on horizontalpodautoscalers.autoscaling`.
 */
export function describeUnreadable(
  { name, title }: Named,
  collection: WatchedResource,
  { code, failure, message }: ClusterReadError,
): string {
  const resource = resourceName(collection);
  const what = `the ${collection.noun} of ${
    title === name ? `cluster ${name}` : title
  }`;
  if (code === '403') {
    return `${what} may not be read: 403 Forbidden; grant list and watch on ${resource}`;
  }
  if (code === '404' && failure !== 'absent') {
    return `${what} cannot be read: 404 Not Found; the cluster does not serve ${resource} in version ${collection.version}`;
  }
  // What was asked, and of which cluster, is said already.
  const why = message.replace(/^Cannot (list|watch|read) [^:]*: /, '');
  return `${what} cannot be read: ${why.replace(/[.\s]+$/, '')}`;
}
