import { createHash } from 'node:crypto';
import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { WorkloadFacts } from '@worldscale/backstage-plugin-scaling-common';
import { UnreadablePart } from '@worldscale/backstage-plugin-worlds-common';
import { giveWay, portions } from '@worldscale/backstage-plugin-worlds-node';
import { ClusterCompanion } from '../ingest/ClusterCompanion';
import { CatalogReader } from '../sources/catalog/CatalogReader';
import { wait } from '../sources/kubernetes/backoff';
import { ClusterReadError } from '../sources/kubernetes/ClusterReadError';
import { ServicePart } from '../sources/kubernetes/picture/ServicePart';
import { LostDefinitions } from '../sources/kubernetes/LostDefinitions';
import { CollectionWatcher } from '../sources/kubernetes/CollectionWatcher';
import {
  ClusterInfo,
  KubernetesApi,
} from '../sources/kubernetes/KubernetesApi';
import { factsOfWorkloads } from './facts/factsOfWorkloads';
import { GrowthRings } from './facts/GrowthRings';
import { InventoryCondition } from './InventoryCondition';
import { InventoryPicture, workloadKey } from './InventoryPicture';
import {
  InventoryId,
  inventoryIds,
  inventoryResources,
} from './inventoryResources';
import { InventoryChanges, InventorySink } from './InventorySink';
import { ServiceWorkloads } from './facts/ServiceWorkloads';

/**
 * Watches what runs in one cluster: pods, nodes, quotas and game servers, beside the
 * watcher of its workloads and never before it. There are many more pods than workloads,
 * so they are begun only when the state of the cluster's services has been told, and
 * what is told of them is told in rounds.
 */
export interface FactsSink {
  /** Facts that are new or changed, by service; none left: an empty list. */
  facts(
    cluster: string,
    facts: ReadonlyMap<string, WorkloadFacts[]>,
  ): Promise<void>;
  /** All facts of the cluster hold at this instant. */
  factsConfirmed(cluster: string, at: Date): Promise<void>;
}

export interface InventoryWatcherOptions {
  cluster: ClusterInfo;
  api: KubernetesApi;
  catalog: Pick<CatalogReader, 'picture'>;
  earlier: ReadonlyMap<string, ServicePart>;
  definitions: Pick<LostDefinitions, 'miss' | 'found'>;
  sinks: readonly InventorySink[];
  facts: FactsSink;
  logger: LoggerService;
  now?: () => number;
  /** So long the state of services may keep the inventory waiting. */
  patienceMs?: number;
  /** As those of the cluster's workloads have it. */
  askAgainMs?: number;
}

const REPORT_EVERY_MS = 500;
const CONFIRM_EVERY_MS = 5_000;
/** Room and zones change with every pod; nobody acts on them within seconds. */
const FACTS_EVERY_MS = 15_000;
const DEFAULT_PATIENCE_MS = 20_000;

export class InventoryWatcher implements ClusterCompanion {
  readonly #options: Omit<InventoryWatcherOptions, 'earlier'>;
  readonly #picture = new InventoryPicture();
  readonly #condition: InventoryCondition;
  readonly #workloads = new ServiceWorkloads();
  /** What something is kept of from before the start. */
  readonly #kept = new Set<InventoryId>();
  readonly #growth = new GrowthRings();
  readonly #stop = new AbortController();
  readonly #now: () => number;
  /** Fingerprints of the facts handed on, by service. */
  readonly #handedOn = new Map<string, string>();
  /** What sinks were told that cannot be read. */
  #toldTrouble = '{}';
  #running: Promise<unknown> = Promise.resolve();
  #begin: () => void = () => {};
  readonly #begun: Promise<void>;

