import { useEntity } from '@backstage/plugin-catalog-react';
import { Typography } from '@material-ui/core';
import { Skeleton } from '@material-ui/lab';
import {
  EntitiesTimeline,
  ErrorNote,
} from '@worldscale/backstage-plugin-worlds-react';
import {
  isWorld,
  TimelineEntities,
  useTimelineEntities,
} from './useTimelineEntities';
import { useTimelineRange } from './useTimelineRange';

/** `All 7 services`, or which of them. */
function servicesText({ entities, services }: TimelineEntities): string {
  const shown = entities.length - 1;
  if (services === 0) {
    return 'No component of type world-service or shard-service is part of this world.';
  }
  return shown < services
    ? `The first ${shown} of its ${services} services, by name.`
    : `All ${services} services of this world.`;
}

/** What happened to a service, or to all services of a world, on one time axis. */
export function EntityTimelineContent() {
  const { entity } = useEntity();
  const { range, problem, onRange } = useTimelineRange();
  const { data, error, failingSince, loadedAt, reload } =
    useTimelineEntities(entity);
  const name = entity.metadata.title ?? entity.metadata.name;
  return (
    <>
      <Typography variant="h5" component="h2">
        Timeline
      </Typography>
      {problem && (
        <Typography variant="body2" role="status">
          {problem} The last 24 hours are shown.
        </Typography>
      )}
      {error && (
        <ErrorNote
          title="The services of this world could not be loaded"
          error={error}
          since={failingSince}
          shownFrom={data && loadedAt}
          onRetry={reload}
        />
      )}
      {!data && !error && (
        <div role="status" aria-label="Loading the timeline">
          <Skeleton height={240} />
        </div>
      )}
      {data && isWorld(entity) && (
        <Typography variant="body2" color="textSecondary" gutterBottom>
          {servicesText(data)}
        </Typography>
      )}
      {data && (
        <EntitiesTimeline
          title={`Timeline of ${name}`}
          entities={data.entities}
          {...{ range, onRange }}
        />
      )}
    </>
  );
}
