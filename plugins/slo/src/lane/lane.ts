import { routeResolutionApiRef } from '@backstage/frontend-plugin-api';
import {
  SLO_SIGNAL,
  sloObjectiveReadPermission,
} from '@worldscale/backstage-plugin-slo-common';
import { TimelineLaneBlueprint } from '@worldscale/backstage-plugin-worlds-react';
import { sloApiRef } from '../api';
import { worldServiceFilter } from '../entityFilters';

/** When budgets burned and were spent, and what the policy said. */
export const burnLane = TimelineLaneBlueprint.make({
  name: 'burn',
  params: defineParams =>
    defineParams({
      title: 'Error budgets',
      order: 50,
      filter: worldServiceFilter,
      permission: sloObjectiveReadPermission,
      deps: { slo: sloApiRef, routes: routeResolutionApiRef },
      loader: () => import('./burnLane').then(m => m.loadBurn),
      signalChannels: () => [SLO_SIGNAL],
    }),
});
