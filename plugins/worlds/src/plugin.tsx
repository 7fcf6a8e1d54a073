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
import { SearchResultListItemBlueprint } from '@backstage/plugin-search-react/alpha';
import {
  WORLD_TYPE,
  worldServiceTypes,
} from '@worldscale/backstage-plugin-worlds-common';
import PublicIcon from '@material-ui/icons/Public';
import { createWorldsApi, worldsApiRef } from './api';
import { readServiceRef } from './search/serviceDocument';
import { ServiceStates } from './search/ServiceStates';
import { serviceStatesApiRef } from './search/useServiceState';
import {
  boardRouteRef,
  heatMapRouteRef,
  sourcesRouteRef,
  timelineRouteRef,
} from './routes';
import { timelineApi } from './timeline/timelineApi';

const worldsApi = ApiBlueprint.make({
  params: defineParams =>
    defineParams({
      api: worldsApiRef,
      deps: { discoveryApi: discoveryApiRef, fetchApi: fetchApiRef },
      factory: createWorldsApi,
    }),
});

const fleetPage = PageBlueprint.make({
  params: {
    path: '/fleet',
    title: 'Fleet',
    icon: <PublicIcon fontSize="inherit" />,
    routeRef: boardRouteRef,
    loader: () => import('./FleetPage').then(m => <m.FleetPage />),
  },
});

export const unknownsCard = EntityCardBlueprint.make({
  name: 'unknowns',
  params: {
    type: 'content',
    filter: { kind: 'component', 'spec.type': { $in: [...worldServiceTypes] } },
    loader: () => import('./cards/UnknownsCard').then(m => <m.UnknownsCard />),
  },
});

export const worldServicesCard = EntityCardBlueprint.make({
  name: 'world-services',
  params: {
    type: 'content',
    filter: { kind: 'system', 'spec.type': WORLD_TYPE },
    loader: () =>
      import('./cards/WorldServicesCard').then(m => <m.WorldServicesCard />),
  },
});

const serviceStatesApi = ApiBlueprint.make({
  name: 'service-states',
  params: defineParams =>
    defineParams({
      api: serviceStatesApiRef,
      deps: { worlds: worldsApiRef },
      factory: ({ worlds }) => new ServiceStates(worlds),
    }),
});

export const worldServiceResult = SearchResultListItemBlueprint.make({
  name: 'world-service',
  params: {
    icon: <PublicIcon />,
    predicate: ({ type, document }) =>
      type === 'software-catalog' && readServiceRef(document) !== undefined,
    component: () =>
      import('./search/WorldServiceResult').then(m => m.WorldServiceResult),
  },
});

export const timelineContent = EntityContentBlueprint.make({
  name: 'timeline',
  params: {
    path: 'timeline',
    title: 'Timeline',
    group: 'operation',
    routeRef: timelineRouteRef,
    filter: {
      $any: [
        { kind: 'component', 'spec.type': { $in: [...worldServiceTypes] } },
        { kind: 'system', 'spec.type': WORLD_TYPE },
      ],
    },
    loader: () =>
      import('./timeline/EntityTimelineContent').then(m => (
        <m.EntityTimelineContent />
      )),
  },
});

const atRiskWidget = HomePageWidgetBlueprint.make({
  name: 'at-risk',
  params: {
    name: 'ServicesAtRisk',
    title: 'At risk',
    description:
      'Services of yours, or else of all worlds, that are breached, at risk or unknown',
    // Reasons are sentences; they want room.
    layout: { width: { defaultColumns: 12 } },
    components: () =>
      import('./home/AtRiskWidget').then(m => ({ Content: m.AtRiskWidget })),
  },
});

/** Fleet board, heat map, health of sources, and what they say of one service. */
export const worldsPlugin = createFrontendPlugin({
  pluginId: 'worlds',
  title: 'Fleet',
  icon: <PublicIcon fontSize="inherit" />,
  routes: {
    root: boardRouteRef,
    heatMap: heatMapRouteRef,
    sources: sourcesRouteRef,
    timeline: timelineRouteRef,
  },
  extensions: [
    worldsApi,
    fleetPage,
    unknownsCard,
    worldServicesCard,
    serviceStatesApi,
    worldServiceResult,
    atRiskWidget,
    timelineApi,
    timelineContent,
  ],
});
