import { UnreadablePart } from '@worldscale/backstage-plugin-worlds-common';
import { ClusterReadError } from './ClusterReadError';
import {
  Collection,
  CollectionId,
  collections,
  resourceName,
} from './collections';
import { describeUnreadable } from './describeUnreadable';
import { ClusterInfo } from './KubernetesApi';

/**
 * How one cluster is doing, judged from how each of its collections is doing.
 *
 * A collection that fails while others answer is one matter, a cluster that fails
 * another. Of the first, what depends on that collection is unknown and everything
 * else stays as it is: the collection is set apart. Of the second nothing changes,
 * and all that is known grows old. Which of the two it is shows only in what the
 * cluster answers to questions asked after the failure began, since a watch may stay
 * open for most of a minute, and tell of changes, on a cluster that answers nobody any
 * more. So a collection is set apart once another built-in one was asked for, and
 * answered, after it began to fail, and then
 *
 * - at once where the cluster refuses that resource (403, 404), or where it could
 *   never be read: waiting would not help;
 * - after a minute otherwise, so that a hiccup only makes things a little older.
 *
 * Until then only a note says so, and nothing that is known changes: a cluster that
 * begins to refuse everything would else show its rows as unknown, then as the last
 * that was known, then as unknown again. What is set apart stays so until it is read
 * again, and no longer keeps the age of the rest back.
 */
export interface ClusterHealth {
  /** Since when all that is known of it holds; undefined: never read in whole. */
  confirmedAtMs?: number;
  /** When the newest question was asked that was answered; undefined: none was. */
  answeredAtMs?: number;
  /** What keeps the cluster as a whole from being read now. */
  error?: ClusterReadError;
  /** Collections that cannot be read while others can. */
  unreadable: UnreadablePart[];
  /** What works only in part. */
  notes: string[];
}

/** As long as it takes for values to count as old by default. */
const APART_AFTER_MS = 60_000;

interface CollectionCondition {
  collection: Collection;
  heardAtMs?: number;
  /** When the question was asked that was answered last. */
  askedAtMs?: number;
  /** Its definition is not installed. */
  absent: boolean;
  error?: ClusterReadError;
  failingSinceMs?: number;
  apart: boolean;
}

/** The answer is about this resource alone, and will stay the same. */
function isRefusal({ code }: ClusterReadError): boolean {
  return code === '403' || code === '404';
}

