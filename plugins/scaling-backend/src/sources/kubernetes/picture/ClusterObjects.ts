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
import { ByName } from '../kept/ByName';
import { sharedValues as shared } from './SharedValues';

interface Entry {
  /** Collection, namespace and name. */
  key: string;
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

/** Of an object: its collection, namespace and name. */
/** Of an object: collection, namespace and name. */
const KEY = /^([^:]*):([^/]*)\/(.*)$/s;

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
  readonly #entries = new Map<CollectionId, ByName<Entry>>();
  /** Keys of autoscalers and ScaledObjects by what they target: mostly one. */
  readonly #byTarget = new Map<string, string[]>();
  readonly malformed = new MalformedObjects();

  count(id: CollectionId): number {
    return this.#held(id).size;
  }

  /** @param heardAtMs when the collection was last known before */
  beginList(collection: Collection, heardAtMs?: number) {
    const fresh = new ByName<Entry>();
    const malformed: Problems = new Map();
    return {
      add: (objects: unknown[]): void => {
        for (const object of objects) {
          try {
            const entry = this.#read(collection, object);
            fresh.set(entry);
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
        for (const entry of [...held]) {
          const { namespace, name } = entry.kept;
          const next = fresh.get(namespace, name);
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
              this.#markLost(collection, entry, { problem, heardAtMs }),
            );
            continue;
          }
          changed.push(this.#remove(collection, entry));
        }
        for (const entry of fresh) {
          const { namespace, name } = entry.kept;
          if (!held.get(namespace, name))
            changed.push(this.#put(collection, entry));
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
      const { namespace, name, uid } = identity.data.metadata;
      const held = this.#held(collection.id).get(namespace, name);
      if (!held || (uid && held.uid && uid !== held.uid)) return [];
      return [this.#remove(collection, held)];
    }
    let entry: Entry;
    try {
      entry = this.#read(collection, object);
    } catch (error) {
      const problem = problemOf(error);
      this.malformed.add(collection, object, problem);
      const uid = uidOf(object);
      return collection.role === 'workload'
        ? this.#entriesOf(collection, uid).map(held =>
            this.#markLost(collection, held, { problem, heardAtMs }),
          )
        : this.#lose(collection, uid);
    }
    const { namespace, name } = entry.kept;
    const held = this.#held(collection.id).get(namespace, name);
    if (held && isOlder(entry, held)) return [];
    return [
      ...(held ? [this.#remove(collection, held)] : []),
      this.#put(collection, entry),
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
    return collection && this.#held(collection.id).get(namespace, name)?.lost;
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
    const kept =
      collection && this.#held(collection.id).get(namespace, name)?.kept;
    return kept && 'ready' in kept ? kept : undefined;
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

  /** With what is known of its pods, where another object has their template. */
  withTemplate(workload: Workload): Workload {
    const { templateOf, namespace } = workload;
    const source =
      templateOf &&
      this.findWorkload(namespace, templateOf.kind, templateOf.name);
    if (!source) return workload;
    const { podLabels, spread } = source;
    return { ...workload, podLabels, spread, templateOf: undefined };
  }

  /** The budgets that guard a workload's pods; undefined: they are not known. */
  budgetsOf(workload: Workload): DisruptionBudget[] | undefined {
    const { namespace, podLabels, templateOf } = this.withTemplate(workload);
    if (templateOf) return undefined;
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
          'podLabels' in other &&
          kept.guards(this.withTemplate(other).podLabels)
            ? [other]
            : [],
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
      for (const { key, kept } of this.#held(id)) yield { key, role, kept };
    }
  }

  #pointingAt({ namespace, kind, name }: Workload): readonly string[] {
    return this.#byTarget.get(keyOf(kind, { namespace, name })) ?? [];
  }

  #byKey(key: string, role: Collection['role']): KeptObject | undefined {
    const [, id, namespace, name] = KEY.exec(key) ?? [];
    const collection = collections.find(c => c.id === id);
    if (!collection || collection.role !== role) return undefined;
    return this.#held(collection.id).get(namespace, name)?.kept;
  }

  #inNamespace(id: CollectionId, namespace: string): KeptObject[] {
    return Array.from(this.#held(id).within(namespace), ({ kept }) => kept);
  }

  #held(id: CollectionId): ByName<Entry> {
    const held = this.#entries.get(id) ?? new ByName<Entry>();
    this.#entries.set(id, held);
    return held;
  }

  /** What was known of an object that can no longer be understood does not hold. */
  #lose(collection: Collection, uid: string | undefined): ChangedObject[] {
    return this.#entriesOf(collection, uid).map(entry =>
      this.#remove(collection, entry),
    );
  }

  #markLost({ role }: Collection, entry: Entry, lost: Lost): ChangedObject {
    // Since the first time nothing newer was understood.
    const heardAtMs = entry.lost ? entry.lost.heardAtMs : lost.heardAtMs;
    entry.lost = { ...lost, heardAtMs };
    return changedOf(role, entry);
  }

  #entriesOf({ id }: Collection, uid: string | undefined): Entry[] {
    if (!uid) return [];
    return [...this.#held(id)].filter(entry => entry.uid === uid);
  }

  #put({ id, role }: Collection, entry: Entry): ChangedObject {
    this.#held(id).set(entry);
    const target = targetKey(entry.kept);
    if (target) {
      const keys = this.#byTarget.get(target) ?? [];
      this.#byTarget.set(target, [...keys, entry.key]);
    }
    return changedOf(role, entry);
  }

  /**
   * What says the same of a service's objects, or of thousands, is held once. Throws where
   * the object cannot be understood.
   */
  #read(collection: Collection, object: unknown): Entry {
    const kept = collection.read(object);
    if ('labels' in kept) kept.labels = shared.of(kept.labels);
    if ('podLabels' in kept) kept.podLabels = shared.of(kept.podLabels);
    if ('spread' in kept) kept.spread = shared.of(kept.spread);
    if ('conditions' in kept) {
      kept.conditions = kept.conditions.map(each => shared.of(each));
    }
    if ('origin' in kept && kept.origin?.version) {
      const { version } = kept.origin;
      version.images = shared.of(version.images);
    }
    const identity = identitySchema.safeParse(object).data?.metadata;
    return {
      key: keyOf(collection.id, kept),
      kept,
      uid: identity?.uid ?? '',
      resourceVersion: identity?.resourceVersion ?? '',
    };
  }

