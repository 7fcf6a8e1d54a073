import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import GridOnIcon from '@material-ui/icons/GridOn';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';
import { ScalingClient } from '@worldscale/backstage-plugin-scaling-common';
import { scalingApiRef } from './api';
import { changesLane, sizesLane, versionsLane } from './lane/lanes';
import { scalingRouteRef } from './routes';
import { shardHeatMapRouteRef, shardsRouteRef } from './shards/shardRoutes';
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

export const shardsPage = PageBlueprint.make({
  name: 'shards',
  params: {
    path: '/shards',
    title: 'Shards',
    icon: <GridOnIcon fontSize="inherit" />,
    routeRef: shardsRouteRef,
    loader: () => import('./shards/ShardsPage').then(m => <m.ShardsPage />),
  },
});

export const scalingRisksWidget = HomePageWidgetBlueprint.make({
  name: 'risks',
  params: {
    name: 'ScalingRisks',
    title: 'Scaling: what lies ahead',
    description:
      'Services of yours, or else of all worlds, that may soon be too small: how long they last, what binds first, the loss of a zone',
    // Sentences want room.
    layout: { width: { defaultColumns: 12 } },
    components: async () => ({
      Content: (await import('./home/ScalingRisksWidget')).ScalingRisksWidget,
    }),
  },
});

/** How world services are scaled: card and tab on their pages. */
export const scalingPlugin = createFrontendPlugin({
  pluginId: 'scaling',
  title: 'Scaling',
  info: { packageJson: () => import('../package.json') },
  routes: {
    root: scalingRouteRef,
    shards: shardsRouteRef,
    shardHeatMap: shardHeatMapRouteRef,
  },
  extensions: [
    scalingApi,
    scalingEntityCard,
    scalingEntityContent,
    shardsPage,
    changesLane,
    versionsLane,
    sizesLane,
    scalingRisksWidget,
  ],
});
