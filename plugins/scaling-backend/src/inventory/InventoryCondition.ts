import { UnreadablePart } from '@worldscale/backstage-plugin-worlds-common';
import { ClusterReadError } from '../sources/kubernetes/ClusterReadError';
import { resourceName } from '../sources/kubernetes/collections';
import { describeUnreadable } from '../sources/kubernetes/describeUnreadable';
import { ClusterInfo } from '../sources/kubernetes/KubernetesApi';
import {
  InventoryId,
  inventoryIds,
  inventoryResources,
} from './inventoryResources';

interface Condition {
  heardAtMs?: number;
  /** When the question was asked that was answered last. */
  askedAtMs?: number;
  error?: ClusterReadError;
  failingSinceMs?: number;
  apart: boolean;
}

/** So long a hiccup only makes things older: as long as values take to count as old. */
const HICCUP_MS = 60_000;

/**
 * How each collection of a cluster's inventory is doing. As with workloads (see
 * `ClusterCondition`), a collection is set apart, and what depends on it unknown, only
 * once the cluster evidently answers otherwise: a refusal as soon as something else was
 * asked for after it, and was answered, another failure after a minute of that, and what
 * could never be read at once. Until then it only grows old. What is set apart stays so
 * until it is read again. A cluster that refuses everything, one collection after the
 * other, so never changes its mind about any of them.
 */
export class InventoryCondition {
  readonly #cluster: Pick<ClusterInfo, 'name' | 'title'>;
  readonly #conditions = new Map<InventoryId, Condition>();
  #clusterAskedAtMs = -Infinity;
  #clusterHeldAtMs = Infinity;

  constructor(cluster: Pick<ClusterInfo, 'name' | 'title'>) {
    this.#cluster = cluster;
  }

  /**
   * At this instant the collection is known in whole, or known not to exist, by an
   * answer to what was asked at `askedAtMs`.
   */
  heard(id: InventoryId, atMs: number, askedAtMs: number): void {
    this.#conditions.set(id, { heardAtMs: atMs, askedAtMs, apart: false });
  }

  /** @param sinceMs when it began to fail so, unless it failed before */
  failed(id: InventoryId, error: ClusterReadError, sinceMs: number): void {
    const known = this.#conditions.get(id) ?? { apart: false };
    const { failingSinceMs = sinceMs } = known;
    this.#conditions.set(id, { ...known, error, failingSinceMs });
  }

  /** The cluster answered what was asked then about something else. */
  clusterAnswered(askedAtMs: number): void {
    this.#clusterAskedAtMs = Math.max(this.#clusterAskedAtMs, askedAtMs);
  }

  /**
   * While the cluster as a whole cannot be read, its inventory holds no longer than the
   * rest of it: when that was; undefined: it can be read, or never was.
   */
  clusterHeld(atMs: number | undefined): void {
    this.#clusterHeldAtMs = atMs ?? Infinity;
  }

  /** When it was last known in whole; undefined: never. */
  heardAtMs(id: InventoryId): number | undefined {
    return this.#conditions.get(id)?.heardAtMs;
  }

  /** When anything was last known in whole; undefined: nothing was yet. */
  get lastHeardAtMs(): number | undefined {
    const heard = inventoryIds.flatMap(id => this.heardAtMs(id) ?? []);
    return heard.length > 0 ? Math.max(...heard) : undefined;
  }

  errorOf(id: InventoryId): ClusterReadError | undefined {
    return this.#conditions.get(id)?.error;
  }

  get isTried(): boolean {
    return inventoryIds.every(id => this.#conditions.has(id));
  }

  /** Why a collection that is set apart cannot be read; undefined: it is not. */
  whyUnread(id: InventoryId, nowMs: number): string | undefined {
    const condition = this.#conditions.get(id);
    if (!condition?.error) return undefined;
    condition.apart ||= this.#isApart(condition, nowMs);
    return condition.apart
      ? describeUnreadable(
          this.#cluster,
          inventoryResources[id],
          condition.error,
        )
      : undefined;
  }

  /** Since when all of these hold, those that are set apart left out. */
  confirmedAtMs(
    ids: readonly InventoryId[],
    nowMs: number,
  ): number | undefined {
    const heard = ids
      .filter(id => this.whyUnread(id, nowMs) === undefined)
      .map(id => this.#conditions.get(id)?.heardAtMs);
    return heard.some(at => at === undefined) || heard.length === 0
      ? undefined
      : Math.min(this.#clusterHeldAtMs, ...heard.map(at => at ?? Infinity));
  }

  unreadable(nowMs: number): UnreadablePart[] {
    return inventoryIds.flatMap(id => {
      const reason = this.whyUnread(id, nowMs);
      const { error, failingSinceMs } = this.#conditions.get(id) ?? {};
      if (reason === undefined) return [];
      return [
        {
          part: resourceName(inventoryResources[id]),
          reason,
          ...(error?.code ? { code: error.code } : {}),
          since:
            failingSinceMs === undefined
              ? null
              : new Date(failingSinceMs).toISOString(),
        },
      ];
    });
  }

  #isApart(
    { error, heardAtMs, failingSinceMs = Infinity }: Condition,
    nowMs: number,
  ): boolean {
    if (heardAtMs === undefined) return true;
    const isRefused = error?.code === '403' || error?.code === '404';
    return (
      this.#answersSince(failingSinceMs) &&
      (isRefused || nowMs - failingSinceMs > HICCUP_MS)
    );
  }

  #answersSince(atMs: number): boolean {
    if (this.#clusterAskedAtMs >= atMs) return true;
    return inventoryIds.some(id => {
      const { error, askedAtMs = -Infinity } = this.#conditions.get(id) ?? {};
      return inventoryResources[id].builtIn && !error && askedAtMs >= atMs;
    });
  }
}
