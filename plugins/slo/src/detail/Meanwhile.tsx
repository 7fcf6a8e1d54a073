import { Entity } from '@backstage/catalog-model';
import { useApi, useApiHolder } from '@backstage/core-plugin-api';
import { catalogApiRef } from '@backstage/plugin-catalog-react';
import { Typography } from '@material-ui/core';
import { SloRow } from '@worldscale/backstage-plugin-slo-common';
import {
  EntitiesTimeline,
  ErrorNote,
  LaneView,
  timelineApiRef,
  TimelineRange,
  usePolled,
} from '@worldscale/backstage-plugin-worlds-react';
import { useCallback, useMemo, useState } from 'react';
import { Panel } from '../face/Panel';

/** Entities seldom change. */
const POLL_MS = 10 * 60_000;

const DAY_MS = 86_400_000;
/** As far as timelines go. */
const LONGEST_MS = 92 * DAY_MS;

/**
 * What else happened to the service within the window: incidents, deployments, changes
 * of size, from whichever domains are installed. Nothing where there is no timeline or
 * no entity.
 */
export function Meanwhile({
  row,
  onLane,
}: {
  row: SloRow;
  /** Hears what each lane knows. Stable. */
  onLane: (lane: LaneView) => void;
}) {
  const hasTimeline = useApiHolder().get(timelineApiRef) !== undefined;
  const { entityRef, serviceTitle, window } = row;
  if (!hasTimeline || entityRef === null) return null;
  const endMs = window.endAt === null ? Date.now() : Date.parse(window.endAt);
  return (
    <MeanwhileOf
      key={entityRef}
      entityRef={entityRef}
      title={serviceTitle}
      onLane={onLane}
      span={{
        fromMs: endMs - Math.min(window.lengthMs, LONGEST_MS),
        toMs: endMs,
      }}
    />
  );
}

function MeanwhileOf(props: {
  entityRef: string;
  title: string;
  onLane: (lane: LaneView) => void;
  span: { fromMs: number; toMs: number };
}) {
  const { entityRef, title, span, onLane } = props;
  const catalog = useApi(catalogApiRef);
  // Stands still while the figures move on: a reader may be in the middle of it.
  const [range, setRange] = useState<TimelineRange>(span);
  const load = useCallback(
    async () => (await catalog.getEntityByRef(entityRef)) ?? null,
    [catalog, entityRef],
  );
  const { data, error, failingSince, reload } = usePolled<Entity | null>(load, {
    intervalMs: POLL_MS,
  });
  const entities = useMemo(() => (data ? [data] : []), [data]);
  return (
    <Panel title="What happened meanwhile">
      {error && !data && (
        <ErrorNote
          title="The service could not be read from the catalog"
          error={error}
          since={failingSince}
          onRetry={reload}
        />
      )}
      {data === null && (
        <Typography variant="body2" color="textSecondary">
          The catalog has no {entityRef}, or you may not see it.
        </Typography>
      )}
      {entities.length > 0 && (
        <EntitiesTimeline
          title={`What happened to ${title}`}
          onRange={setRange}
          {...{ entities, range, onLane }}
        />
      )}
    </Panel>
  );
}
