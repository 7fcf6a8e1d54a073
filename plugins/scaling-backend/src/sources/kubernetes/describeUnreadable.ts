import { ClusterReadError } from './ClusterReadError';
import { Collection, resourceName } from './collections';
import { ClusterInfo } from './KubernetesApi';

/**
 * What cannot be read of a cluster, why, and what mends it, as the end of a sentence:
 * `the autoscalers of Frankfurt may not be read: 403 Forbidden; grant list and watch
 * on horizontalpodautoscalers.autoscaling`.
 */
export function describeUnreadable(
  { name, title }: Pick<ClusterInfo, 'name' | 'title'>,
  collection: Collection,
  { code, message }: ClusterReadError,
): string {
  const resource = resourceName(collection);
  const what = `the ${collection.noun} of ${
    title === name ? `cluster ${name}` : title
  }`;
  if (code === '403') {
    return `${what} may not be read: 403 Forbidden; grant list and watch on ${resource}`;
  }
  if (code === '404') {
    return `${what} cannot be read: 404 Not Found; the cluster does not serve ${resource} in version ${collection.version}`;
  }
  // What was asked, and of which cluster, is said already.
  const why = message.replace(/^Cannot (list|watch|read) [^:]*: /, '');
  return `${what} cannot be read: ${why.replace(/[.\s]+$/, '')}`;
}