  constructor({ earlier, ...options }: InventoryWatcherOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
    this.#condition = new InventoryCondition(options.cluster);
    this.#begun = new Promise(resolve => {
      this.#begin = resolve;
    });
    this.#workloads.update(earlier);
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    this.#begin();
    await this.#running;
  }

  parts(parts: ReadonlyMap<string, ServicePart | undefined>): void {
    this.#picture.touch(this.#workloads.update(parts));
    this.#begin();
  }

  catalogChanged(): void {
    this.#picture.reportEverything();
  }

  clusterAnswered(askedAtMs: number): void {
    this.#condition.clusterAnswered(askedAtMs);
  }

  clusterHeld(atMs: number | undefined): void {
    this.#condition.clusterHeld(atMs);
  }

  unreadable(): UnreadablePart[] {
    const nowMs = this.#now();
    const failed = this.#condition.unreadable(nowMs);
    return [
      ...failed,
      ...inventoryIds.flatMap((id): UnreadablePart[] => {
        const reason = this.#malformed(id);
        return reason && !this.#condition.whyUnread(id, nowMs)
          ? [{ part: inventoryResources[id].id, reason, since: null }]
          : [];
      }),
    ];
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    const { api, cluster, askAgainMs } = this.#options;
    const { patienceMs = DEFAULT_PATIENCE_MS } = this.#options;
    await Promise.race([this.#begun, wait(patienceMs, signal)]);
    if (signal.aborted) return;
    await this.#recall();
    await Promise.all([
      ...inventoryIds.map(id =>
        new CollectionWatcher({
          ...{ api, cluster: cluster.name, askAgainMs, now: this.#now },
          collection: inventoryResources[id],
          resumesSilent: true,
          sink: this.#sinkFor(id),
        }).run(signal),
      ),
      this.#every(REPORT_EVERY_MS, () => this.report()),
      this.#every(CONFIRM_EVERY_MS, () => this.confirm()),
      this.#every(REPORT_EVERY_MS, () => this.#factsWhenDue()),
    ]);
  }

  /** What is kept of the cluster is not gone because its definition is. */
  async #recall(): Promise<void> {
    const { cluster, sinks, logger } = this.#options;
    try {
      for (const sink of sinks) {
        for (const id of await sink.keptOf(cluster.name)) this.#kept.add(id);
      }
    } catch (error) {
      logger.warn(
        `Cannot tell what is kept of cluster ${cluster.name}: ${
          toError(error).message
        }`,
      );
    }
  }

  /** Hands on what changed, once every collection was tried. */
  async report(): Promise<void> {
    if (!this.#condition.isTried) return;
    const { cluster, sinks, catalog } = this.#options;
    const unreadable: InventoryChanges['unreadable'] = {
      gameservers: this.#whyUnread('gameservers'),
      pods: this.#whyUnread('pods'),
    };
    const trouble = JSON.stringify(unreadable);
    // Whoever was told that something may be missing is told when nothing is.
    if (trouble !== this.#toldTrouble) this.#picture.reportEverything();
    const found = this.#picture.takeChanges((workload, thing) => {
      const services = workload && this.#workloads.servicesOf(workload);
      return services && services.length > 0
        ? services
        : catalog.picture.servicesOf(cluster.name, thing);
    });
    if (!found) return;
    const runners = this.#workloads.runners();
    const changes = { ...found, unreadable, runners };
    try {
      const at = {
        gameservers: dateOf(this.#condition.heardAtMs('gameservers')),
        pods: dateOf(this.#condition.heardAtMs('pods')),
      };
      for (const sink of sinks) await sink.inventory(cluster.name, changes, at);
      this.#toldTrouble = trouble;
    } catch (error) {
      this.#picture.reportEverything();
      throw error;
    }
  }

  async confirm(): Promise<void> {
    if (!this.#condition.isTried) return;
    const { cluster, sinks } = this.#options;
    const heldAt = (id: InventoryId) => dateOf(this.#confirmedAtMs([id]));
    for (const sink of sinks) {
      await sink.inventoryConfirmed(cluster.name, {
        gameservers: heldAt('gameservers'),
        pods: heldAt('pods'),
      });
    }
  }

  /** Hands on the facts of services that changed. */
  async reportFacts(): Promise<void> {
    if (!this.#condition.isTried) return;
    const { cluster, facts } = this.#options;
    // Of the time since the cluster was last heard nothing is known.
    const nowMs = this.#condition.lastHeardAtMs ?? this.#now();
    const changed = new Map<string, WorkloadFacts[]>();
    for (const [entityRef, own] of await this.#factsByService(nowMs)) {
      await giveWay();
      const fingerprint = fingerprintOf(own);
      if (this.#handedOn.get(entityRef) !== fingerprint) {
        changed.set(entityRef, own);
        this.#handedOn.set(entityRef, fingerprint);
      }
    }
    for (const entityRef of this.#handedOn.keys()) {
      if (!this.#workloads.has(entityRef)) {
        changed.set(entityRef, []);
        this.#handedOn.delete(entityRef);
      }
    }
    try {
      if (changed.size > 0) await facts.facts(cluster.name, changed);
    } catch (error) {
      for (const entityRef of changed.keys()) this.#handedOn.delete(entityRef);
      throw error;
    }
    const heldAtMs = this.#confirmedAtMs(inventoryIds);
    if (heldAtMs !== undefined) {
      await facts.factsConfirmed(cluster.name, new Date(heldAtMs));
    }
  }

  #factsDueAtMs = -Infinity;

  /** The first facts are told as soon as they can be. */
  async #factsWhenDue(): Promise<void> {
    const nowMs = this.#now();
    if (nowMs < this.#factsDueAtMs || !this.#condition.isTried) return;
    this.#factsDueAtMs = nowMs + FACTS_EVERY_MS;
    await this.reportFacts();
  }

  async #factsByService(nowMs: number): Promise<Map<string, WorkloadFacts[]>> {
    const workloads = this.#workloads.all();
    const keys = new Set<string>();
    for await (const some of portions(workloads)) {
      for (const { kind, namespace, name, needed } of some) {
        const key = workloadKey(kind, namespace, name);
        this.#growth.note(key, nowMs, needed);
        keys.add(key);
      }
    }
    this.#growth.keep(keys);
    const found = await factsOfWorkloads({
      ...{ picture: this.#picture, workloads, nowMs },
      whyUnread: id => this.#whyUnread(id),
    });
    const byService = new Map<string, WorkloadFacts[]>();
    for (const each of found) {
      await giveWay();
      const key = workloadKey(each.kind, each.namespace, each.name);
      const facts = { ...each, growth: this.#growth.of(key, nowMs) };
      for (const entityRef of this.#workloads.servicesOf(key)) {
        byService.set(entityRef, [...(byService.get(entityRef) ?? []), facts]);
      }
    }
    return byService;
  }

  #whyUnread(id: InventoryId): string | undefined {
    return this.#condition.whyUnread(id, this.#now()) ?? this.#malformed(id);
  }

  /** Something of a collection was left out, so it is not known in whole. */
  #malformed(id: InventoryId): string | undefined {
    const { malformed } = this.#picture.held(id);
    if (malformed.size === 0) return undefined;
    const { kind, noun } = inventoryResources[id];
    const what =
      malformed.size === 1 ? `1 ${kind}` : `${malformed.size} ${noun}`;
    const [why] = malformed.values();
    return `${what} of ${
      this.#options.cluster.title
    } could not be understood (${why})`;
  }

  #confirmedAtMs(ids: readonly InventoryId[]): number | undefined {
    return this.#condition.confirmedAtMs(ids, this.#now());
  }

  #sinkFor(id: InventoryId) {
    const { logger, definitions } = this.#options;
    const failed = (error: ClusterReadError, sinceMs = this.#now()) => {
      if (this.#condition.errorOf(id)?.message !== error.message) {
        logger.warn(error.message);
      }
      this.#condition.failed(id, error, sinceMs);
    };
    return {
      beginList: () => this.#picture.beginList(id),
      changed: (type: 'ADDED' | 'MODIFIED' | 'DELETED', object: unknown) =>
        this.#picture.change(id, type, object),
      isUnderstood: () => this.#picture.held(id).malformed.size === 0,
      heard: (askedAtMs: number) => {
        definitions.found(inventoryResources[id]);
        this.#kept.delete(id);
        this.#condition.heard(id, this.#now(), askedAtMs);
      },
      absent: (askedAtMs: number) => {
        const isKnown = this.#picture.held(id).size > 0 || this.#kept.has(id);
        const lost = definitions.miss(inventoryResources[id], isKnown);
        if (lost) {
          failed(lost.error, lost.sinceMs);
          return;
        }
        this.#kept.delete(id);
        this.#condition.heard(id, this.#now(), askedAtMs);
        if (this.#picture.held(id).size > 0)
          this.#picture.beginList(id).complete();
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
          `Cannot keep the inventory of cluster ${
            this.#options.cluster.name
          }: ${toError(error).message}`,
        );
      }
    }
  }
}

function dateOf(ms: number | undefined): Date | undefined {
  return ms === undefined ? undefined : new Date(ms);
}

function fingerprintOf(facts: readonly WorkloadFacts[]): string {
  return createHash('sha1').update(JSON.stringify(facts)).digest('base64');
}
