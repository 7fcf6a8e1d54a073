import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import {
  Announcement,
  Attribution,
  compareVersions,
  findChanges,
  knowAlso,
  KnownSize,
  observeSize,
  Workload,
  WorkloadScaling,
} from '@worldscale/backstage-plugin-scaling-common';
import { ClusterCompanion } from '../../ingest/ClusterCompanion';
import { CatalogReader } from '../../sources/catalog/CatalogReader';
import { wait } from '../../sources/kubernetes/backoff';
import { WorkloadObserver } from '../../sources/kubernetes/picture/ClusterPicture';
import { ServicePart } from '../../sources/kubernetes/picture/ServicePart';
import {
  CollectionId,
  collections,
} from '../../sources/kubernetes/collections';
import { keyOf } from '../recording/ledgerRows';
import { LedgerStore } from '../recording/LedgerStore';
import { Sighting } from '../recording/Sighting';
import { FoundChange } from '../recording/takeSightings';
import { Announcements } from './Announcements';
import { factsOf } from './factsOf';
import { isNewsOf } from './isNewsOf';
import { Queued, SightingQueue } from './SightingQueue';
import { attributeFound, Completion, OpenChanges } from './OpenChanges';

/**
 * Keeps the ledger of one cluster, from what its watcher sees of workloads.
 *
 * What is seen is put into a queue at once and nothing of it is thrown away before it
 * is written; whether it is a change the store decides (see LedgerStore). What is
 * remembered here only saves questions to the database: versions in which the size is
 * the same, which most are, cost nothing.
 *
 * A change waits a moment until the autoscaler's view of the same moment is at hand,
 * and it is told better for a minute, when status and Event of the autoscaler follow.
 *
 * `heard` is written down every few seconds: when the workloads of a cluster were last
 * known in whole, and all that was seen before is in the ledger. Whoever comes next
 * knows by it how long nobody watched. A change found after such a gap happened at any
 * moment of it, and there may have been more of them, so recorded series are asked.
 */
export interface ClusterLedgerOptions {
  cluster: string;
  catalog: Pick<CatalogReader, 'picture' | 'isRead'>;
  store: LedgerStore;
  announcements: Announcements;
  /** Asks recorded series for times without a watcher; true where there is more to ask. */
  askPast?: (cluster: string, signal: AbortSignal) => Promise<boolean>;
  /** Changes of these services are new or told anew. */
  changed(entityRefs: Iterable<string>): void;
  recorded(changes: number, actor: string): void;
  logger: LoggerService;
  now?: () => number;
}

const FLUSH_EVERY_MS = 300;
const HEARD_EVERY_MS = 5_000;
/** How long a change waits for what its autoscaler saw. */
const EVIDENCE_WITHIN_MS = 1_500;
/** Longer than a watch that breaks takes to come back: nobody watched. */
const GAP_MS = 120_000;
const SEEN_EVERY_MS = 86_400_000;
const FIRST_SEEN_MS = 60_000;
const PER_TRANSACTION = 250;
const PAST_EVERY_MS = 10_000;
const NEXT_PAST_MS = 1_000;

export class ClusterLedger implements ClusterCompanion, WorkloadObserver {
  readonly #options: ClusterLedgerOptions;
  readonly #now: () => number;
  readonly #stop = new AbortController();
  readonly #queue = new SightingQueue();
  readonly #alive = new Set<string>();
  readonly #heard = new Map<string, number>();
  readonly #explained = new Map<string, WorkloadScaling>();
  readonly #open = new OpenChanges();
  /** What is to be written down of changes that were recorded before. */
  #completions: Completion[] = [];
  #known = new Map<string, KnownSize>();
  #members = new Map<string, string[]>();
  #heardBefore: ReadonlyMap<string, number> = new Map();
  #isLoaded = false;
  #heardNotedMs = 0;
  #seenNotedMs = 0;
  #failed = '';
  #running: Promise<unknown> = Promise.resolve();

  constructor(options: ClusterLedgerOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#seenNotedMs = this.#now() - SEEN_EVERY_MS + FIRST_SEEN_MS;
  }

  get workloads(): WorkloadObserver {
    return this;
  }

