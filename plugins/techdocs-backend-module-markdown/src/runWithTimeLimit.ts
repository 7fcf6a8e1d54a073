import vm from 'node:vm';

/** The work took longer than it was given, and was stopped. */
export class TimeLimitError extends Error {
  readonly name = 'TimeLimitError';
}

const script = new vm.Script('work()');

/**
 * Runs synchronous work and stops it after a time, even in the middle of an endless
 * loop or a regular expression that goes astray: Node's `vm` can interrupt the thread,
 * which a timer cannot, as it would only fire once the work is done.
 *
 * @throws TimeLimitError
 */
export function runWithTimeLimit<T>(work: () => T, limitMs: number): T {
  const results: T[] = [];
  const context = vm.createContext({ work: () => results.push(work()) });
  try {
    script.runInContext(context, { timeout: limitMs });
  } catch (error) {
    if ((error as { code?: string }).code === 'ERR_SCRIPT_EXECUTION_TIMEOUT')
      throw new TimeLimitError(`More than ${limitMs} ms`);
    throw error;
  }
  return results[0];
}
