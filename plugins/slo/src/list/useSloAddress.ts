import { SloListRequest } from '@worldscale/backstage-plugin-slo-common';
import { useCallback, useMemo } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';
import { readAddress, writeAddress } from './sloAddress';

/**
 * Filters, order and page of the list, kept in the address, so that it can be shared
 * and the browser's back button undoes a change.
 */
export function useSloAddress() {
  const { search } = useLocation();
  const navigate = useNavigate();
  const address = useMemo(
    () => readAddress(new URLSearchParams(search)),
    [search],
  );
  const current = address.query;
  const change = useCallback(
    (changes: SloListRequest, options: { replace?: boolean } = {}) => {
      // Another filter or order begins at the first page.
      const next = { ...current, offset: 0, ...changes };
      navigate({ search: writeAddress(next) }, options);
    },
    [navigate, current],
  );
  const clear = useCallback(() => {
    const kept = current && { sort: current.sort, order: current.order };
    navigate({ search: writeAddress(kept ?? {}) });
  }, [navigate, current]);
  return { ...address, change, clear };
}
