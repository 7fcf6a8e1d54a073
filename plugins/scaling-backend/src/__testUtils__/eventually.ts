import { setTimeout } from 'node:timers/promises';

/** Long enough for a loaded machine; a check that holds at once costs nothing. */
const PATIENCE_MS = 20_000;

/** Repeats a check until it holds; fails with its last failure. */
export async function eventually<T>(
  check: () => Promise<T>,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  const until = Date.now() + patienceMs;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > until) throw error;
      await setTimeout(50);
    }
  }
}
