import {
  asUnread,
  Autoscaler,
  explainDangling,
  explainWorkload,
  nextProgress,
  NO_METRICS_YET,
  Progress,
  Workload,
  WorkloadScaling,
} from '@worldscale/backstage-plugin-scaling-common';
import { CatalogPicture } from '../catalog/CatalogPicture';
import { ChangedObject, ClusterObjects } from './ClusterObjects';
import {
  Collection,
  CollectionId,
  collectionOf,
  collections,
} from './collections';
import { describeAbsent, placeOf } from './describeUnreadable';
import { ClusterInfo } from './KubernetesApi';

/** What is known of one service in one cluster. */
export interface ServicePart {
  workloads: WorkloadScaling[];
  /** Memory of each workload's progress, by kind, namespace and name. */
  progress: Record<string, Progress>;
}

/** When a collection was last known in whole; undefined: never. */
export type HeardAtMs = (id: CollectionId) => number | undefined;

/** A collection that cannot be read: why, and when it last was. */
interface Unread {
  reason: string;
  heardAtMs: number | undefined;
}

/** Told of every workload that came or changed, or is gone (undefined). */
export interface WorkloadObserver {
  /** @param name namespace and name, with a slash between */
  saw(collection: CollectionId, name: string, workload?: Workload): void;
  /** At this instant all that was seen of a collection is all there is. */
  heard(collection: CollectionId): void;
}

/**
 * The workloads and autoscalers of one cluster, slim, and which services they
 * belong to. A change marks the services that it may concern; they are computed
 * anew when asked for. Nothing here waits or talks to anyone.
 */
export class ClusterPicture {
  readonly #cluster: Pick<ClusterInfo, 'name' | 'title'>;
  readonly #objects: ClusterObjects;
  #catalog: CatalogPicture;
  /** Services with objects here, and those that had some. */
  readonly #members = new Map<string, Set<string>>();
  readonly #dirty = new Set<string>();
  readonly #progress = new Map<string, Progress>();
  /** Services whose judgement depends on how much time has passed. */
  readonly #waiting = new Set<string>();
  /** Collections that cannot be read. */
  readonly #unreadable = new Map<CollectionId, Unread>();
  /** Collections whose definition was not found. */
  readonly #absent = new Set<CollectionId>();
  /** What could not be understood of each collection, as last said. */
  readonly #malformed = new Map<CollectionId, string>();
  /** Known from before the start, for collections that cannot be read. */
  readonly #earlier: ReadonlyMap<string, ServicePart>;
  readonly #earlierReadAt: string | null;
  readonly #observers: readonly WorkloadObserver[];

  constructor(
    cluster: Pick<ClusterInfo, 'name' | 'title'>,
    catalog: CatalogPicture,
    earlier: ReadonlyMap<string, ServicePart> = new Map(),
    observers: readonly WorkloadObserver[] = [],
    /** When the cluster was last read before (ISO 8601); null: never, or not known. */
    earlierReadAt: string | null = null,
  ) {
    this.#earlierReadAt = earlierReadAt;
    this.#observers = observers;
    this.#cluster = cluster;
    this.#catalog = catalog;
    this.#objects = new ClusterObjects();
    this.#earlier = earlier;
    for (const [entityRef, part] of earlier) {
      this.#dirty.add(entityRef);
      for (const [key, progress] of Object.entries(part.progress)) {
        this.#progress.set(key, progress);
      }
    }
  }

  /** Collections of which some objects could not be understood, for people. */
  get malformed(): ReadonlyMap<CollectionId, string> {
    return this.#malformed;
  }

  /** Whether anything of a collection is known. */
  holds({ id }: Collection): boolean {
    return this.#objects.count(id) > 0;
  }

  /** @param heardAtMs when the collection was last known before */
  beginList(collection: Collection, heardAtMs?: number) {
    const list = this.#objects.beginList(collection, heardAtMs);
    return {
      add: (objects: unknown[]) => list.add(objects),
      complete: () => {
        for (const changed of list.complete()) this.#touched(changed);
        this.#noteMalformed(collection);
        this.setUnreadable(collection, undefined);
      },
    };
  }

