import { createHash } from 'node:crypto';
import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { isUnread } from '@worldscale/backstage-plugin-scaling-common';
import { UnreadablePart } from '@worldscale/backstage-plugin-worlds-common';
import { giveWay } from '@worldscale/backstage-plugin-worlds-node';
import { CatalogPicture } from '../catalog/CatalogPicture';
import { wait } from './backoff';
import { ClusterCondition, ClusterHealth } from './ClusterCondition';
import { ClusterPicture, WorkloadObserver } from './picture/ClusterPicture';
import { ServicePart } from './picture/ServicePart';
import { ClusterReadError } from './ClusterReadError';
import {
  Collection,
  CollectionId,
  collectionOf,
  collections,
  resourceName,
} from './collections';
import { CollectionWatcher } from './CollectionWatcher';
import { ClusterInfo, KubernetesApi } from './KubernetesApi';
import { LostDefinitions } from './LostDefinitions';

/** Takes what a watcher finds. */
export interface ClusterSink {
  /** Parts that are new or changed; undefined where a service has nothing left. */
  parts(
    cluster: string,
    parts: ReadonlyMap<string, ServicePart | undefined>,
    at: Date,
  ): Promise<void>;
  health(cluster: string, health: ClusterHealth, at: Date): Promise<void>;
}

export interface ClusterWatcherOptions {
  cluster: ClusterInfo;
  api: KubernetesApi;
  catalog: CatalogPicture;
  /** What the store holds of this cluster from before. */
  earlier: ReadonlyMap<string, ServicePart>;
  /** When that was last known to hold (ISO 8601); null: not known. */
  earlierReadAt?: string | null;
  definitions: Pick<LostDefinitions, 'miss' | 'found'>;
  sink: ClusterSink;
  observers?: readonly WorkloadObserver[];
  logger: LoggerService;
  /** As of a CollectionWatcher. */
  askAgainMs?: number;
  now?: () => number;
}

/** Events of one scaling step come within a moment; together they are one change. */
const FLUSH_EVERY_MS = 300;
const HEALTH_EVERY_MS = 5_000;
const TICK_EVERY_MS = 10_000;

/** Fingerprint of a service that has nothing here. */
const NOTHING = '';

/**
 * Watches one cluster: all collections at once, each on its own, into one picture,
 * from which changed services are computed and handed on.
 */
export class ClusterWatcher {
  readonly #options: Omit<ClusterWatcherOptions, 'earlier'>;
  readonly #picture: ClusterPicture;
  readonly #stop = new AbortController();
  readonly #condition: ClusterCondition;
  /** Fingerprints of the parts handed on, to leave out what is the same. */
  readonly #handedOn = new Map<string, string>();
  /** Since when some objects of a collection could not be understood. */
  readonly #malformedSince = new Map<CollectionId, string>();
  readonly #now: () => number;
  /** What was last said about the cluster, its instant left out. */
  #reported = '';
  #running: Promise<unknown> = Promise.resolve();

