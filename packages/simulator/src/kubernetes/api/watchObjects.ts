import { ServerResponse } from 'node:http';
import { ApiError } from '../ApiError';
import { KubernetesObject } from '../KubernetesObject';
import { StoreEvent } from '../store/EventHistory';
import { ResourceStore } from '../store/ResourceStore';
import { selectorOf } from './listObjects';
import { ListOptions } from './listOptions';
import { objectBody, Presentation } from './presentation';
import { apiVersionOf, storedGroupKind } from './resourceTypes';
import { WatchDamage, WatchStream } from './WatchStream';

type EventType = 'ADDED' | 'MODIFIED' | 'DELETED';

interface Change {
  type: EventType;
  object: KubernetesObject;
  resourceVersion: number;
}

/**
 * What a change looks like to a watcher who sees only part of the objects: one that
 * comes into view is added, one that leaves it is deleted.
 */
function seenBy(
  selects: (object: KubernetesObject) => boolean,
  { type, object, previous, resourceVersion }: StoreEvent,
): Change | undefined {
  const isSelected = type !== 'DELETED' && selects(object);
  const wasSelected = previous !== undefined && selects(previous.object);
  if (isSelected) {
    return {
      type: wasSelected ? 'MODIFIED' : 'ADDED',
      object,
      resourceVersion,
    };
  }
  return wasSelected
    ? { type: 'DELETED', object: previous.object, resourceVersion }
    : undefined;
}

/**
 * Streams changes until the client leaves, the time is over or the stream is
 * dropped. A version that has been forgotten is answered by an `ERROR` event with a
 * `Status` of 410, since by then the answer has begun; as the API server does.
 */
export function watchObjects(
  store: ResourceStore,
  namespace: string | undefined,
  options: ListOptions,
  presentation: () => Presentation,
  response: ServerResponse,
  damage: WatchDamage,
): WatchStream {
  const { type, shape } = presentation();
  const groupKind = storedGroupKind(type);
  const selects = selectorOf(namespace, options);
  if (options.sendInitialEvents) {
    // As a list: the state must not be older than the version asked for.
    store.snapshot(
      groupKind,
      Math.max(options.resourceVersion ?? 0, store.resourceVersion),
    );
  }
  const stream = new WatchStream(response, damage);
  let isFirst = true;

  const send = (change: Change) => {
    const body = objectBody(change, presentation(), { withColumns: isFirst });
    isFirst = false;
    stream.event(change.type, body);
  };
  const bookmarkBody = (annotations?: Record<string, string>) => {
    const metadata = {
      resourceVersion: String(store.resourceVersion),
      ...(annotations && { annotations }),
    };
    return shape === 'Table'
      ? {
          kind: 'Table',
          apiVersion: 'meta.k8s.io/v1',
          metadata,
          columnDefinitions: null,
          rows: [],
        }
      : {
          kind: shape === 'object' ? type.kind : 'PartialObjectMetadata',
          apiVersion:
            shape === 'object' ? apiVersionOf(type) : 'meta.k8s.io/v1',
          metadata: { ...metadata, creationTimestamp: null },
        };
  };
  const bookmark = (annotations?: Record<string, string>) =>
    stream.event('BOOKMARK', bookmarkBody(annotations));

  let since = options.resourceVersion;
  if (!since || options.sendInitialEvents) {
    const state = store.snapshot(groupKind);
    since = state.resourceVersion;
    if (options.sendInitialEvents !== false) {
      for (const { object, resourceVersion } of state.objects) {
        if (selects(object)) send({ type: 'ADDED', object, resourceVersion });
      }
    }
    if (options.sendInitialEvents && options.allowWatchBookmarks) {
      bookmark({ 'k8s.io/initial-events-end': 'true' });
    }
  }
  try {
    stream.onClose(
      store.watch(groupKind, since, event => {
        const change = seenBy(selects, event);
        if (change) send(change);
      }),
    );
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    stream.event('ERROR', error.body());
    stream.end();
    return stream;
  }
  stream.live({
    timeoutMs: options.timeoutMs,
    bookmark: options.allowWatchBookmarks ? () => bookmark() : undefined,
  });
  return stream;
}