  change(
    collection: Collection,
    type: 'ADDED' | 'MODIFIED' | 'DELETED',
    object: unknown,
    heardAtMs?: number,
  ): void {
    for (const changed of this.#objects.change(
      collection,
      type,
      object,
      heardAtMs,
    )) {
      this.#touched(changed);
    }
    this.#noteMalformed(collection);
  }

  setAbsent({ id }: Collection, absent: boolean): void {
    if (this.#absent.has(id) === absent) return;
    if (absent) this.#absent.add(id);
    else this.#absent.delete(id);
    this.markDirty(this.#known());
  }

  /** @param heardAtMs when it was last known in whole, since the start */
  setUnreadable(
    collection: Collection,
    reason: string | undefined,
    heardAtMs?: number,
  ): void {
    if (this.#unreadable.get(collection.id)?.reason === reason) return;
    if (reason === undefined) this.#unreadable.delete(collection.id);
    else this.#unreadable.set(collection.id, { reason, heardAtMs });
    this.markDirty(this.#known());
  }

  /** The catalog says something else: every service is looked at again. */
  useCatalog(catalog: CatalogPicture): void {
    this.#catalog = catalog;
    this.markDirty(this.#known());
    this.#members.clear();
    for (const object of this.#objects.all()) this.#touched(object);
  }

  /** Services that changed since the last call. */
  takeDirty(): string[] {
    const dirty = [...this.#dirty];
    this.#dirty.clear();
    return dirty;
  }

  markDirty(entityRefs: Iterable<string>): void {
    for (const entityRef of entityRefs) this.#dirty.add(entityRef);
  }

  /** Time passed: what depends on it is looked at again. */
  tick(): void {
    this.markDirty(this.#waiting);
  }

  /**
   * Undefined where the service has nothing here. Time passes only for what is
   * observed: a workload is judged at the instant at which its kind was last heard.
   *
   * @param heardAtMs of a collection; left out: all were heard now
   */
  compute(
    entityRef: string,
    nowMs: number,
    heardAtMs: HeardAtMs = () => nowMs,
  ): ServicePart | undefined {
    // Of a cluster that refuses altogether nothing changes: what is known grows old.
    if (this.#isSilent()) return this.#earlier.get(entityRef);
    const part: ServicePart = { workloads: [], progress: {} };
    this.#waiting.delete(entityRef);
    const unread = this.#unread(entityRef);
    for (const key of this.#members.get(entityRef) ?? []) {
      const workload = this.#objects.workload(key);
      const autoscaler = this.#objects.autoscaler(key);
      if (workload && this.#belongs(entityRef, workload)) {
        this.#addWorkload(part, entityRef, workload, heardAtMs, nowMs);
      } else if (autoscaler && this.#belongs(entityRef, autoscaler)) {
        const dangling = this.#dangling(autoscaler);
        // What was last known of its target says more.
        if (dangling && !unread.some(each => isSame(each, dangling))) {
          part.workloads.push(dangling);
        }
      } else if (!workload && !autoscaler) {
        this.#members.get(entityRef)?.delete(key);
      }
    }
    part.workloads.push(...unread);
    return part.workloads.length > 0 ? part : undefined;
  }

  #addWorkload(
    part: ServicePart,
    entityRef: string,
    workload: Workload,
    heardAtMs: HeardAtMs,
    nowMs: number,
  ): void {
    const key = progressKey(workload);
    const unread = this.#unreadOf(workload.kind) ?? this.#lostOf(workload);
    const unreadable = (id: CollectionId) => this.#unreadable.get(id);
    const scalers =
      workload.kind === 'Fleet'
        ? 'fleetautoscalers'
        : 'horizontalpodautoscalers';
    const own = collectionOf(workload.kind);
    // Nothing is known of the time since it was read.
    const readAtMs = unread?.heardAtMs ?? (own && heardAtMs(own.id)) ?? nowMs;
    // What its autoscaler did since is not in the future.
    const atMs = unread
      ? readAtMs
      : Math.max(readAtMs, heardAtMs(scalers) ?? readAtMs);
    const progress = nextProgress(this.#progress.get(key), workload, readAtMs);
    // What was read of those that cannot be read now no longer holds.
    const autoscalers = unreadable(scalers)
      ? []
      : this.#objects.autoscalersOf(workload);
    const scaledObject = unreadable('scaledobjects')
      ? undefined
      : this.#objects.scaledObjectOf(workload);
    this.#progress.set(key, progress);
    part.progress[key] = progress;
    if (!unread && (progress.shortSince || progress.unobservedSince)) {
      this.#waiting.add(entityRef);
    }
    const scaling = explainWorkload(
      {
        cluster: this.#cluster.name,
        workload,
        autoscalers,
        scaledObject,
        budgets: this.#whyMissing('poddisruptionbudgets')
          ? undefined
          : this.#objects.budgetsOf(workload),
        autoscalersUnreadable:
          autoscalers.length > 0 ? undefined : this.#whyMissing(scalers),
        scaledObjectsUnreadable: scaledObject
          ? undefined
          : this.#whyMissing('scaledobjects'),
        progress,
      },
      atMs,
    );
    if (scaling.findings.some(({ code }) => code === NO_METRICS_YET)) {
      this.#waiting.add(entityRef);
    }
    part.workloads.push(
      unread
        ? asUnread(scaling, unread.reason, instantOf(unread.heardAtMs))
        : scaling,
    );
  }

  #dangling(autoscaler: Autoscaler): WorkloadScaling | undefined {
    const { target, namespace } = autoscaler;
    if (this.#objects.findWorkload(namespace, target.kind, target.name)) {
      return undefined;
    }
    const collection = collectionOf(target.kind);
    return explainDangling(
      this.#cluster.name,
      autoscaler,
      collection &&
        (this.#whyMissing(collection.id) ??
          (this.#absent.has(collection.id)
            ? describeAbsent(this.#cluster, collection)
            : undefined)),
    );
  }

  /** What was known before, of kinds that cannot be read now. */
  #unread(entityRef: string): WorkloadScaling[] {
    const known = this.#earlier.get(entityRef)?.workloads ?? [];
    return known.flatMap(workload => {
      const { kind, namespace, name } = workload;
      const unread = this.#unreadOf(kind);
      return unread && !this.#objects.findWorkload(namespace, kind, name)
        ? [asUnread(workload, unread.reason, this.#earlierReadAt)]
        : [];
    });
  }

  #unreadOf(kind: string): Unread | undefined {
    const collection = collectionOf(kind);
    return collection && this.#unreadable.get(collection.id);
  }

  /** It became malformed: what is known of it is the last that was understood. */
  #lostOf(workload: Workload): Unread | undefined {
    const lost = this.#objects.lost(workload);
    return (
      lost && {
        reason: `it could not be understood (${lost.problem})`,
        heardAtMs: lost.heardAtMs,
      }
    );
  }

  /** Why something of a collection may exist although it was not found. */
  #whyMissing(id: CollectionId): string | undefined {
    return this.#unreadable.get(id)?.reason ?? this.#malformed.get(id);
  }

  #noteMalformed(collection: Collection): void {
    const { id } = collection;
    const said = this.#objects.malformed.describe(
      collection,
      placeOf(this.#cluster),
    );
    if (said === this.#malformed.get(id)) return;
    if (said) this.#malformed.set(id, said);
    else this.#malformed.delete(id);
    this.markDirty(this.#known());
  }

  #belongs(entityRef: string, object: Workload | Autoscaler): boolean {
    return this.#catalog
      .servicesOf(this.#cluster.name, object)
      .includes(entityRef);
  }

  #isSilent(): boolean {
    return collections.every(
      ({ id, builtIn }) => !builtIn || this.#unreadable.has(id),
    );
  }

  #known(): Set<string> {
    return new Set([...this.#members.keys(), ...this.#earlier.keys()]);
  }

  #showTo(key: string): void {
    if (this.#observers.length === 0) return;
    const split = key.indexOf(':');
    const collection = collections.find(({ id }) => id === key.slice(0, split));
    if (!collection) return;
    const workload = this.#objects.workload(key);
    for (const observer of this.#observers) {
      observer.saw(collection.id, key.slice(split + 1), workload);
    }
  }

  /** Marks the services that a changed object may concern. */
  #touched(object: ChangedObject): void {
    if (object.role === 'workload') this.#showTo(object.key);
    const concerned = [object.kept, ...this.#objects.targetsOf(object.kept)];
    for (const located of concerned) {
      for (const entityRef of this.#catalog.servicesOf(
        this.#cluster.name,
        located,
      )) {
        this.#dirty.add(entityRef);
        const isMember =
          object.role === 'workload' || object.role === 'autoscaler';
        if (located !== object.kept || !isMember) continue;
        const keys = this.#members.get(entityRef) ?? new Set();
        keys.add(object.key);
        this.#members.set(entityRef, keys);
      }
    }
  }
}

type Named = Pick<WorkloadScaling, 'kind' | 'namespace' | 'name'>;

function isSame(a: Named, b: Named): boolean {
  return a.kind === b.kind && a.namespace === b.namespace && a.name === b.name;
}

function instantOf(ms: number | undefined): string | null {
  return ms === undefined ? null : new Date(ms).toISOString();
}

function progressKey({ kind, namespace, name }: Workload): string {
  return `${kind}/${namespace}/${name}`;
}
