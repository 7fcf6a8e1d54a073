import {
  Autoscaler,
  DisruptionBudget,
  ScaledObject,
  Workload,
} from '@worldscale/backstage-plugin-scaling-common';
import { z } from 'zod';
import {
  Collection,
  CollectionId,
  collectionOf,
  collections,
  KeptObject,
} from '../collections';
import {
  MalformedObjects,
  noteProblem,
  problemOf,
  Problems,
  uidOf,
} from './MalformedObjects';
import { SharedValues } from './SharedValues';

interface Entry {
  kept: KeptObject;
  uid: string;
  resourceVersion: string;
  /** It cannot be understood any more; what is kept is the last that could. */
  lost?: Lost;
}

/** Why an object is no longer understood, and when it last was. */
export interface Lost {
  problem: string;
  heardAtMs: number | undefined;
}

/** An object that came, changed or went. */
export interface ChangedObject {
  key: string;
  role: Collection['role'];
  kept: KeptObject;
}

/** What decides whether an event is about the same object, and newer. */
const identitySchema = z.object({
  metadata: z.object({
    name: z.string(),
    namespace: z.string().catch(''),
    uid: z.string().catch(''),
    resourceVersion: z.string().catch(''),
  }),
});

/**
 * All objects of one cluster by collection, namespace and name, and what points at
 * what. Watches may repeat events and, after a reconnection to a server that lags,
 * go backwards: an object is never replaced by an older version of itself, and a
 * deletion of an earlier object does not delete its successor of the same name. Of a
 * workload that becomes malformed the last good reading is kept, and why it is that.
 */
export class ClusterObjects {
  readonly #entries = new Map<CollectionId, Map<string, Entry>>();
  /** Keys of autoscalers and ScaledObjects by what they target. */
  readonly #byTarget = new Map<string, Set<string>>();
  /** By collection and namespace, then by key. */
  readonly #byNamespace = new Map<string, Map<string, KeptObject>>();
  readonly malformed = new MalformedObjects();
  readonly #shared = new SharedValues();

  constructor() {
    for (const { id } of collections) this.#entries.set(id, new Map());
  }

  count(id: CollectionId): number {
    return this.#held(id).size;
  }

