import { createRouteRef } from '@backstage/frontend-plugin-api';

export const rootRouteRef = createRouteRef();
export const boardRouteRef = createRouteRef();
export const heatMapRouteRef = createRouteRef();
export const sourcesRouteRef = createRouteRef();
