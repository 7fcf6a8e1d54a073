import { setTimeout } from 'node:timers/promises';

/** First wait after a failure; doubles with each further one. */
const FIRST_WAIT_MS = 1_000;
/** Longest wait: a cluster that is back is noticed within half a minute. */
export const LONGEST_WAIT_MS = 30_000;

/**
 * How long to wait after the n-th failure in a row (1 for the first): exponential,
 * with a random half so that many watchers do not come back at once.
 */
export function backoffMs(
  failures: number,
  random: () => number,
  longestMs = LONGEST_WAIT_MS,
): number {
  const full = Math.min(
    longestMs,
    FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 10),
  );
  return full / 2 + (full / 2) * random();
}

/** Waits, or returns at once when the signal is given. */
export async function wait(ms: number, signal: AbortSignal): Promise<void> {
  try {
    await setTimeout(ms, undefined, { signal });
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}
