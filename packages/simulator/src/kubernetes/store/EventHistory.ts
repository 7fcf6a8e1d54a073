import { KubernetesObject } from '../KubernetesObject';

/** An object in the state that it had from one resource version on. */
export interface StoredObject {
  readonly key: string;
  readonly object: KubernetesObject;
  readonly resourceVersion: number;
}

export interface StoreEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly groupKind: string;
  readonly key: string;
  readonly resourceVersion: number;
  /** State after the change; where deleted, the last one. */
  readonly object: KubernetesObject;
  /** State before the change; undefined where it was added. */
  readonly previous?: StoredObject;
  /** When it was noted (Unix milliseconds). */
  readonly atMs: number;
}

/**
 * The last events of a store, in order of their versions, bounded by number and
 * age as etcd's are by compaction.
 */
export class EventHistory {
  private events: StoreEvent[] = [];
  /** Index of the oldest event that still counts. */
  private head = 0;
  private floor: number;

  constructor(
    firstVersion: number,
    private readonly limits: { maxEvents: number; maxAgeMs: number },
  ) {
    this.floor = firstVersion;
  }

  /** Changes after this version are known; what came before is forgotten. */
  get oldestKnownVersion() {
    return this.floor;
  }

  append(event: StoreEvent) {
    this.events.push(event);
    while (this.events.length - this.head > this.limits.maxEvents) {
      this.forgetOldest();
    }
    this.compact();
  }

  forgetBefore(nowMs: number) {
    const limitMs = nowMs - this.limits.maxAgeMs;
    while (
      this.head < this.events.length &&
      this.events[this.head].atMs < limitMs
    ) {
      this.forgetOldest();
    }
    this.compact();
  }

  /** Events later than a version, oldest first; undefined: forgotten. */
  since(resourceVersion: number): StoreEvent[] | undefined {
    if (resourceVersion < this.floor) return undefined;
    let low = this.head;
    let high = this.events.length;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      if (this.events[middle].resourceVersion > resourceVersion) high = middle;
      else low = middle + 1;
    }
    return this.events.slice(low);
  }

  private forgetOldest() {
    this.floor = this.events[this.head].resourceVersion;
    this.head += 1;
  }

  /** Frees the forgotten half; so appending stays cheap on average. */
  private compact() {
    if (this.head > 64 && this.head * 2 > this.events.length) {
      this.events = this.events.slice(this.head);
      this.head = 0;
    }
  }
}
