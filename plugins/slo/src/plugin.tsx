import {
  ApiBlueprint,
  createFrontendPlugin,
  discoveryApiRef,
  fetchApiRef,
  PageBlueprint,
} from '@backstage/frontend-plugin-api';
import {
  EntityCardBlueprint,
  EntityContentBlueprint,
} from '@backstage/plugin-catalog-react/alpha';
import { HomePageWidgetBlueprint } from '@backstage/plugin-home-react/alpha';
import TrackChangesIcon from '@material-ui/icons/TrackChanges';
import { createSloApi, sloApiRef } from './api';
import { worldFilter, worldServiceFilter } from './entityFilters';
import { burnLane } from './lane/lane';
import { entitySlosRouteRef, sloRouteRef, slosRouteRef } from './routes';

const sloApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: sloApiRef,
      deps: { discovery: discoveryApiRef, fetchApi: fetchApiRef },
      factory: createSloApi,
    }),
});

const slosPage = PageBlueprint.make({
  params: {
    path: '/slos',
    title: 'SLOs',
    icon: <TrackChangesIcon fontSize="inherit" />,
    routeRef: slosRouteRef,
    loader: () => import('./SloPage').then(m => <m.SloPage />),
  },
});

export const objectivesCard = EntityCardBlueprint.make({
  name: 'objectives',
  params: {
    type: 'content',
    filter: worldServiceFilter,
    loader: () =>
      import('./entity/EntitySlosCard').then(m => <m.EntitySlosCard />),
  },
});

export const worldCard = EntityCardBlueprint.make({
  name: 'world',
  params: {
    type: 'content',
    filter: worldFilter,
    loader: () =>
      import('./world/WorldSlosCard').then(m => <m.WorldSlosCard />),
  },
});

export const objectivesContent = EntityContentBlueprint.make({
  name: 'objectives',
  params: {
    path: 'slos',
    title: 'SLOs',
    group: 'operation',
    routeRef: entitySlosRouteRef,
    filter: worldServiceFilter,
    loader: () =>
      import('./entity/EntitySlosContent').then(m => <m.EntitySlosContent />),
  },
});

const burningWidget = HomePageWidgetBlueprint.make({
  name: 'burning',
  params: {
    name: 'BurningObjectives',
    title: 'What burns',
    description:
      'Objectives of your services, or else of what players do, that burn, are spent or unknown',
    // Reasons are sentences; they want room.
    layout: { width: { defaultColumns: 12 } },
    components: () =>
      import('./home/BurningWidget').then(m => ({ Content: m.BurningWidget })),
  },
});

/** Service level objectives: list, detail, and what they say where people work. */
export const sloPlugin = createFrontendPlugin({
  pluginId: 'slo',
  title: 'SLOs',
  icon: <TrackChangesIcon fontSize="inherit" />,
  info: { packageJson: () => import('../package.json') },
  routes: {
    root: slosRouteRef,
    slo: sloRouteRef,
    entity: entitySlosRouteRef,
  },
  extensions: [
    sloApi,
    slosPage,
    objectivesCard,
    worldCard,
    objectivesContent,
    burningWidget,
    burnLane,
  ],
});
