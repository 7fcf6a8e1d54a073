import { useCallback } from 'react';
import { useSearchParams } from 'react-router-dom';

/** What of the tab stands in its address, so that it can be handed on. */
const names = [
  /** Region that is open and drawn. */
  'region',
  /** How far back is drawn. */
  'range',
  /** Filters of the ledger. */
  'in',
  'workload',
  'who',
  'direction',
  'since',
] as const;
export type TabQuery = Partial<Record<(typeof names)[number], string>>;

/** The choices of the tab, and how to change some of them; undefined leaves one out. */
export function useTabQuery(): [TabQuery, (change: TabQuery) => void] {
  const [params, setParams] = useSearchParams();
  const query: TabQuery = {};
  for (const name of names) query[name] = params.get(name) ?? undefined;
  const change = useCallback(
    (part: TabQuery) =>
      setParams(
        last => {
          const next = new URLSearchParams(last);
          for (const [name, value] of Object.entries(part)) {
            if (value === undefined) next.delete(name);
            else next.set(name, value);
          }
          return next;
        },
        { replace: true },
      ),
    [setParams],
  );
  return [query, change];
}
