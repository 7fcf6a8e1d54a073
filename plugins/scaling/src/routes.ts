import { createRouteRef } from '@backstage/core-plugin-api';

/** The tab on an entity's page. */
export const scalingRouteRef = createRouteRef({ id: 'scaling' });
