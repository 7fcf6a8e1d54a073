import {
  asUnread,
  Autoscaler,
  Workload,
} from '@worldscale/backstage-plugin-scaling-common';
import { CatalogPicture } from '../../catalog/CatalogPicture';
import { ChangedObject, ClusterObjects } from './ClusterObjects';
import { CollectionGaps } from './CollectionGaps';
import {
  Collection,
  CollectionId,
  collectionOf,
  collections,
} from '../collections';
import { placeOf } from '../describeUnreadable';
import { EarlierWorkloads } from './EarlierWorkloads';
import { ClusterInfo } from '../KubernetesApi';
import { partKey, ServicePart } from './ServicePart';
import { HeardAtMs, WorkloadStates } from './WorkloadStates';

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
  readonly #objects = new ClusterObjects();
  readonly #gaps = new CollectionGaps();
  readonly #states: WorkloadStates;
  #catalog: CatalogPicture;
  /** Services with objects here, and those that had some: keys, mostly one or two. */
  readonly #members = new Map<string, readonly string[]>();
  readonly #dirty = new Set<string>();
  /** Services whose judgement depends on how much time has passed. */
  readonly #waiting = new Set<string>();
  readonly #earlier: EarlierWorkloads;
  readonly #observers: readonly WorkloadObserver[];

  constructor(
    cluster: Pick<ClusterInfo, 'name' | 'title'>,
    catalog: CatalogPicture,
    earlier: ReadonlyMap<string, ServicePart> = new Map(),
    observers: readonly WorkloadObserver[] = [],
    /** When the cluster was last read before (ISO 8601); null: never, or not known. */
    earlierReadAt: string | null = null,
  ) {
    this.#observers = observers;
    this.#cluster = cluster;
    this.#catalog = catalog;
    this.#earlier = new EarlierWorkloads(earlier, earlierReadAt);
    this.#states = new WorkloadStates(
      ...([cluster, this.#objects, this.#gaps, this.#earlier] as const),
    );
    for (const [entityRef, { progress }] of earlier) {
      this.#dirty.add(entityRef);
      this.#states.recall(progress);
    }
  }

  /** Collections of which some objects could not be understood, for people. */
  get malformed(): ReadonlyMap<CollectionId, string> {
    return this.#gaps.malformed;
  }

  /** Whether anything of a collection is known, be it from before the start. */
  holds({ id, kind }: Collection): boolean {
    return this.#objects.count(id) > 0 || this.#earlier.names(kind);
  }

  /** @param heardAtMs when the collection was last known before */
  beginList(collection: Collection, heardAtMs?: number) {
    const list = this.#objects.beginList(collection, heardAtMs);
    return {
      add: (objects: unknown[]) => list.add(objects),
      complete: () => {
        for (const changed of list.complete()) this.#touched(changed);
        this.#noteMalformed(collection);
        this.#settleEarlier(collection);
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
    if (this.#earlier.has(collection.kind)) this.#settleEarlier(collection);
  }

  setAbsent(collection: Collection, absent: boolean): void {
    if (this.#gaps.setAbsent(collection, absent)) this.markDirty(this.#known());
  }

  /** @param heardAtMs when it was last known in whole, since the start */
  setUnreadable(
    collection: Collection,
    reason: string | undefined,
    heardAtMs?: number,
  ): void {
    if (this.#gaps.setUnreadable(collection, reason, heardAtMs)) {
      this.markDirty(this.#known());
    }
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
   * Undefined where the service has nothing here.
   *
   * @param heardAtMs of a collection; left out: all were heard now
   */
  compute(
    entityRef: string,
    nowMs: number,
    heardAtMs: HeardAtMs = () => nowMs,
  ): ServicePart | undefined {
    const { untouched } = this.#earlier;
    // Of a cluster that refuses altogether nothing changes: what is known grows old.
    if (untouched && this.#gaps.isSilent) return untouched.get(entityRef);
    const part: ServicePart = { workloads: [], progress: {} };
    this.#waiting.delete(entityRef);
    const dangling: Autoscaler[] = [];
    for (const key of this.#members.get(entityRef) ?? []) {
      const workload = this.#objects.workload(key);
      const autoscaler = this.#objects.autoscaler(key);
      if (workload && this.#belongs(entityRef, workload)) {
        const judged = this.#states.of(workload, heardAtMs, nowMs);
        part.workloads.push(judged.scaling);
        part.progress[partKey(workload)] = judged.progress;
        noteUid(part, workload, workload.origin?.uid);
        if (judged.scaledBy) {
          part.scaledBy ??= {};
          part.scaledBy[partKey(workload)] = judged.scaledBy;
        }
        if (judged.isWaiting) this.#waiting.add(entityRef);
      } else if (autoscaler && this.#belongs(entityRef, autoscaler)) {
        dangling.push(autoscaler);
      } else if (!workload && !autoscaler) {
        this.#forget(entityRef, key);
      }
    }
    const lastKnown = this.#addEarlier(part, entityRef);
    for (const autoscaler of dangling) {
      const scaling = this.#states.ofMissingTarget(autoscaler);
      // What was last known of its target says more.
      if (scaling && !lastKnown.has(partKey(scaling))) {
        part.workloads.push(scaling);
      }
    }
    return part.workloads.length > 0 ? part : undefined;
  }

  #forget(entityRef: string, member: string): void {
    const keys = this.#members.get(entityRef) ?? [];
    this.#members.set(
      entityRef,
      keys.filter(key => key !== member),
    );
  }

  /** What was known before and may still be there, although it cannot be read now. */
  #addEarlier(part: ServicePart, entityRef: string): ReadonlySet<string> {
    const added = new Set<string>();
    for (const { scaling, uid } of this.#earlier.of(entityRef)) {
      const { namespace, kind, name } = scaling;
      const why =
        this.#gaps.unreadOf(kind)?.reason ?? this.#whyNotUnderstood(kind, uid);
      if (!why || this.#objects.findWorkload(namespace, kind, name)) continue;
      const key = partKey(scaling);
      added.add(key);
      part.workloads.push(asUnread(scaling, why, this.#earlier.readAt));
      noteUid(part, scaling, uid);
      const progress = this.#states.progressOf(key);
      if (progress) part.progress[key] = progress;
    }
    return added;
  }

  #whyNotUnderstood(kind: string, uid: string | undefined): string | undefined {
    const collection = collectionOf(kind);
    return collection && this.#objects.malformed.mayBe(collection, uid);
  }

  #settleEarlier(collection: Collection): void {
    if (collection.role !== 'workload') {
      this.#earlier.settleScalers(collection.kind);
      return;
    }
    const { settled, services } = this.#earlier.settle(
      collection,
      ({ scaling, uid }) => {
        const { namespace, kind, name } = scaling;
        return (
          !this.#objects.findWorkload(namespace, kind, name) &&
          this.#whyNotUnderstood(kind, uid) !== undefined
        );
      },
    );
    for (const { scaling } of settled) this.#forgetGone(scaling);
    this.markDirty(services);
  }

  /** Nothing is remembered of a workload that is not there, and was not before. */
  #forgetGone(workload: Parameters<typeof partKey>[0]): void {
    const { namespace, kind, name } = workload;
    if (this.#objects.findWorkload(namespace, kind, name)) return;
    if (!this.#earlier.holds(workload)) this.#states.forget(workload);
  }

  #noteMalformed(collection: Collection): void {
    const said = this.#objects.malformed.describe(
      collection,
      placeOf(this.#cluster),
    );
    if (this.#gaps.setMalformed(collection, said)) {
      this.markDirty(this.#known());
    }
  }

  #belongs(entityRef: string, object: Workload | Autoscaler): boolean {
    return this.#catalog
      .servicesOf(this.#cluster.name, object)
      .includes(entityRef);
  }

  #known(): Set<string> {
    return new Set([...this.#members.keys(), ...this.#earlier.services]);
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
    const { kept } = object;
    if (object.role === 'workload') this.#showTo(object.key);
    if ('podLabels' in kept) this.#forgetGone(kept);
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
        const keys = this.#members.get(entityRef) ?? [];
        if (keys.includes(object.key)) continue;
        this.#members.set(entityRef, [...keys, object.key]);
      }
    }
  }
}

function noteUid(
  part: ServicePart,
  workload: Parameters<typeof partKey>[0],
  uid: string | undefined,
): void {
  if (uid) part.uids = { ...part.uids, [partKey(workload)]: uid };
}
