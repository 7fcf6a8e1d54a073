import { createApiRef } from '@backstage/core-plugin-api';
import { TimelineLane } from './lane';

/** The lanes that the installed domains bring. */
export interface TimelineApi {
  /** By order, then title. */
  lanes(): readonly TimelineLane[];
}

export const timelineApiRef = createApiRef<TimelineApi>({
  id: 'plugin.worlds.timeline',
});
