import { ApiError } from '../ApiError';
import { groupKindOf, keyOf, KubernetesObject } from '../KubernetesObject';
import { ContinuePoint, encodeContinueToken } from './continueToken';
import { EventHistory, StoredObject, StoreEvent } from './EventHistory';

export interface ResourceStoreOptions {
  /** The version before the first change. */
  firstVersion?: number;
  /** Changes that a watch can go back by. */
  maxEvents?: number;
  /** Age up to which changes are kept. */
  maxEventAgeMs?: number;
  /** Types (`group/Kind`) that have no history, as those of metrics.k8s.io. */
  unwatched?: ReadonlySet<string>;
}

/** All objects of one type in the state of one resource version. */
export interface Snapshot {
  resourceVersion: number;
  /** Sorted by key. */
  objects: readonly StoredObject[];
}

/**
 * 5,000 events of a few kilobytes bound the memory; etcd is compacted every five
 * minutes by default.
 */
const defaultLimits = { maxEvents: 5_000, maxAgeMs: 5 * 60_000 };

/** Old states that are kept ready because somebody is paging through them. */
const maxKeptSnapshots = 8;

/**
 * The objects of one cluster, with the semantics that clients of the Kubernetes
 * API rely on.
 *
 * One counter gives every change in the cluster its resource version. A list shows
 * the state of exactly one version; a watch from that version yields every later
 * change once and in order, so list and watch together never miss or repeat one.
 * Both hold because everything here is synchronous: history is read and the
 * listener added without a chance for a change between the two.
 *
 * History is bounded. Whoever asks for changes after a version that has been
 * forgotten gets 410 `Expired` and must list again. Pages of a list show the state
 * of the first page: it is restored by undoing the events since then, which works
 * as far back as a watch would.
 */
export class ResourceStore {
  private version: number;
  private readonly history: EventHistory;
  private readonly types = new Map<string, Map<string, StoredObject>>();
  /** Version of the last change of each type. */
  private readonly changedAt = new Map<string, number>();
  /** Current state of each type, sorted; dropped when the type changes. */
  private readonly sorted = new Map<string, readonly StoredObject[]>();
  private readonly keptSnapshots = new Map<string, readonly StoredObject[]>();
  private readonly listeners = new Set<(event: StoreEvent) => void>();
  private readonly unwatched: ReadonlySet<string>;
  /** The very objects that the store holds, to find changes by identity. */
  private held = new Set<KubernetesObject>();

  constructor(options: ResourceStoreOptions = {}) {
    this.version = options.firstVersion ?? 1;
    this.unwatched = options.unwatched ?? new Set();
    this.history = new EventHistory(this.version, {
      maxEvents: options.maxEvents ?? defaultLimits.maxEvents,
      maxAgeMs: options.maxEventAgeMs ?? defaultLimits.maxAgeMs,
    });
  }

  get resourceVersion() {
    return this.version;
  }

  get size() {
    return this.held.size;
  }

  /**
   * Makes these the objects of the cluster. What is the same reference as before
   * is unchanged, so 40,000 objects of which few changed cost milliseconds.
   *
   * @returns names of objects that were left out because another one has the same
   * type, namespace and name
   */
  replace(objects: Iterable<KubernetesObject>, nowMs: number): string[] {
    const wanted = new Set(objects);
    const changed = new Map<string, KubernetesObject>();
    const leftOut: string[] = [];
    for (const object of wanted) {
      if (this.held.has(object)) continue;
      const name = nameOf(object);
      const current = this.types
        .get(groupKindOf(object))
        ?.get(keyOf(object.metadata));
      if (changed.has(name) || (current && wanted.has(current.object))) {
        leftOut.push(name);
      } else {
        changed.set(name, object);
      }
    }
    this.history.forgetBefore(nowMs);
    for (const object of this.held) {
      if (!wanted.has(object) && !changed.has(nameOf(object))) {
        this.remove(object, nowMs);
      }
    }
    for (const object of changed.values()) this.apply(object, nowMs);
    return leftOut;
  }

  /** Adds or changes one object. */
  apply(object: KubernetesObject, nowMs: number) {
    const groupKind = groupKindOf(object);
    const key = keyOf(object.metadata);
    const previous = this.types.get(groupKind)?.get(key);
    if (previous?.object === object) return;
    if (previous && previous.object.metadata.uid !== object.metadata.uid) {
      // A new object under an old name, as when a StatefulSet replaces its pod.
      this.remove(previous.object, nowMs);
      this.apply(object, nowMs);
      return;
    }
    if (previous) this.held.delete(previous.object);
    this.held.add(object);
    this.change({
      type: previous ? 'MODIFIED' : 'ADDED',
      groupKind,
      key,
      object,
      previous,
      atMs: nowMs,
    });
  }

  /** Removes the object of this type, namespace and name, if there is one. */
  remove(
    target: {
      apiVersion: string;
      kind: string;
      metadata: { name: string; namespace?: string };
    },
    nowMs: number,
  ) {
    const groupKind = groupKindOf(target);
    const key = keyOf(target.metadata);
    const previous = this.types.get(groupKind)?.get(key);
    if (!previous) return;
    this.held.delete(previous.object);
    this.change({
      type: 'DELETED',
      groupKind,
      key,
      object: previous.object,
      previous,
      atMs: nowMs,
    });
  }