  start(): void {
    const { signal } = this.#stop;
    this.#running = Promise.all([
      this.#repeat('write the ledger', async () => {
        await this.flush();
        return FLUSH_EVERY_MS;
      }),
      this.#repeat('ask for past sizes', async () => {
        const { askPast, cluster } = this.#options;
        const isMore = this.#isLoaded && (await askPast?.(cluster, signal));
        return isMore ? NEXT_PAST_MS : PAST_EVERY_MS;
      }),
      this.#listen(signal),
    ]);
  }

  /** Those of before are of use where somebody watched before, and missed some. */
  async #listen(signal: AbortSignal): Promise<void> {
    while (!this.#isLoaded && !signal.aborted) {
      await wait(FLUSH_EVERY_MS, signal);
    }
    const isPastWanted = () => this.#heardBefore.size > 0;
    await this.#options.announcements.run(signal, isPastWanted);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
    try {
      this.#heardNotedMs = 0;
      await this.flush(true);
    } catch (error) {
      this.#complain('write the ledger', error);
    }
  }

  /** A workload came or changed, or is gone (undefined). */
  saw(collection: CollectionId, name: string, workload?: Workload): void {
    const kind = collections.find(({ id }) => id === collection)?.kind ?? '';
    const key = `${kind}/${name}`;
    if (!workload) {
      this.#alive.delete(key);
      return;
    }
    this.#alive.add(key);
    const seen = observeSize(workload);
    if (!seen) return;
    const { labels, namespace } = workload;
    const { cluster, catalog } = this.#options;
    const queued: Queued = {
      seen,
      entityRefs: () => {
        const place = { labels, namespace };
        const now = catalog.picture.servicesOf(cluster, place);
        return now.length > 0 ? now : this.#members.get(key) ?? [];
      },
      seenAtMs: this.#now(),
      heardMs: this.#heard.get(collection),
      isForced: false,
      isInFlight: false,
    };
    this.#queue.add(key, queued, this.#known.get(key));
  }

  /** At this instant all that was seen of a collection is all there is. */
  heard(collection: CollectionId): void {
    this.#heard.set(collection, this.#now());
  }

  parts(parts: ReadonlyMap<string, ServicePart | undefined>): void {
    for (const part of parts.values()) {
      for (const scaling of part?.workloads ?? []) {
        const key = keyOf(scaling);
        if (this.#queue.has(key) || this.#open.has(key)) {
          this.#explained.set(key, scaling);
        }
      }
    }
  }

  catalogChanged(): void {}

  unreadable() {
    return [];
  }

  /** Writes what was seen. Public for tests. @param isLast waits for nothing more */
  async flush(isLast = false): Promise<void> {
    if (!this.#isLoaded) await this.#load();
    if (!this.#options.catalog.isRead) return;
    const heard = new Map(this.#heard);
    this.#queue.forceStuck(this.#now());
    const sightings: Array<[string, Queued, Sighting]> = [];
    for (const [key, queued] of this.#queue.entries()) {
      let isNews = false;
      for (const each of queued) {
        if (!isLast && !this.#isDue(key, each)) break;
        const sighting = this.#sightingOf(each);
        // What follows news is compared with that, and not with what is known now.
        isNews ||= isNewsOf(
          sighting,
          this.#known.get(key),
          this.#members.get(key) ?? [],
        );
        if (isNews) {
          sightings.push([key, each, sighting]);
          each.isInFlight = true;
        } else {
          this.#settle(key, each, sighting);
        }
      }
    }
    try {
      for (let i = 0; i < sightings.length; i += PER_TRANSACTION) {
        await this.#take(sightings.slice(i, i + PER_TRANSACTION));
      }
    } finally {
      for (const [, queued] of sightings) queued.isInFlight = false;
    }
    await this.#tellMore();
    await this.#noteHeard(heard);
    await this.#noteSeen();
  }

  async #load(): Promise<void> {
    const { store, cluster } = this.#options;
    this.#heardBefore = await store.watchesOf(cluster);
    this.#members = await store.membersOf(cluster);
    this.#known = await store.knownOf(cluster);
    this.#open.load(await store.openOf(cluster));
    this.#isLoaded = true;
  }

  #isDue(key: string, { seen, seenAtMs, entityRefs }: Queued): boolean {
    const known = this.#known.get(key);
    if (!known || findChanges(seen, known).length === 0) return true;
    return (
      this.#explained.get(key)?.desired === seen.size ||
      this.#now() - seenAtMs >= EVIDENCE_WITHIN_MS ||
      entityRefs().length === 0
    );
  }

  #sightingOf({ seen, seenAtMs, heardMs, ...queued }: Queued): Sighting {
    const collection = collections.find(({ kind }) => kind === seen.kind);
    const knownAtMs =
      heardMs ?? (collection && this.#heardBefore.get(collection.id));
    return {
      ...{ seen, seenAtMs, knownAtMs, isForced: queued.isForced },
      entityRefs: queued.entityRefs(),
      writerBefore: this.#known.get(keyOf(seen))?.writer,
      isGap: knownAtMs !== undefined && seenAtMs - knownAtMs > GAP_MS,
    };
  }

  async #take(batch: ReadonlyArray<[string, Queued, Sighting]>): Promise<void> {
    const { store, cluster, changed, recorded: count } = this.#options;
    const told = new Map<FoundChange['change'], Attribution>();
    const { recorded, renewed, known } = await store.take(
      cluster,
      batch.map(([, , sighting]) => sighting),
      found => {
        const attribution = attributeFound(found, this.#witnesses);
        told.set(found.change, attribution);
        return factsOf(found, attribution);
      },
    );
    for (const [key, size] of known) this.#known.set(key, size);
    const refs = new Set(renewed);
    for (const each of recorded) {
      const attribution = told.get(each.change);
      if (attribution) this.#open.add(each, attribution);
      for (const ref of each.sighting.entityRefs) refs.add(ref);
      count(1, each.facts.actor.type);
    }
    for (const [key, queued, sighting] of batch) {
      this.#settle(key, queued, sighting);
      this.#members.set(key, [
        ...new Set([...(this.#members.get(key) ?? []), ...sighting.entityRefs]),
      ]);
    }
    if (refs.size > 0) changed(refs);
  }

  /** It is known now, and out of the queue. */
  #settle(key: string, queued: Queued, { seen, seenAtMs, ...rest }: Sighting) {
    const known = this.#known.get(key);
    const order = known && compareVersions(seen, known);
    if (known && order === 'newer') {
      this.#known.set(key, knowAlso(seen, known));
    }
    this.#queue.done(key, queued);
    if (order !== 'older') {
      this.#completions.push(
        ...this.#open.observe(seen, rest.isGap ? null : this.#now()),
      );
    }
    if (!this.#open.has(key) && !this.#queue.has(key)) {
      this.#explained.delete(key);
    }
  }

  readonly #witnesses = {
    scalingOf: (workload: string) => this.#explained.get(workload),
    announcementsFor: (
      workload: string,
      scaling: Pick<WorkloadScaling, 'autoscaler'> | undefined,
    ): readonly Announcement[] =>
      this.#options.announcements.about(workload, scaling?.autoscaler ?? null),
  };

  async #tellMore(): Promise<void> {
    const { store } = this.#options;
    this.#completions.push(...this.#open.abandon(key => this.#isGone(key)));
    // Of what fails here the reason stays as it was told first; readiness is tried again.
    for (const { ids, attribution } of this.#open.amend(
      this.#witnesses,
      this.#now(),
    )) {
      await store.amend(ids, attribution);
    }
    const completions = this.#completions;
    while (completions.length > 0) {
      const [{ ids, readiness, readyAtMs }] = completions;
      await store.complete(ids, readiness, readyAtMs);
      completions.shift();
    }
  }

  #isGone(key: string): boolean {
    const [kind] = key.split('/');
    const collection = collections.find(each => each.kind === kind);
    return (
      collection !== undefined &&
      this.#heard.has(collection.id) &&
      !this.#alive.has(key)
    );
  }

  /** Not beyond what is still in the queue. */
  async #noteHeard(heard: Map<string, number>): Promise<void> {
    if (this.#now() - this.#heardNotedMs < HEARD_EVERY_MS) return;
    for (const [, queued] of this.#queue.entries()) {
      for (const { seen, seenAtMs } of queued) {
        const id = collections.find(({ kind }) => kind === seen.kind)?.id ?? '';
        const until = heard.get(id);
        if (until !== undefined && until >= seenAtMs) heard.delete(id);
      }
    }
    await this.#options.store.noteHeard(this.#options.cluster, heard);
    this.#heardNotedMs = this.#now();
  }

  async #noteSeen(): Promise<void> {
    if (this.#now() - this.#seenNotedMs < SEEN_EVERY_MS) return;
    const { store, cluster } = this.#options;
    await store.noteSeen(cluster, [...this.#alive], this.#now());
    this.#seenNotedMs = this.#now();
  }

  async #repeat(what: string, work: () => Promise<number>): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      let waitMs = PAST_EVERY_MS;
      try {
        waitMs = await work();
        this.#failed = '';
      } catch (error) {
        if (signal.aborted) return;
        this.#complain(what, error);
      }
      await wait(waitMs, signal);
    }
  }

  #complain(what: string, error: unknown): void {
    const { cluster, logger } = this.#options;
    const { message } = toError(error);
    const said = `Cannot ${what} of cluster ${cluster}: ${message}`;
    if (this.#failed !== said) logger.warn(said);
    this.#failed = said;
  }
}
