import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { useApiHolder } from '@backstage/core-plugin-api';
import { useCallback, useEffect, useMemo } from 'react';
import { usePolled } from '../../time/usePolled';
import { TimelineLane } from '../lane';
import { LaneView } from '../laneView';
import { spanOf, TimelineRange } from '../range';
import { askLane } from './askLane';

/** A pixel or so of the picture, but neither restless nor asleep. */
const POLL_SHARE = 0.001;
const POLL_MS = { least: 15_000, most: 300_000 };

export interface LanePollProps {
  lane: TimelineLane;
  /** Stable, like `range` and `onView`. */
  entities: readonly Entity[];
  range: TimelineRange;
  onView: (view: LaneView) => void;
}

/** Asks one lane again and again, and tells how it stands; shows nothing itself. */
export function LanePoll(props: LanePollProps) {
  const { lane, entities, range, onView } = props;
  const apis = useApiHolder();
  const own = useMemo(() => entities.filter(lane.isFor), [entities, lane]);
  const load = useCallback(
    async (signal: AbortSignal) => {
      const answered = spanOf(range, Date.now());
      const query = { ...answered, entities: own };
      return { answered, answer: await askLane(lane, query, apis, signal) };
    },
    [lane, own, range, apis],
  );
  const { fromMs, toMs } = spanOf(range, 0);
  const { data, error, isPrevious } = usePolled(load, {
    intervalMs: Math.min(
      POLL_MS.most,
      Math.max(POLL_MS.least, (toMs - fromMs) * POLL_SHARE),
    ),
    signalChannel: own.flatMap(entity =>
      lane.signalChannels(stringifyEntityRef(entity)),
    ),
  });
  const { id, title } = lane;
  useEffect(() => {
    onView({ id, title, ...data, error: isPrevious ? undefined : error });
  }, [onView, id, title, data, error, isPrevious]);
  return null;
}
