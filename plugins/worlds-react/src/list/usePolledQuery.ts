import { useCallback } from 'react';
import { Polled, PolledOptions, usePolled } from '../time/usePolled';

/**
 * Polls the answer to a query; one that says the same is no other. Asks nothing while
 * there is no query. `load` must be stable (useCallback).
 */
export function usePolledQuery<Query, Data>(
  query: Query | undefined,
  load: (query: Query, signal: AbortSignal) => Promise<Data>,
  options: PolledOptions,
): Polled<Data | undefined> {
  const key = query && JSON.stringify(query);
  const ask = useCallback(
    async (signal: AbortSignal) =>
      key ? load(JSON.parse(key) as Query, signal) : undefined,
    [key, load],
  );
  return usePolled(ask, options);
}
