import { backoffMs, LONGEST_WAIT_MS, wait } from './backoff';
import { ClusterReadError } from './ClusterReadError';
import { WatchedResource } from './collections';
import { failureOfException } from './describeFailure';
import { KubernetesApi } from './KubernetesApi';

/**
 * Keeps one collection of one cluster up to date: list, then watch from the version
 * of the list, and watch again from the last version seen whenever the server ends
 * the watch in order. A version that is gone (410) means listing anew; so does a
 * third failure in a row, in case it is the version that the server cannot bear, and
 * a watch that fell silent, because what it missed is already late, and the end of a
 * watch while something of the collection is not understood, in case that has passed:
 * what did not change since would never be told again. Of a collection that is large,
 * what a silent watch missed is asked for from its version instead: a list of it, while
 * everybody else lists anew as well, would make the next watches fall silent too.
 * Failures wait longer each time. A resource that is not installed, or refused and
 * missing from the cluster's discovery, is asked for again now and then, because
 * somebody may install it.
 *
 * Each call of `heard` means: at this instant the collection is known in whole, as an
 * answer says to a question that was asked then (milliseconds). An open watch may go on
 * telling for a while what a cluster would no longer answer anybody who asked.
 */
export interface CollectionSink {
  /** A list begins; it replaces what was known once it is complete. */
  beginList(): ListSink;
  changed(type: 'ADDED' | 'MODIFIED' | 'DELETED', object: unknown): void;
  heard(askedAtMs: number): void;
  absent(askedAtMs: number): void;
  /** Whether all that was told until now was understood; left out: it was. */
  isUnderstood?(): boolean;
  failed(error: ClusterReadError): void;
}

/** Takes a list part by part, so that no more than one part is held in full. */
export interface ListSink {
  add(objects: unknown[]): void;
  complete(): void;
}

export interface CollectionWatcherOptions {
  api: KubernetesApi;
  cluster: string;
  collection: WatchedResource;
  sink: CollectionSink;
  /** After a watch that fell silent go on from its version; left out: list anew. */
  resumesSilent?: boolean;
  /** About as long as a watch: nothing that fails or is missing is asked for later. */
  askAgainMs?: number;
  now?: () => number;
  random?: () => number;
  wait?: (ms: number, signal: AbortSignal) => Promise<void>;
}

/** How often to look whether a missing resource was installed; below the age limit. */
const ASK_AGAIN_MS = 45_000;
/** A watch that ends sooner without an event was not one: wait before the next. */
const SHORTEST_WATCH_MS = 1_000;
const FAILURES_BEFORE_RELIST = 3;

export class CollectionWatcher {
  readonly #options: Required<CollectionWatcherOptions>;
  #resourceVersion: string | undefined;
  #failures = 0;

  constructor(options: CollectionWatcherOptions) {
    this.#options = {
      ...{ now: Date.now, random: Math.random, wait, resumesSilent: false },
      ...options,
      askAgainMs: options.askAgainMs ?? ASK_AGAIN_MS,
    };
  }

  /** Runs until the signal is given. Never fails. */
  async run(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        if (this.#resourceVersion === undefined) await this.#list(signal);
        await this.#watch(signal);
      } catch (error) {
        if (signal.aborted) return;
        await this.#recover(error, signal);
      }
    }
  }

  async #list(signal: AbortSignal): Promise<void> {
    const { api, cluster, collection, sink, now } = this.#options;
    const askedAtMs = now();
    const list = sink.beginList();
    let version: string | undefined;
    for await (const part of api.list(cluster, collection, signal)) {
      list.add(part.items);
      version = part.resourceVersion ?? version;
    }
    list.complete();
    sink.heard(askedAtMs);
    this.#resourceVersion = version;
    this.#failures = 0;
  }

  async #watch(signal: AbortSignal): Promise<void> {
    const { api, cluster, collection, sink, now } = this.#options;
    const startedMs = now();
    let events = 0;
    const from = this.#resourceVersion ?? '';
    for await (const event of api.watch(cluster, collection, from, signal)) {
      events += 1;
      if (event.type !== 'BOOKMARK') sink.changed(event.type, event.object);
      if (event.resourceVersion) this.#resourceVersion = event.resourceVersion;
      this.#failures = 0;
      sink.heard(startedMs);
    }
    if (signal.aborted) return;
    if (events === 0 && now() - startedMs < SHORTEST_WATCH_MS) {
      throw new ClusterReadError(
        `The watch of ${collection.id} in cluster ${cluster} ended at once`,
        { failure: 'failed' },
      );
    }
    sink.heard(startedMs);
    this.#failures = 0;
    if (sink.isUnderstood?.() === false) this.#resourceVersion = undefined;
  }

  /** A resource may be refused because it is not installed; discovery tells. */
  async #isAbsent(
    { failure, code }: ClusterReadError,
    signal: AbortSignal,
  ): Promise<boolean> {
    if (failure === 'absent') return true;
    if (code !== '403') return false;
    const { api, cluster, collection } = this.#options;
    try {
      return !(await api.isServed(cluster, collection, signal));
    } catch {
      // Nothing contradicts the refusal.
      return false;
    }
  }

  async #recover(thrown: unknown, signal: AbortSignal): Promise<void> {
    const { cluster, collection, sink, now, random, askAgainMs } =
      this.#options;
    const error = failureOfException(
      `Cannot read ${collection.id} in cluster ${cluster}`,
      thrown,
    );
    if (!collection.builtIn && (await this.#isAbsent(error, signal))) {
      this.#resourceVersion = undefined;
      this.#failures = 0;
      sink.absent(now());
      await this.#options.wait(askAgainMs, signal);
      return;
    }
    this.#failures += 1;
    if (error.failure === 'expired') {
      this.#resourceVersion = undefined;
      // The first time this is in order; a server that keeps saying so is not.
      if (this.#failures === 1) return;
    } else if (
      this.#failures >= FAILURES_BEFORE_RELIST ||
      (error.failure === 'silent' && !this.#options.resumesSilent)
    ) {
      this.#resourceVersion = undefined;
    }
    sink.failed(error);
    const longestMs = Math.min(LONGEST_WAIT_MS, askAgainMs);
    const waitMs = backoffMs(this.#failures, random, longestMs);
    await this.#options.wait(waitMs, signal);
  }
}