export class ClusterCondition {
  readonly #cluster: Pick<ClusterInfo, 'name' | 'title'>;
  readonly #conditions = new Map<CollectionId, CollectionCondition>(
    collections.map(collection => [
      collection.id,
      { collection, absent: false, apart: false },
    ]),
  );

  constructor(cluster: Pick<ClusterInfo, 'name' | 'title'>) {
    this.#cluster = cluster;
  }

  /**
   * At this instant the collection is known in whole, by an answer to what was asked
   * at `askedAtMs`.
   */
  heard(
    { id }: Collection,
    atMs: number,
    { askedAtMs, absent = false }: { askedAtMs: number; absent?: boolean },
  ): void {
    const condition = this.#of(id);
    condition.heardAtMs = atMs;
    condition.askedAtMs = askedAtMs;
    condition.absent = absent;
    condition.apart = false;
    condition.error = undefined;
    condition.failingSinceMs = undefined;
  }

  /** @param sinceMs when it began to fail so, unless it failed before */
  failed({ id }: Collection, error: ClusterReadError, sinceMs: number): void {
    const condition = this.#of(id);
    condition.error = error;
    condition.failingSinceMs ??= sinceMs;
  }

  errorOf({ id }: Collection): ClusterReadError | undefined {
    return this.#of(id).error;
  }

  /** When it was last known in whole; undefined: never. */
  heardAtMs({ id }: Pick<Collection, 'id'>): number | undefined {
    return this.#of(id).heardAtMs;
  }

  /** When anything of it was last known in whole; undefined: nothing was yet. */
  get lastHeardAtMs(): number | undefined {
    const heard = this.#all().flatMap(({ heardAtMs }) => heardAtMs ?? []);
    return heard.length > 0 ? Math.max(...heard) : undefined;
  }

  /** Whether every collection has answered or failed at least once. */
  get isTried(): boolean {
    return this.#all().every(c => c.heardAtMs !== undefined || c.error);
  }

  /** Why each collection that is set apart cannot be read. */
  apart(nowMs: number): Map<Collection, string> {
    for (const condition of this.#all()) {
      condition.apart ||= this.#isApart(condition, nowMs);
    }
    return new Map(
      this.#all()
        .filter(({ apart }) => apart)
        .map(condition => [condition.collection, this.#why(condition)]),
    );
  }

  health(nowMs: number): ClusterHealth {
    this.apart(nowMs);
    const failing = this.#all().filter(({ error }) => error);
    const isDown =
      failing.length > 0 &&
      (!this.#answersSince(-Infinity) ||
        failing.some(each => !each.apart && !this.#othersAnswer(each)));
    const confirming = this.#all().flatMap(({ apart, heardAtMs }) =>
      apart || heardAtMs === undefined ? [] : [heardAtMs],
    );
    const isRead = this.#all().some(
      ({ collection, heardAtMs }) =>
        collection.builtIn && heardAtMs !== undefined,
    );
    return {
      confirmedAtMs:
        isRead && confirming.length > 0 ? Math.min(...confirming) : undefined,
      answeredAtMs: this.#answeredAtMs(),
      error: isDown
        ? (failing.find(({ apart }) => !apart) ?? failing[0]).error
        : undefined,
      // Of what was set apart while it still answered, nothing is known since then.
      unreadable: failing
        .filter(each => each.apart && !(isDown && each.heardAtMs === undefined))
        .map(each => this.#part(each)),
      notes: [
        ...this.#all()
          .filter(({ absent }) => absent)
          .map(
            ({ collection }) =>
              `${resourceName(collection)} is not installed there: no ${
                collection.kind
              } is shown`,
          ),
        ...failing
          .filter(({ apart }) => !apart && !isDown)
          .map(
            each =>
              `Just now ${this.#why(
                each,
              )}; whether that lasts is not known yet`,
          ),
      ],
    };
  }

  #isApart(condition: CollectionCondition, nowMs: number): boolean {
    const { error, heardAtMs, failingSinceMs = nowMs } = condition;
    if (!error) return false;
    if (heardAtMs === undefined) return true;
    return (
      this.#answersSince(failingSinceMs) &&
      (isRefusal(error) || nowMs - failingSinceMs > APART_AFTER_MS)
    );
  }

  /** Whether the cluster evidently answers otherwise. */
  #othersAnswer({ error, failingSinceMs = 0 }: CollectionCondition): boolean {
    return this.#answersSince(
      error && isRefusal(error) ? -Infinity : failingSinceMs,
    );
  }

  /**
   * Whether some built-in collection was asked for then or later, was answered, and
   * does not fail.
   */
  #answersSince(atMs: number): boolean {
    return this.#all().some(
      ({ collection, error, askedAtMs }) =>
        collection.builtIn &&
        !error &&
        askedAtMs !== undefined &&
        askedAtMs >= atMs,
    );
  }

  #answeredAtMs(): number | undefined {
    const asked = this.#all().flatMap(({ collection, error, askedAtMs }) =>
      collection.builtIn && !error ? askedAtMs ?? [] : [],
    );
    return asked.length > 0 ? Math.max(...asked) : undefined;
  }

  #part(condition: CollectionCondition): UnreadablePart {
    const { collection, error, failingSinceMs } = condition;
    return {
      part: resourceName(collection),
      reason: this.#why(condition),
      ...(error?.code ? { code: error.code } : {}),
      since:
        failingSinceMs === undefined
          ? null
          : new Date(failingSinceMs).toISOString(),
    };
  }

  #why({ collection, error }: CollectionCondition): string {
    return error
      ? describeUnreadable(this.#cluster, collection, error)
      : `the ${collection.noun} cannot be read`;
  }

  #all(): CollectionCondition[] {
    return [...this.#conditions.values()];
  }

  #of(id: CollectionId): CollectionCondition {
    const condition = this.#conditions.get(id);
    if (!condition) throw new Error(`No collection is called ${id}`);
    return condition;
  }
}