  /** @param heardAtMs when the collection was last known before */
  beginList(collection: Collection, heardAtMs?: number) {
    const fresh = new Map<string, Entry>();
    const malformed: Problems = new Map();
    return {
      add: (objects: unknown[]): void => {
        for (const object of objects) {
          try {
            const entry = this.#read(collection, object);
            fresh.set(nameKey(entry.kept), entry);
          } catch (error) {
            const why = problemOf(error);
            noteProblem(malformed, object, why, `#${malformed.size}`);
          }
        }
      },
      complete: (): ChangedObject[] => {
        this.malformed.replace(collection, malformed);
        const held = this.#held(collection.id);
        const changed: ChangedObject[] = [];
        for (const [key, entry] of [...held]) {
          const next = fresh.get(key);
          const problem = malformed.get(entry.uid)?.why;
          if (
            next?.resourceVersion &&
            next.resourceVersion === entry.resourceVersion &&
            !entry.lost
          ) {
            continue;
          }
          if (!next && entry.uid && problem && collection.role === 'workload') {
            changed.push(
              ...this.#markLost(collection, key, { problem, heardAtMs }),
            );
            continue;
          }
          changed.push(...this.#remove(collection, key));
        }
        for (const [key, entry] of fresh) {
          if (!held.has(key))
            changed.push(...this.#put(collection, key, entry));
        }
        return changed;
      },
    };
  }

  change(
    collection: Collection,
    type: 'ADDED' | 'MODIFIED' | 'DELETED',
    object: unknown,
    heardAtMs?: number,
  ): ChangedObject[] {
    const identity = identitySchema.safeParse(object);
    this.malformed.forget(collection, object);
    if (type === 'DELETED') {
      if (!identity.success) return this.#lose(collection, uidOf(object));
      const { metadata } = identity.data;
      const key = nameKey(metadata);
      const held = this.#held(collection.id).get(key);
      if (!held || (metadata.uid && held.uid && metadata.uid !== held.uid)) {
        return [];
      }
      return this.#remove(collection, key);
    }
    let entry: Entry;
    try {
      entry = this.#read(collection, object);
    } catch (error) {
      const problem = problemOf(error);
      this.malformed.add(collection, object, problem);
      const uid = uidOf(object);
      return collection.role === 'workload'
        ? this.#keysOf(collection, uid).flatMap(key =>
            this.#markLost(collection, key, { problem, heardAtMs }),
          )
        : this.#lose(collection, uid);
    }
    const key = nameKey(entry.kept);
    const held = this.#held(collection.id).get(key);
    if (held && isOlder(entry, held)) return [];
    return [
      ...(held ? this.#remove(collection, key) : []),
      ...this.#put(collection, key, entry),
    ];
  }

  /** By the key of a ChangedObject. */
  workload(key: string): Workload | undefined {
    const kept = this.#byKey(key, 'workload');
    return kept && 'ready' in kept ? kept : undefined;
  }

  /** Undefined: the workload is understood as it is now. */
  lost({ kind, namespace, name }: Workload): Lost | undefined {
    const collection = collectionOf(kind);
    const key = nameKey({ namespace, name });
    return collection && this.#held(collection.id).get(key)?.lost;
  }

  autoscaler(key: string): Autoscaler | undefined {
    const kept = this.#byKey(key, 'autoscaler');
    return kept && 'metrics' in kept ? kept : undefined;
  }

  findWorkload(
    namespace: string,
    kind: string,
    name: string,
  ): Workload | undefined {
    const collection = collections.find(
      c => c.kind === kind && c.role === 'workload',
    );
    return collection && this.workload(`${collection.id}:${namespace}/${name}`);
  }

  autoscalersOf(workload: Workload): Autoscaler[] {
    return this.#pointingAt(workload).flatMap(key => {
      const autoscaler = this.autoscaler(key);
      return autoscaler ? [autoscaler] : [];
    });
  }

  scaledObjectOf(workload: Workload): ScaledObject | undefined {
    for (const key of this.#pointingAt(workload)) {
      const kept = this.#byKey(key, 'scaledObject');
      if (kept && 'hpaName' in kept) return kept;
    }
    return undefined;
  }