  constructor({ earlier, ...options }: ClusterWatcherOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#condition = new ClusterCondition(options.cluster);
    this.#picture = new ClusterPicture(
      options.cluster,
      options.catalog,
      earlier,
      options.observers,
      options.earlierReadAt,
    );
    for (const [entityRef, part] of earlier) {
      this.#handedOn.set(entityRef, fingerprint(part));
    }
  }

  start(): void {
    const { signal } = this.#stop;
    const { api, askAgainMs, cluster } = this.#options;
    this.#running = Promise.all([
      ...collections.map(collection =>
        new CollectionWatcher({
          ...{ api, askAgainMs },
          cluster: cluster.name,
          collection,
          now: this.#now,
          sink: this.#sinkFor(collection),
        }).run(signal),
      ),
      this.#every(FLUSH_EVERY_MS, () => this.flush()),
      this.#every(HEALTH_EVERY_MS, () => this.reportHealth()),
      this.#every(TICK_EVERY_MS, async () => this.#picture.tick()),
    ]);
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  useCatalog(catalog: CatalogPicture): void {
    this.#picture.useCatalog(catalog);
  }

  /** Hands on what changed, once every collection was tried. */
  async flush(): Promise<void> {
    if (!this.#condition.isTried) return;
    for (const [collection, why] of this.#condition.apart(this.#now())) {
      const heardAtMs = this.#condition.heardAtMs(collection);
      this.#picture.setUnreadable(collection, why, heardAtMs);
    }
    if (this.#reported !== gist(this.health())) await this.reportHealth();
    const dirty = this.#picture.takeDirty();
    if (dirty.length === 0) return;
    const nowMs = this.#now();
    const heardAtMs = (id: CollectionId) => this.#condition.heardAtMs({ id });
    /** By the instant at which they hold. */
    const changed = new Map<number, Map<string, ServicePart | undefined>>();
    for (const entityRef of dirty) {
      // What changes meanwhile is dirty again.
      await giveWay();
      const part = this.#picture.compute(entityRef, nowMs, heardAtMs);
      const print = fingerprint(part);
      if (print !== (this.#handedOn.get(entityRef) ?? NOTHING)) {
        const atMs = this.#heldAtMs(part) ?? nowMs;
        const parts = changed.get(atMs) ?? new Map();
        changed.set(atMs, parts.set(entityRef, part));
      }
    }
    for (const [atMs, parts] of changed) {
      try {
        const at = new Date(atMs);
        await this.#options.sink.parts(this.#options.cluster.name, parts, at);
      } catch (error) {
        for (const each of changed.values()) {
          this.#picture.markDirty(each.keys());
        }
        throw error;
      }
      for (const [entityRef, part] of parts) {
        if (part) this.#handedOn.set(entityRef, fingerprint(part));
        else this.#handedOn.delete(entityRef);
      }
    }
  }

  /**
   * The instant since which nothing newer is known of all that was read of a service:
   * not now, since a cluster that fell silent tells nothing of now.
   */
  #heldAtMs(part: ServicePart | undefined): number | undefined {
    const heard = (part?.workloads ?? []).flatMap(workload => {
      const collection = collectionOf(workload.kind);
      return collection && !isUnread(workload)
        ? this.#condition.heardAtMs(collection) ?? []
        : [];
    });
    return heard.length > 0
      ? Math.min(...heard)
      : this.#condition.lastHeardAtMs;
  }

  async reportHealth(): Promise<void> {
    if (!this.#condition.isTried) return;
    const health = this.health();
    const at = new Date(this.#now());
    await this.#options.sink.health(this.#options.cluster.name, health, at);
    this.#reported = gist(health);
  }

  health(): ClusterHealth {
    const nowMs = this.#now();
    const health = this.#condition.health(nowMs);
    const malformed = this.#malformedParts(nowMs).filter(
      ({ part }) => !health.unreadable.some(other => other.part === part),
    );
    return health.error
      ? health
      : { ...health, unreadable: [...health.unreadable, ...malformed] };
  }

  /** Collections of which something may exist that could not be understood. */
  #malformedParts(nowMs: number): UnreadablePart[] {
    const { malformed } = this.#picture;
    return collections.flatMap(collection => {
      const { id } = collection;
      const reason = malformed.get(id);
      if (reason === undefined) {
        this.#malformedSince.delete(id);
        return [];
      }
      const since =
        this.#malformedSince.get(id) ?? new Date(nowMs).toISOString();
      this.#malformedSince.set(id, since);
      return [{ part: resourceName(collection), reason, since }];
    });
  }

  #sinkFor(collection: Collection) {
    const { logger, definitions } = this.#options;
    const heard = (askedAtMs: number, absent = false) => {
      const answer = { askedAtMs, absent };
      this.#condition.heard(collection, this.#now(), answer);
      this.#picture.setUnreadable(collection, undefined);
      this.#picture.setAbsent(collection, absent);
      for (const observer of this.#options.observers ?? []) {
        observer.heard(collection.id);
      }
    };
    const failed = (error: ClusterReadError, sinceMs = this.#now()) => {
      if (this.#condition.errorOf(collection)?.message !== error.message) {
        logger.warn(error.message);
      }
      this.#condition.failed(collection, error, sinceMs);
    };
    return {
      beginList: () =>
        this.#picture.beginList(
          collection,
          this.#condition.heardAtMs(collection),
        ),
      changed: (type: 'ADDED' | 'MODIFIED' | 'DELETED', object: unknown) =>
        this.#picture.change(
          collection,
          type,
          object,
          this.#condition.heardAtMs(collection),
        ),
      heard: (askedAtMs: number) => {
        definitions.found(collection);
        heard(askedAtMs);
      },
      isUnderstood: () => !this.#picture.malformed.has(collection.id),
      absent: (askedAtMs: number) => {
        const isKnown = this.#picture.holds(collection);
        const lost = definitions.miss(collection, isKnown);
        if (lost) {
          failed(lost.error, lost.sinceMs);
          return;
        }
        heard(askedAtMs, true);
        this.#picture.beginList(collection).complete();
      },
      failed: (error: ClusterReadError) => failed(error),
    };
  }

  async #every(ms: number, work: () => Promise<void>): Promise<void> {
    const { signal } = this.#stop;
    while (!signal.aborted) {
      await wait(ms, signal);
      if (signal.aborted) return;
      try {
        await work();
      } catch (error) {
        this.#options.logger.error(
          `Cannot keep what cluster ${this.#options.cluster.name} says: ${
            toError(error).message
          }`,
        );
      }
    }
  }
}

function gist(health: ClusterHealth): string {
  const { confirmedAtMs, error, unreadable, notes } = health;
  return JSON.stringify([
    ...[confirmedAtMs !== undefined, error?.message],
    ...[unreadable, notes],
  ]);
}

function fingerprint(part: ServicePart | undefined): string {
  return part
    ? createHash('sha1').update(JSON.stringify(part)).digest('base64')
    : NOTHING;
}
