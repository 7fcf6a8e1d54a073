import { useCallback, useMemo } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';
import { ListAddress, PagedQuery, ReadAddress } from './listAddress';

export type UsedListAddress<Query> = ReadAddress<Query> & {
  /** Whether filters leave anything out. */
  isNarrowed: boolean;
  /** Another filter or order begins at the first page. */
  change: (changes: Partial<Query>, options?: { replace?: boolean }) => void;
  /** Takes all filters away; the order stays. */
  clear: () => void;
};

/**
 * Filters, order and page of a list, kept in the address, so that it can be shared and
 * the browser's back button undoes a change. `address` must be stable.
 */
export function useListAddress<Query extends PagedQuery>(
  address: ListAddress<Query>,
): UsedListAddress<Query> {
  const { search } = useLocation();
  const navigate = useNavigate();
  const read = useMemo(
    () => address.read(new URLSearchParams(search)),
    [address, search],
  );
  const current: Partial<Query> | undefined = read.query;
  const change = useCallback(
    (changes: Partial<Query>, options: { replace?: boolean } = {}) =>
      navigate(
        { search: address.write({ ...current, offset: 0, ...changes }) },
        options,
      ),
    [navigate, address, current],
  );
  const clear = useCallback(() => {
    const kept: Partial<Query> = {};
    if (current)
      Object.assign(kept, { sort: current.sort, order: current.order });
    navigate({ search: address.write(kept) });
  }, [navigate, address, current]);
  const isNarrowed = read.query ? address.isNarrowed(read.query) : false;
  return { ...read, isNarrowed, change, clear };
}
