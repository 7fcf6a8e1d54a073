import { ClusterReadError } from './ClusterReadError';
import { resourceName, WatchedResource } from './collections';

/**
 * A definition that is not found although objects of it are known: somebody may have
 * removed it with all of them, or the group does not answer for a while. As the two
 * look alike, what is known stays as last known for a day before it is gone.
 */
export const LOST_FOR_GOOD_MS = 24 * 3_600_000;

export function lostDefinition(
  cluster: string,
  resource: WatchedResource,
): ClusterReadError {
  return new ClusterReadError(
    `Cannot read ${resource.id} in cluster ${cluster}: the definition of ${
      resource.kind
    } (${resourceName(resource)}) is not found there any more`,
    { failure: 'absent', code: '404' },
  );
}
