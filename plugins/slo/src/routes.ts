import { createRouteRef as createEntityRouteRef } from '@backstage/core-plugin-api';
import {
  createRouteRef,
  createSubRouteRef,
} from '@backstage/frontend-plugin-api';

/** The list of all objectives. */
export const slosRouteRef = createRouteRef();

/** One SLO. */
export const sloRouteRef = createSubRouteRef({
  parent: slosRouteRef,
  path: '/:slo',
});

/** The tab on an entity's page, on either frontend system. */
export const entitySlosRouteRef = createEntityRouteRef({ id: 'slo' });
