import {
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

/** The fleet board. */
export const boardRouteRef = createRouteRef();

export const heatMapRouteRef = createSubRouteRef({
  parent: boardRouteRef,
  path: '/heatmap',
});

export const sourcesRouteRef = createSubRouteRef({
  parent: boardRouteRef,
  path: '/sources',
});

/** Tab of an entity. */
export const timelineRouteRef = createRouteRef();