  /** The budgets that guard a workload's pods. */
  budgetsOf({ namespace, podLabels }: Workload): DisruptionBudget[] {
    return this.#inNamespace('poddisruptionbudgets', namespace).flatMap(kept =>
      'guards' in kept && kept.guards(podLabels) ? [kept] : [],
    );
  }

  /** What an autoscaler, ScaledObject or budget is about; of a workload nothing. */
  targetsOf(kept: KeptObject): Workload[] {
    if ('guards' in kept) {
      return collections
        .filter(({ role }) => role === 'workload')
        .flatMap(({ id }) => this.#inNamespace(id, kept.namespace))
        .flatMap(other =>
          'podLabels' in other && kept.guards(other.podLabels) ? [other] : [],
        );
    }
    if (!('target' in kept)) return [];
    const found = this.findWorkload(
      kept.namespace,
      kept.target.kind,
      kept.target.name,
    );
    return found ? [found] : [];
  }

  *all(): Generator<ChangedObject> {
    for (const { id, role } of collections) {
      for (const [key, { kept }] of this.#held(id)) {
        yield { key: `${id}:${key}`, role, kept };
      }
    }
  }

  #pointingAt({ namespace, kind, name }: Workload): string[] {
    return [...(this.#byTarget.get(`${kind}:${namespace}/${name}`) ?? [])];
  }

  #byKey(key: string, role: Collection['role']): KeptObject | undefined {
    const split = key.indexOf(':');
    const collection = collections.find(c => c.id === key.slice(0, split));
    if (!collection || collection.role !== role) return undefined;
    return this.#held(collection.id).get(key.slice(split + 1))?.kept;
  }

  #inNamespace(id: CollectionId, namespace: string): KeptObject[] {
    return [...(this.#byNamespace.get(`${id}:${namespace}`)?.values() ?? [])];
  }

  #held(id: CollectionId): Map<string, Entry> {
    const held = this.#entries.get(id) ?? new Map<string, Entry>();
    this.#entries.set(id, held);
    return held;
  }

  /** What was known of an object that can no longer be understood does not hold. */
  #lose(collection: Collection, uid: string | undefined): ChangedObject[] {
    return this.#keysOf(collection, uid).flatMap(key =>
      this.#remove(collection, key),
    );
  }

  #markLost(collection: Collection, key: string, lost: Lost): ChangedObject[] {
    const entry = this.#held(collection.id).get(key);
    if (!entry) return [];
    // Since the first time nothing newer was understood.
    const heardAtMs = entry.lost ? entry.lost.heardAtMs : lost.heardAtMs;
    entry.lost = { ...lost, heardAtMs };
    return [this.#changed(collection, key, entry)];
  }

  #keysOf({ id }: Collection, uid: string | undefined): string[] {
    if (!uid) return [];
    return [...this.#held(id)]
      .filter(([, entry]) => entry.uid === uid)
      .map(([key]) => key);
  }

  #put(collection: Collection, key: string, entry: Entry): ChangedObject[] {
    this.#held(collection.id).set(key, entry);
    const place = `${collection.id}:${entry.kept.namespace}`;
    const neighbours = this.#byNamespace.get(place) ?? new Map();
    neighbours.set(key, entry.kept);
    this.#byNamespace.set(place, neighbours);
    const changed = this.#changed(collection, key, entry);
    const target = targetKey(entry.kept);
    if (target) {
      const keys = this.#byTarget.get(target) ?? new Set();
      keys.add(changed.key);
      this.#byTarget.set(target, keys);
    }
    return [changed];
  }

  /** What says the same of a service's objects, or of thousands, is held once. */
  #read(collection: Collection, object: unknown): Entry {
    const kept = collection.read(object);
    if ('labels' in kept) kept.labels = this.#shared.of(kept.labels);
    if ('podLabels' in kept) kept.podLabels = this.#shared.of(kept.podLabels);
    if ('spread' in kept) kept.spread = this.#shared.of(kept.spread);
    if ('conditions' in kept) {
      kept.conditions = kept.conditions.map(each => this.#shared.of(each));
    }
    const identity = identitySchema.safeParse(object).data?.metadata;
    return {
      kept,
      uid: identity?.uid ?? '',
      resourceVersion: identity?.resourceVersion ?? '',
    };
  }

  #remove(collection: Collection, key: string): ChangedObject[] {
    const held = this.#held(collection.id);
    const entry = held.get(key);
    if (!entry) return [];
    held.delete(key);
    const place = `${collection.id}:${entry.kept.namespace}`;
    const neighbours = this.#byNamespace.get(place);
    neighbours?.delete(key);
    if (neighbours?.size === 0) this.#byNamespace.delete(place);
    const changed = this.#changed(collection, key, entry);
    const target = targetKey(entry.kept);
    if (target) {
      const keys = this.#byTarget.get(target);
      keys?.delete(changed.key);
      if (keys?.size === 0) this.#byTarget.delete(target);
    }
    return [changed];
  }

  #changed(
    { id, role }: Collection,
    key: string,
    { kept }: Entry,
  ): ChangedObject {
    return { key: `${id}:${key}`, role, kept };
  }
}

/** Throws where the object cannot be understood. */
function nameKey({ namespace, name }: { namespace: string; name: string }) {
  return `${namespace}/${name}`;
}

function targetKey(kept: KeptObject): string | undefined {
  return 'target' in kept
    ? `${kept.target.kind}:${kept.namespace}/${kept.target.name}`
    : undefined;
}

/** Versions are compared only where both are numbers and the object is the same. */
function isOlder(next: Entry, held: Entry): boolean {
  if (next.uid !== held.uid) return false;
  if (!/^\d+$/.test(next.resourceVersion)) return false;
  if (!/^\d+$/.test(held.resourceVersion)) return false;
  return BigInt(next.resourceVersion) < BigInt(held.resourceVersion);
}
