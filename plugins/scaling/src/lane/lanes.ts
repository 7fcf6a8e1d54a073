import { routeResolutionApiRef } from '@backstage/frontend-plugin-api';
import {
  scalingChangeReadPermission,
  scalingChannel,
  scalingStateReadPermission,
} from '@worldscale/backstage-plugin-scaling-common';
import { TimelineLaneBlueprint } from '@worldscale/backstage-plugin-worlds-react';
import { scalingApiRef } from '../api';
import { worldServiceFilter } from '../worldServiceFilter';

/** Changes of size with who made them and why. */
export const changesLane = TimelineLaneBlueprint.make({
  name: 'changes',
  params: defineParams =>
    defineParams({
      title: 'Changes of size',
      order: 100,
      filter: worldServiceFilter,
      permission: scalingChangeReadPermission,
      deps: { scaling: scalingApiRef, routes: routeResolutionApiRef },
      loader: () => import('./changesLane').then(m => m.loadChanges),
      signalChannels: entityRef => [scalingChannel(entityRef)],
    }),
});

/** New versions with their images and who brought them. */
export const versionsLane = TimelineLaneBlueprint.make({
  name: 'versions',
  params: defineParams =>
    defineParams({
      title: 'New versions',
      order: 105,
      filter: worldServiceFilter,
      permission: scalingChangeReadPermission,
      deps: { scaling: scalingApiRef, routes: routeResolutionApiRef },
      loader: () => import('./versionsLane').then(m => m.loadVersions),
      signalChannels: entityRef => [scalingChannel(entityRef)],
    }),
});

/** Size against demand: of a service region by region, of a world that of its shards. */
export const sizesLane = TimelineLaneBlueprint.make({
  name: 'sizes',
  params: defineParams =>
    defineParams({
      title: 'Size against demand',
      order: 110,
      filter: worldServiceFilter,
      permission: scalingStateReadPermission,
      deps: { scaling: scalingApiRef },
      loader: () => import('./sizesLane').then(m => m.loadSizes),
    }),
});
