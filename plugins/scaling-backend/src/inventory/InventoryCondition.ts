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
  error?: ClusterReadError;
  failingSinceMs?: number;
}

/** So long a hiccup only makes things older: as long as values take to count as old. */
const HICCUP_MS = 60_000;

/** How each collection of a cluster's inventory is doing. */
export class InventoryCondition {
  readonly #cluster: Pick<ClusterInfo, 'name' | 'title'>;
  readonly #conditions = new Map<InventoryId, Condition>();

  constructor(cluster: Pick<ClusterInfo, 'name' | 'title'>) {
    this.#cluster = cluster;
  }

  /** At this instant the collection is known in whole, or known not to exist. */
  heard(id: InventoryId, atMs: number): void {
    this.#conditions.set(id, { heardAtMs: atMs });
  }

  failed(id: InventoryId, error: ClusterReadError, atMs: number): void {
    const { heardAtMs, failingSinceMs = atMs } = this.#conditions.get(id) ?? {};
    this.#conditions.set(id, { heardAtMs, error, failingSinceMs });
  }

  errorOf(id: InventoryId): ClusterReadError | undefined {
    return this.#conditions.get(id)?.error;
  }

  get isTried(): boolean {
    return inventoryIds.every(id => this.#conditions.has(id));
  }

  /** Why a collection cannot be read; undefined: it can, or may soon be again. */
  whyUnread(id: InventoryId, nowMs: number): string | undefined {
    const { error, heardAtMs, failingSinceMs } = this.#conditions.get(id) ?? {};
    if (!error) return undefined;
    const isRefused = error.code === '403' || error.code === '404';
    const isLasting = nowMs - (failingSinceMs ?? nowMs) > HICCUP_MS;
    return heardAtMs === undefined || isRefused || isLasting
      ? describeUnreadable(this.#cluster, inventoryResources[id], error)
      : undefined;
  }

  /** Since when all of these hold, those that cannot be read left out. */
  confirmedAtMs(
    ids: readonly InventoryId[],
    nowMs: number,
  ): number | undefined {
    const heard = ids
      .filter(id => this.whyUnread(id, nowMs) === undefined)
      .map(id => this.#conditions.get(id)?.heardAtMs);
    return heard.some(at => at === undefined) || heard.length === 0
      ? undefined
      : Math.min(...heard.map(at => at ?? Infinity));
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
}
