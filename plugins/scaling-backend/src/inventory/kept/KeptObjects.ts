import { ByName } from '../../sources/kubernetes/kept/ByName';
import { problemOf } from '../../sources/kubernetes/picture/MalformedObjects';
import { asIdentity, isOlderVersion } from './identity';

/** Anything of a cluster that is kept. */
export interface Kept {
  namespace: string;
  name: string;
  uid: string;
}

/** What one event or list did to an object; `after` undefined: it is gone. */
export interface KeptChange<T> {
  before: T | undefined;
  after: T | undefined;
}

interface Entry<T> {
  kept: T;
  resourceVersion: string;
}

/**
 * The objects of one collection of one cluster, slim, by namespace and name. As watches
 * may repeat events and go backwards, an object is never replaced by an older version
 * of itself, and a deletion of its predecessor does not delete it. What cannot be
 * understood is counted, and left out, unless its last good reading says so (`asLost`).
 */
export class KeptObjects<T extends Kept> {
  readonly #read: (object: unknown) => T;
  readonly #asLost: ((last: T, problem: string) => T) | undefined;
  #entries = new ByName<Entry<T>>();
  /** Why each object that is left out could not be understood, by uid or place. */
  readonly malformed = new Map<string, string>();

  /** @param asLost makes of the last good reading what is kept; left out: nothing */
  constructor(
    read: (object: unknown) => T,
    asLost?: (last: T, problem: string) => T,
  ) {
    this.#read = read;
    this.#asLost = asLost;
  }

  get size(): number {
    return this.#entries.size;
  }

  find(namespace: string, name: string): T | undefined {
    return this.#entries.get(namespace, name)?.kept;
  }

  *all(): Generator<T> {
    for (const { kept } of this.#entries) yield kept;
  }

  /** Replaces what is known once it is complete; no more than one page is held in full. */
  beginList() {
    const fresh = new ByName<Entry<T>>();
    const malformed = new Map<string, string>();
    return {
      add: (objects: readonly unknown[]): void => {
        for (const object of objects) {
          const identity = asIdentity(object);
          const held = this.#entries.get(identity.namespace, identity.name);
          const isSame =
            held !== undefined &&
            identity.resourceVersion !== '' &&
            held.resourceVersion === identity.resourceVersion &&
            held.kept.uid === identity.uid;
          const entry = isSame
            ? held
            : this.#entryOf(object, identity.resourceVersion, malformed);
          if (entry) fresh.set(entry);
        }
      },
      complete: (): Array<KeptChange<T>> => {
        this.malformed.clear();
        for (const [key, why] of malformed) this.malformed.set(key, why);
        const before = this.#entries;
        const now = ({ kept }: Entry<T>) =>
          fresh.get(kept.namespace, kept.name);
        for (const held of before) {
          const lost = now(held) ? undefined : this.#lostOf(held.kept);
          if (lost) fresh.set(lost);
        }
        this.#entries = fresh;
        const changes: Array<KeptChange<T>> = [];
        for (const held of before) {
          if (!now(held)) changes.push({ before: held.kept, after: undefined });
        }
        for (const entry of fresh) {
          const { kept } = entry;
          const held = before.get(kept.namespace, kept.name);
          if (held !== entry) changes.push({ before: held?.kept, after: kept });
        }
        return changes;
      },
    };
  }

  /** Undefined where nothing changed. */
  change(
    type: 'ADDED' | 'MODIFIED' | 'DELETED',
    object: unknown,
  ): KeptChange<T> | undefined {
    const identity = asIdentity(object);
    const held = this.#heldOf(identity);
    if (identity.uid) this.malformed.delete(identity.uid);
    if (type === 'DELETED') {
      const isOther =
        identity.uid && held?.kept.uid && identity.uid !== held.kept.uid;
      if (!held || isOther) return undefined;
      this.#entries.delete(held.kept.namespace, held.kept.name);
      return { before: held.kept, after: undefined };
    }
    const isRepeated =
      held &&
      held.kept.uid === identity.uid &&
      isOlderVersion(identity.resourceVersion, held.resourceVersion);
    if (isRepeated) return undefined;
    const entry = this.#entryOf(
      object,
      identity.resourceVersion,
      this.malformed,
    );
    const next = entry ?? (held && this.#lostOf(held.kept));
    if (next) {
      this.#entries.set(next);
    } else if (held) {
      // What was known of it does not hold any more.
      this.#entries.delete(held.kept.namespace, held.kept.name);
    }
    return held || next ? { before: held?.kept, after: next?.kept } : undefined;
  }

  /** One that does not tell its name is known by its uid. */
  #heldOf({ namespace, name, uid }: ReturnType<typeof asIdentity>) {
    if (name === '' && uid !== '') {
      for (const entry of this.#entries) {
        if (entry.kept.uid === uid) return entry;
      }
    }
    return this.#entries.get(namespace, name);
  }

  /** Undefined where it is not malformed, or nothing is kept then. */
  #lostOf(last: T): Entry<T> | undefined {
    const problem = last.uid ? this.malformed.get(last.uid) : undefined;
    // Without a version whatever comes next is newer.
    return problem !== undefined && this.#asLost
      ? { kept: this.#asLost(last, problem), resourceVersion: '' }
      : undefined;
  }

  #entryOf(
    object: unknown,
    resourceVersion: string,
    malformed: Map<string, string>,
  ): Entry<T> | undefined {
    try {
      return { kept: this.#read(object), resourceVersion };
    } catch (error) {
      const { uid } = asIdentity(object);
      malformed.set(uid || `#${malformed.size}`, problemOf(error));
      return undefined;
    }
  }
}
