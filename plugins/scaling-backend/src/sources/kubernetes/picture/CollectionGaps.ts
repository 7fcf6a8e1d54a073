import {
  Collection,
  CollectionId,
  collectionOf,
  collections,
} from '../collections';

/** Why something is not read now, and when it last was. */
export interface Unread {
  reason: string;
  heardAtMs: number | undefined;
}

/**
 * What of a cluster's collections is not known: those that cannot be read, whose
 * definition was not found, and of which some objects could not be understood. What is
 * set says whether that is news.
 */
export class CollectionGaps {
  readonly #unreadable = new Map<CollectionId, Unread>();
  readonly #absent = new Set<CollectionId>();
  readonly #malformed = new Map<CollectionId, string>();

  /** What could not be understood of each collection, for people. */
  get malformed(): ReadonlyMap<CollectionId, string> {
    return this.#malformed;
  }

  /** Nothing that is part of Kubernetes itself can be read. */
  get isSilent(): boolean {
    return collections.every(
      ({ id, builtIn }) => !builtIn || this.#unreadable.has(id),
    );
  }

  setUnreadable(
    { id }: Collection,
    reason: string | undefined,
    heardAtMs: number | undefined,
  ): boolean {
    if (this.#unreadable.get(id)?.reason === reason) return false;
    if (reason === undefined) this.#unreadable.delete(id);
    else this.#unreadable.set(id, { reason, heardAtMs });
    return true;
  }

  setAbsent({ id }: Collection, absent: boolean): boolean {
    if (this.#absent.has(id) === absent) return false;
    if (absent) this.#absent.add(id);
    else this.#absent.delete(id);
    return true;
  }

  setMalformed({ id }: Collection, said: string | undefined): boolean {
    if (said === this.#malformed.get(id)) return false;
    if (said) this.#malformed.set(id, said);
    else this.#malformed.delete(id);
    return true;
  }

  /** @param isLastKnown as when it was last read, if ever it was */
  isUnreadable(id: CollectionId, isLastKnown = false): boolean {
    const unread = this.#unreadable.get(id);
    const isHeld = isLastKnown && unread?.heardAtMs !== undefined;
    return unread !== undefined && !isHeld;
  }

  isAbsent(id: CollectionId): boolean {
    return this.#absent.has(id);
  }

  /** Why workloads of a kind cannot be read. */
  unreadOf(kind: string): Unread | undefined {
    const collection = collectionOf(kind);
    return collection && this.#unreadable.get(collection.id);
  }

  /**
   * Why something of a collection may exist although it was not found.
   *
   * @param isLastKnown as for `isUnreadable`
   */
  whyMissing(id: CollectionId, isLastKnown = false): string | undefined {
    return this.isUnreadable(id, isLastKnown)
      ? this.#unreadable.get(id)?.reason
      : this.#malformed.get(id);
  }
}
