interface Named {
  kept: { namespace: string; name: string };
}

/** Up to so many are looked through faster than a Map is found. */
const MOST_IN_ROW = 8;

/**
 * Things of a cluster by namespace and name. Tens of thousands are kept, mostly one or
 * two of a kind in a namespace, for which a key of its own and a Map would take more
 * memory than they do.
 */
export class ByName<T extends Named> {
  readonly #places = new Map<string, T[] | Map<string, T>>();
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(namespace: string, name: string): T | undefined {
    const place = this.#places.get(namespace);
    return Array.isArray(place)
      ? place.find(each => each.kept.name === name)
      : place?.get(name);
  }

  /** Takes the place of the one of the same name. */
  set(thing: T): void {
    const { namespace, name } = thing.kept;
    const place = this.#places.get(namespace);
    if (place === undefined) {
      this.#places.set(namespace, [thing]);
      this.#size += 1;
      return;
    }
    if (!Array.isArray(place)) {
      this.#size += place.has(name) ? 0 : 1;
      place.set(name, thing);
      return;
    }
    const index = place.findIndex(each => each.kept.name === name);
    if (index >= 0) {
      place[index] = thing;
      return;
    }
    this.#size += 1;
    place.push(thing);
    if (place.length > MOST_IN_ROW) {
      const all = place.map(each => [each.kept.name, each] as const);
      this.#places.set(namespace, new Map(all));
    }
  }

  delete(namespace: string, name: string): void {
    const place = this.#places.get(namespace);
    if (place === undefined) return;
    if (Array.isArray(place)) {
      const index = place.findIndex(each => each.kept.name === name);
      if (index < 0) return;
      place.splice(index, 1);
      if (place.length === 0) this.#places.delete(namespace);
    } else {
      if (!place.delete(name)) return;
      if (place.size === 0) this.#places.delete(namespace);
    }
    this.#size -= 1;
  }

  /** Those of one namespace. */
  within(namespace: string): Iterable<T> {
    return this.#places.get(namespace)?.values() ?? [];
  }

  *[Symbol.iterator](): Generator<T> {
    for (const place of this.#places.values()) yield* place.values();
  }
}
