import { setTimeout as sleep } from 'node:timers/promises';
import { ServiceUnavailableError } from '@backstage/errors';

/**
 * Pauses between attempts: half a minute in all, enough for a forge that restarts,
 * and short enough that whoever watches the task still sits there.
 */
const pausesMs = [500, 1_000, 2_000, 4_000, 8_000, 15_000];

export interface Patience {
  signal?: AbortSignal;
  /** Called before each further attempt. */
  onFailure?(error: Error, pauseMs: number): void;
  /** Other pauses, for tests. */
  pausesMs?: readonly number[];
}

/**
 * Tries again as long as the attempt fails with a ServiceUnavailableError. The
 * attempt must be one that may be repeated after any part of it was done.
 *
 * @throws the last error; ServiceUnavailableErrors say how often it was tried
 */
export async function patiently<T>(
  attempt: () => Promise<T>,
  options: Patience = {},
): Promise<T> {
  const pauses = options.pausesMs ?? pausesMs;
  for (let tries = 0; ; tries++) {
    options.signal?.throwIfAborted();
    try {
      return await attempt();
    } catch (error) {
      if (!(error instanceof ServiceUnavailableError)) throw error;
      if (tries === pauses.length) {
        throw new ServiceUnavailableError(
          `${error.message} Tried ${tries + 1} times.`,
        );
      }
      options.onFailure?.(error, pauses[tries]);
      await sleep(pauses[tries], undefined, { signal: options.signal });
    }
  }
}
