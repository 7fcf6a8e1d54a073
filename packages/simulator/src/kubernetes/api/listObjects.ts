import { ResourceStore, Snapshot } from '../store/ResourceStore';
import { encodeContinueToken } from '../store/continueToken';
import { StoredObject } from '../store/EventHistory';
import { KubernetesObject } from '../KubernetesObject';
import { ListOptions } from './listOptions';
import { ListMetadata } from './presentation';
import { ResourceType, storedGroupKind } from './resourceTypes';

/**
 * One page of a list.
 *
 * @throws ApiError 410 where the state asked for has been forgotten, 504 where it
 * has not been reached
 */
export function listObjects(
  store: ResourceStore,
  type: ResourceType,
  namespace: string | undefined,
  options: ListOptions,
): { objects: StoredObject[]; metadata: ListMetadata } {
  const { resourceVersion, objects: candidates } = stateOf(
    store,
    storedGroupKind(type),
    options,
  );
  const selects = selectorOf(namespace, options);
  const limit = options.limit ?? Infinity;
  const objects: StoredObject[] = [];
  let remaining = 0;
  for (const stored of candidates) {
    if (!selects(stored.object)) continue;
    if (objects.length < limit) objects.push(stored);
    else remaining += 1;
  }
  const more = remaining > 0 && {
    continue: encodeContinueToken({
      resourceVersion,
      afterKey: objects[objects.length - 1].key,
    }),
    // With a selector the API server does not know how many are left.
    ...(!options.selects && { remainingItemCount: remaining }),
  };
  return {
    objects,
    metadata: type.watchable
      ? { resourceVersion: String(resourceVersion), ...more }
      : { ...more },
  };
}

/** Namespace and selectors in one. */
export function selectorOf(
  namespace: string | undefined,
  { selects }: Pick<ListOptions, 'selects'>,
) {
  return (object: KubernetesObject) =>
    (namespace === undefined || object.metadata.namespace === namespace) &&
    (!selects || selects(object));
}

/**
 * A version with a limit, or with `Exact`, asks for that state; without, for one
 * that is not older, and the newest always is.
 */
function stateOf(
  store: ResourceStore,
  groupKind: string,
  options: ListOptions,
): Snapshot {
  const { continueFrom, resourceVersion, match, limit } = options;
  if (continueFrom) return store.page(groupKind, continueFrom);
  if (!resourceVersion) return store.snapshot(groupKind);
  const exact = match === 'Exact' || (!match && limit !== undefined);
  const state = store.snapshot(
    groupKind,
    exact ? resourceVersion : Math.max(resourceVersion, store.resourceVersion),
  );
  return state;
}
