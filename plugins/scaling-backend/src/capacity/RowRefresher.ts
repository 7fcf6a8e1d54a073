import { LoggerService } from '@backstage/backend-plugin-api';
import { toError } from '@backstage/errors';
import { wait } from '../sources/kubernetes/backoff';

export interface RowRefresherOptions {
  rows: { update(entityRefs: readonly string[]): Promise<void> };
  signals: { changed(entityRefs: Iterable<string>): void };
  logger: LoggerService;
  /** How long what is asked for is gathered. */
  everyMs?: number;
}

const DEFAULT_EVERY_MS = 1_000;
/** So many at a time keep the backend free for others in between. */
const AT_ONCE = 100;

/**
 * Brings the fleet's rows in step after the capacity of services changed. That may be
 * so for all of them at once, every minute; nobody waits for it.
 */
export class RowRefresher {
  readonly #options: RowRefresherOptions;
  readonly #dirty = new Set<string>();
  readonly #stop = new AbortController();
  #running: Promise<unknown> = Promise.resolve();

  constructor(options: RowRefresherOptions) {
    this.#options = options;
  }

  refresh(entityRefs: Iterable<string>): void {
    for (const entityRef of entityRefs) this.#dirty.add(entityRef);
  }

  start(): void {
    this.#running = this.#run();
  }

  async stop(): Promise<void> {
    this.#stop.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    const { signal } = this.#stop;
    const { logger, everyMs = DEFAULT_EVERY_MS } = this.#options;
    while (!signal.aborted) {
      await wait(everyMs, signal);
      while (this.#dirty.size > 0 && !signal.aborted) {
        try {
          await this.flush();
        } catch (error) {
          logger.error(
            `Cannot write what is known of capacity: ${toError(error).message}`,
          );
          break;
        }
        await wait(0, signal);
      }
    }
  }

  /** Some of what is asked for. */
  async flush(): Promise<void> {
    const { rows, signals } = this.#options;
    const some = [...this.#dirty].slice(0, AT_ONCE);
    for (const entityRef of some) this.#dirty.delete(entityRef);
    try {
      await rows.update(some);
    } catch (error) {
      this.refresh(some);
      throw error;
    }
    signals.changed(some);
  }
}
