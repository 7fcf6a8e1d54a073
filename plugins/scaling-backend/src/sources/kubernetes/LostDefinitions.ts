import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { ClusterReadError } from './ClusterReadError';
import { resourceName, WatchedResource } from './collections';
import { LostDefinitionStore } from './LostDefinitionStore';

/** So long what is known of a definition that is not found stays as last known. */
export const LOST_FOR_GOOD_MS = 24 * 3_600_000;

/**
 * Definitions of a cluster that are not found although objects of them are known:
 * somebody may have removed them with all objects, or their group does not answer for a
 * while. As the two look alike, what is known stays as last known for a day, counted
 * from when the definition was first missed, however often a portal starts anew.
 */
export class LostDefinitions {
  readonly #cluster: string;
  readonly #store: Pick<LostDefinitionStore, 'of' | 'note' | 'forget'>;
  readonly #logger: Pick<LoggerService, 'warn'>;
  readonly #now: () => number;
  #sinceMs = new Map<string, number>();
  /** What the store has, as far as it is known. */
  readonly #noted = new Set<string>();
  #last: Promise<void> = Promise.resolve();

  constructor(options: {
    cluster: string;
    store: Pick<LostDefinitionStore, 'of' | 'note' | 'forget'>;
    logger: Pick<LoggerService, 'warn'>;
    now: () => number;
  }) {
    this.#cluster = options.cluster;
    this.#store = options.store;
    this.#logger = options.logger;
    this.#now = options.now;
  }

  /** Once all that was told until now is noted, or could not be. */
  settled(): Promise<void> {
    return this.#last;
  }

  /** What was missed before the start. */
  async recall(): Promise<void> {
    await this.#inTurn(async () => {
      this.#sinceMs = await this.#store.of(this.#cluster);
      for (const resource of this.#sinceMs.keys()) this.#noted.add(resource);
    });
  }

  /**
   * The definition is not found.
   *
   * @param isKnown whether anything of it is known
   * @returns the trouble, and since when (Unix milliseconds); undefined: there is none,
   * because there never was such a thing, or it is gone for good
   */
  miss(
    resource: WatchedResource,
    isKnown: boolean,
  ): { error: ClusterReadError; sinceMs: number } | undefined {
    const name = resourceName(resource);
    const before = this.#sinceMs.get(name);
    if (!isKnown && before === undefined) return undefined;
    const sinceMs = before ?? this.#now();
    if (this.#now() - sinceMs > LOST_FOR_GOOD_MS) {
      this.found(resource);
      return undefined;
    }
    this.#sinceMs.set(name, sinceMs);
    this.#inTurn(async () => {
      if (this.#noted.has(name)) return;
      await this.#store.note(this.#cluster, name, sinceMs);
      this.#noted.add(name);
    });
    return { error: this.#trouble(resource), sinceMs };
  }

  /** The definition is there, or is no longer missed. */
  found(resource: WatchedResource): void {
    if (this.#sinceMs.size === 0) return;
    const name = resourceName(resource);
    if (!this.#sinceMs.delete(name)) return;
    this.#inTurn(async () => {
      if (this.#noted.delete(name)) {
        await this.#store.forget(this.#cluster, name);
      }
    });
  }

  #trouble(resource: WatchedResource): ClusterReadError {
    return new ClusterReadError(
      `Cannot read ${resource.id} in cluster ${
        this.#cluster
      }: the definition of ${resource.kind} (${resourceName(
        resource,
      )}) is not found there any more`,
      { failure: 'absent', code: '404' },
    );
  }

  /** Nobody waits for it: what could not be noted is noted when it is missed again. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    this.#last = this.#last
      .then(work)
      .catch(error =>
        this.#logger.warn(
          `Cannot keep since when definitions of cluster ${
            this.#cluster
          } are missed: ${toError(error).message}`,
        ),
      );
    return this.#last;
  }
}