  #remove({ id, role }: Collection, entry: Entry): ChangedObject {
    const { namespace, name } = entry.kept;
    this.#held(id).delete(namespace, name);
    const target = targetKey(entry.kept);
    if (target) {
      const keys = this.#byTarget.get(target)?.filter(key => key !== entry.key);
      if (keys?.length) this.#byTarget.set(target, keys);
      else this.#byTarget.delete(target);
    }
    return changedOf(role, entry);
  }
}

function changedOf(
  role: Collection['role'],
  { key, kept }: Entry,
): ChangedObject {
  return { key, role, kept };
}

/** In one piece: what is put together by a template holds its parts as well. */
function keyOf(
  kind: string,
  { namespace, name }: { namespace: string; name: string },
): string {
  return [kind, [namespace, name].join('/')].join(':');
}

function targetKey(kept: KeptObject): string | undefined {
  return 'target' in kept
    ? keyOf(kept.target.kind, {
        namespace: kept.namespace,
        name: kept.target.name,
      })
    : undefined;
}

/** Versions are compared only where both are numbers and the object is the same. */
function isOlder(next: Entry, held: Entry): boolean {
  if (next.uid !== held.uid) return false;
  if (!/^\d+$/.test(next.resourceVersion)) return false;
  if (!/^\d+$/.test(held.resourceVersion)) return false;
  return BigInt(next.resourceVersion) < BigInt(held.resourceVersion);
}
