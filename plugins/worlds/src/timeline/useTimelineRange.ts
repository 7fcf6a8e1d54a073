import {
  readRange,
  TimelineRange,
  writeRange,
} from '@worldscale/backstage-plugin-worlds-react';
import { useCallback, useMemo } from 'react';
import { useLocation, useNavigate } from 'react-router-dom';

/**
 * The range of a timeline, kept in the address, so that it can be shared and the
 * browser's back button undoes a change.
 */
export function useTimelineRange() {
  const { search } = useLocation();
  const navigate = useNavigate();
  const { range, problem } = useMemo(
    () => readRange(new URLSearchParams(search)),
    [search],
  );
  const onRange = useCallback(
    (next: TimelineRange) =>
      navigate({
        search: `?${writeRange(new URLSearchParams(search), next)}`,
      }),
    [navigate, search],
  );
  return { range, problem, onRange };
}
