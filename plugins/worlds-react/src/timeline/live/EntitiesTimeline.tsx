import { Entity } from '@backstage/catalog-model';
import { useApi } from '@backstage/core-plugin-api';
import { Typography } from '@material-ui/core';
import { useCallback, useMemo, useState } from 'react';
import { useNow } from '../../time/useNow';
import { LaneView } from '../laneView';
import { AHEAD_MS, TimelineRange } from '../range';
import { timelineApiRef } from '../timelineApi';
import { Timeline } from '../view/Timeline';
import { LanePoll } from './LanePoll';
import { useSeenLanes } from './useSeenLanes';

/** The present moves on by this at a time: a pixel or so of an hour. */
const PRESENT_MS = 5_000;

export interface EntitiesTimelineProps {
  /** What the timeline is about, for people who do not see it. */
  title: string;
  /** Stable (useMemo): a new list is asked for anew. */
  entities: readonly Entity[];
  /** Stable, like `entities`. */
  range: TimelineRange;
  onRange: (range: TimelineRange) => void;
  /** Hears how each lane stands, for what else the page marks. Stable. */
  onLane?: (lane: LaneView) => void;
}

/**
 * The timeline of some entities with the lanes of all installed domains, kept up to date.
 * For any page: of a service, a world, an incident.
 */
export function EntitiesTimeline(props: EntitiesTimelineProps) {
  const { title, entities, range, onRange, onLane } = props;
  const timeline = useApi(timelineApiRef);
  const nowMs = useNow(PRESENT_MS);
  const lanes = useMemo(
    () => timeline.lanes().filter(lane => entities.some(lane.isFor)),
    [timeline, entities],
  );
  const allowed = useSeenLanes(lanes);
  const [views, setViews] = useState<Record<string, LaneView>>({});
  const onView = useCallback(
    (view: LaneView) => {
      setViews(last => ({ ...last, [view.id]: view }));
      onLane?.(view);
    },
    [onLane],
  );
  if (!allowed) return <div role="status" aria-label="Loading the timeline" />;
  const { seen, hidden } = allowed;
  const looksAhead = seen.some(lane => lane.looksAhead);
  return (
    <>
      {seen.map(lane => (
        <LanePoll key={lane.id} {...{ lane, entities, range, onView }} />
      ))}
      <Timeline
        {...{ title, range, nowMs, onRange }}
        latestMs={looksAhead ? nowMs + AHEAD_MS : nowMs}
        lanes={seen.map(lane => views[lane.id] ?? lane)}
      />
      {hidden.length > 0 && (
        <Typography variant="caption" component="p" color="textSecondary">
          Not shown, because you may not see it:{' '}
          {hidden.map(lane => lane.title).join(', ')}.
        </Typography>
      )}
    </>
  );
}