  get(groupKind: string, key: string): StoredObject | undefined {
    return this.types.get(groupKind)?.get(key);
  }

  /**
   * State of a type now, or at an earlier version that is still known.
   *
   * @throws ApiError 410 where that version has been forgotten, 504 where it has
   * not been reached
   */
  snapshot(groupKind: string, atVersion = this.version): Snapshot {
    if (atVersion > this.version) {
      throw ApiError.tooLargeResourceVersion(atVersion, this.version);
    }
    return {
      resourceVersion: atVersion,
      objects: this.unchangedSince(groupKind, atVersion)
        ? this.current(groupKind)
        : this.restored(groupKind, atVersion),
    };
  }

  /**
   * What follows the given point of a list, in the state of the list's first page.
   *
   * @throws ApiError 410 where that state has been forgotten; its `Status` holds a
   * token with which the list can go on in the newest state
   */
  page(groupKind: string, point: ContinuePoint): Snapshot {
    const wanted = point.resourceVersion ?? this.version;
    if (!this.remembers(groupKind, wanted)) {
      throw ApiError.expired(
        'The provided continue parameter is too old to display a consistent list result. You can start a new list without the continue parameter, or use the continue token in this response to retrieve the remainder of the results. Continuing with the provided token results in an inconsistent list.',
        encodeContinueToken({ afterKey: point.afterKey }),
      );
    }
    const { resourceVersion, objects } = this.snapshot(groupKind, wanted);
    let low = 0;
    let high = objects.length;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (objects[middle].key > point.afterKey) high = middle;
      else low = middle + 1;
    }
    return { resourceVersion, objects: objects.slice(low) };
  }

  /**
   * Hands over all changes of a type after a version, first those that happened,
   * then those that happen, until the returned function is called.
   *
   * @throws ApiError 410 where the version has been forgotten
   */
  watch(
    groupKind: string,
    sinceVersion: number,
    listener: (event: StoreEvent) => void,
  ): () => void {
    const past = this.history.since(sinceVersion);
    if (!past) throw this.tooOld(sinceVersion);
    const forward = (event: StoreEvent) => {
      if (
        event.groupKind === groupKind &&
        event.resourceVersion > sinceVersion
      ) {
        listener(event);
      }
    };
    past.forEach(forward);
    this.listeners.add(forward);
    return () => this.listeners.delete(forward);
  }

  private unchangedSince(groupKind: string, version: number) {
    return (
      (this.changedAt.get(groupKind) ?? 0) <= version ||
      this.unwatched.has(groupKind)
    );
  }

  private remembers(groupKind: string, version: number) {
    return (
      this.unchangedSince(groupKind, version) ||
      version >= this.history.oldestKnownVersion
    );
  }

  private change(happened: Omit<StoreEvent, 'resourceVersion'>) {
    const { groupKind, key, object } = happened;
    this.version += 1;
    const event: StoreEvent = { ...happened, resourceVersion: this.version };
    let objects = this.types.get(groupKind);
    if (!objects) {
      objects = new Map();
      this.types.set(groupKind, objects);
    }
    if (event.type === 'DELETED') objects.delete(key);
    else objects.set(key, { key, object, resourceVersion: this.version });
    this.changedAt.set(groupKind, this.version);
    this.sorted.delete(groupKind);
    if (this.unwatched.has(groupKind)) return;
    this.history.append(event);
    for (const listener of this.listeners) listener(event);
  }

  private current(groupKind: string): readonly StoredObject[] {
    let objects = this.sorted.get(groupKind);
    if (!objects) {
      objects = sortedByKey(this.types.get(groupKind)?.values() ?? []);
      this.sorted.set(groupKind, objects);
    }
    return objects;
  }

  /** Undoes the events after a version. */
  private restored(groupKind: string, atVersion: number) {
    const name = `${groupKind}@${atVersion}`;
    const events = this.history.since(atVersion);
    if (!events) {
      this.keptSnapshots.delete(name);
      throw this.tooOld(atVersion);
    }
    const kept = this.keptSnapshots.get(name);
    if (kept) return kept;
    const objects = new Map(this.types.get(groupKind));
    for (let i = events.length - 1; i >= 0; i -= 1) {
      const event = events[i];
      if (event.groupKind === groupKind) {
        if (event.previous) objects.set(event.key, event.previous);
        else objects.delete(event.key);
      }
    }
    const snapshot = sortedByKey(objects.values());
    this.keptSnapshots.set(name, snapshot);
    if (this.keptSnapshots.size > maxKeptSnapshots) {
      const [oldest] = this.keptSnapshots.keys();
      this.keptSnapshots.delete(oldest);
    }
    return snapshot;
  }

  private tooOld(version: number) {
    return ApiError.expired(
      `too old resource version: ${version} (${this.history.oldestKnownVersion})`,
    );
  }
}

function nameOf(object: KubernetesObject) {
  return `${groupKindOf(object)} ${keyOf(object.metadata)}`;
}

function sortedByKey(objects: Iterable<StoredObject>): StoredObject[] {
  return [...objects].sort((a, b) => (a.key < b.key ? -1 : 1));
}
