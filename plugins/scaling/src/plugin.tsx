import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { ScalingClient } from '@worldscale/backstage-plugin-scaling-common';
import { scalingApiRef } from './api';
import { changesLane, sizesLane } from './lane/lanes';
import { scalingRouteRef } from './routes';
import { worldServiceFilter } from './worldServiceFilter';

export const scalingApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: scalingApiRef,
      deps: { discovery: discoveryApiRef, fetchApi: fetchApiRef },
      factory: ({ discovery, fetchApi }) =>
        new ScalingClient({ discovery, fetch: fetchApi.fetch }),
    }),
});

export const scalingEntityCard = EntityCardBlueprint.make({
  name: 'scaling',
  params: {
    type: 'content',
    filter: worldServiceFilter,
    loader: async () => {
      const { EntityScalingCard } = await import('./card/EntityScalingCard');
      return <EntityScalingCard />;
    },
  },
});

export const scalingEntityContent = EntityContentBlueprint.make({
  name: 'scaling',
  params: {
    path: 'scaling',
    title: 'Scaling',
    group: 'operation',
    routeRef: scalingRouteRef,
    filter: worldServiceFilter,
    loader: async () => {
      const { EntityScalingContent } = await import(
        './content/EntityScalingContent'
      );
      return <EntityScalingContent />;
    },
  },
});

/** How world services are scaled: card and tab on their pages. */
export const scalingPlugin = createFrontendPlugin({
  pluginId: 'scaling',
  title: 'Scaling',
  info: { packageJson: () => import('../package.json') },
  routes: { root: scalingRouteRef },
  extensions: [
    scalingApi,
    scalingEntityCard,
    scalingEntityContent,
    changesLane,
    sizesLane,
  ],
});
